import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Answer, PageReport, Question, Reply, Word } from '../../lib/messages/protocol';
import type { Connection, SyncStatus } from '../../lib/model';

/** The extension, seen from one of its own pages: what people do in the options page, said in messages. */
export type Sidelight = {
  extensionId: string;
  /** Address of one of the extension's pages, e.g. `options.html`. */
  address: (file: string) => string;
  /** Throws `kind: message` when the background refuses. */
  ask: <W extends Word>(word: W, question: Question<W>) => Promise<Answer<W>>;
  /** How long the background takes to answer, seen from one of the extension's pages; milliseconds. */
  timeOf: <W extends Word>(word: W, question: Question<W>) => Promise<number>;
  /** Adds a connection and waits until its nodes are there. */
  connect: (connection: Connection, token?: string) => Promise<SyncStatus>;
  /** Until a sync of the connection has ended well; throws the sync's own error when it ended badly. */
  waitForSync: (connectionId: string) => Promise<SyncStatus>;
  /** Somebody refreshes an hour after the last sync: the error that it ends with, nothing when it ends well. */
  refresh: (connectionId: string) => Promise<string>;
  /** Forgets every connection. */
  disconnectAll: () => Promise<void>;
  /** What the content script says of a page: tables with reader, evidence, resolution and box. Empty while none runs there. */
  report: (page: Page) => Promise<PageReport>;
  /** Stops the background worker, as the browser does at any time. */
  killWorker: () => Promise<void>;
};

/** The parts of the extension API used inside the control page. */
type ExtensionPage = {
  runtime: { sendMessage: (message: unknown) => Promise<unknown> };
  tabs: {
    query: (filter: object) => Promise<{ id?: number; url?: string }[]>;
    sendMessage: (tab: number, message: unknown, options: { frameId: number }) => Promise<unknown>;
  };
  storage: {
    local: { get: (key: string) => Promise<Record<string, object>> };
    onChanged: { addListener: (listener: () => void) => void };
  };
};
declare const chrome: ExtensionPage;

function answerOf<W extends Word>(word: W, reply: Reply<W> | undefined): Answer<W> {
  if (!reply) throw new Error(`${word}: nobody answered`);
  if (!reply.ok) throw new Error(`${word}: ${reply.kind}: ${reply.message}`);
  return reply.value;
}

/** Syncs end by themselves: the deadline is only for the message. */
const syncDeadlineMs = 60_000;

/**
 * Waits in the page for the extension's own bell, `storage.onChanged`. No named function in there: tsx would mark it with
 * a helper that the page does not have.
 */
async function waitForSync(control: Page, connectionId: string): Promise<SyncStatus> {
  const status = await control.evaluate(
    async ([id, deadline]) => {
      for (;;) {
        const bell = new Promise((resolve) => chrome.storage.onChanged.addListener(() => resolve(undefined)));
        const { syncStatus } = await chrome.storage.local.get('syncStatus');
        // as: the extension's own key, typed in lib/settings
        const last = (Object.values(syncStatus ?? {}) as SyncStatus[]).find((one) => one.connectionId === id);
        if (last?.error || (last?.syncedAt && !last.progress)) return last;
        if (Date.now() > deadline) throw new Error(`sync of ${id} has not ended: ${JSON.stringify(last)}`);
        await Promise.race([bell, new Promise((resolve) => setTimeout(resolve, deadline - Date.now()))]);
      }
    },
    [connectionId, Date.now() + syncDeadlineMs] as const,
  );
  if (status.error) throw new Error(`sync of ${connectionId}: ${status.error.kind}: ${status.error.message}`);
  return status;
}

/** Makes what was synced an hour older: right after a whole sync a click asks nothing of dbt. */
async function age(control: Page, connectionId: string): Promise<void> {
  await control.evaluate(
    (id) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('sidelight');
        opening.onerror = () => reject(opening.error ?? new Error('no error'));
        opening.onsuccess = () => {
          const write = opening.result.transaction('syncs', 'readwrite');
          const syncs = write.objectStore('syncs');
          syncs.get(id).onsuccess = ({ target }) => {
            const { result } = target as IDBRequest; // as: the event of a request
            syncs.put({ ...result, live: { ...result.live, fetchedAt: result.live.fetchedAt - 3_600_000 } }, id);
          };
          write.onabort = () => reject(write.error ?? new Error('no error'));
          write.oncomplete = () => resolve(opening.result.close());
        };
      }),
    connectionId,
  );
}

async function report(control: Page, page: Page): Promise<PageReport> {
  const reply = await control.evaluate(async (address) => {
    const tab = (await chrome.tabs.query({})).find((one) => one.url === address);
    if (tab?.id === undefined) throw new Error(`no tab shows ${address}`);
    return chrome.tabs.sendMessage(tab.id, { word: 'page', question: {} }, { frameId: 0 }).catch(() => undefined);
  }, page.url());
  if (!reply) return { url: page.url(), tables: [], unplaced: [], ms: 0 };
  return answerOf('page', reply as Reply<'page'>); // as: what the content script answers to this word
}

/** The page that the messages come from. An extension that reloads itself closes it; then there is a new one. */
async function openControl(context: BrowserContext, address: string): Promise<{ page: Page; debug: CDPSession }> {
  const page = await context.newPage();
  await page.goto(address);
  const debug = await context.newCDPSession(page);
  await debug.send('ServiceWorker.enable');
  return { page, debug };
}

/** Takes hold of the extension in a browser that has it. */
export async function controlExtension(context: BrowserContext, extensionId: string): Promise<Sidelight> {
  const address = (file: string) => `chrome-extension://${extensionId}/${file}`;
  let control = await openControl(context, address('options.html'));
  async function live() {
    if (control.page.isClosed()) control = await openControl(context, address('options.html'));
    return control;
  }

  const ask = async <W extends Word>(word: W, question: Question<W>): Promise<Answer<W>> => {
    const { page } = await live();
    const reply = await page.evaluate((message) => chrome.runtime.sendMessage(message), { word, question });
    return answerOf(word, reply as Reply<W>); // as: the protocol's own pairing of word and reply
  };
  const waitFor = async (connectionId: string) => waitForSync((await live()).page, connectionId);

  return {
    extensionId,
    address,
    ask,
    timeOf: async (word, question) =>
      (await live()).page.evaluate(
        async (message) => {
          const before = performance.now();
          await chrome.runtime.sendMessage(message);
          return performance.now() - before;
        },
        { word, question },
      ),
    async connect(connection, token) {
      const { steps } = await ask('connect', { connection, ...(token && { token }), save: true });
      const failed = steps.find((step) => step.outcome === 'failed');
      if (failed) throw new Error(`connect: ${failed.step}: ${failed.message}`);
      return waitFor(connection.id);
    },
    waitForSync: waitFor,
    async refresh(connectionId) {
      await age((await live()).page, connectionId);
      return await ask('sync', { connectionId }).then(() => '', String);
    },
    async disconnectAll() {
      const { page } = await live();
      const stored = await page.evaluate(async () => (await chrome.storage.local.get('connections')).connections);
      const connections = Object.values((stored ?? {}) as Record<string, Connection>); // as: the extension's own key
      for (const { id } of connections) await ask('disconnect', { connectionId: id });
    },
    report: async (page) => report((await live()).page, page),
    async killWorker() {
      const { debug } = await live();
      await debug.send('ServiceWorker.stopAllWorkers');
    },
  };
}
