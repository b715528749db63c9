import { useDatabase } from './database';
import { AppError } from './errors';
import type { Connection } from './model';
import { isResting, restUntil } from './retry';
import type { Source, SourceContext } from './sources/source';
import { clockTime } from './status';
import { words } from './words';

/** dbt counts requests by account: when it asks one of ours to wait, all of that account wait, whoever asks. */

/** Throws `rate-limited` while requests of the connection's account rest. `now` in epoch ms. */
export async function refuseWhileResting(connection: Connection, now: number): Promise<void> {
  const until = await readPause(accountOf(connection));
  if (isResting(now, until)) throw resting(now, until);
}

/** Says until when (epoch ms) nothing is asked of dbt. */
export function resting(now: number, until: number): AppError {
  return new AppError('rate-limited', words('bgRateLimited', clockTime(until, now)), { retryAt: until });
}

/** Lets the account rest as dbt told us, or as long as is usual. Answers until when (epoch ms). */
export async function rest(connection: Connection, now: number, retryAt: number | undefined): Promise<number> {
  const present = await readPause(accountOf(connection));
  // Held back by a rest that goes on: dbt said nothing new.
  if (isResting(now, present) && present === retryAt) return present;
  const until = restUntil(now, retryAt);
  await writePause(accountOf(connection), until);
  return until;
}

/** The source, held back from the moment another connection of the account is told to wait. */
export function held(source: Source, connection: Connection, now: () => number): Source {
  // Every single request asks: some are on their way before their page is wanted
  const holding = (context: SourceContext): SourceContext => ({
    ...context,
    fetch: async (...request) => {
      await refuseWhileResting(connection, now());
      return await context.fetch(...request);
    },
  });
  return {
    probe: (context) => source.probe(holding(context)),
    page: (context, from) => source.page(holding(context), from),
  };
}

/** Read once by each worker: every single request asks, and would wait for whatever the sync is writing. */
const pauses = new WeakMap<object, Map<string, number | undefined>>();

function pausesIn(database: object): Map<string, number | undefined> {
  const known = pauses.get(database) ?? new Map<string, number | undefined>();
  pauses.set(database, known);
  return known;
}

/** Until when requests of an account rest (epoch ms). */
function readPause(account: string): Promise<number | undefined> {
  return useDatabase(async (database) => {
    const known = pausesIn(database);
    if (!known.has(account)) known.set(account, await database.get('pauses', account));
    return known.get(account);
  });
}

/** Lets the requests of an account rest, in this worker and in the next. */
async function writePause(account: string, until: number): Promise<void> {
  await useDatabase(async (database) => {
    await database.put('pauses', until, account);
    pausesIn(database).set(account, until);
  });
}

/** Forgets whose requests rest: it tells which accounts there were. */
export async function forgetPauses(): Promise<void> {
  await useDatabase(async (database) => {
    await database.delete('pauses', IDBKeyRange.lowerBound(''));
    pauses.delete(database);
  });
}

/** The same number is another account on another host. */
function accountOf({ source }: Connection): string {
  return source.kind === 'dbt-cloud' ? JSON.stringify([source.accessUrl, source.accountId ?? '']) : '';
}
