import type { Ancestry, BadgeRecord, SyncRecord } from './database';
import { findUpstream, healthOf, troubleOf } from './health';
import type { BadgeFacts, DbtNode, DialectId, UpstreamTrouble } from './model';
import { searchTextOf } from './search';
import { keyOf } from './sql/dialect';
import { amend, type PageRecords, readNodes } from './store';

/** How many nodes are amended at a time. */
const chunkSize = 500;

/** What is written of one page of nodes. Trouble further up is not known before all pages are there. */
export function recordsOf(nodes: DbtNode[], scope: string, dialect: DialectId, now: number): PageRecords {
  return {
    nodes,
    badges: nodes.map((node) => badgeOf(node, scope, dialect, now)),
    ancestry: nodes.map(ancestryOf),
    texts: nodes.map(searchTextOf),
  };
}

/** The number of a connection's next generation: larger than every number it ever had, on disk or in its status. */
export function nextGeneration(record: SyncRecord, told: number): number {
  return 1 + Math.max(told, record.live?.generation ?? 0, record.building?.generation ?? 0, ...record.stale);
}

/** One entry per node: a node met on two pages counts as the later page had it. */
export function withoutRepeats(ancestry: Ancestry[]): Ancestry[] {
  return [...new Map(ancestry.map((entry) => [entry.key, entry])).values()];
}

/** Writes into every node of a whole generation the trouble above it, and into its badge what follows from it. */
export async function amendUpstream(
  ancestry: Ancestry[],
  scope: string,
  dialect: DialectId,
  now: number,
): Promise<void> {
  const troubled = upstreamOf(ancestry);
  const keys = [...troubled.keys()];
  for (let start = 0; start < keys.length; start += chunkSize) {
    const nodes = (await readNodes(scope, keys.slice(start, start + chunkSize))).map((node) => ({
      ...node,
      upstream: troubled.get(node.key) ?? [],
    }));
    await amend(
      scope,
      nodes,
      nodes.map((node) => badgeOf(node, scope, dialect, now)),
    );
  }
}

/** Trouble above each node, by the node's key; nodes without any are absent. */
function upstreamOf(ancestry: Ancestry[]): Map<string, UpstreamTrouble[]> {
  const byId = new Map(ancestry.map((entry) => [entry.uniqueId, entry]));
  const found = ancestry.map((entry) => [entry.key, findUpstream(entry.uniqueId, byId)] as const);
  return new Map(found.filter(([, troubles]) => troubles.length > 0));
}

function ancestryOf(node: DbtNode): Ancestry {
  const { key, uniqueId, name, type, relation, parents } = node;
  const trouble = troubleOf(node);
  return { key, uniqueId, name, type, relation, parents, ...(trouble && { trouble }) };
}

function badgeOf(node: DbtNode, scope: string, dialect: DialectId, now: number): BadgeRecord {
  return { scope, nameKey: keyOf(dialect, node.relation.name, 'name'), facts: factsOf(node, now) };
}

/** What a badge needs of a node; `now` in epoch ms. */
export function factsOf(node: DbtNode, now: number): BadgeFacts {
  const { key, connectionId, uniqueId, type, name, relation } = node;
  const updatedAt = node.type === 'source' ? node.freshness?.loadedAt : node.run?.lastSuccessAt;
  return {
    key,
    connectionId,
    uniqueId,
    type,
    name,
    relation,
    health: healthOf(node, now),
    ...(updatedAt !== undefined && { updatedAt }),
  };
}
