import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { Connection, Preferences, SyncStatus } from './model';
import { parseUrl } from './sites';

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

/** Secrets travel to https only, and never to an address that hides its host behind a name and a password. */
const secureAddress = z.string().check(z.refine((text) => isAddress(text, ['https:'])));
const digits = z.string().check(z.regex(/^\d{1,20}$/));

const sourceShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dbt-cloud'),
    accessUrl: secureAddress,
    discoveryUrl: secureAddress,
    accountId: z.exactOptional(digits),
    projectId: z.exactOptional(digits),
    environmentId: z.string().check(z.regex(/^\d{0,20}$/)),
    environmentName: z.exactOptional(z.string()),
    projectName: z.exactOptional(z.string()),
    deploymentType: z.exactOptional(z.enum(['production', 'staging'])),
    linkStyle: z.enum(['catalog', 'docs']),
    docsJobId: z.exactOptional(digits),
    jobId: z.exactOptional(digits),
  }),
  z.object({
    kind: z.literal('artifacts'),
    baseUrl: z.exactOptional(z.string().check(z.refine((text) => isAddress(text, ['https:', 'http:'])))),
    fileNames: z.exactOptional(z.array(z.string())),
  }),
]);

/**
 * A connection as messages hold it. Unknown keys, a token among them, are dropped. A check may find out the environment:
 * only what is kept must be complete (`isComplete`).
 */
export const connectionShape = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  dialect: z.enum(['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres']),
  sites: z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(100)),
  onlyWhere: z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(100)),
  isStaging: z.boolean(),
  source: sourceShape,
});

/** Whether a sync knows what to read: an environment of dbt, or a job in its place. */
export function isComplete({ source }: { source: Connection['source'] }): boolean {
  return source.kind !== 'dbt-cloud' || source.environmentId !== '' || source.jobId !== undefined;
}

const statusShape = z.object({
  connectionId: z.string(),
  syncedAt: z.exactOptional(z.string()),
  nodeCount: z.number(),
  generation: z.number(),
  progress: z.exactOptional(
    z.object({
      done: z.number(),
      total: z.exactOptional(z.number()),
      bytes: z.exactOptional(z.object({ done: z.number(), total: z.exactOptional(z.number()) })),
      startedAt: z.string(),
    }),
  ),
  error: z.exactOptional(z.object({ kind: z.string(), message: z.string(), at: z.string() })),
  notes: z.array(z.object({ kind: z.string(), message: z.string() })),
});

const preferencesShape = z.object({
  density: orElse(z.enum(['problems', 'all']), 'all'),
  dwellMs: orElse(z.number().check(z.gte(0), z.lte(5000)), 300),
  offSites: orElse(z.array(z.string()), []),
});

function orElse<T>(shape: z.ZodMiniType<T>, fallback: T) {
  // oxlint-disable-next-line promise/valid-params -- zod's `catch`, not a promise's
  return z.catch(shape, fallback);
}

/** All connections that can be read, in the order they were made. */
export async function readConnections(): Promise<Connection[]> {
  return (await readList('connections')).flatMap((stored): Connection[] => {
    const read = connectionShape.safeParse(stored);
    return read.success && isComplete(read.data) ? [read.data] : [];
  });
}

/** Ids of all connections, also of those that cannot be read. */
export async function readConnectionIds(): Promise<string[]> {
  return (await readList('connections')).map(idOf).filter((id) => typeof id === 'string');
}

/** Adds a connection, or replaces the one with its id in its place. */
export async function writeConnection(connection: Connection): Promise<void> {
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

/** What people chose, completed by what we chose for them. */
export async function readPreferences(): Promise<Preferences> {
  return preferencesShape.parse(await readRecord('preferences'));
}

/** Changes some preferences and leaves the others. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  await change('preferences', async () => ({ ...(await readPreferences()), ...changes }));
}

/** Writes one key after whoever writes it at the moment, in this context or another, has done so. */
async function change(key: SettingsKey, next: () => Promise<unknown>): Promise<void> {
  await navigator.locks.request(`settings:${key}`, async () => {
    await browser.storage.local.set({ [key]: await next() });
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

function isAddress(text: string, protocols: string[]): boolean {
  const url = parseUrl(text);
  return url !== undefined && protocols.includes(url.protocol) && url.username === '' && url.password === '';
}

function idOf(stored: unknown): unknown {
  return isRecord(stored) ? stored.id : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
