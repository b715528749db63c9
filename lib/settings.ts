import { browser } from 'wxt/browser';
import { AppError } from './errors';
import type { Connection, Preferences, SyncStatus } from './model';
import { readPolicy } from './policy';
import { isRecord } from './record';
import { connectionShape, isComplete, preferencesShape, statusShape } from './settings-shapes';
import { words } from './words';

/**
 * The three keys of `storage.local`. `connections` and `syncStatus` are written by the background only, `preferences` by
 * our own pages only. What cannot be read is left out one by one and stays on disk until somebody replaces it.
 */

type SettingsKey = 'connections' | 'syncStatus' | 'preferences';

/** Changes of older shapes, oldest first; each takes what a key held and gives what it should hold. */
const migrations: Record<SettingsKey, ((stored: unknown) => unknown)[]> = {
  connections: [],
  syncStatus: [],
  preferences: [],
};

/** All connections that can be read: the company's, then people's own in the order they were made. */
export async function readConnections(): Promise<Connection[]> {
  const [{ connections: managed }, list] = await Promise.all([readPolicy(), readList('connections')]);
  const own = list.flatMap((stored): Connection[] => {
    const read = connectionShape.safeParse(stored);
    return read.success && isComplete(read.data) ? [read.data] : [];
  });
  return [...managed, ...own.filter(({ id }) => managed.every((other) => other.id !== id))];
}

/** Ids of all connections, also of those that cannot be read. */
export async function readConnectionIds(): Promise<string[]> {
  const { connections: managed } = await readPolicy();
  const own = (await readList('connections')).map(idOf).filter((id) => typeof id === 'string');
  return [...new Set([...managed.map(({ id }) => id), ...own])];
}

/** Adds a connection, or replaces the one with its id in its place. One that a company set is left as it is. */
export async function writeConnection(connection: Connection): Promise<void> {
  if ((await readPolicy()).connections.some(({ id }) => id === connection.id)) return;
  await change('connections', async () => {
    const stored = await readList('connections');
    const place = stored.findIndex((other) => idOf(other) === connection.id);
    return place < 0 ? [...stored, connection] : stored.with(place, connection);
  });
}

/** Removes a connection; nothing happens when there is none with this id. */
export async function deleteConnection(connectionId: string): Promise<void> {
  await change('connections', async () =>
    (await readList('connections')).filter((stored) => idOf(stored) !== connectionId),
  );
}

/** What people are told of each connection, by its id. */
export async function readStatuses(): Promise<Map<string, SyncStatus>> {
  const statuses = new Map<string, SyncStatus>();
  for (const [id, stored] of Object.entries(await readRecord('syncStatus'))) {
    const read = statusShape.safeParse(stored);
    if (read.success) statuses.set(id, read.data);
  }
  return statuses;
}

/** Changes one connection's status; `update` gets the present one, or that of a connection never synced. */
export async function changeStatus(connectionId: string, update: (status: SyncStatus) => SyncStatus): Promise<void> {
  await change('syncStatus', async () => {
    const present = (await readStatuses()).get(connectionId);
    const next = update(present ?? { connectionId, nodeCount: 0, generation: 0, notes: [] });
    return Object.fromEntries([...Object.entries(await readRecord('syncStatus')), [connectionId, next]]);
  });
}

/** Removes what people are told of connections that are not in the list. */
export async function keepStatuses(connectionIds: string[]): Promise<void> {
  await change('syncStatus', async () =>
    Object.fromEntries(
      Object.entries(await readRecord('syncStatus')).filter(([connectionId]) => connectionIds.includes(connectionId)),
    ),
  );
}

/** What the company set, then what people chose, completed by what we chose for them. */
export async function readPreferences(): Promise<Preferences> {
  return { ...(await readOwnPreferences()), ...(await readPolicy()).preferences };
}

async function readOwnPreferences(): Promise<Preferences> {
  return preferencesShape.parse(await readRecord('preferences'));
}

/** Changes some preferences and leaves the others. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  await change('preferences', async () => ({ ...(await readOwnPreferences()), ...changes }));
}

/** Writes one key after whoever writes it at the moment, in this context or another, has done so. */
async function change(key: SettingsKey, next: () => Promise<unknown>): Promise<void> {
  await navigator.locks.request(`settings:${key}`, async () => {
    const value = await next();
    await browser.storage.local.set({ [key]: value }).catch((thrown: unknown) => {
      // Browsers tell it in sentences of their own
      const isFull = /quota|space|full/i.test(String(thrown));
      throw new AppError('storage', words(isFull ? 'bgStorageFull' : 'bgStorageBroken'), { cause: thrown });
    });
  });
}

async function read(key: SettingsKey): Promise<unknown> {
  const stored: unknown = (await browser.storage.local.get(key))[key];
  return migrations[key].reduce((value, migrate) => migrate(value), stored);
}

async function readList(key: SettingsKey): Promise<unknown[]> {
  const stored = await read(key);
  return Array.isArray(stored) ? stored : [];
}

async function readRecord(key: SettingsKey): Promise<Record<string, unknown>> {
  const stored = await read(key);
  return isRecord(stored) ? stored : {};
}

function idOf(stored: unknown): unknown {
  return isRecord(stored) ? stored.id : undefined;
}
