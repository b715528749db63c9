import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveAll, searchNodes } from '../../lib/look-up';
import { writeConnection } from '../../lib/settings';
import { syncConnection } from '../../lib/sync';
import { aConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

/** Counts stand for time: what they hold down is what `npm run figures` measures in a browser. */

const connection = aConnection();
const pageSize = 100;

beforeEach(async () => {
  await freshBrowser();
  await writeConnection(connection);
});
afterEach(() => {
  vi.restoreAllMocks();
});

type Call = { store: string; key: string };

/** The calls of one method of all stores while some work is done. */
async function calls(method: 'get' | 'getAll' | 'put', work: () => Promise<unknown>): Promise<Call[]> {
  const made: Call[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the `this` of each call
  const original = IDBObjectStore.prototype[method] as (...of: unknown[]) => never;
  const spy = vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
    this: IDBObjectStore,
    ...of: unknown[]
  ) {
    made.push({ store: this.name, key: JSON.stringify(of.at(-1)) });
    return original.apply(this, of);
  });
  await work();
  spy.mockRestore();
  return made;
}

function pagesOf(nodes: number) {
  const all = Array.from({ length: nodes }, (_, at) => aNode(`n${String(at).padStart(5, '0')}`));
  return Array.from({ length: Math.ceil(nodes / pageSize) }, (_, at) => all.slice(at * pageSize, (at + 1) * pageSize));
}

async function sync(nodes: number): Promise<void> {
  await syncConnection(fakeTools(pagedSource(pagesOf(nodes)).source).tools, connection.id, 'asked');
}

const refs = (count: number, of: number) =>
  Array.from({ length: count }, (_, at) => ({
    database: 'ANALYTICS',
    schema: 'MARTS',
    name: `N${String(Math.floor((at * of) / count)).padStart(5, '0')}`,
  }));
const inStore = (made: Call[], ...stores: string[]) => made.filter(({ store }) => stores.includes(store));

describe('a look-up of 500 names', () => {
  it.each([600, 3000])('reads one record a name in a project of %i nodes, and none of whole nodes', async (size) => {
    await sync(size);
    const asked = refs(500, size);
    const reads = await calls('get', async () => {
      const found = await resolveAll([connection], asked);
      expect(found.every(({ status }) => status === 'matched')).toBe(true);
    });
    expect(inStore(reads, 'badges')).toHaveLength(500);
    expect(inStore(reads, 'syncs')).toHaveLength(1);
    expect(reads).toHaveLength(501);
  });

  it('reads a name once, however often it is asked for', async () => {
    await sync(100);
    const asked = [...refs(20, 100), ...refs(20, 100), ...refs(20, 100)];
    const reads = await calls('get', () => resolveAll([connection], asked));
    expect(inStore(reads, 'badges')).toHaveLength(20);
  });
});

describe('a sync', () => {
  it('writes each record once: pages as they come, then what is looked up', async () => {
    const writes = await calls('put', () => sync(1000));
    const records = inStore(writes, 'nodes', 'texts', 'badges', 'places', 'names');
    expect(new Set(records.map(({ store, key }) => store + key)).size).toBe(records.length);
  });

  it('writes six records a page and one for sixteen names', async () => {
    const writes = await calls('put', () => sync(1000));
    expect(inStore(writes, 'nodes', 'texts')).toHaveLength(10 * 5);
    expect(inStore(writes, 'badges')).toHaveLength(Math.ceil(1000 / 16));
    // One for each page, and begin, try, flip, tidy
    expect(inStore(writes, 'syncs').length).toBeLessThanOrEqual(10 + 4);
  });
});

describe('a search', () => {
  it('reads the texts for the first key only, and again when a sync brought others', async () => {
    await sync(300);
    expect(inStore(await calls('getAll', () => searchNodes('n0', 5)), 'texts')).toHaveLength(1);
    expect(await calls('getAll', () => searchNodes('n00', 5))).toHaveLength(0);
    const { tools } = fakeTools(pagedSource([[aNode('other')]]).source, Date.parse('2026-03-01T13:00:00Z'));
    await syncConnection(tools, connection.id, 'asked');
    expect(await searchNodes('other', 5)).toMatchObject([{ name: 'other' }]);
  });
});
