import type { BuildingGeneration, LiveGeneration } from './database';
import type { AppError } from './errors';
import type { SyncProgress, SyncStatus } from './model';
import { changeStatus } from './settings';
import { words } from './words';

/** What people are told of a sync. Every change is also the bell that open pages listen to. */

const statusMs = 500;

/** Rings the bell: open pages hear that there is a new generation. */
export async function announce(connectionId: string, live: LiveGeneration): Promise<void> {
  await changeStatus(connectionId, (status) => {
    const syncedAt = new Date(live.fetchedAt).toISOString();
    const log = logged(status, { at: syncedAt, outcome: 'ok', nodeCount: live.nodeCount });
    return { ...withoutError(status), syncedAt, nodeCount: live.nodeCount, generation: live.generation, log };
  });
}

/** Rings the bell: what open pages show of a connection is gone. */
export async function announceNothing(connectionId: string): Promise<void> {
  await changeStatus(connectionId, ({ syncedAt: _former, ...status }) => ({
    ...status,
    nodeCount: 0,
    generation: status.generation + 1,
  }));
}

const logLength = 20;

type SyncEnd = NonNullable<SyncStatus['log']>[number];

function logged({ log = [] }: Pick<SyncStatus, 'log'>, end: SyncEnd): SyncEnd[] {
  return [end, ...log].slice(0, logLength);
}

/** A status after things went well again, and nothing is under way. */
export function withoutError({ error: _past, progress: _over, ...status }: SyncStatus): SyncStatus {
  return status;
}

/** Tells how far a generation is, at most twice a second: each time every open page of ours draws it anew. */
export function progressTeller(
  connectionId: string,
  clock: () => number,
): (building: BuildingGeneration, more?: Pick<SyncProgress, 'bytes' | 'filing'>) => Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async ({ nodes, total, startedAt }, more) => {
    if (Math.abs(clock() - toldAt) < statusMs) return;
    toldAt = clock();
    const progress = {
      done: nodes,
      ...(total !== undefined && { total }),
      ...more,
      startedAt: new Date(startedAt).toISOString(),
    };
    await changeStatus(connectionId, (status) => ({ ...status, progress }));
  };
}

/** Tells why a sync ended, and since when what is still shown is known. */
export async function announceFailure(connectionId: string, error: AppError, now: number): Promise<void> {
  await changeStatus(connectionId, ({ progress: _stopped, ...status }) => {
    const { syncedAt } = status;
    const since = syncedAt === undefined ? [] : [words('bgShowingSince', clockTime(Date.parse(syncedAt), now))];
    const message = [error.message, ...since].join(' ');
    const at = new Date(now).toISOString();
    const log = logged(status, { at, outcome: error.kind, nodeCount: status.nodeCount });
    return { ...status, error: { kind: error.kind, message, at }, log };
  });
}

/** A time (epoch ms) as people of this place write it; with its day unless that is today. */
export function clockTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  const format: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(undefined, format).format(time);
}
