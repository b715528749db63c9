// @vitest-environment happy-dom

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import background from '../../entrypoints/background';
import type { Connection } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { readConnections, readStatuses } from '../../lib/settings';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallMetadataToken,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import {
  ask,
  consoleAddress,
  consolePage,
  isSynced,
  optionsPage,
  startBackground,
  statusWhere,
} from './background-rig';
import { aConnection, freshLocks, patience } from './stand-ins';

const hosts = ['https://app.snowflake.com/*', `https://${smallHost}/*`, `https://${smallDiscoveryHost}/*`];
const minute = 60_000;

/** A connection to the small platform; without `accountId` as somebody makes it who knows the environment only. */
function cloud(id: string, changes: Partial<Connection> = {}, account = true): Connection {
  return aConnection({
    id,
    name: id,
    source: {
      kind: 'dbt-cloud',
      accessUrl: `https://${smallHost}`,
      discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
      ...(account && { accountId: '100', projectId: '200' }),
      environmentId: String(smallEnvironment),
      linkStyle: 'catalog',
    },
    ...changes,
  });
}

let platform: ReturnType<typeof smallPlatform>;
let clock: number;

beforeEach(async () => {
  platform = smallPlatform();
  await startBackground(hosts, platform.fetch);
  clock = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function add(connection: Connection, token = smallToken) {
  const result = await ask('connect', { connection, token, save: true }, optionsPage);
  await statusWhere(connection.id, (status) => isSynced(status) || status.error !== undefined);
  return result;
}

/** The browser's alarm of that name. */
const ring = (name: string) =>
  fakeBrowser.alarms.onAlarm.trigger({ name, scheduledTime: clock, persistAcrossSessions: true });
const orders = { database: 'ANALYTICS', schema: 'MARTS', name: 'DIM_CUSTOMERS' };
const resolveBoth = (connectionIds: string[]) => ask('resolve', { connectionIds, refs: [orders] }, consolePage);
/** Probes and lists asked of Discovery since the last look. */
function queries(): string[] {
  const bodies = platform.requests.map(({ body }) => /query (\w+)/.exec(body)?.[1] ?? '').filter(Boolean);
  platform.requests.length = 0;
  return bodies;
}

describe('a token with Metadata Only', () => {
  it('connects and syncs with nothing but the environment id', async () => {
    const { steps } = await add(cloud('prod', {}, false), smallMetadataToken);
    expect(steps.map(({ outcome }) => outcome)).not.toContain('failed');
    expect((await statusWhere('prod', isSynced)).nodeCount).toBeGreaterThan(5);
    expect((await resolveBoth(['prod']))[0]?.status).toBe('matched');
  });

  it('is synced again when due, and says that jobs may not be read', async () => {
    await add(cloud('prod'), smallMetadataToken);
    queries();
    platform.setArtifacts(smallEnvironment, undefined);
    clock += 16 * minute;
    await ring('probe');
    const failed = await statusWhere('prod', ({ error }) => error !== undefined);
    expect(failed.error?.kind).toBe('not-found');
    expect(failed.nodeCount).toBeGreaterThan(5);
    expect((await resolveBoth(['prod']))[0]?.status).toBe('matched');
    expect(queries()).toEqual(['Probe']);
  });

  it('tells what is missing in notes', async () => {
    await add(cloud('prod'), smallMetadataToken);
    expect((await statusWhere('prod', isSynced)).notes).toEqual([
      { kind: 'jobs-forbidden', message: 'dbtForbiddenAdmin prod' },
    ]);
  });
});

describe('a due sync', () => {
  it('asks one probe a connection and no list when nothing changed, and lists after a day', async () => {
    await add(cloud('one'));
    await add(cloud('two'));
    queries();
    clock += 16 * minute;
    await ring('probe');
    await vi.waitFor(
      () => expect(platform.requests.filter(({ body }) => body.includes('Probe'))).toHaveLength(2),
      patience,
    );
    expect(queries()).toEqual(['Probe', 'Probe']);
    clock += 25 * 60 * minute;
    await fakeBrowser.runtime.onStartup.trigger();
    // Totals, page and neighbours of both: the next test must not meet what is still under way here.
    const lists = () => platform.requests.filter(({ body }) => body.includes('snapshots('));
    await vi.waitFor(() => expect(lists()).toHaveLength(6), patience);
    const today = new Date(clock).toISOString();
    for (const id of ['one', 'two']) await statusWhere(id, (status) => isSynced(status) && status.syncedAt === today);
  });

  it('does not come when no console is open', async () => {
    await add(cloud('one'));
    queries();
    Object.assign(fakeBrowser.tabs, { query: async () => [] });
    clock += 16 * minute;
    await ring('probe');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(queries()).toEqual([]);
  });

  it('N20: 10 tabs and 50 clicks on Refresh are one sync of one connection', async () => {
    await add(cloud('one'));
    clock += 16 * minute;
    queries();
    const tabs = Array.from({ length: 10 }, (_, tab) =>
      ask('hello', { url: consoleAddress }, { ...consolePage, tab: { id: tab, url: consoleAddress } }),
    );
    const clicks = Array.from({ length: 50 }, (_, at) =>
      ask('sync', { connectionId: 'one' }, { ...optionsPage, tab: { id: 100 + (at % 10) } }),
    );
    await Promise.all([...tabs, ...clicks]);
    await statusWhere('one', isSynced);
    expect(queries().filter((name) => name === 'Probe').length).toBeLessThanOrEqual(2);
    expect(platform.requests.length).toBeLessThanOrEqual(60);
  });

  it('N10: comes as soon as the network is back, for whoever could not be reached', async () => {
    await add(cloud('one'));
    platform.faults.add({ fault: 'reset' });
    vi.spyOn(Math, 'random').mockReturnValue(-0.5);
    clock += 16 * minute;
    await ring('probe');
    await statusWhere('one', ({ error }) => error?.kind === 'unavailable');
    platform.faults.clear();
    dispatchEvent(new Event('online'));
    await statusWhere('one', isSynced);
  });

  it('N19: is exactly one after eight hours of sleep, however many events come with the waking', async () => {
    await add(cloud('one'));
    queries();
    clock += 8 * 60 * minute;
    const tabs = Array.from({ length: 5 }, () => ask('hello', { url: consoleAddress }, consolePage));
    await Promise.all([ring('probe'), ring('probe'), fakeBrowser.runtime.onStartup.trigger(), ...tabs]);
    await vi.waitFor(() => expect(platform.requests.some(({ body }) => body.includes('Probe'))).toBe(true), patience);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(queries()).toEqual(['Probe']);
  });

  it('W3: is begun by each event that may wake a worker', async () => {
    await add(cloud('one'));
    const wakes: (() => Promise<unknown>)[] = [
      () => ring('probe'),
      () => fakeBrowser.runtime.onStartup.trigger(),
      () => fakeBrowser.runtime.onInstalled.trigger({ reason: 'update' } as never),
      () => ask('hello', { url: consoleAddress }, consolePage),
      () => ring('resume:one'),
    ];
    for (const wake of wakes) {
      freshLocks();
      clock += 16 * minute;
      queries();
      await wake();
      await vi.waitFor(() => expect(platform.requests.some(({ body }) => body.includes('Probe'))).toBe(true), patience);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

describe('several connections of one console', () => {
  it('say of an environment that dbt calls staging that it is, whether or not somebody ticked it', async () => {
    const { source } = cloud('stage');
    if (source.kind !== 'dbt-cloud') throw new Error('not what this test is about');
    await add(cloud('stage', { source: { ...source, deploymentType: 'staging' } }));
    const [found] = await resolveBoth(['stage']);
    if (found?.status !== 'matched') throw new Error('not matched');
    const details = await ask('node', { key: nodeKeyOf(found.node) }, consolePage);
    expect(details?.origin.isStaging).toBe(true);
  });

  it('are all greeted, and a table that two of them build is told twice', async () => {
    await add(cloud('prod'));
    await add(cloud('staging', { isStaging: true }));
    const welcome = await ask('hello', { url: consoleAddress }, consolePage);
    expect(welcome?.connectionIds).toEqual(['prod', 'staging']);
    expect(welcome?.statuses.map(({ connectionId }) => connectionId)).toEqual(['prod', 'staging']);
    const [both] = await resolveBoth(['prod', 'staging']);
    if (both?.status !== 'ambiguous') throw new Error('not ambiguous');
    expect(both.nodes.map(({ connectionId }) => connectionId)).toEqual(['prod', 'staging']);
    const names = (await readConnections()).map(({ name }) => name);
    expect(both.nodes.map(({ connectionName }) => connectionName)).toEqual(names);
    const details = await Promise.all(both.nodes.map((node) => ask('node', { key: nodeKeyOf(node) }, consolePage)));
    expect(details.map((one) => one?.origin.isStaging)).toEqual([false, true]);
    expect((await resolveBoth(['prod']))[0]?.status).toBe('matched');
  });

  it('stand apart where the address tells which warehouse it is', async () => {
    await add(cloud('here', { onlyWhere: ['org/account'] }));
    await add(cloud('there', { onlyWhere: ['org/other'] }));
    expect((await ask('hello', { url: consoleAddress }, consolePage))?.connectionIds).toEqual(['here']);
    expect(await resolveBoth(['there'])).toEqual([{ status: 'unknown' }]);
  });

  it('are told of where nothing is for this account but something for others: a page may go there without being loaded anew', async () => {
    await add(cloud('here', { onlyWhere: ['Org/Account', 'org/other'] }));
    const url = 'https://app.snowflake.com/org/third/#/';
    const welcome = await ask('hello', { url }, { ...consolePage, tab: { id: 1, url } });
    expect(welcome).toMatchObject({ connectionIds: [], places: ['org/account', 'org/other'], statuses: [] });
    expect(welcome?.vocabulary.projects).toEqual([]);
    expect((await ask('hello', { url: consoleAddress }, consolePage))?.places).toEqual(['org/account', 'org/other']);
  });

  it('leave the others whole when one goes', async () => {
    await add(cloud('one'));
    await add(cloud('two'), smallMetadataToken);
    await ask('disconnect', { connectionId: 'one' }, optionsPage);
    expect([...(await readStatuses()).keys()]).toEqual(['two']);
    expect((await resolveBoth(['two']))[0]?.status).toBe('matched');
  });

  it('N21: a connection whose token was revoked or whose answers never come holds no other up', async () => {
    await add(cloud('revoked'), smallMetadataToken);
    await add(cloud('well'));
    platform.tokens.revoke(smallMetadataToken);
    clock += 16 * minute;
    await ring('probe');
    await statusWhere('revoked', ({ error }) => error?.kind === 'unauthorized');
    expect((await readStatuses()).get('well')?.error).toBeUndefined();

    platform.tokens.add({
      token: 'dbtc_fake_slow',
      kind: 'service',
      accountIds: [100],
      permissions: ['Metadata Only'],
    });
    await add(cloud('slow'), 'dbtc_fake_slow');
    platform.faults.add({ fault: 'silent', token: 'dbtc_fake_slow' });
    queries();
    clock += 16 * minute;
    await ring('probe');
    // The silent one is asked first or second: the other's probe does not wait for the end of it.
    await vi.waitFor(
      () => expect(platform.requests.filter(({ body }) => body.includes('Probe'))).toHaveLength(2),
      patience,
    );
    await ask('sync', { connectionId: 'well' }, optionsPage);
    expect((await readStatuses()).get('well')?.error).toBeUndefined();
  });
});

describe('a worker that starts', () => {
  it('W4: has its alarm again after an update wiped all alarms', async () => {
    await fakeBrowser.alarms.clearAll();
    background.main();
    await vi.waitFor(
      async () => expect((await fakeBrowser.alarms.getAll()).map(({ name }) => name)).toContain('probe'),
      patience,
    );
  });
});
