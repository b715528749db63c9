import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { withSpoken } from '../components/health-words';
import { isGranted, noteAccess } from '../lib/access';
import { adopt } from '../lib/adopt';
import { callAgain, keepProbing, meaningOf } from '../lib/alarms';
import { chunksOf } from '../lib/chunks';
import { type ConnectTools, connect, disconnect, sweep } from '../lib/connect';
import { bring, isConsoleOpen, registerContentScripts } from '../lib/content-scripts';
import { readFiles } from '../lib/dropped-files';
import { AppError } from '../lib/errors';
import { forgetAll, forgetToken } from '../lib/forget';
import { connectionsFor, detailsIn, resolveAll, searchNodes, welcome } from '../lib/look-up';
import { sendToFrames } from '../lib/messages/client';
import { type Answers, type Asker, serve } from '../lib/messages/server';
import type { Connection, SyncStatus } from '../lib/model';
import { readConnections, readStatuses } from '../lib/settings';
import { artifactsSource } from '../lib/sources/artifacts/artifacts';
import { type ArtifactFiles, filesNamed } from '../lib/sources/artifacts/files';
import { checkConnection } from '../lib/sources/dbt-cloud/check';
import { dbtCloudSource } from '../lib/sources/dbt-cloud/dbt-cloud';
import type { Source } from '../lib/sources/source';
import { type Reason, syncConnection } from '../lib/sync';
import { unlock } from '../lib/tokens';
import { useTranslator, words } from '../lib/words';

/** A `sync` is answered after this long at the latest; the sync goes on and its status tells the rest. */
const answerMs = 25_000;
/** While the browser reads what is kept of one piece's names, the one before is answered. */
const pieceSize = 50;

export default defineBackground(() => {
  useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
  serve(answers, isGranted);
  browser.runtime.onInstalled.addListener(({ reason }) => {
    background(start());
    if (reason === 'install') background(openWelcome());
  });
  browser.runtime.onStartup.addListener(() => background(start()));
  browser.permissions.onAdded.addListener(() => background(followAccess().then(syncDue)));
  browser.permissions.onRemoved.addListener(() => background(followAccess()));
  browser.storage.onChanged.addListener((_changes, area) => {
    // A company changed what it sets: its connections are followed like those that people make.
    if (area === 'managed') background(followAccess().then(syncDue));
  });
  browser.alarms.onAlarm.addListener(({ name }) => background(ring(name)));
  addEventListener('online', () => background(syncUnreachable()));
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'open-card' && tab?.id !== undefined) background(sendToFrames(tab.id, 'open', {}));
  });
  background(keepProbing());
});

const tools: ConnectTools = {
  fetch: (...request) => {
    background(staysAwake());
    return fetch(...request);
  },
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    await staysAwake();
    await pause(ms, signal);
  },
  sourceOf,
  isAllowed: async (hosts) => (await Promise.all(hosts.map(isGranted))).every(Boolean),
  later: callAgain,
  check: (connection, context) => checkConnection(connection, context, () => droppedFiles(connection, 'staged')),
};

const answers: Answers = {
  hello: async ({ url }, asker) => {
    const welcomed = await welcome(asker.from === 'page' ? asker.address : url);
    // A console is open again: whoever was not probed for a while is.
    for (const id of welcomed?.connectionIds ?? []) background(syncConnection(tools, id, 'due'));
    return welcomed;
  },
  resolve: async ({ connectionIds, refs }, asker) => {
    const connections = await connectionsOf(asker, connectionIds);
    const now = tools.now();
    const answered = [...chunksOf(refs, pieceSize)].map(async (piece) => {
      const resolutions = await resolveAll(connections, piece);
      // Here and not in the page, whose thread the words for numbers and times would hold for a frame or two.
      return resolutions.map((resolution) => withSpoken(resolution, now));
    });
    return (await Promise.all(answered)).flat();
  },
  bring: async ({ part }, asker) => {
    if (asker.from === 'page' && asker.tabId !== undefined) await bring(part, asker.tabId, asker.frameId ?? 0);
    return null;
  },
  node: async ({ key }, asker) => detailsIn(await connectionsOf(asker), key),
  search: ({ text, limit }) => searchNodes(text, limit),
  connect: async (question) => {
    const result = await connect(tools, question);
    const { id } = question.connection;
    const isKept = question.save && (await readConnections()).some((connection) => connection.id === id);
    if (isKept) {
      await followAccess();
      // Not `asked`: right after a sync a click brings nothing new, but another token or other files may.
      background(syncConnection(tools, id, 'resume'));
    }
    return result;
  },
  unlock: async ({ connectionId, passphrase }) => {
    const connection = (await readConnections()).find(({ id }) => id === connectionId);
    if (!connection) throw new AppError('not-configured', words('bgUnknownConnection'));
    await unlock(connection, passphrase, tools.now());
    background(syncConnection(tools, connectionId, 'resume'));
    return null;
  },
  disconnect: async ({ connectionId, only }) => {
    if (connectionId === undefined) await forgetAll(tools);
    else await (only === 'token' ? forgetToken : disconnect)(tools, connectionId);
    await followAccess();
    return null;
  },
  adopt: async ({ connections }) => {
    const { sentences, ready } = await adopt(connections, tools.now());
    await followAccess();
    for (const id of ready) background(syncConnection(tools, id, 'resume'));
    return sentences;
  },
  sync: async ({ connectionId }) => {
    const ids = connectionId === undefined ? await allIds() : [connectionId];
    await Promise.race([syncAll(ids, 'asked'), new Promise((resolve) => setTimeout(resolve, answerMs))]);
    return null;
  },
};

/** After an install, an update or the start of the browser. */
async function start(): Promise<void> {
  // What one step cannot do must not keep the next from being done.
  await sweep().catch(() => undefined);
  await followAccess().catch(() => undefined);
  // What was cut off goes on also where it is not due: the alarm for that may be gone
  background(syncAll(await idsWhere(({ progress }) => progress !== undefined), 'resume'));
  await syncDue();
}

/** Once, for a person: where a company has set connections there is nothing left to set up. */
async function openWelcome(): Promise<void> {
  if ((await readConnections()).length > 0) return;
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}

/**
 * After any change of connections or permissions: the content script runs where it may, and people are told where not. One at a
 * time: the browser refuses what another one has just registered.
 */
async function followAccess(): Promise<void> {
  await navigator.locks.request('access', async () => {
    const connections = await readConnections();
    await registerContentScripts(connections);
    await noteAccess(connections, tools.now());
  });
}

async function ring(name: string): Promise<void> {
  const meaning = meaningOf(name);
  if (meaning?.connectionId !== undefined) return await syncConnection(tools, meaning.connectionId, 'resume');
  if (meaning && (await isConsoleOpen(await readConnections()))) await syncDue();
}

async function syncDue(): Promise<void> {
  await syncAll(await allIds(), 'due');
}

/** The network is back: whoever could not be reached is asked again. A worker that sleeps tries with the next alarm. */
async function syncUnreachable(): Promise<void> {
  await syncAll(await idsWhere(({ error }) => error?.kind === 'unavailable'), 'resume');
}

async function idsWhere(isMeant: (status: SyncStatus) => boolean): Promise<string[]> {
  return [...(await readStatuses()).values()].filter(isMeant).map(({ connectionId }) => connectionId);
}

/** All at once: a slow or refused connection holds no other up. The first error is thrown when all are done. */
async function syncAll(ids: string[], reason: Reason): Promise<void> {
  const ends = await Promise.allSettled(ids.map((id) => syncConnection(tools, id, reason)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function allIds(): Promise<string[]> {
  return (await readConnections()).map(({ id }) => id);
}

/** A page reaches the connections for its address, and of these the ones it names; our own pages reach all. */
async function connectionsOf(asker: Asker, ids?: string[]): Promise<Connection[]> {
  const connections = asker.from === 'page' ? await connectionsFor(asker.address) : await readConnections();
  return ids ? connections.filter(({ id }) => ids.includes(id)) : connections;
}

function sourceOf(connection: Connection): Source {
  const { source } = connection;
  return source.kind === 'dbt-cloud'
    ? dbtCloudSource(source, connection)
    : artifactsSource(source, connection, () => droppedFiles(connection, 'kept'));
}

async function droppedFiles({ id }: Connection, place: 'kept' | 'staged'): Promise<ArtifactFiles | undefined> {
  return filesNamed(await readFiles(id, place));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/**
 * Any call to the browser counts as life. Two answers that each take up to 20 s, with a pause between them or without, last
 * longer than the 30 s of silence after which it ends a worker.
 */
async function staysAwake(): Promise<void> {
  await browser.alarms.getAll();
}

/** Work that nobody waits for: what fails is in the status already. */
function background(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
