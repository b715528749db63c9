import { dropBuilding, type SyncTools } from './build';
import { connectionsWithFiles, dropStagedFiles, forgetFiles, keepStagedFiles } from './dropped-files';
import { AppError } from './errors';
import type { CheckResult } from './messages/protocol';
import type { Connection, Keeping } from './model';
import { withoutInvisible } from './parsed';
import { refuseWhileResting, rest } from './pauses';
import { deleteConnection, keepStatuses, readConnectionIds, readConnections, writeConnection } from './settings';
import { hostsOf } from './sites';
import type { SourceContext } from './sources/source';
import { forgetNodes, keptConnections, readSync } from './store';
import { noToken, notAllowed, withoutSync } from './sync';
import { deleteStrayTokens, deleteTokens, keepingOf, readToken, writeToken } from './tokens';
import { words } from './words';

/** What connecting needs beside what a sync needs. */
export type ConnectTools = SyncTools & {
  check: (connection: Connection, context: SourceContext) => Promise<CheckResult>;
};

/** All checks together end before the browser loses patience with the question. */
const checkMs = 55_000;
/** Connecting, disconnecting and sweeping take turns: a token is stored a moment before its connection. */
const turn = 'connections';

/**
 * Checks a connection and, when `save` is set and nothing failed, keeps it and its token. The token may be left out when
 * the connection has one for the same addresses. Throws AppError before anything is asked when token or access is missing.
 */
export async function connect(
  tools: ConnectTools,
  question: { connection: Connection; token?: string; save: boolean; keep?: Keeping },
): Promise<CheckResult> {
  const { connection, save } = question;
  const given = question.token === undefined ? undefined : tidyToken(question.token);
  const keeping = question.keep ?? (await sameKeeping(connection, given));
  const token = given ?? (await readToken(connection))?.token;
  if (token === undefined && connection.source.kind === 'dbt-cloud') {
    throw await noToken(connection, await readSync(connection.id));
  }
  const hosts = hostsOf(connection);
  if (!(await tools.isAllowed(hosts))) throw notAllowed(hosts);
  const { fetch, now } = tools;
  await refuseWhileResting(connection, now());
  const signal = AbortSignal.timeout(checkMs);
  const result = await tools.check(connection, { fetch, now, signal, ...(token !== undefined && { token }) });
  if (result.wait) await rest(connection, now(), result.wait.until);
  const isGood = result.steps.every(({ outcome }) => outcome !== 'failed');
  // A token that is there already is written anew only to be kept in another way.
  const kept = given ?? (question.keep && token);
  if (save && isGood) await keep(tools, connection, kept, keeping);

  return result;
}

/** As the token before was kept. A new one cannot be sealed with a phrase that nobody told. */
async function sameKeeping(connection: Connection, token: string | undefined): Promise<Keeping> {
  const mode = await keepingOf(connection);
  if (mode === 'session') return { mode };
  if (mode === 'passphrase' && token !== undefined) {
    throw new AppError('unauthorized', words('bgPassphraseMissing'));
  }
  return { mode: 'disk' };
}

/** Forgets a connection: token first, so that whatever happens next nobody can use it. */
export async function disconnect(tools: ConnectTools, connectionId: string): Promise<void> {
  await navigator.locks.request(turn, () =>
    withoutSync(connectionId, async () => {
      await deleteTokens(connectionId);
      await deleteConnection(connectionId);
      await forgetNodes(connectionId);
      await forgetFiles(connectionId);
      await keepStatuses(await readConnectionIds());
      await tools.later(connectionId, undefined);
    }),
  );
}

/** Removes what a worker left behind that died while it connected or disconnected. */
export async function sweep(): Promise<void> {
  await navigator.locks.request(turn, async () => {
    const ids = await readConnectionIds();
    await deleteStrayTokens(await readConnections(), ids);
    const strays = (await keptConnections()).filter((id) => !ids.includes(id));
    for (const id of strays) await withoutSync(id, () => forgetNodes(id));
    for (const id of await connectionsWithFiles()) {
      if (ids.includes(id)) await dropStagedFiles(id);
      else await forgetFiles(id);
    }
    await keepStatuses(ids);
  });
}

/**
 * A token as it was meant, from what was pasted: white space, invisible characters, quotes around it, a leading `Bearer` and the
 * name that a script or a file gives it go.
 * Throws AppError for what cannot be one. Older tokens have no prefix, so nothing is refused for its beginning.
 */
export function tidyToken(pasted: string): string {
  const token = withoutInvisible(pasted.slice(0, maxPastedLength))
    .replace(/^[\s"'`]+|[\s"'`]+$/g, '')
    .replace(/^(?:export\s+|\$env:)?\w+["']?\s*[=:]\s*["'`]?(?=dbt[a-z]_)/i, '')
    .replace(/^(?:Authorization:\s*)?(?:Bearer|Token)\s+/i, '');
  const isToken =
    pasted.length < maxPastedLength &&
    (/^dbt[a-z]_[\w.+/=~-]{4,500}$/.test(token) || /^[\w.+/=~-]{20,500}$/.test(token));
  if (!isToken) throw new AppError('unauthorized', words('bgTokenOdd'));
  return token;
}

const maxPastedLength = 4096;

/**
 * Each step leaves something that works: until the connection is written the old one goes on with its old token, which
 * lies in another slot when the address has changed.
 */
async function keep(
  tools: ConnectTools,
  connection: Connection,
  token: string | undefined,
  keeping: Keeping,
): Promise<void> {
  await navigator.locks.request(turn, () =>
    withoutSync(connection.id, async () => {
      if (token !== undefined) await writeToken(connection, token, tools.now(), keeping);
      const { source } = connection;
      const hasFiles = source.kind === 'artifacts' && source.baseUrl === undefined;
      if (hasFiles) {
        // Pages read of older files do not go with these.
        await dropBuilding(connection.id, await readSync(connection.id));
        await keepStagedFiles(connection.id);
      }
      await writeConnection(connection);
      if (!hasFiles) await forgetFiles(connection.id);
      await deleteStrayTokens(await readConnections(), await readConnectionIds());
    }),
  );
}
