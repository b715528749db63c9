import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { useDatabase } from '../../lib/database';
import { AppError } from '../../lib/errors';
import { detailsIn, resolveAll, searchNodes, welcome } from '../../lib/look-up';
import type { Connection, DbtNode, SyncStatus } from '../../lib/model';
import { deleteConnection, readStatuses, writeConnection } from '../../lib/settings';
import type { Source } from '../../lib/sources/source';
import { readSync } from '../../lib/store';
import { type Reason, syncConnection } from '../../lib/sync';
import { writeToken } from '../../lib/tokens';
import { groupsIn } from '../grouped-names';
import { aCloudConnection, aConnection, aNode, fakeTools, freshBrowser, freshLocks, pagedSource } from './stand-ins';

const connection = aConnection();
const page = 'https://app.snowflake.com/org/account/#/data';
const orders = { database: 'ANALYTICS', schema: 'MARTS', name: 'FCT_ORDERS' };
const minute = 60_000;

beforeEach(async () => {
  await freshBrowser();
  await writeConnection(connection);
});

async function statusOf(id = connection.id): Promise<SyncStatus> {
  const status = (await readStatuses()).get(id);
  if (!status) throw new Error('no status');
  return status;
}

async function shownNames(of: Connection = connection): Promise<string[]> {
  const welcomed = await welcome(page);
  return of && welcomed ? groupsIn(welcomed.vocabulary).flatMap(({ names }) => names) : [];
}

/** Runs a sync and gives the error it ended with. */
async function failing(...[tools, id, reason]: Parameters<typeof syncConnection>): Promise<AppError> {
  try {
    await syncConnection(tools, id, reason);
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('the sync did not fail');
}

function unavailable(): AppError {
  return new AppError('unavailable', 'dbt cannot be reached.');
}

/** A source that fails where `fails` says so, by the number of the request; everything else as in `pagedSource`. */
function failingSource(pages: DbtNode[][], fails: (request: string, count: number) => AppError | undefined) {
  const { source, asked } = pagedSource(pages);
  const guard = (request: string) => {
    const count = asked.filter((one) => one === request).length;
    const error = fails(request, count);
    if (error) throw error;
  };
  const guarded: Source = {
    probe: async (context) => {
      const answer = await source.probe(context);
      guard('probe');
      return answer;
    },
    page: async (context, from) => {
      const answer = await source.page(context, from);
      guard(`page ${from ?? '0'}`);
      return answer;
    },
  };
  return { source: guarded, asked };
}

describe('a sync', () => {
  it('brings nodes from the source to resolve, card, search, vocabulary and status', async () => {
    const { source } = pagedSource([
      [aNode('fct_orders')],
      [aNode('dim_shops', { description: 'Every shop we own.' })],
    ]);
    const { tools, calls } = fakeTools(source);
    await syncConnection(tools, connection.id, 'asked');

    const [matched, unknown] = await resolveAll([connection], [orders, { ...orders, name: 'NOBODY' }]);
    expect(matched).toMatchObject({ status: 'matched', node: { name: 'fct_orders', type: 'model' } });
    expect(unknown).toEqual({ status: 'unknown' });
    expect(await detailsIn([connection], 'prod:model.shop.dim_shops')).toMatchObject({ node: { name: 'dim_shops' } });
    expect((await searchNodes('shop own', 10)).map(({ name }) => name)).toEqual(['dim_shops']);
    expect(await shownNames()).toEqual(['DIM_SHOPS', 'FCT_ORDERS']);
    expect(await statusOf()).toEqual({
      connectionId: 'prod',
      syncedAt: new Date(tools.now()).toISOString(),
      nodeCount: 2,
      generation: 1,
      notes: [],
      log: [{ at: new Date(tools.now()).toISOString(), outcome: 'ok', nodeCount: 2 }],
    });
    expect(calls.size).toBe(0);
  });

  it('finds what is called as asked first, whichever connection it is of', async () => {
    const bring = async (id: string, names: string[]) => {
      await writeConnection(aConnection({ id }));
      const { source } = pagedSource([names.map((name) => aNode(name, { connectionId: id }))]);
      await syncConnection(fakeTools(source).tools, id, 'asked');
    };
    await bring('first', ['orders_a', 'orders_b']);
    await bring('second', ['orders']);
    expect((await searchNodes('orders', 2)).map(({ key }) => key)).toEqual([
      'second:model.shop.orders',
      'first:model.shop.orders_a',
    ]);
  });

  it('fetches nothing when the mark is the same, everything after a day or when a person asks', async () => {
    const { source, asked } = pagedSource([[aNode('a')]]);
    const { tools, clock } = fakeTools(source);
    const requestsOf = async (reason: Reason, later: number) => {
      asked.length = 0;
      clock.now += later;
      await syncConnection(tools, connection.id, reason);
      return asked.join();
    };
    expect(await requestsOf('due', 0)).toBe('probe,page 0');
    expect(await requestsOf('due', minute)).toBe('');
    expect(await requestsOf('due', 15 * minute)).toBe('probe');
    expect(await requestsOf('asked', minute)).toBe('probe,page 0');
    expect(await requestsOf('due', 25 * 60 * minute)).toBe('probe,page 0');
  });

  it('fetches where the source does not know when it changed', async () => {
    const { source, asked } = pagedSource([[aNode('a')]], '');
    const { tools, clock } = fakeTools(source);
    await syncConnection(tools, connection.id, 'due');
    clock.now += 20 * minute;
    await syncConnection(tools, connection.id, 'due');
    expect(asked.join()).toBe('probe,page 0,probe,page 0');
  });

  it('changes the generation with every change of data, the version of the names only with the names', async () => {
    const { tools, clock } = fakeTools(pagedSource([[aNode('a')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    const before = (await welcome(page))?.vocabulary.version;
    clock.now += minute;
    await syncConnection(tools, connection.id, 'asked');
    expect((await statusOf()).generation).toBe(2);
    expect((await welcome(page))?.vocabulary.version).toBe(before);
    clock.now += minute;
    await syncConnection({ ...tools, sourceOf: () => pagedSource([[aNode('b')]]).source }, connection.id, 'asked');
    expect((await welcome(page))?.vocabulary.version).not.toBe(before);
  });

  it('leaves nothing of an old generation on disk', async () => {
    const { tools, clock } = fakeTools(pagedSource([[aNode('a'), aNode('b')]]).source);
    for (let times = 0; times < 3; times += 1) {
      await syncConnection(tools, connection.id, 'asked');
      clock.now += minute;
    }
    for (const store of ['nodes', 'badges', 'places', 'texts', 'names'] as const) {
      expect(await useDatabase((base) => base.count(store))).toBe(1);
    }
  });

  it('names the trouble above a node in the node and in its badge', async () => {
    const failed = aNode('stg_orders', { run: { status: 'error', message: 'boom' } });
    const child = aNode('fct_orders', {
      parents: [failed.uniqueId],
      run: { status: 'success' },
      tests: [{ uniqueId: 't', name: 't', status: 'pass' }],
    });
    await syncConnection(fakeTools(pagedSource([[child], [failed]]).source).tools, connection.id, 'asked');
    expect((await detailsIn([connection], child.key))?.node.upstream).toEqual([
      { uniqueId: failed.uniqueId, name: 'stg_orders', what: 'error' },
    ]);
    const [resolution] = await resolveAll([connection], [orders]);
    expect(resolution).toMatchObject({ node: { health: { reasons: [{ what: 'upstream-trouble' }, {}] } } });
  });

  it('tells how far it is, at most twice a second', async () => {
    const told: (number | undefined)[] = [];
    const { tools, clock } = fakeTools(pagedSource(Array.from({ length: 6 }, (_, at) => [aNode(`n${at}`)])).source);
    const { source } = pagedSource(Array.from({ length: 6 }, (_, at) => [aNode(`n${at}`)]));
    const slow: Source = {
      probe: (context) => source.probe(context),
      page: async (context, from) => {
        clock.now += 250;
        told.push((await readStatuses()).get(connection.id)?.progress?.done);
        return source.page(context, from);
      },
    };
    await syncConnection({ ...tools, sourceOf: () => slow }, connection.id, 'asked');
    expect(told).toEqual([0, 0, 2, 2, 4, 4]);
    expect((await statusOf()).progress).toBeUndefined();
  });

  it('tells how far it is with putting in order what was read', async () => {
    const { tools, clock } = fakeTools(pagedSource([Array.from({ length: 2500 }, (_, at) => aNode(`n${at}`))]).source);
    const told: number[] = [];
    fakeBrowser.storage.onChanged.addListener(({ syncStatus }) => {
      // As written by the background
      const statuses = Object.values(syncStatus?.newValue ?? {}) as SyncStatus[];
      told.push(...statuses.flatMap(({ progress }) => progress?.filing?.done ?? []));
    });
    await syncConnection({ ...tools, now: () => (clock.now += 1000) }, connection.id, 'asked');
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(told.at(-1)).toBe(5000);
  });

  it('N1: stops at 401 without a second try, and asks dbt nothing more until the token changes', async () => {
    const cloud = aCloudConnection();
    await writeConnection(cloud);
    await writeToken(cloud, 'dbtc_old', 1);
    const { source, asked } = failingSource([[aNode('a')]], () => new AppError('unauthorized', 'Refused.'));
    const { tools, clock } = fakeTools(source);
    expect((await failing(tools, cloud.id, 'asked')).kind).toBe('unauthorized');
    clock.now += 60 * minute;
    expect((await failing(tools, cloud.id, 'asked')).kind).toBe('unauthorized');
    expect(asked).toEqual(['probe']);
    await writeToken(cloud, 'dbtc_new', 2);
    expect((await failing(tools, cloud.id, 'asked')).kind).toBe('unauthorized');
    expect(asked).toEqual(['probe', 'probe']);
  });

  it('N4: rests as told if that is a second to an hour, else five minutes, also in the next worker', async () => {
    const cloud = aCloudConnection();
    await writeConnection(cloud);
    await writeToken(cloud, 'dbtc_x', 1);
    const cases = [
      [undefined, 5 * minute],
      [7 * minute, 7 * minute],
      [0, 5 * minute],
      [-5, 5 * minute],
      [1e12, 5 * minute],
      [Number.NaN, 5 * minute],
    ];
    for (const [day, [told, expected]] of cases.entries()) {
      const { tools, clock, calls } = fakeTools(pagedSource([[aNode('a')]]).source);
      clock.now += day * 24 * 60 * minute;
      const at = clock.now;
      const limited = told === undefined ? {} : { retryAt: at + told };
      const { source, asked } = failingSource([[aNode('a')]], () => new AppError('rate-limited', 'Wait.', limited));
      const limitedTools = { ...tools, sourceOf: () => source };
      expect((await failing(limitedTools, cloud.id, 'asked')).kind).toBe('rate-limited');
      expect(calls.get(cloud.id)).toBe(at + (expected ?? 0));
      clock.now += (expected ?? 0) - 1;
      expect((await failing(limitedTools, cloud.id, 'asked')).kind).toBe('rate-limited');
      expect(asked).toEqual(['probe']);
      clock.now += 1;
      await failing(limitedTools, cloud.id, 'resume');
      expect(asked).toEqual(['probe', 'probe']);
    }
  });

  it.each([1, 2, 3, 4])('N5: goes on at the same page after %i failures, with growing pauses', async (failures) => {
    const { source, asked } = failingSource([[aNode('a')], [aNode('b')]], (request, count) =>
      request === 'page 1' && count <= failures ? unavailable() : undefined,
    );
    const { tools, pauses } = fakeTools(source);
    await syncConnection(tools, connection.id, 'asked');
    expect(pauses).toEqual([1000, 2000, 4000, 8000].slice(0, failures));
    expect(asked.filter((request) => request === 'page 0')).toHaveLength(1);
    expect((await statusOf()).nodeCount).toBe(2);
  });

  it('N5: gives up after five tries, shows the old data and says why', async () => {
    const { tools, clock, pauses } = fakeTools(pagedSource([[aNode('old')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    clock.now += minute;
    const { source, asked } = failingSource([[aNode('new')]], () => unavailable());
    await failing({ ...tools, sourceOf: () => source }, connection.id, 'asked');
    expect(asked).toHaveLength(5);
    expect(Math.max(...pauses)).toBeLessThan(20_000);
    expect(await shownNames()).toEqual(['OLD']);
    const { error, nodeCount } = await statusOf();
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error?.message).toMatch(/^dbt cannot be reached\. bgShowingSince /);
    expect(nodeCount).toBe(1);
  });

  it('no-jobs: is told to pages as trouble, and other notes are not', async () => {
    const { source } = pagedSource([[aNode('a')]]);
    const noting = (kind: string): Source => ({
      ...source,
      probe: async (context) => ({ ...(await source.probe(context)), notes: [{ kind, message: `${kind}.` }] }),
    });
    const { tools, clock } = fakeTools(noting('no-docs'));
    await syncConnection(tools, connection.id, 'asked');
    expect((await welcome(page))?.statuses[0]?.error).toBeUndefined();
    clock.now += 60_000;
    await syncConnection({ ...tools, sourceOf: () => noting('no-jobs') }, connection.id, 'asked');
    expect((await welcome(page))?.statuses[0]?.error).toMatchObject({ kind: 'no-jobs', message: 'no-jobs.' });
    expect((await statusOf()).error).toBeUndefined();
  });

  it('N14: stops when the source sends us to the page we come from', async () => {
    const endless: Source = {
      probe: async () => ({ mark: 'm', notes: [] }),
      page: async () => ({ nodes: [aNode('a')], next: 'again' }),
    };
    expect((await failing(fakeTools(endless).tools, connection.id, 'asked')).kind).toBe('bad-response');
    expect((await readSync(connection.id)).building).toBeUndefined();
  });

  it('N15: keeps one record per node and looks a second time when nodes moved between pages', async () => {
    const { source, asked } = pagedSource([[aNode('a'), aNode('b')], [aNode('b')]]);
    await syncConnection(fakeTools(source).tools, connection.id, 'asked');
    expect(asked).toEqual(['probe', 'page 0', 'page 1', 'page 0', 'page 1']);
    expect((await statusOf()).nodeCount).toBe(2);
    expect(await resolveAll([connection], [{ ...orders, name: 'B' }])).toMatchObject([{ status: 'matched' }]);
    expect(await searchNodes('b', 10)).toHaveLength(1);
  });

  it('N17: believes that all models are gone only when a second sync ten minutes later agrees', async () => {
    const { tools, clock, calls } = fakeTools(pagedSource([[aNode('a')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    const empty = { ...tools, sourceOf: () => pagedSource([[]], 'mark 2').source };
    clock.now += minute;
    const first = clock.now;
    expect((await failing(empty, connection.id, 'asked')).message).toBe('bgNoModels');
    expect(calls.get(connection.id)).toBe(first + 10 * minute);
    clock.now += 9 * minute;
    await failing(empty, connection.id, 'asked');
    expect(await shownNames()).toEqual(['A']);
    clock.now = first + 10 * minute;
    await syncConnection(empty, connection.id, 'resume');
    expect(await shownNames()).toEqual([]);
    expect((await statusOf()).nodeCount).toBe(0);
  });

  it('N17: forgets its doubt when the models are back', async () => {
    const { tools, clock } = fakeTools(pagedSource([[aNode('a')]]).source);
    const empty = { ...tools, sourceOf: () => pagedSource([[]], 'mark 2').source };
    await syncConnection(tools, connection.id, 'asked');
    clock.now += minute;
    await failing(empty, connection.id, 'asked');
    clock.now += minute;
    await syncConnection(tools, connection.id, 'asked');
    clock.now += 20 * minute;
    await failing(empty, connection.id, 'asked');
    expect(await shownNames()).toEqual(['A']);
  });

  it('N18: keeps the old generation whole when page 7 of 8 fails, and resumes there', async () => {
    const { tools, clock } = fakeTools(pagedSource([[aNode('old')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    clock.now += minute;
    const pages = Array.from({ length: 8 }, (_, at) => [aNode(`new${at}`)]);
    const { source } = failingSource(pages, (request) => (request === 'page 6' ? unavailable() : undefined));
    await failing({ ...tools, sourceOf: () => source }, connection.id, 'asked');
    expect(await shownNames()).toEqual(['OLD']);
    clock.now += minute;
    const healed = pagedSource(pages);
    await syncConnection({ ...tools, sourceOf: () => healed.source }, connection.id, 'resume');
    expect(healed.asked).toEqual(['page 6', 'page 7']);
    expect(await shownNames()).toEqual(pages.map((_, at) => `NEW${at}`));
  });

  it('N18: begins anew when the settings of the source changed meanwhile', async () => {
    const pages = [[aNode('a')], [aNode('b')]];
    const { source } = failingSource(pages, (request) => (request === 'page 1' ? unavailable() : undefined));
    const { tools } = fakeTools(source);
    await failing(tools, connection.id, 'asked');
    await writeConnection(aConnection({ source: { kind: 'artifacts', baseUrl: 'https://other.example.org/' } }));
    const { source: other, asked } = pagedSource(pages);
    await syncConnection({ ...tools, sourceOf: () => other }, connection.id, 'resume');
    expect(asked).toEqual(['probe', 'page 0', 'page 1']);
  });

  it('shows nothing that was read with other settings, also where the new ones give nothing', async () => {
    const { tools } = fakeTools(pagedSource([[aNode('fct_orders')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    await writeConnection(aConnection({ source: { kind: 'artifacts', baseUrl: 'https://other.example.org/' } }));
    const { source } = failingSource([], () => new AppError('forbidden', 'It is closed.'));
    await failing({ ...tools, sourceOf: () => source }, connection.id, 'due');
    expect(await resolveAll([connection], [orders])).toEqual([{ status: 'unknown' }]);
    const { syncedAt, nodeCount, generation, error } = await statusOf();
    expect([syncedAt, nodeCount, generation, error?.message]).toEqual([undefined, 0, 2, 'It is closed.']);
  });

  it('N19: fetches when the clock has stepped back behind the last sync', async () => {
    const { source, asked } = pagedSource([[aNode('a')]]);
    const { tools, clock } = fakeTools(source);
    await syncConnection(tools, connection.id, 'due');
    clock.now -= 10 * 365 * 24 * 60 * minute;
    asked.length = 0;
    await syncConnection(tools, connection.id, 'due');
    expect(asked).toEqual(['probe', 'page 0']);
  });

  it('N19: ends what a dead worker told of its progress, also where the clock has stepped back and nothing is new', async () => {
    const { source } = pagedSource([[aNode('a')], [aNode('b')]]);
    const { tools, clock } = fakeTools(source);
    await syncConnection(tools, connection.id, 'asked');
    clock.now += 60 * minute;
    const dead = { ...source, page: () => new Promise<never>(() => undefined) };
    void syncConnection({ ...tools, sourceOf: () => dead }, connection.id, 'asked');
    await vi.waitFor(async () => expect((await statusOf()).progress).toBeDefined());
    freshLocks();
    clock.now -= 30 * minute;
    await syncConnection(tools, connection.id, 'resume');
    expect((await statusOf()).progress).toBeUndefined();
  });

  it('N19: tells on how far it is when the clock steps back meanwhile, which keeps the worker alive', async () => {
    const { tools, clock } = fakeTools(pagedSource([]).source);
    const { source } = pagedSource(Array.from({ length: 6 }, (_, at) => [aNode(`n${at}`)]));
    const told: (number | undefined)[] = [];
    const page: Source['page'] = async (context, from) => {
      clock.now += from === '1' ? -60 * minute : minute;
      told.push((await readStatuses()).get(connection.id)?.progress?.done);
      return source.page(context, from);
    };
    await syncConnection({ ...tools, sourceOf: () => ({ ...source, page }) }, connection.id, 'asked');
    expect(told.at(-1)).toBeGreaterThan(3);
  });

  it('N20: is one sync however many ask, and a click right after it brings no request', async () => {
    const { source, asked } = pagedSource([[aNode('a')], [aNode('b')]]);
    const { tools, clock } = fakeTools(source);
    await Promise.all(Array.from({ length: 50 }, () => syncConnection(tools, connection.id, 'asked')));
    clock.now += 1000;
    await syncConnection(tools, connection.id, 'asked');
    expect(asked).toEqual(['probe', 'page 0', 'page 1']);
  });

  it('W5: waits a minute and looks again when another worker holds the lock', async () => {
    const { tools, clock, calls } = fakeTools(pagedSource([[aNode('a')]]).source);
    await navigator.locks.request(`sync:${connection.id}`, async () => {
      await syncConnection(tools, connection.id, 'resume');
    });
    expect(calls.get(connection.id)).toBe(clock.now + minute);
  });

  it('asks for access and sends nothing when the hosts are not allowed', async () => {
    const { source, asked } = pagedSource([[aNode('a')]]);
    const { tools } = fakeTools(source);
    const error = await failing({ ...tools, isAllowed: async () => false }, connection.id, 'asked');
    expect(error).toMatchObject({ kind: 'not-allowed', message: 'bgNotAllowed docs.example.org' });
    expect(asked).toEqual([]);
  });

  it('T2: says that the browser emptied the storage when the token is gone but the status is not', async () => {
    const cloud = aCloudConnection();
    await writeConnection(cloud);
    await writeToken(cloud, 'dbtc_x', 1);
    const { tools, clock } = fakeTools(pagedSource([[aNode('a')]]).source);
    await syncConnection(tools, cloud.id, 'asked');
    await useDatabase(async (base) => {
      for (const store of base.objectStoreNames) await base.clear(store);
    });
    clock.now += minute;
    expect((await failing(tools, cloud.id, 'asked')).message).toBe('bgStorageEmptied Prod');
    await writeToken(cloud, 'dbtc_x', 2);
    await syncConnection(tools, cloud.id, 'asked');
    expect((await statusOf()).generation).toBe(2);
  });

  it('ends quietly with an error for a connection that is gone', async () => {
    await deleteConnection(connection.id);
    expect((await failing(fakeTools(pagedSource([]).source).tools, connection.id, 'due')).kind).toBe('not-configured');
    expect((await readStatuses()).size).toBe(0);
  });
});
