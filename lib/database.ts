import {
  deleteDB,
  type IDBPDatabase,
  type IDBPObjectStore,
  openDB,
  type StoreKey,
  type StoreNames,
  type StoreValue,
  unwrap,
  wrap,
} from 'idb';
import { AppError } from './errors';
import { memoryDatabase } from './memory-database';
import type { DbtNode, ProjectNames } from './model';
import type { Sealed } from './passphrase';
import { words } from './words';

/** Where a node is: the record of `nodes` that holds it, and what the end of the sync found out about it. */
export type Place = { bundle: number; finding?: Finding };

/** What only all nodes together tell of one of them. */
export type Finding = Pick<DbtNode, 'upstream' | 'newerSource'>;

/** A generation that is shown. `source` and `mark` say what it was fetched from; times are epoch ms. */
export type LiveGeneration = {
  generation: number;
  source: string;
  mark: string;
  fetchedAt: number;
  nodeCount: number;
  modelCount: number;
  /** The dbt package that is the project itself, not one it has installed. */
  mainPackage?: string;
};

/** A generation on its way: all that another worker needs to go on. */
export type BuildingGeneration = {
  generation: number;
  source: string;
  mark: string;
  startedAt: number;
  /** Pages and nodes written so far; nodes seen twice count twice. */
  pages: number;
  nodes: number;
  models: number;
  total?: number;
  /** Where the next page starts; absent before the first page. */
  next?: string;
  /** All pages are written; only the end is missing. */
  isWhole: boolean;
  isSecondPass: boolean;
  /** What the source calls the dbt project. */
  project?: string;
  /** The source counted others than it gave. */
  isUneven?: true;
};

/** How far one connection's sync is. */
export type SyncRecord = {
  /** When a sync last began (epoch ms), whatever became of it. */
  triedAt?: number;
  live?: LiveGeneration;
  building?: BuildingGeneration;
  /** Generations that nobody shows any more and that are still on disk. */
  stale: number[];
  /** Since when dbt says that there are no models, though there were (epoch ms). */
  emptySince?: number;
  /** Stamp of the token that dbt refused: no request until there is another one. */
  refusedToken?: number;
};

/** A sync with a generation under construction. */
export type BuildingRecord = SyncRecord & { building: BuildingGeneration };

/**
 * A token at rest. `savedAt` (epoch ms) tells one token from the next. `disk`: encrypted, and the key that opens it lies in
 * `keys`. `passphrase`: sealed; wrong tries are counted, and the next is not heard before `notBefore` (epoch ms).
 * `session`: only that there was one; it lives as long as the browser does.
 */
export type TokenRecord = { savedAt: number } & (
  | { mode: 'disk'; vector: Uint8Array<ArrayBuffer>; cipher: ArrayBuffer }
  | ({ mode: 'passphrase'; wrongTries: number; notBefore: number } & Sealed)
  | { mode: 'session' }
);

/** One object store per kind of record; keys are given beside the value. */
type Tables = {
  /** Entries of DbtNode by node key, some at a time, and of EphemeralModel by unique id, by [scope, number of the bundle]. */
  nodes: { key: [string, number]; value: string };
  /** What the search looks through, by [scope, number of the page]. */
  texts: { key: [string, number]; value: string };
  /** Entries of BadgeFacts by name, sorted, by [scope, last name in the record]: written once, at the end of a sync. */
  badges: { key: [string, string]; value: string };
  /** Entries of Place by node key, likewise. */
  places: { key: [string, string]; value: string };
  /** By scope. */
  names: { key: string; value: ProjectNames };
  /** By connection id. */
  syncs: { key: string; value: SyncRecord };
  /** Until when an account's requests rest (epoch ms), by account. */
  pauses: { key: string; value: number };
  /** By [connection id, audience]. Tokens and their keys outlive every version. */
  tokens: { key: [string, string]; value: TokenRecord };
  keys: { key: string; value: CryptoKey };
  /** Dropped artifacts, by [connection id, whether kept, dbt's file name]. Nobody can fetch them again. */
  files: { key: [string, 'kept' | 'staged', string]; value: Blob };
};

type Database = IDBPDatabase<Tables>;
type ReadStore = IDBPObjectStore<Tables, StoreNames<Tables>[], 'badges'>;

const databaseName = 'sidelight';
/** A higher number drops the cache, which the next sync fills again. */
const databaseVersion = 8;
const openLimitMs = 5000;
const cacheStores = ['nodes', 'badges', 'places', 'texts', 'names', 'syncs', 'pauses'] as const;
const keptStores = ['tokens', 'keys', 'files'] as const;

/** A handle, not a state: a new worker opens its own. */
let opened: Promise<Database> | undefined;
/** The database cannot be opened: what this worker knows is gone when it ends. */
let isOnlyMemory = false;

/** Whether this worker has no database but its own memory. */
export async function isInMemory(): Promise<boolean> {
  await useDatabase(async () => undefined);
  return isOnlyMemory;
}

/**
 * Does some work with the database, opened when needed, and once more when the browser had closed it meanwhile: the work
 * must bear being repeated. Throws AppError of kind `storage` for whatever the browser's storage refuses.
 */
export async function useDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await useOnce(work).catch((thrown: unknown) => {
      if (!isClosed(thrown)) throw thrown;
      opened = undefined;
      return useOnce(work);
    });
  } catch (thrown) {
    throw asStorageError(thrown);
  }
}

/** Puts a record into one of the stores of a transaction. */
type Put<N extends StoreNames<Tables>> = <S extends N>(
  store: S,
  value: StoreValue<Tables, S>,
  key: StoreKey<Tables, S>,
) => void;

/** Writes everything or nothing: whatever fails, at once or later, undoes the rest. */
export async function writeAll<N extends StoreNames<Tables>>(stores: N[], work: (put: Put<N>) => void): Promise<void> {
  await useDatabase(async (database) => {
    const write = database.transaction(stores, 'readwrite');
    try {
      work((store, value, key) => {
        // The transaction's end tells of a failed request.
        write
          .objectStore(store)
          .put(value, key)
          .catch(() => undefined);
      });
    } catch (thrown) {
      write.abort();
      await write.done.catch(() => undefined);
      throw thrown;
    }
    await write.done;
  });
}

/**
 * The first record of each range in a store of an open transaction, in the same order; `undefined` where there is none. Only the
 * last request is waited for: those of one transaction are answered in their order, and where one fails all that follow do.
 */
export async function getEach(store: ReadStore, ranges: IDBKeyRange[]): Promise<unknown[]> {
  // Tables in a worker's memory are no browser's
  const bare: IDBObjectStore | undefined = unwrap(store);
  if (!bare) return await Promise.all(ranges.map((range) => store.get(range)));
  const requests = ranges.map((range) => bare.get(range));
  const last = requests.at(-1);
  if (last) await wrap(last);
  return requests.map(({ result }) => result);
}

/** Gives the handle back, so that another context may upgrade or delete the database. */
export async function closeDatabase(): Promise<void> {
  const last = opened;
  opened = undefined;
  isOnlyMemory = false;
  (await last?.catch(() => undefined))?.close();
}

async function useOnce<T>(work: (database: Database) => Promise<T>): Promise<T> {
  opened ??= openInTime().catch((thrown: unknown) => {
    if (!(thrown instanceof AppError)) return inMemory();
    opened = undefined;
    throw thrown;
  });
  return await work(await opened);
}

/** A damaged disk, or a browser that keeps nothing (Firefox, "never remember history"): better badges for now than none. */
function inMemory(): Database {
  isOnlyMemory = true;
  // Of a database it has what we use; idb's type also promises all else
  return memoryDatabase() as unknown as Database;
}

/** A browser that holds the database back, or another context that does, must not hold us for ever. */
function openInTime(): Promise<Database> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new AppError('storage', words('bgStorageBlocked')));
    }, openLimitMs);
    open().then(
      (database) => {
        clearTimeout(timer);
        if (isLate) database.close();
        else resolve(database);
      },
      (thrown: unknown) => {
        clearTimeout(timer);
        reject(thrown);
      },
    );
  });
}

async function open(): Promise<Database> {
  try {
    return await openVersion();
  } catch (thrown) {
    if (!isNamed(thrown, 'VersionError')) throw thrown;
    // Written by a newer version of the extension: the cache is rebuilt, tokens are asked for again.
    await deleteDB(databaseName);
    return await openVersion();
  }
}

/** Makes a database of this version from an empty one or from any other: the cache goes, tokens, keys and files stay. */
export function upgrade(database: Database): void {
  const kept: readonly string[] = keptStores;
  // Another version may have had other stores
  for (const store of [...database.objectStoreNames]) if (!kept.includes(store)) database.deleteObjectStore(store);
  for (const store of cacheStores) database.createObjectStore(store);
  for (const store of keptStores) {
    if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
  }
}

function openVersion(): Promise<Database> {
  return openDB<Tables>(databaseName, databaseVersion, {
    upgrade,
    // Another context wants to upgrade or delete: step aside, open again when needed.
    blocking: () => void closeDatabase(),
    terminated: () => {
      opened = undefined;
    },
  });
}

function isNamed(thrown: unknown, ...names: string[]): boolean {
  return thrown instanceof Error && names.includes(thrown.name);
}

/** The connection is closed or closing; nothing of the work was begun. */
function isClosed(thrown: unknown): boolean {
  return isNamed(thrown, 'InvalidStateError');
}

function asStorageError(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  const isFull = isNamed(thrown, 'QuotaExceededError');
  return new AppError('storage', words(isFull ? 'bgStorageFull' : 'bgStorageBroken'), { cause: thrown });
}
