import type { Ancestry, Finding, Place, SyncRecord, Table } from './database';
import { type Entry, recordText, sortedRecords } from './entries';
import { findNewerSource, findUpstream, healthOf, troubleOf, withFinding } from './health';
import type { BadgeFacts, DbtNode, DialectId } from './model';
import { searchRecord } from './search';
import type { EphemeralModel, NodePage } from './sources/source';
import { keyOf } from './sql/dialect';
import type { Index, PageRecords } from './store';

/** How many nodes lie in one record: more are cheaper to write, fewer cheaper to read one of. */
const bundleSize = 25;
/** No page has more nodes. */
const mostPerPage = 10_000;

/** What the end of a sync needs of one page of nodes, the page with this number. Trouble further up is not known before all pages are there. */
export function ancestryIn(
  { nodes, ephemeral = [] }: NodePage,
  page: number,
  dialect: DialectId,
  now: number,
): Ancestry[] {
  const built = nodes.map((node, at): Ancestry => {
    const { relation, health, updatedAt } = factsOf(node, now);
    const table: Table = {
      relation,
      health,
      nameKey: keyOf(dialect, relation.name, 'name'),
      bundle: bundleAt(page, at),
    };
    if (updatedAt !== undefined) table.updatedAt = updatedAt;
    return { ...ancestryOf(node), table };
  });
  return [...built, ...ephemeral.map(betweenOf)];
}

/** What is written of one page of nodes, the page with this number. */
export function recordsOf({ nodes }: NodePage, page: number, ancestry: Ancestry[]): PageRecords {
  return { nodes: bundlesOf(nodes, page), ancestry: JSON.stringify(ancestry), texts: searchRecord(nodes) };
}

function bundleAt(page: number, place: number): number {
  return page * mostPerPage + Math.floor(place / bundleSize);
}

function bundlesOf(nodes: DbtNode[], page: number): [number, string][] {
  const bundles: [number, string][] = [];
  for (let at = 0; at < nodes.length; at += bundleSize) {
    const entries = nodes.slice(at, at + bundleSize).map((node): Entry => [node.key, JSON.stringify(node)]);
    bundles.push([bundleAt(page, at), recordText(entries)]);
  }
  return bundles;
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

/** Of a place only a number is read, of a badge all: more in a record are cheaper to write, fewer cheaper to read one of. */
const entriesPerRecord = { badges: 16, places: 250 };
/** So many nodes are worked on in one go: a worker that is asked something meanwhile must not be long in answering. */
const sliceSize = 1000;

/**
 * What is looked up in a whole generation of a connection: badges by name, places by node key, both with what only all nodes
 * together tell. `pause` is called again and again with how many nodes are behind.
 */
export async function indexOf(
  connectionId: string,
  ancestry: Ancestry[],
  now: number,
  pause: (done: number) => Promise<void>,
): Promise<Index> {
  const byId = new Map(ancestry.map((entry) => [entry.uniqueId, entry]));
  const badges: Entry[] = [];
  const places: Entry[] = [];
  for (const [at, { key, uniqueId, type, name, table }] of ancestry.entries()) {
    if (at % sliceSize === 0) await pause(at);
    if (!table) continue;
    const { nameKey, bundle, ...told } = table;
    const finding = findingOf(uniqueId, byId);
    const health = finding ? withFinding(told.health, finding, now) : told.health;
    const badge: BadgeFacts = { key, connectionId, uniqueId, type, name, ...told, health };
    const place: Place = { bundle, ...(finding && { finding }) };
    badges.push([nameKey, JSON.stringify(badge)]);
    places.push([key, JSON.stringify(place)]);
  }
  return {
    badges: sortedRecords(badges, entriesPerRecord.badges),
    places: sortedRecords(places, entriesPerRecord.places),
  };
}

/** What the ancestors of a node mean for it; nothing where all is well with them. */
function findingOf(uniqueId: string, byId: ReadonlyMap<string, Ancestry>): Finding | undefined {
  const upstream = findUpstream(uniqueId, byId);
  const newerSource = findNewerSource(uniqueId, byId);
  return upstream.length === 0 && !newerSource ? undefined : { upstream, ...(newerSource && { newerSource }) };
}

/** Materializations that always show what their parents hold now. */
const live = new Set(['view', 'materialized_view', 'dynamic_table']);

function ancestryOf(node: DbtNode): Ancestry {
  const { key, uniqueId, name, type, parents, run, freshness } = node;
  const trouble = troubleOf(node);
  const entry: Ancestry = { key, uniqueId, name, type, parents };
  if (trouble) entry.trouble = trouble;
  if (live.has(node.materialization?.toLowerCase() ?? '')) entry.isLive = true;
  else if (run?.lastSuccessAt !== undefined) entry.builtAt = run.lastSuccessAt;
  if (freshness?.loadedAt !== undefined) entry.loadedAt = freshness.loadedAt;
  return entry;
}

function betweenOf({ uniqueId, name, parents }: EphemeralModel): Ancestry {
  return { key: uniqueId, uniqueId, name, type: 'model', parents, isLive: true };
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
