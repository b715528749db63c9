import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { SyncTools } from '../../lib/build';
import type { Connection, DbtNode } from '../../lib/model';
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

/** The fake browser's missing parts: permissions and the registration of scripts. */
export function fakePages(granted: string[]) {
  const registered = new Map<string, Record<string, unknown>>();
  const injected: number[] = [];
  Object.assign(fakeBrowser.permissions, {
    contains: async ({ origins = [] }: { origins?: string[] }) => origins.every((origin) => granted.includes(origin)),
  });
  Object.assign(fakeBrowser.scripting, {
    getRegisteredContentScripts: async () => [...registered.values()],
    registerContentScripts: async (scripts: Record<string, unknown>[]) => {
      for (const script of scripts) registered.set(String(script.id), script);
    },
    unregisterContentScripts: async () => registered.clear(),
    executeScript: async ({ target }: { target: { tabId: number } }) => {
      injected.push(target.tabId);
      return [];
    },
  });
  return { registered, injected };
}

/** A browser as after its installation: no storage, no database, no lock. */
export async function freshBrowser(): Promise<void> {
  const { closeDatabase } = await import('../../lib/database');
  await closeDatabase();
  fakeBrowser.reset();
  vi.stubGlobal('indexedDB', new IDBFactory());
  freshWorker();
}

/** What another worker finds: the same storage, but no lock and no module of ours loaded. */
export function freshWorker(): void {
  vi.resetModules();
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
    key: `${connectionId}/${uniqueId}`,
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
