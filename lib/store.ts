import { chunksOf } from './chunks';
import {
  type BuildingRecord,
  getEach,
  type LiveGeneration,
  type Place,
  type SyncRecord,
  useDatabase,
  writeAll,
} from './database';
import { allValues, valuesIn } from './entries';
import { AppError } from './errors';
import type { BadgeFacts, DbtNode, ProjectNames } from './model';
import type { NodePage } from './sources/source';
import { isBadge, isDbtNode, isEphemeral, isNames, isPlace, isSyncRecord, isText } from './stored-shapes';
import { words } from './words';

/**
 * The cache of dbt nodes. Every record belongs to a scope: one generation of one connection. A sync writes a new generation
 * page by page, then what is looked up by name and by key; one transaction makes it the live one; then the old one is deleted.
 * Everything here throws AppError of kind `storage` and nothing else.
 */

/** How many records are written at a time: memory and the length of a transaction stay bounded. */
const chunkSize = 100;

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

/** One page of a generation as it is written, the page with this number. `nodes` are records with their numbers. */
export type PageRecords = { page: number; nodes: [bundle: number, text: string][]; texts: string };

/** Writes some pages and how far the sync is with the last of them, all or nothing. */
export async function writePages(connectionId: string, record: BuildingRecord, pages: PageRecords[]): Promise<void> {
  const scope = scopeOf(connectionId, record.building.generation);
  await writeAll(['nodes', 'texts', 'syncs'], (put) => {
    for (const { page, nodes, texts } of pages) {
      for (const [bundle, text] of nodes) put('nodes', text, [scope, bundle]);
      put('texts', texts, [scope, page]);
    }
    put('syncs', record, connectionId);
  });
}

/** What lies in the bundles of a scope from one number to another, as it was written there. */
export async function readBundles(scope: string, first: number, last: number): Promise<NodePage> {
  const range = IDBKeyRange.bound([scope, first], [scope, last]);
  const records = await useDatabase((database) => database.getAll('nodes', range));
  const values = records.flatMap(allValues);
  const [nodes, ephemeral] = [values.filter(isDbtNode), values.filter(isEphemeral)];
  if (nodes.length + ephemeral.length === values.length) return { nodes, ephemeral };
  throw new AppError('storage', words('bgStorageBroken'));
}

/** Records of what is looked up, badges by name and places by node key, each with the last key in it. `count`: about how many. */
export type Index = Record<'badges' | 'places', Iterable<[last: string, text: string]>> & { count: number };

/** Writes what is looked up in a scope. May be repeated, may be interrupted. `tell` hears how much is written, from 0 to 1. */
export async function writeIndex(scope: string, index: Index, tell: (share: number) => Promise<void>): Promise<void> {
  let done = 0;
  let writing: Promise<void> = Promise.resolve();
  for (const store of ['badges', 'places'] as const) {
    for (const chunk of chunksOf(index[store], chunkSize)) {
      await writing;
      writing = writeAll([store], (put) => {
        for (const [last, text] of chunk) put(store, text, [scope, last]);
      });
      // One is on its way to the disk while the next is made. Awaited a turn later; until then a failure is not unhandled
      writing.catch(() => undefined);
      done += chunk.length;
      await tell(done / index.count);
    }
  }
  await writing;
}

/** Makes the generation under construction the live one, together with its names. */
export async function makeLive(
  connectionId: string,
  record: SyncRecord & { live: LiveGeneration },
  names: ProjectNames,
): Promise<void> {
  await writeAll(['names', 'syncs'], (put) => {
    put('names', names, scopeOf(connectionId, record.live.generation));
    put('syncs', record, connectionId);
  });
}

/** The names of what is shown of a connection. */
export async function readNames(connectionId: string): Promise<ProjectNames | undefined> {
  const names = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'names']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? undefined : read.objectStore('names').get(scope);
  });
  return names && (await sound(connectionId, [names], isNames))[0];
}

/**
 * All nodes shown of a connection that bear one of the names as `keyOf` spells them; answers in the same order. One record is
 * read for each name, whatever the size of the project.
 */
export async function findByName(connectionId: string, nameKeys: string[]): Promise<BadgeFacts[][]> {
  const records = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'badges']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return [];
    return await getEach(
      read.objectStore('badges'),
      nameKeys.map((nameKey) => recordWith(scope, nameKey)),
    );
  });
  const found = nameKeys.map((nameKey, at) => valuesIn(records[at], nameKey));
  return await soundLists(connectionId, found, isBadge);
}

/** Full nodes shown of a connection; those that are not there are left out. */
export async function findNodes(connectionId: string, keys: string[]): Promise<DbtNode[]> {
  const found = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'places', 'nodes']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    if (scope === undefined) return [];
    const [places, nodes] = [read.objectStore('places'), read.objectStore('nodes')];
    const lists = await Promise.all(
      keys.map(async (key) => {
        const [place] = valuesIn(await places.get(recordWith(scope, key)), key);
        return isPlace(place) ? { key, place } : [];
      }),
    );
    const there = lists.flat();
    const bundles = [...new Set(there.map(({ place }) => place.bundle))];
    const texts = await Promise.all(bundles.map((bundle) => nodes.get([scope, bundle])));
    return there.map(({ key, place }) => nodeAt(texts[bundles.indexOf(place.bundle)], key, place));
  });
  return await sound(connectionId, found, isDbtNode);
}

function nodeAt(bundle: unknown, key: string, { finding }: Place): unknown {
  const [node] = valuesIn(bundle, key);
  return typeof node === 'object' ? { ...node, ...finding } : undefined;
}

/** What the search looks through of what is shown of a connection. */
export async function readTexts(connectionId: string): Promise<string[]> {
  const found = await useDatabase(async (database) => {
    const read = database.transaction(['syncs', 'texts']);
    const scope = liveScope(connectionId, await read.objectStore('syncs').get(connectionId));
    return scope === undefined ? [] : read.objectStore('texts').getAll(recordsOf(scope));
  });
  return await sound(connectionId, found, isText);
}

/** The records that have their shape. When one has not, the mark is forgotten: the next sync fetches everything again. */
async function sound<T>(
  connectionId: string,
  records: unknown[],
  isSound: (record: unknown) => record is T,
): Promise<T[]> {
  const [kept = []] = await soundLists(connectionId, [records], isSound);
  return kept;
}

async function soundLists<T>(
  connectionId: string,
  lists: unknown[][],
  isSound: (record: unknown) => record is T,
): Promise<T[][]> {
  const kept = lists.map((records) => records.filter(isSound));
  if (kept.some((records, at) => records.length < (lists[at]?.length ?? 0))) {
    await useDatabase(async (database) => {
      const write = database.transaction('syncs', 'readwrite');
      const record = await write.store.get(connectionId);
      if (record?.live) await write.store.put({ ...record, live: { ...record.live, mark: '' } }, connectionId);
      await write.done;
    });
  }
  return kept;
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

/** Deletes what belongs to the scopes from one to another, store by store: no transaction holds the database up for long. */
async function deleteBetween(first: string, last: string): Promise<void> {
  const range = IDBKeyRange.bound([first], [last, []]);
  await useDatabase(async (database) => {
    // What open pages read next comes last: they ask anew as soon as a generation is shown
    for (const store of ['nodes', 'texts', 'places', 'badges'] as const) await database.delete(store, range);
    await database.delete('names', IDBKeyRange.bound(first, last));
  });
}

/** Ids of all connections that something is kept of. */
export function keptConnections(): Promise<string[]> {
  return useDatabase((database) => database.getAllKeys('syncs'));
}

/** Arrays sort behind texts and numbers: [scope, []] lies behind every key of a scope. */
function recordsOf(scope: string): IDBKeyRange {
  return IDBKeyRange.bound([scope], [scope, []]);
}

/** The one record of sorted entries that holds all entries of a key, if there are any: the first that does not end before it. */
function recordWith(scope: string, key: string): IDBKeyRange {
  return IDBKeyRange.bound([scope, key], [scope, []]);
}

/** The scope that is shown of a connection; nothing before its first sync. Read in the same transaction as the records. */
function liveScope(connectionId: string, record: SyncRecord | undefined): string | undefined {
  return isSyncRecord(record) && record.live ? scopeOf(connectionId, record.live.generation) : undefined;
}
