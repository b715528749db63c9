import { isInMemory, useDatabase } from './database';
import { AppError } from './errors';
import { words } from './words';

/**
 * Files of a dbt project that somebody dropped in, by dbt's names (`manifest.json`). The options page stages them, because
 * no message can carry a file; the background checks the staged ones and keeps them together with the connection.
 */
export type NamedFiles = Partial<Record<string, Blob>>;

type Place = 'kept' | 'staged';

/** Lays files ready for the next check of a connection, in place of those that lay ready before. */
export async function stageFiles(connectionId: string, files: NamedFiles): Promise<void> {
  if (await isInMemory()) throw new AppError('storage', words('bgStorageBroken'));
  await useDatabase(async (database) => {
    const write = database.transaction('files', 'readwrite');
    await write.store.delete(rangeOf(connectionId, 'staged'));
    for (const [name, file] of Object.entries(files)) {
      if (file) await write.store.put(file, [connectionId, 'staged', name]);
    }
    await write.done;
  });
}

/** The files of a connection. With `staged` those that lie ready stand in for the kept ones of the same name. */
export function readFiles(connectionId: string, place: Place): Promise<NamedFiles> {
  return useDatabase(async (database) => {
    const files: NamedFiles = {};
    for (const from of place === 'kept' ? (['kept'] as const) : (['kept', 'staged'] as const)) {
      const range = rangeOf(connectionId, from);
      const [keys, blobs] = await Promise.all([database.getAllKeys('files', range), database.getAll('files', range)]);
      for (const [at, [, , name]] of keys.entries()) files[name] = blobs[at];
    }
    return files;
  });
}

/** Keeps what lies ready, all or nothing; kept files of other names stay. */
export async function keepStagedFiles(connectionId: string): Promise<void> {
  await useDatabase(async (database) => {
    const write = database.transaction('files', 'readwrite');
    const range = rangeOf(connectionId, 'staged');
    const [keys, blobs] = await Promise.all([write.store.getAllKeys(range), write.store.getAll(range)]);
    for (const [at, [id, , name]] of keys.entries()) {
      const file = blobs[at];
      if (file) await write.store.put(file, [id, 'kept', name]);
    }
    await write.store.delete(range);
    await write.done;
  });
}

/** Takes back what lies ready. */
export async function dropStagedFiles(connectionId: string): Promise<void> {
  await useDatabase((database) => database.delete('files', rangeOf(connectionId, 'staged')));
}

/** Deletes all files of a connection. */
export async function forgetFiles(connectionId: string): Promise<void> {
  await useDatabase((database) => database.delete('files', IDBKeyRange.bound([connectionId], [connectionId, []])));
}

/** Ids of all connections that files are there for, kept or staged. */
export async function connectionsWithFiles(): Promise<string[]> {
  const keys = await useDatabase((database) => database.getAllKeys('files'));
  return [...new Set(keys.map(([id]) => id))];
}

function rangeOf(connectionId: string, place: Place): IDBKeyRange {
  return IDBKeyRange.bound([connectionId, place], [connectionId, place, []]);
}
