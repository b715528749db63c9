import type { Ancestry, BadgeRecord, Finding, SyncRecord } from './database';
import { findNewerSource, findUpstream, healthOf, troubleOf, withFinding } from './health';
import type { BadgeFacts, DbtNode, DialectId } from './model';
import { searchTextOf } from './search';
import type { EphemeralModel, NodePage } from './sources/source';
import { keyOf } from './sql/dialect';
import { amend, type PageRecords, readBadges } from './store';

/** How many badges are amended at a time. */
const chunkSize = 500;

/** What is written of one page of nodes. Trouble further up is not known before all pages are there. */
export function recordsOf(
  { nodes, ephemeral = [] }: NodePage,
  scope: string,
  dialect: DialectId,
  now: number,
): PageRecords {
  return {
    nodes,
    badges: nodes.map((node) => badgeOf(node, scope, dialect, now)),
    ancestry: [...nodes.map(ancestryOf), ...ephemeral.map(betweenOf)],
    texts: nodes.map(searchTextOf),
  };
}

/** The number of a connection's next generation: larger than every number it ever had, on disk or in its status. */
export function nextGeneration(record: SyncRecord, told: number): number {
  return 1 + Math.max(told, record.live?.generation ?? 0, record.building?.generation ?? 0, ...record.stale);
}

/** The dbt package that most models are of; nothing where there is no model. */
export function mainPackageOf(ancestry: Ancestry[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { uniqueId, type } of ancestry) {
    const [, packageName] = uniqueId.split('.');
    if (type === 'model' && packageName) counts.set(packageName, (counts.get(packageName) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}

/** One entry per node: a node met on two pages counts as the later page had it. */
export function withoutRepeats(ancestry: Ancestry[]): Ancestry[] {
  return [...new Map(ancestry.map((entry) => [entry.key, entry])).values()];
}

/** Writes beside every node of a whole generation what is known only now, and into its badge what follows from that. */
export async function amendUpstream(ancestry: Ancestry[], scope: string, now: number): Promise<void> {
  const found = findingsOf(ancestry);
  const keys = [...found.keys()];
  for (let start = 0; start < keys.length; start += chunkSize) {
    const badges = await readBadges(scope, keys.slice(start, start + chunkSize));
    const amended = badges.map((badge): BadgeRecord => {
      const { facts } = badge;
      const finding = found.get(facts.key) ?? { upstream: [] };
      return { ...badge, finding, facts: { ...facts, health: withFinding(facts.health, finding, now) } };
    });
    await amend(scope, amended);
  }
}

/** What the ancestors of each node mean for it, by the node's key; nodes that all is well with are absent. */
function findingsOf(ancestry: Ancestry[]): Map<string, Finding> {
  const byId = new Map(ancestry.map((entry) => [entry.uniqueId, entry]));
  const found = new Map<string, Finding>();
  for (const { key, uniqueId, relation } of ancestry) {
    const upstream = findUpstream(uniqueId, byId);
    const newerSource = findNewerSource(uniqueId, byId);
    if (!relation || (upstream.length === 0 && !newerSource)) continue;
    found.set(key, { upstream, ...(newerSource && { newerSource }) });
  }
  return found;
}

/** Materializations that always show what their parents hold now. */
const live = new Set(['view', 'materialized_view', 'dynamic_table']);

function ancestryOf(node: DbtNode): Ancestry {
  const { key, uniqueId, name, type, relation, parents, run, freshness } = node;
  const trouble = troubleOf(node);
  const entry: Ancestry = { key, uniqueId, name, type, relation, parents };
  if (trouble) entry.trouble = trouble;
  if (live.has(node.materialization?.toLowerCase() ?? '')) entry.isLive = true;
  else if (run?.lastSuccessAt !== undefined) entry.builtAt = run.lastSuccessAt;
  if (freshness?.loadedAt !== undefined) entry.loadedAt = freshness.loadedAt;
  return entry;
}

function betweenOf({ uniqueId, name, parents }: EphemeralModel): Ancestry {
  return { key: uniqueId, uniqueId, name, type: 'model', parents, isLive: true };
}

function badgeOf(node: DbtNode, scope: string, dialect: DialectId, now: number): Omit<BadgeRecord, 'bundle'> {
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
