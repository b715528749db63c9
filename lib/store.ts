import {
  type Ancestry,
  type BadgeRecord,
  type BuildingGeneration,
  type LiveGeneration,
  type Names,
  type SearchText,
  type SyncRecord,
  useDatabase,
} from './database';
import type { BadgeFacts, DbtNode } from './model';

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

/** How far the sync of a connection is; an empty record when nothing is known of it. */
export function readSync(connectionId: string): Promise<SyncRecord> {
  return useDatabase(async (database) => (await database.get('syncs', connectionId)) ?? emptyRecord);
}

/** Replaces what is kept of a connection's sync. Only the holder of that connection's lock may call it. */
export async function writeSync(connectionId: string, record: SyncRecord): Promise<void> {
  await useDatabase((database) => database.put('syncs', record, connectionId));
}

/** One page of a generation, ready to be written. */
export type PageRecords = { nodes: DbtNode[]; badges: BadgeRecord[]; ancestry: Ancestry[]; texts: SearchText[] };

/** Writes one page and how far the sync is, both or neither. */
export async function writePage(
  connectionId: string,
  record: SyncRecord & { building: BuildingGeneration },
  page: PageRecords,
): Promise<void> {
  const scope = scopeOf(connectionId, record.building.generation);
  const number = record.building.pages;
  await useDatabase(async (database) => {
    const write = database.transaction(['nodes', 'badges', 'ancestry', 'texts', 'syncs'], 'readwrite');
    const done = [
      ...page.nodes.map((node) => write.objectStore('nodes').put(node, [scope, node.key])),
      ...page.badges.map((badge) => write.objectStore('badges').put(badge, [scope, badge.facts.key])),
      write.objectStore('ancestry').put(page.ancestry, [scope, number]),
      write.objectStore('texts').put(page.texts, [scope, number]),
      write.objectStore('syncs').put(record, connectionId),
    ];
    await Promise.all([...done, write.done]);
  });
}

/** Replaces nodes and badges of one scope. */
export async function amend(scope: string, nodes: DbtNode[], badges: BadgeRecord[]): Promise<void> {
  await useDatabase(async (database) => {
    const write = database.transaction(['nodes', 'badges'], 'readwrite');
    const done = [
      ...nodes.map((node) => write.objectStore('nodes').put(node, [scope, node.key])),
      ...badges.map((badge) => write.objectStore('badges').put(badge, [scope, badge.facts.key])),
    ];
    await Promise.all([...done, write.done]);
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
  await useDatabase(async (database) => {
    const write = database.transaction(['names', 'syncs'], 'readwrite');
    await Promise.all([
      write.objectStore('names').put(names, scopeOf(connectionId, record.live.generation)),
      write.objectStore('syncs').put(record, connectionId),
      write.done,
    ]);
  });
}

/** The names of what is shown of a connection. */
export function readNames(connectionId: string): Promise<Names | undefined> {
  return useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'names']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? undefined : read.objectStore('names').get(scope);
  });
}

/** All nodes shown of a connection that bear one of the names as `keyOf` spells them; answers in the same order. */
export function findByName(connectionId: string, nameKeys: string[]): Promise<BadgeFacts[][]> {
  return useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'badges']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return nameKeys.map(() => []);
    const byName = read.objectStore('badges').index('byName');
    const found = await Promise.all(nameKeys.map((nameKey) => byName.getAll([scope, nameKey])));
    return found.map((records) => records.map((record) => record.facts));
  });
}

/** Full nodes shown of a connection; those that are not there are left out. */
export function findNodes(connectionId: string, keys: string[]): Promise<DbtNode[]> {
  return useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'nodes']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return [];
    const found = await Promise.all(keys.map((key) => read.objectStore('nodes').get([scope, key])));
    return found.filter((node) => node !== undefined);
  });
}

/** The search texts of what is shown of a connection. */
export function readTexts(connectionId: string): Promise<SearchText[]> {
  return useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'texts']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? [] : (await read.objectStore('texts').getAll(recordsOf(scope))).flat();
  });
}

/** Full nodes of one scope; those that are not there are left out. */
export function readNodes(scope: string, keys: string[]): Promise<DbtNode[]> {
  return useDatabase(async (database) => {
    const nodes = database.transaction('nodes').store;
    const found = await Promise.all(keys.map((key) => nodes.get([scope, key])));
    return found.filter((node) => node !== undefined);
  });
}

/** Deletes a generation in chunks. May be repeated, may be interrupted. */
export async function deleteGeneration(connectionId: string, generation: number): Promise<void> {
  const scope = scopeOf(connectionId, generation);
  await useDatabase(async (database) => {
    for (const store of ['badges', 'nodes'] as const) {
      let keys = await database.getAllKeys(store, recordsOf(scope), chunkSize);
      while (keys.length > 0) {
        const [first, last] = [keys[0], keys.at(-1)];
        await database.delete(store, IDBKeyRange.bound(first, last));
        keys = await database.getAllKeys(store, recordsOf(scope), chunkSize);
      }
    }
    await database.delete('ancestry', recordsOf(scope));
    await database.delete('texts', recordsOf(scope));
    await database.delete('names', scope);
  });
}

/** Deletes everything kept of a connection; tokens are not kept here. */
export async function forgetNodes(connectionId: string): Promise<void> {
  const { live, building, stale } = await readSync(connectionId);
  const generations = [live?.generation, building?.generation, ...stale];
  for (const generation of generations) {
    if (generation !== undefined) await deleteGeneration(connectionId, generation);
  }
  await useDatabase((database) => database.delete('syncs', connectionId));
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
  return record?.live && scopeOf(connectionId, record.live.generation);
}
