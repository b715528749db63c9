// @vitest-environment happy-dom
import { IDBFactory, IDBObjectStore, IDBOpenDBRequest } from 'fake-indexeddb';
import fc from 'fast-check';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { withSpoken } from '../../components/health-words';
import { closeDatabase, useDatabase } from '../../lib/database';
import { detailsIn, resolveAll, searchNodes, welcome } from '../../lib/look-up';
import { changePreferences, readConnections, readPreferences, readStatuses, writeConnection } from '../../lib/settings';
import { readSync } from '../../lib/store';
import { syncConnection } from '../../lib/sync';
import { readToken, writeToken } from '../../lib/tokens';
import { aCloudConnection, aConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

const connection = aConnection();
const ref = { database: 'ANALYTICS', schema: 'MARTS', name: 'A' };

beforeEach(async () => {
  await freshBrowser();
  await writeConnection(connection);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function syncOnce(name = 'a', later = 0): Promise<void> {
  const { tools } = fakeTools(pagedSource([[aNode(name)]]).source, Date.parse('2026-03-01T12:00:00Z') + later);
  await syncConnection(tools, connection.id, 'asked');
}

async function isShown(name: string): Promise<boolean> {
  const [resolution] = await resolveAll([connection], [{ ...ref, name }]);
  return resolution?.status === 'matched';
}

describe('the database', () => {
  it('T5: is rebuilt when a newer version of the extension wrote it, and settings stay', async () => {
    await changePreferences({ dwellMs: 0 });
    (await openDB('sidelight', 99, { upgrade: (base) => void base.createObjectStore('tomorrow') })).close();
    await syncOnce();
    expect(await isShown('A')).toBe(true);
    expect((await readPreferences()).dwellMs).toBe(0);
    expect(await readConnections()).toEqual([connection]);
  });

  it('T5: keeps tokens where the cache of another version is dropped', async () => {
    const cloud = aCloudConnection();
    await writeToken(cloud, 'dbtc_x', 1);
    await syncOnce();
    await closeDatabase();
    // As a next version would open it: the upgrade of ours runs again over what is there.
    const { upgrade } = await import('../../lib/database');
    const next = await openDB('sidelight', 100, { upgrade: (base) => upgrade(base as never) });
    expect(await next.count('tokens')).toBe(1);
    expect(await next.count('keys')).toBe(1);
    expect(await next.count('badges')).toBe(0);
    next.close();
  });

  it('T6: is opened once more when the browser closed it', async () => {
    await syncOnce();
    await useDatabase(async (base) => base.close());
    expect(await isShown('A')).toBe(true);
  });

  it('T4: steps aside when another context wants to upgrade or delete it', async () => {
    await syncOnce();
    await deleteDB('sidelight');
    expect(await isShown('A')).toBe(false);
  });

  it('T4: does not wait longer than five seconds for a browser that does not open it', async () => {
    await closeDatabase();
    vi.useFakeTimers();
    const stuck = new IDBFactory();
    vi.spyOn(stuck, 'open').mockReturnValue(new IDBOpenDBRequest());
    vi.stubGlobal('indexedDB', stuck);
    const opening = expect(readSync('x')).rejects.toMatchObject({ kind: 'storage', message: 'bgStorageBlocked' });
    await vi.advanceTimersByTimeAsync(5000);
    await opening;
  });

  it('T3, T6: keeps the old generation whole when the disk is full at any write', async () => {
    const puts = async (work: () => Promise<void>) => {
      const spy = vi.spyOn(IDBObjectStore.prototype, 'put');
      await work();
      const count = spy.mock.calls.length;
      spy.mockRestore();
      return count;
    };
    const total = await puts(async () => {
      await syncOnce('a');
      await syncOnce('b', 60_000);
    });
    for (let at = 1; at <= total; at += 1) {
      await freshBrowser();
      await writeConnection(connection);
      await syncOnce('a');
      let left = at;
      // oxlint-disable-next-line typescript/unbound-method -- it is called with the `this` of each call
      const put = IDBObjectStore.prototype.put;
      const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...of) {
        left -= 1;
        if (left > 0) return put.apply(this, of);
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      });
      const failure = await syncOnce('b', 60_000).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      spy.mockRestore();
      if (!failure) {
        // Only what comes after the swap may fail unnoticed.
        expect(at).toBeGreaterThan(8);
        break;
      }
      expect(failure).toMatchObject({ kind: 'storage', message: 'bgStorageFull' });
      expect(await isShown('A')).toBe(true);
      expect(await isShown('B')).toBe(false);
      expect((await readStatuses()).get(connection.id)?.error?.kind).toBe('storage');
      await syncOnce('b', 120_000);
      expect(await isShown('B')).toBe(true);
      expect(await useDatabase((base) => base.count('badges'))).toBe(1);
    }
  });

  it('T9: leaves damaged records out, throws nothing, and fetches again', async () => {
    const stores = ['nodes', 'badges', 'places', 'texts', 'names', 'syncs'] as const;
    const path = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...stores), path, fc.anything({ maxDepth: 1 }), async (store, steps, junk) => {
        await freshBrowser();
        await writeConnection(connection);
        await syncOnce('a');
        await useDatabase(async (base) => {
          const [key] = await base.getAllKeys(store);
          const [record] = await base.getAll(store);
          const damaged =
            typeof record === 'string' ? damageText(record, steps, junk) : damage(structuredClone(record), steps, junk);
          if (key) await base.put(store, damaged as never, key);
        });
        await resolveAll([connection], [ref]);
        await detailsIn([connection], aNode('a').key);
        await searchNodes('a', 10);
        await welcome('https://app.snowflake.com/');
        await syncOnce('a', 20 * 60_000);
        expect(await isShown('A')).toBe(true);
        expect((await detailsIn([connection], aNode('a').key))?.node).toEqual(aNode('a'));
      }),
      { numRuns: 300 },
    );
  });

  it.each([1.5, 2 ** 53, Number.MAX_SAFE_INTEGER, Number.NaN])(
    'T9: does not count on from a generation that is damaged to %s',
    async (generation) => {
      await syncOnce('a');
      await useDatabase(async (base) => {
        const record = await base.get('syncs', connection.id);
        if (!record?.live) throw new Error('no sync is on record');
        await base.put('syncs', { ...record, live: { ...record.live, generation } }, connection.id);
      });
      await syncOnce('a', 20 * 60_000);
      expect(await isShown('A')).toBe(true);
      await syncOnce('b', 40 * 60_000);
      expect([await isShown('A'), await isShown('B')]).toEqual([false, true]);
    },
  );

  it.each([{ fetchedAt: Number.NaN }, { fetchedAt: 1e300 }, { triedAt: Number.NaN }, { pages: 2 ** 40 }])(
    'T9: fetches again where a time or number of a sync is damaged to %j',
    async ({ fetchedAt, triedAt, pages }) => {
      await syncOnce('a');
      await useDatabase(async (base) => {
        const record = await base.get('syncs', connection.id);
        if (!record?.live) throw new Error('no sync is on record');
        const { live } = record;
        const { source, mark } = live;
        const building = {
          source,
          mark,
          generation: 2,
          startedAt: live.fetchedAt,
          pages: pages ?? 0,
          nodes: 1,
          models: 1,
        };
        const damaged = {
          ...record,
          triedAt: triedAt ?? record.triedAt,
          live: { ...live, generation: live.generation + 1, fetchedAt: fetchedAt ?? live.fetchedAt },
          ...(pages !== undefined && { building: { ...building, isWhole: true, isSecondPass: true } }),
        };
        await base.put('syncs', damaged as never, connection.id);
      });
      const { tools } = fakeTools(pagedSource([[aNode('b')]], 'mark 2').source, Date.parse('2026-03-01T12:20:00Z'));
      await syncConnection(tools, connection.id, 'due');
      expect([await isShown('A'), await isShown('B')]).toEqual([false, true]);
    },
  );

  it.each([
    ['badges', '"type":"model"', '"type":"m\u00ef"'],
    ['badges', '"state":"', '"state":"un'],
    ['badges', '"shape":"', '"shape":"t'],
    ['nodes', '"status":"success"', '"status":"succe3s"'],
  ] as const)(
    'T9: leaves out what has a word in %s that nobody can say, and no other name with it',
    async (store, word, damaged) => {
      const run = { status: 'success' as const, at: '2026-03-01T11:00:00.000Z' };
      const pages = [[aNode('a', { run }), aNode('b', { run })]];
      const { tools, clock } = fakeTools(pagedSource(pages).source);
      await syncConnection(tools, connection.id, 'asked');
      await useDatabase(async (base) => {
        const [key] = await base.getAllKeys(store);
        const [record = ''] = await base.getAll(store);
        if (key) await base.put(store, record.replace(word, damaged), key);
      });
      const found = await resolveAll([connection], [ref, { ...ref, name: 'B' }]);
      const said = found.map((resolution) => withSpoken(resolution, clock.now).status);
      expect(said).toEqual([store === 'badges' ? 'unknown' : 'matched', 'matched']);
      const cards = await Promise.all(['a', 'b'].map((name) => detailsIn([connection], aNode(name).key)));
      expect(cards.map((card) => card !== undefined)).toEqual([store === 'badges', true]);
      clock.now += 20 * 60_000;
      await syncConnection(tools, connection.id, 'due');
      expect(await isShown('A')).toBe(true);
      expect(await detailsIn([connection], aNode('a').key)).toBeDefined();
    },
  );

  it('T9: tells why a sync failed also where the time of the last one is damaged', async () => {
    await syncOnce('a');
    const { syncStatus } = await fakeBrowser.storage.local.get('syncStatus');
    const damaged = JSON.stringify(syncStatus).replace(/"syncedAt":"[^"]+"/, '"syncedAt":"2026-99-01"');
    await fakeBrowser.storage.local.set({ syncStatus: JSON.parse(damaged) });
    const { tools } = fakeTools(pagedSource([[aNode('b')]]).source, Date.parse('2026-03-01T12:20:00Z'));
    const closed = { ...tools, isAllowed: async () => false };
    await syncConnection(closed, connection.id, 'asked').catch(() => undefined);
    expect((await readStatuses()).get(connection.id)?.error?.kind).toBe('not-allowed');
  });

  it('T9: asks dbt anew although nothing changed there, once a record was found damaged', async () => {
    await syncOnce('a');
    await useDatabase(async (base) => {
      const [key] = await base.getAllKeys('badges');
      const [record = ''] = await base.getAll('badges');
      if (key) await base.put('badges', record.replace('"uniqueId"', '"uniqueld"'), key);
    });
    expect(await isShown('A')).toBe(false);
    const { source, asked } = pagedSource([[aNode('a')]]);
    const { tools } = fakeTools(source, Date.parse('2026-03-01T12:20:00Z'));
    await syncConnection(tools, connection.id, 'due');
    expect(asked).toEqual(['probe', 'page 0']);
    expect(await isShown('A')).toBe(true);
  });

  it('T5: a token survives what the cache does not', async () => {
    const cloud = aCloudConnection();
    await writeToken(cloud, 'dbtc_x', 1);
    await useDatabase(async (base) => base.put('syncs', 'nonsense' as never, cloud.id));
    expect(await readSync(cloud.id)).toEqual({ stale: [] });
    expect((await readToken(cloud))?.token).toBe('dbtc_x');
  });
});

/** A text that lost some characters or has other ones, as the disk would do it to any; or junk in its place. */
function damageText(text: string, [at = 0, length = 0, ...others]: number[], junk: unknown): unknown {
  if (others.length > 1) return junk;
  const from = (at * 37) % text.length;
  return text.slice(0, from) + (others.length > 0 ? '\u0000'.repeat(length) : '') + text.slice(from + length);
}

/** A record with junk somewhere inside: each step chooses one of the members that are there. */
function damage(record: unknown, [step = 0, ...steps]: number[], junk: unknown): unknown {
  if (typeof record !== 'object' || record === null) return junk;
  const keys = Object.keys(record);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return junk;
  const members: Record<string, unknown> = Object.fromEntries(Object.entries(record));
  const inner = steps.length === 0 ? junk : damage(members[key], steps, junk);
  return Object.assign(record, { [key]: inner });
}
