import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { SyncTools } from '../../lib/build';
import { closeDatabase } from '../../lib/database';
import type { Connection, DbtNode } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import type { Source } from '../../lib/sources/source';

/** What the browser lends to a worker and a unit test lacks. Everything stands at the edge; none of it is ours. */

type LockWork = (lock: { name: string } | null) => unknown;

/** Web Locks, as far as we use them: exclusive, first come first served, `ifAvailable`. */
export function fakeLocks() {
  const queues = new Map<string, Promise<unknown>>();
  const held = new Set<string>();
  const hold = async (name: string, work: LockWork) => {
    held.add(name);
    try {
      return await work({ name });
    } finally {
      held.delete(name);
    }
  };
  const request = async (name: string, options: { ifAvailable?: boolean } | LockWork, given?: LockWork) => {
    const work = typeof options === 'function' ? options : given;
    if (!work) throw new TypeError('no work');
    if (typeof options === 'object' && options.ifAvailable && (held.has(name) || queues.has(name))) return work(null);
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => hold(name, work));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    queues.set(name, settled);
    void settled.then(() => {
      if (queues.get(name) === settled) queues.delete(name);
    });
    return await turn;
  };
  return { request };
}

/** An event of the browser: `trigger` calls its listeners and waits for them. */
function fakeEvent<A extends unknown[]>() {
  const listeners = new Set<(...of: A) => unknown>();
  return {
    addListener: (listener: (...of: A) => unknown) => void listeners.add(listener),
    removeListener: (listener: (...of: A) => unknown) => void listeners.delete(listener),
    hasListener: (listener: (...of: A) => unknown) => listeners.has(listener),
    trigger: async (...of: A) => void (await Promise.all([...listeners].map((listener) => listener(...of)))),
  };
}

/** The fake browser's missing parts: permissions, the registration of scripts, open tabs, words. */
export function fakePages(granted: string[], openTabs: number[] = []) {
  const registered: Record<string, unknown>[] = [];
  const injected: number[] = [];
  const [onAdded, onRemoved] = [fakeEvent<[]>(), fakeEvent<[]>()];
  Object.assign(fakeBrowser.permissions, {
    contains: async ({ origins = [] }: { origins?: string[] }) => origins.every((origin) => granted.includes(origin)),
    onAdded,
    onRemoved,
  });
  Object.assign(fakeBrowser, { commands: { onCommand: fakeEvent<[string]>() } });
  Object.assign(fakeBrowser.scripting, {
    getRegisteredContentScripts: async () => [...registered],
    registerContentScripts: async (scripts: Record<string, unknown>[]) => {
      if (registered.length > 0) throw new Error("Duplicate script ID 'console'");
      registered.push(...scripts);
    },
    unregisterContentScripts: async () => {
      if (registered.length === 0) throw new Error("Nonexistent script ID 'console'");
      registered.splice(0);
    },
    insertCSS: async () => undefined,
    executeScript: async ({ target }: { target: { tabId: number } }) => {
      injected.push(target.tabId);
      return [];
    },
  });
  Object.assign(fakeBrowser.commands, { onCommand: fakeEvent() });
  Object.assign(fakeBrowser.tabs, { query: async () => openTabs.map((id) => ({ id })) });
  Object.assign(fakeBrowser.i18n, { getMessage: (key: string, texts: string[]) => [key, ...texts].join(' ') });
  return { registered, injected, onAdded, onRemoved, granted };
}

/** A browser as after its installation: no storage, no database, no lock. */
export async function freshBrowser(): Promise<void> {
  await closeDatabase();
  fakeBrowser.reset();
  vi.stubGlobal('indexedDB', new IDBFactory());
  freshLocks();
  // Node has none.
  if (!('languages' in navigator)) Object.defineProperty(navigator, 'languages', { value: ['en'], configurable: true });
}

/** Locks die with their worker. */
export function freshLocks(): void {
  if (!('navigator' in globalThis)) vi.stubGlobal('navigator', {});
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
}

/** Tools of a sync whose clock stands still between two pauses. Pauses and wake-up calls are written down. */
export function fakeTools(source: Source, start = Date.parse('2026-03-01T12:00:00Z')) {
  const clock = { now: start };
  const pauses: number[] = [];
  const calls = new Map<string, number>();
  const tools: SyncTools = {
    fetch: () => Promise.reject(new TypeError('no network here')),
    now: () => clock.now,
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
      clock.now += ms;
    },
    sourceOf: () => source,
    isAllowed: async () => true,
    later: async (id, at) => {
      if (at === undefined) calls.delete(id);
      else calls.set(id, at);
    },
  };
  return { tools, clock, pauses, calls };
}

/** A source of pages held in memory: `next` is the number of the page to come. Counts what it is asked. */
export function pagedSource(pages: DbtNode[][], mark = 'mark 1') {
  const asked: string[] = [];
  const source: Source = {
    probe: async () => {
      asked.push('probe');
      return { mark, notes: [] };
    },
    page: async (_context, from) => {
      asked.push(`page ${from ?? '0'}`);
      const at = Number(from ?? '0');
      const total = pages.reduce((sum, page) => sum + page.length, 0);
      return { nodes: pages[at] ?? [], total, ...(at + 1 < pages.length && { next: String(at + 1) }) };
    },
  };
  return { source, asked };
}

export function aConnection(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'prod',
    name: 'Prod',
    dialect: 'snowflake',
    sites: ['https://app.snowflake.com/*'],
    onlyWhere: [],
    isStaging: false,
    source: { kind: 'artifacts', baseUrl: 'https://docs.example.org/' },
    ...changes,
  };
}

export function aCloudConnection(changes: Partial<Connection> = {}): Connection {
  return aConnection({
    source: {
      kind: 'dbt-cloud',
      accessUrl: 'https://ab123.us1.dbt.com',
      discoveryUrl: 'https://ab123.metadata.us1.dbt.com/graphql',
      accountId: '1',
      environmentId: '2',
      linkStyle: 'catalog',
    },
    ...changes,
  });
}

export function aNode(name: string, changes: Partial<DbtNode> = {}): DbtNode {
  const uniqueId = `${changes.type ?? 'model'}.shop.${name}`;
  const connectionId = changes.connectionId ?? 'prod';
  return {
    key: nodeKeyOf({ connectionId, uniqueId }),
    connectionId,
    uniqueId,
    type: 'model',
    name,
    relation: { database: 'ANALYTICS', schema: 'MARTS', name: name.toUpperCase(), isExact: true },
    columns: [],
    hasCatalog: false,
    tests: [],
    tags: [],
    meta: {},
    exposures: [],
    parents: [],
    children: [],
    upstream: [],
    ...changes,
  };
}

/** How long a wait bears a busy machine, ms: what is waited for takes a fraction of a second alone. */
export const patience = { timeout: 30_000 };
