import { findNewerSource, findUpstream } from './ancestors';
import type { Finding, SyncRecord } from './database';
import { type Entry, recordText, sortedRecords } from './entries';
import { briefHealth, healthOf, troubleOf, withFinding } from './health';
import type { BadgeFacts, DbtNode, DialectId, NodeType, UpstreamTrouble } from './model';
import { searchRecord } from './search';
import type { EphemeralModel, NodePage } from './sources/source';
import { keyOf } from './sql/dialect';
import { type Index, type PageRecords, readBundles } from './store';

/** The little of a node that the end of a sync needs of all nodes at once. `trouble` is the node's own. */
export type Ancestry = {
  key: string;
  uniqueId: string;
  name: string;
  type: NodeType;
  /** Absent: an ephemeral model, which stands only between others. */
  table?: Table;
  parents: string[];
  trouble?: UpstreamTrouble['what'];
  /** Of a source: when its data were loaded. */
  loadedAt?: string;
  /** Shows what its parents hold now: an ephemeral model, a view. Everything else keeps what they held when it was built. */
  isLive?: true;
  /** Of what keeps data: when it was last built well. */
  builtAt?: string;
};

/** A node's name as the dialect compares names, what its badge tells besides, and where the node is. */
export type Table = Pick<BadgeFacts, 'relation' | 'health' | 'updatedAt'> & { nameKey: string; bundle: number };

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
    const nameKey = keyOf(dialect, relation.name, 'name');
    const table: Table = { relation, health: briefHealth(health), nameKey, bundle: bundleAt(page, at) };
    if (updatedAt !== undefined) table.updatedAt = updatedAt;
    return Object.assign(ancestryOf(node), { table });
  });
  return [...built, ...ephemeral.map(betweenOf)];
}

/** What is written of one page of nodes, the page with this number. */
export function recordsOf({ nodes, ephemeral = [] }: NodePage, page: number): PageRecords {
  const entries = nodes.map((node): Entry => [node.key, JSON.stringify(node)]);
  const between = ephemeral.map((model): Entry => [model.uniqueId, JSON.stringify(model)]);
  return { page, nodes: bundlesOf([...entries, ...between], page), texts: searchRecord(nodes) };
}

function bundleAt(page: number, place: number): number {
  return page * mostPerPage + Math.floor(place / bundleSize);
}

/** `ancestryIn` of the first so many pages of a scope, from the disk: read page by page, because all may be too much for a worker. */
export async function writtenAncestry(
  scope: string,
  pageCount: number,
  dialect: DialectId,
  now: number,
  pause: () => Promise<void>,
): Promise<Ancestry[]> {
  const ancestry: Ancestry[] = [];
  // Pages are numbered from 1
  for (let page = 1; page <= pageCount; page += 1) {
    const written = await readBundles(scope, bundleAt(page, 0), bundleAt(page + 1, 0) - 1);
    for (const entry of ancestryIn(written, page, dialect, now)) ancestry.push(entry);
    await pause();
  }
  return ancestry;
}

function bundlesOf(entries: Entry[], page: number): [number, string][] {
  const bundles: [number, string][] = [];
  for (let at = 0; at < entries.length; at += bundleSize) {
    bundles.push([bundleAt(page, at), recordText(entries.slice(at, at + bundleSize))]);
  }
  return bundles;
}

/** The number of a connection's next generation: larger than every number it ever had, on disk or in its status. */
export function nextGeneration(record: SyncRecord, told: number): number {
  return 1 + Math.max(told, record.live?.generation ?? 0, record.building?.generation ?? 0, ...record.stale);
}

/** The project's own package: the one it is called by, where any node is of that, else the one that most models are of. */
export function mainPackageOf(ancestry: Ancestry[], project?: string): string | undefined {
  const counts = new Map<string, number>();
  for (const { uniqueId, type } of ancestry) {
    const [, packageName] = uniqueId.split('.');
    if (packageName === project) return project;
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
  const findings = new Map<string, Finding>();
  for (const [at, { uniqueId, table }] of ancestry.entries()) {
    if (at % sliceSize === 0) await pause(at);
    const finding = table && findingOf(uniqueId, byId);
    if (finding) findings.set(uniqueId, finding);
  }
  const tables = ancestry.filter(hasTable);
  const badgeOf = ({ uniqueId, type, name, table }: Tabled): BadgeFacts => {
    const { nameKey: _name, bundle: _bundle, ...told } = table;
    const finding = findings.get(uniqueId);
    if (finding) told.health = briefHealth(withFinding(told.health, finding, now));
    return { connectionId, uniqueId, type, name, ...told };
  };
  // Nothing found is nothing written
  const placeOf = ({ uniqueId, table }: Tabled) => ({ bundle: table.bundle, finding: findings.get(uniqueId) });
  const { badges, places } = entriesPerRecord;
  return {
    badges: sortedRecords(
      tables,
      ({ table }) => table.nameKey,
      (one) => JSON.stringify(badgeOf(one)),
      badges,
    ),
    places: sortedRecords(
      tables,
      ({ key }) => key,
      (one) => JSON.stringify(placeOf(one)),
      places,
    ),
    count: Math.ceil(tables.length / badges) + Math.ceil(tables.length / places),
  };
}

type Tabled = Ancestry & { table: Table };

function hasTable(entry: Ancestry): entry is Tabled {
  return entry.table !== undefined;
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
  if (type === 'source' && freshness?.loadedAt !== undefined) entry.loadedAt = freshness.loadedAt;
  return entry;
}

function betweenOf({ uniqueId, name, parents }: EphemeralModel): Ancestry {
  return { key: uniqueId, uniqueId, name, type: 'model', parents, isLive: true };
}

/** What a badge needs of a node; `now` in epoch ms. */
export function factsOf(node: DbtNode, now: number): BadgeFacts {
  const { connectionId, uniqueId, type, name, relation } = node;
  const updatedAt = node.type === 'source' ? node.freshness?.loadedAt : node.run?.lastSuccessAt;
  return {
    connectionId,
    uniqueId,
    type,
    name,
    relation,
    health: healthOf(node, now),
    ...(updatedAt !== undefined && { updatedAt }),
  };
}
