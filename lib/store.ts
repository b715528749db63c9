import {
  type Ancestry,
  type BadgeRecord,
  type BuildingGeneration,
  type LiveGeneration,
  type Names,
  type SearchText,
  type SyncRecord,
  useDatabase,
  writeAll,
} from './database';
import type { BadgeFacts, DbtNode } from './model';
import { bundleAt, bundlesOf, isNodeWithBadge, unbundle } from './node-bundles';
import { areSearchTexts, isBadgeRecord, isNames, isSyncRecord } from './stored-shapes';

/**
 * The cache of dbt nodes. Every record belongs to a scope: one generation of one connection. A sync writes a new generation
 * page by page; one transaction makes it the live one; then the old one is deleted. Everything here throws AppError of
 * kind `storage` and nothing else.
 */

/** How many records are read or deleted at a time: memory and the length of a transaction stay bounded. */
const chunkSize = 1000;

export const emptyRecord: SyncRecord = { stale: [] };

/** The scope of one generation. */
export function scopeOf(connectionId: string, generation: number): string {
  return `${connectionId}#${generation}`;
}

/** How far the sync of a connection is; an empty record when nothing is known of it, or nothing that can be read. */
export async function readSync(connectionId: string): Promise<SyncRecord> {
  const record = await useDatabase((database) => database.get('syncs', connectionId));
  if (isSyncRecord(record)) return record;
  if (record !== undefined) await forgetNodes(connectionId);
  return emptyRecord;
}

/** Replaces what is kept of a connection's sync. Only the holder of that connection's lock may call it. */
export async function writeSync(connectionId: string, record: SyncRecord): Promise<void> {
  await useDatabase((database) => database.put('syncs', record, connectionId));
}

/** One page of a generation, ready to be written. */
/** `badges` in the order of `nodes`. */
export type PageRecords = {
  nodes: DbtNode[];
  badges: Omit<BadgeRecord, 'bundle'>[];
  ancestry: Ancestry[];
  texts: SearchText[];
};

/** Writes one page and how far the sync is, both or neither. */
export async function writePage(
  connectionId: string,
  record: SyncRecord & { building: BuildingGeneration },
  page: PageRecords,
): Promise<void> {
  const scope = scopeOf(connectionId, record.building.generation);
  const number = record.building.pages;
  await writeAll(['nodes', 'badges', 'ancestry', 'texts', 'syncs'], (put) => {
    for (const [bundle, text] of bundlesOf(page.nodes, number)) put('nodes', text, [scope, bundle]);
    for (const [at, badge] of page.badges.entries()) {
      put('badges', { ...badge, bundle: bundleAt(number, at) }, [scope, badge.facts.key]);
    }
    put('ancestry', page.ancestry, [scope, number]);
    put('texts', page.texts, [scope, number]);
    put('syncs', record, connectionId);
  });
}

/** Replaces badges of one scope. */
export async function amend(scope: string, badges: BadgeRecord[]): Promise<void> {
  await writeAll(['badges'], (put) => {
    for (const badge of badges) put('badges', badge, [scope, badge.facts.key]);
  });
}

/** What the end of a sync needs of all nodes. A node met twice is listed twice. */
export function readAncestry(scope: string): Promise<Ancestry[]> {
  return useDatabase(async (database) => (await database.getAll('ancestry', recordsOf(scope))).flat());
}

/** How many nodes a scope holds, each counted once. */
export function countNodes(scope: string): Promise<number> {
  return useDatabase((database) => database.count('badges', recordsOf(scope)));
}

/** Makes the generation under construction the live one, together with its names. */
export async function makeLive(
  connectionId: string,
  record: SyncRecord & { live: LiveGeneration },
  names: Names,
): Promise<void> {
  await writeAll(['names', 'syncs'], (put) => {
    put('names', names, scopeOf(connectionId, record.live.generation));
    put('syncs', record, connectionId);
  });
}

/** The names of what is shown of a connection. */
export async function readNames(connectionId: string): Promise<Names | undefined> {
  const names = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'names']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? undefined : read.objectStore('names').get(scope);
  });
  return names && (await sound(connectionId, [names], isNames))[0];
}

/** All nodes shown of a connection that bear one of the names as `keyOf` spells them; answers in the same order. */
export async function findByName(connectionId: string, nameKeys: string[]): Promise<BadgeFacts[][]> {
  const found = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'badges']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return nameKeys.map(() => []);
    const byName = read.objectStore('badges').index('byName');
    return await Promise.all(nameKeys.map((nameKey) => byName.getAll([scope, nameKey])));
  });
  const facts = found.map(async (records) =>
    (await sound(connectionId, records, isBadgeRecord)).map((one) => one.facts),
  );
  return await Promise.all(facts);
}

/** Full nodes shown of a connection; those that are not there are left out. */
export async function findNodes(connectionId: string, keys: string[]): Promise<DbtNode[]> {
  const found = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'nodes', 'badges']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return [];
    const [badges, nodes] = [read.objectStore('badges'), read.objectStore('nodes')];
    return await unbundle(
      keys,
      (key) => badges.get([scope, key]),
      (bundle) => nodes.get([scope, bundle]),
    );
  });
  return (await sound(connectionId, found, isNodeWithBadge)).map(({ node }) => node);
}

/** The search texts of what is shown of a connection. */
export async function readTexts(connectionId: string): Promise<SearchText[]> {
  const found = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'texts']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? [] : read.objectStore('texts').getAll(recordsOf(scope));
  });
  return (await sound(connectionId, found, areSearchTexts)).flat();
}

/** The records that have their shape. When one has not, the mark is forgotten: the next sync fetches everything again. */
async function sound<T>(
  connectionId: string,
  records: unknown[],
  isSound: (record: unknown) => record is T,
): Promise<T[]> {
  const kept = records.filter(isSound);
  if (kept.length < records.length) {
    await useDatabase(async (database) => {
      const write = database.transaction('syncs', 'readwrite');
      const record = await write.store.get(connectionId);
      if (record?.live) await write.store.put({ ...record, live: { ...record.live, mark: '' } }, connectionId);
      await write.done;
    });
  }
  return kept;
}

/** Badges of one scope; those that are not there are left out. */
export function readBadges(scope: string, keys: string[]): Promise<BadgeRecord[]> {
  return useDatabase(async (database) => {
    const badges = database.transaction('badges').store;
    return (await Promise.all(keys.map((key) => badges.get([scope, key])))).filter(isBadgeRecord);
  });
}

/** Deletes a generation. May be repeated, may be interrupted. */
export async function deleteGeneration(connectionId: string, generation: number): Promise<void> {
  const scope = scopeOf(connectionId, generation);
  await deleteBetween(scope, scope);
}

/** Deletes everything kept of a connection; tokens are not kept here. */
export async function forgetNodes(connectionId: string): Promise<void> {
  // `:` is the character behind the digits: all generations lie between.
  await deleteBetween(`${connectionId}#`, `${connectionId}#:`);
  await useDatabase((database) => database.delete('syncs', connectionId));
}

/** Deletes what belongs to the scopes from one to another, in chunks: no transaction holds the database up for long. */
async function deleteBetween(first: string, last: string): Promise<void> {
  const range = IDBKeyRange.bound([first], [last, []]);
  await useDatabase(async (database) => {
    for (const store of ['badges', 'nodes'] as const) {
      let keys = await database.getAllKeys(store, range, chunkSize);
      while (keys.length > 0) {
        await database.delete(store, IDBKeyRange.bound(keys[0], keys.at(-1)));
        keys = await database.getAllKeys(store, range, chunkSize);
      }
    }
    await database.delete('ancestry', range);
    await database.delete('texts', range);
    await database.delete('names', IDBKeyRange.bound(first, last));
  });
}

/** Ids of all connections that something is kept of. */
export function keptConnections(): Promise<string[]> {
  return useDatabase((database) => database.getAllKeys('syncs'));
}

/** Until when requests of an account rest (epoch ms). */
export function readPause(account: string): Promise<number | undefined> {
  return useDatabase((database) => database.get('pauses', account));
}

/** Lets the requests of an account rest, in this worker and in the next. */
export async function writePause(account: string, until: number): Promise<void> {
  await useDatabase((database) => database.put('pauses', until, account));
}

/** Arrays sort behind texts and numbers: [scope, []] lies behind every key of a scope. */
function recordsOf(scope: string): IDBKeyRange {
  return IDBKeyRange.bound([scope], [scope, []]);
}

/** The scope that is shown of a connection; nothing before its first sync. Read in the same transaction as the records. */
function liveScope(connectionId: string, record: SyncRecord | undefined): string | undefined {
  return isSyncRecord(record) && record.live ? scopeOf(connectionId, record.live.generation) : undefined;
}
