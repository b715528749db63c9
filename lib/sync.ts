import { begin, build, dropBuilding, dropUseless, type SyncTools, type Task } from './build';
import { isInMemory, type SyncRecord } from './database';
import { AppError, asAppError } from './errors';
import { fingerprintOf } from './fingerprint';
import type { Connection, SyncStatus } from './model';
import { held, refuseWhileResting, rest, resting } from './pauses';
import { retry } from './retry';
import { changeStatus, readConnections, readStatuses } from './settings';
import { hostsOf } from './sites';
import type { SourceContext } from './sources/source';
import { announceFailure, withoutError } from './status';
import { readSync, writeSync } from './store';
import { tidy } from './tidy';
import { hasAnyToken, keepingOf, readToken } from './tokens';
import { words } from './words';

/** `asked`: a person did. `due`: it is time. `resume`: an earlier sync was cut off or told to wait. */
export type Reason = 'asked' | 'due' | 'resume';

/** Older data are fetched again even when dbt says that nothing changed. */
const dayMs = 86_400_000;
/** Younger tries are not repeated: alarms and opening consoles come in swarms. */
const dueMs = 14 * 60_000;
/** A second click so soon after a whole sync brings nothing new. */
const freshMs = 10_000;
/** When another worker looks whether this one has died. */
const rescueMs = 60_000;
/** Handles of the syncs that run in this worker, to stop them. */
const running = new Map<string, AbortController>();

/**
 * Brings a connection's nodes up to date: probe, pages, upstream, names, swap, status. Does nothing while another sync of
 * it runs. Whatever stops it is written to the status and thrown as AppError; what is shown stays until the new is whole.
 */
export async function syncConnection(tools: SyncTools, connectionId: string, reason: Reason): Promise<void> {
  const stop = new AbortController();
  await navigator.locks.request(lockOf(connectionId), { ifAvailable: true }, async (lock) => {
    if (!lock) {
      if (reason === 'resume') await tools.later(connectionId, tools.now() + rescueMs);
      return;
    }
    running.set(connectionId, stop);
    try {
      await syncHere(tools, connectionId, reason, stop.signal);
    } finally {
      running.delete(connectionId);
    }
  });
}

/** Stops the sync of a connection, if one runs, and does some work while none can begin. */
export async function withoutSync<T>(connectionId: string, work: () => Promise<T>): Promise<T> {
  running.get(connectionId)?.abort();
  return await navigator.locks.request(lockOf(connectionId), work);
}

function lockOf(connectionId: string): string {
  return `sync:${connectionId}`;
}

async function syncHere(tools: SyncTools, connectionId: string, reason: Reason, signal: AbortSignal): Promise<void> {
  const connection = (await readConnections()).find(({ id }) => id === connectionId);
  if (!connection) throw new AppError('not-configured', words('bgUnknownConnection'));
  let task: Task | undefined;
  try {
    const record = await tidy(connection);
    if (!isTimeFor(reason, record, tools.now())) return;
    task = await prepare(tools, connection, record, signal);
    await writeSync(connectionId, { ...record, triedAt: tools.now() });
    await tools.later(connectionId, tools.now() + rescueMs);
    await fetchWhatChanged(task, reason);
    await tools.later(connectionId, undefined);
  } catch (thrown) {
    const error = asAppError(thrown);
    // Stopped for a reason of ours: the connection is being changed or removed.
    if (signal.aborted) return;
    const again = await whenAgain(task, error).catch(() => undefined);
    await tools.later(connectionId, again);
    const told = await toldOf(tools, connection, error, again);
    await announceFailure(connectionId, told, tools.now());
    throw told;
  }
}

/** What people are told of an error: until when a rest lasts, and that access was withdrawn where the network seems to fail. */
async function toldOf(
  tools: SyncTools,
  connection: Connection,
  error: AppError,
  again: number | undefined,
): Promise<AppError> {
  if (error.kind === 'rate-limited' && again !== undefined) return resting(tools.now(), again);
  const hosts = hostsOf(connection);
  return error.kind === 'unavailable' && !(await tools.isAllowed(hosts)) ? notAllowed(hosts) : error;
}

function isTimeFor(reason: Reason, { triedAt, live, building }: SyncRecord, now: number): boolean {
  const age = (time: number | undefined) => (time === undefined || time > now ? Number.POSITIVE_INFINITY : now - time);
  if (reason === 'asked') return age(live?.fetchedAt) > freshMs || building !== undefined;
  return reason === 'resume' || age(triedAt) > dueMs;
}

/** Checks all that can be known without asking dbt. */
async function prepare(
  tools: SyncTools,
  connection: Connection,
  record: SyncRecord,
  signal: AbortSignal,
): Promise<Task> {
  const hosts = hostsOf(connection);
  if (!(await tools.isAllowed(hosts))) throw notAllowed(hosts);
  const context: SourceContext = { fetch: tools.fetch, signal, now: tools.now };
  const task = { tools, connection, source: tools.sourceOf(connection), context, tokenStamp: undefined };
  if (connection.source.kind !== 'dbt-cloud') return task;
  const stored = await readToken(connection);
  if (!stored) throw await noToken(connection, record);
  if (stored.savedAt === record.refusedToken)
    throw new AppError('unauthorized', words('bgTokenRefused', connection.name));
  await refuseWhileResting(connection, tools.now());
  const source = held(task.source, connection, tools.now);
  return { ...task, source, context: { ...context, token: stored.token }, tokenStamp: stored.savedAt };
}

/** The hosts are named, so that people know what they are asked for. */
export function notAllowed(hosts: string[]): AppError {
  const names = hosts.map((host) => host.replace(/^https?:\/\/|\/\*$/g, ''));
  return new AppError('not-allowed', words('bgNotAllowed', names.join(', ')));
}

/** Why a connection that had a token has none: it is sealed, its address changed, the browser emptied our storage, or nobody gave one. */
export async function noToken(connection: Connection, record: SyncRecord): Promise<AppError> {
  const kept = await keepingOf(connection);
  if (kept === 'passphrase') return new AppError('locked', words('bgTokenLocked', connection.name));
  // How it was kept is known still: the next one is kept so, too.
  if (kept === 'session') return new AppError('unauthorized', words('bgTokenNeeded', connection.name));
  return new AppError('no-token', await whyNoToken(connection, record));
}

async function whyNoToken(connection: Connection, record: SyncRecord): Promise<string> {
  if (await hasAnyToken(connection.id)) return words('bgTokenMoved', connection.name);
  if (await isInMemory()) return words('bgMemoryToken', connection.name);
  const told = (await readStatuses()).get(connection.id);
  const isEmptied = record.live === undefined && told?.syncedAt !== undefined;
  return words(isEmptied ? 'bgStorageEmptied' : 'bgTokenMissing', connection.name);
}

async function fetchWhatChanged(task: Task, reason: Reason): Promise<void> {
  const { connection, tools } = task;
  const record = await dropUseless(task, await readSync(connection.id));
  if (record.building) return await build(task, { ...record, building: record.building });
  const { live } = record;
  const isSameSource = live?.source === fingerprintOf(connection);
  const context = isSameSource ? { ...task.context, mark: live.mark } : task.context;
  const { mark, notes } = await retry(tools, context.signal, () => task.source.probe(context));
  const age = live ? tools.now() - live.fetchedAt : Number.POSITIVE_INFINITY;
  const isDoubted = record.emptySince !== undefined;
  // A source that does not know when it changed may have changed
  const isSame = isSameSource && mark !== '' && live.mark === mark && !isDoubted;
  const isCurrent = reason !== 'asked' && isSame && age >= 0 && age < dayMs;
  const told = [...(await memoryNotes()), ...notes];
  await changeStatus(connection.id, (status) => ({ ...(isCurrent ? withoutError(status) : status), notes: told }));
  if (!isCurrent) await build(task, await begin(task, record, mark, false));
}

/** The browser's storage fails: what was read is gone with this worker. */
async function memoryNotes(): Promise<SyncStatus['notes']> {
  return (await isInMemory()) ? [{ kind: 'storage', message: words('bgMemory') }] : [];
}

/** What a failure leaves on disk, and when to try again; `undefined`: with the next ordinary alarm. */
async function whenAgain(task: Task | undefined, error: AppError): Promise<number | undefined> {
  if (!task) return error.retryAt;
  const { connection, tools } = task;
  if (error.kind === 'rate-limited') return await rest(connection, tools.now(), error.retryAt);
  if (error.kind === 'unavailable') return undefined;
  const record = await readSync(connection.id);
  if (error.kind === 'unauthorized') {
    const refused = task.tokenStamp === undefined ? {} : { refusedToken: task.tokenStamp };
    await writeSync(connection.id, { ...record, ...refused });
    return undefined;
  }
  await dropBuilding(connection.id, record);
  return error.retryAt;
}
