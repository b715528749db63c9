// @vitest-environment happy-dom

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import background from '../../entrypoints/background';
import { useDatabase } from '../../lib/database';
import type { Answer, Question, Reply, Word } from '../../lib/messages/protocol';
import type { Connection } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { readConnections, readStatuses } from '../../lib/settings';
import { readToken, writeToken } from '../../lib/tokens';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import { groupsIn } from '../grouped-names';
import { aConnection, fakePages, freshBrowser, freshLocks, patience } from './stand-ins';

const site = 'https://app.snowflake.com/*';
const dbtHosts = [`https://${smallHost}/*`, `https://${smallDiscoveryHost}/*`];
const address = 'https://app.snowflake.com/org/account/';
const own = 'chrome-extension://test-extension-id';
const options = { id: 'test-extension-id', origin: own, url: `${own}/options.html`, frameId: 0, tab: { id: 9 } };
const page = {
  id: 'test-extension-id',
  origin: 'https://app.snowflake.com',
  url: address,
  tab: { id: 1, url: address },
};

const connection: Connection = aConnection({
  source: {
    kind: 'dbt-cloud',
    accessUrl: `https://${smallHost}`,
    discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
    accountId: '100',
    projectId: '200',
    environmentId: String(smallEnvironment),
    linkStyle: 'catalog',
  },
});

const saving = { connection, token: smallToken, save: true };

let pages: ReturnType<typeof fakePages>;
let platform: ReturnType<typeof smallPlatform>;

beforeEach(async () => {
  await freshBrowser();
  pages = fakePages([site, ...dbtHosts], [7]);
  platform = smallPlatform();
  vi.stubGlobal('fetch', platform.fetch);
  background.main();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function ask<W extends Word>(word: W, question: Question<W>, sender: object = page): Promise<Answer<W>> {
  const reply = await new Promise<Reply<W>>((resolve) => {
    // The fake's types want a whole browser's sender.
    void fakeBrowser.runtime.onMessage.trigger({ word, question }, sender, resolve as never);
  });
  if (!reply.ok) throw Object.assign(new Error(reply.message), { kind: reply.kind });
  return reply.value;
}

async function connected(): Promise<void> {
  await ask('connect', saving, options);
  await vi.waitFor(async () => expect((await readStatuses()).get(connection.id)?.syncedAt).toBeDefined(), patience);
}

describe('the background', () => {
  it('does the main job: connect, keep the token, sync, greet a page, resolve, card', async () => {
    const { steps } = await ask('connect', saving, options);
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    await vi.waitFor(async () => expect((await readStatuses()).get(connection.id)?.syncedAt).toBeDefined(), patience);
    expect((await readToken(connection))?.token).toBe(smallToken);

    const welcome = await ask('hello', { url: 'https://lies.example/' });
    expect(welcome).toMatchObject({ dialect: 'snowflake', connectionIds: ['prod'], statuses: [{ generation: 1 }] });
    const [schema] = welcome ? groupsIn(welcome.vocabulary) : [];
    const [name] = schema?.names ?? [];
    if (!schema || name === undefined) throw new Error('no names');
    const ref = {
      ...(schema.database && { database: schema.database }),
      ...(schema.schema && { schema: schema.schema }),
      name,
    };
    const [resolution] = await ask('resolve', { connectionIds: ['prod'], refs: [ref] });
    if (resolution?.status !== 'matched') throw new Error('not matched');
    // The tests' words are their keys
    expect(resolution.spoken).toMatch(new RegExp(`^healthSpokenName .*${resolution.node.name}, health`));
    const details = await ask('node', { key: nodeKeyOf(resolution.node) });
    // Nobody has told how dbt's platform calls the project.
    expect(details?.origin.project).toBe('shop');
    expect(details?.node.relation.name).toBe(name);
    expect(await ask('search', { text: name.toLowerCase(), limit: 5 }, options)).not.toEqual([]);
  });

  it('answers as many names as a page may ask for in the order it asked', async () => {
    await connected();
    const welcome = await ask('hello', { url: 'https://lies.example/' });
    const known = groupsIn(welcome?.vocabulary ?? { dialect: 'snowflake', version: '', projects: [] });
    const names = known.flatMap((group) => group.names);
    const refs = Array.from({ length: 500 }, (_, at) => ({
      name: at % 3 ? `NO_${at}` : (names[at % names.length] ?? ''),
    }));
    const resolutions = await ask('resolve', { connectionIds: ['prod'], refs });
    const told = resolutions.map((one) => (one.status === 'matched' ? one.node.relation.name : one.status));
    const isTold = (name: string, at: number) => told[at] === name || told[at] === 'ambiguous';
    expect(refs.filter(({ name }, at) => (at % 3 ? told[at] !== 'unknown' : !isTold(name, at)))).toEqual([]);
  });

  it('keeps nothing when the check fails, and says why', async () => {
    const { steps } = await ask('connect', { ...saving, token: 'dbtc_a_token_nobody_made' }, options);
    expect(steps.at(-1)?.outcome).toBe('failed');
    expect(await readConnections()).toEqual([]);
    expect(await readToken(connection)).toBeUndefined();
  });

  it('keeps nothing when a connection is only checked', async () => {
    await ask('connect', { ...saving, save: false }, options);
    expect(await readConnections()).toEqual([]);
  });

  it('S7: asks for the token again when the address of a connection changed', async () => {
    await connected();
    const moved: Connection = {
      ...connection,
      source: { ...connection.source, accessUrl: dbtHosts[1]?.replace('/*', '') } as never,
    };
    await expect(ask('connect', { connection: moved, save: true }, options)).rejects.toMatchObject({
      kind: 'no-token',
      message: 'bgTokenMoved Prod',
    });
  });

  it('S16: sends nothing to dbt when what was pasted is no token', async () => {
    await expect(ask('connect', { ...saving, token: '<html>' }, options)).rejects.toMatchObject({
      message: 'bgTokenOdd',
    });
    expect(platform.requests).toHaveLength(0);
  });

  it('S4, S17: never answers with the token, and forgets everything on disconnect', async () => {
    await connected();
    const answers = [
      await ask('connect', saving, options),
      await ask('hello', { url: address }),
      await ask('search', { text: 'a', limit: 50 }, options),
    ];
    expect(JSON.stringify(answers)).not.toContain(smallToken);
    await ask('disconnect', { connectionId: connection.id }, options);
    expect(await readToken(connection)).toBeUndefined();
    expect(await ask('hello', { url: address })).toBeUndefined();
    expect(await fakeBrowser.storage.local.get(['connections', 'syncStatus'])).toEqual({
      connections: [],
      syncStatus: {},
    });
    expect(pages.registered).toEqual([]);
  });

  it('P15: answers nothing to pages that no connection is for, or that are switched off', async () => {
    await connected();
    const elsewhere = { ...page, tab: { id: 1, url: 'https://console.example/' } };
    expect(await ask('hello', { url: address }, elsewhere)).toBeUndefined();
    expect(await ask('resolve', { connectionIds: ['prod'], refs: [{ name: 'X' }] }, elsewhere)).toEqual([
      { status: 'unknown' },
    ]);
    await fakeBrowser.storage.local.set({ preferences: { offSites: ['https://app.snowflake.com'] } });
    expect(await ask('hello', { url: address })).toBeUndefined();
  });

  it('registers the content script for granted sites, and brings it to open tabs', async () => {
    await connected();
    expect(pages.registered).toMatchObject([
      { id: 'console', matches: [site], allFrames: true, matchOriginAsFallback: true, persistAcrossSessions: true },
    ]);
    expect(pages.injected).toEqual([7]);
  });

  it('puts the card and the reader of editors into the frame that asks, and nowhere without access', async () => {
    const put = vi.spyOn(fakeBrowser.scripting, 'executeScript');
    await ask('bring', { part: 'card' }, { ...page, frameId: 3 });
    expect(put.mock.calls).toEqual([[{ target: { tabId: 1, frameIds: [3] }, files: ['/card.js'] }]]);
    const stranger = { ...page, origin: 'https://console.example', url: 'https://console.example/' };
    await expect(ask('bring', { part: 'editors' }, stranger)).rejects.toMatchObject({ kind: 'not-allowed' });
    expect(put).toHaveBeenCalledTimes(1);
  });

  it('registers for all of several connections that are made and removed at once', async () => {
    const sites = ['https://one.example/*', 'https://two.example/*', 'https://three.example/*'];
    pages.granted.push(...sites);
    // A browser asks another process, and whoever asks meanwhile hears the same.
    const getRegisteredContentScripts = async () => {
      const found = [...pages.registered];
      await new Promise((resolve) => setTimeout(resolve, 20));
      return found;
    };
    Object.assign(fakeBrowser.scripting, { getRegisteredContentScripts });
    const ids = ['one', 'two', 'three'];
    const made = ids.map((id, at) => ({ ...saving, connection: { ...connection, id, sites: [sites[at] ?? ''] } }));
    await Promise.all(made.map((question) => ask('connect', question, options)));
    expect(pages.registered.map(({ matches }) => matches)).toEqual([sites.toSorted()]);
    await Promise.all(ids.map((connectionId) => ask('disconnect', { connectionId }, options)));
    expect(pages.registered).toEqual([]);
  });

  it('W6: takes the content script away and says so when access is withdrawn, and brings it back', async () => {
    await connected();
    pages.granted.splice(pages.granted.indexOf(site), 1);
    await pages.onRemoved.trigger();
    await vi.waitFor(
      async () => expect((await readStatuses()).get(connection.id)?.error?.kind).toBe('not-allowed'),
      patience,
    );
    expect(pages.registered).toEqual([]);
    expect(await ask('hello', { url: address })).toBeUndefined();
    pages.granted.push(site);
    await pages.onAdded.trigger();
    await vi.waitFor(async () => expect((await readStatuses()).get(connection.id)?.error).toBeUndefined(), patience);
    expect(pages.registered).toHaveLength(1);
  });

  it('W6: takes a page out of an open tab also where another host is missing already', async () => {
    await connected();
    const missing = async () => (await readStatuses()).get(connection.id)?.error?.message;
    for (const host of [dbtHosts[0] ?? '', site]) {
      pages.granted.splice(pages.granted.indexOf(host), 1);
      const before = await missing();
      await pages.onRemoved.trigger();
      // Open pages hear of a status that changes, and of nothing else.
      await vi.waitFor(async () => expect(await missing()).not.toBe(before), patience);
    }
    expect(await missing()).toContain('app.snowflake.com');
  });

  it('W1, W4: goes on at an update with a sync that it cut off, although the alarm for that is gone', async () => {
    let isSilent = true;
    vi.stubGlobal('fetch', ((url, init) =>
      isSilent && JSON.stringify(init?.body ?? '').includes('sources(first')
        ? new Promise(() => undefined)
        : platform.fetch(url, init)) satisfies typeof globalThis.fetch);
    await ask('connect', saving, options);
    const status = async () => (await readStatuses()).get(connection.id);
    await vi.waitFor(async () => expect((await status())?.progress).toBeDefined(), patience);
    isSilent = false;
    freshLocks();
    await fakeBrowser.alarms.clearAll();
    await fakeBrowser.runtime.onInstalled.trigger({ reason: 'update', previousVersion: '1' });
    await vi.waitFor(async () => expect((await status())?.syncedAt).toBeDefined(), patience);
    expect((await status())?.progress).toBeUndefined();
  });

  it('forgets with everything else of which accounts requests rest, and what a worker left that died', async () => {
    await connected();
    await useDatabase((database) => database.put('pauses', Date.now() + 60_000, 'https://ab123.us1.dbt.com'));
    await writeToken({ ...connection, id: 'never-kept' }, smallToken, 1);
    await ask('disconnect', {}, options);
    for (const store of ['pauses', 'tokens', 'nodes', 'syncs'] as const) {
      expect([store, await useDatabase((database) => database.count(store))]).toEqual([store, 0]);
    }
  });

  it('N19, W4: moves an alarm that a wrong clock has set years ahead', async () => {
    await fakeBrowser.alarms.clearAll();
    await fakeBrowser.alarms.create('probe', { periodInMinutes: 15, when: Date.now() + 1e11 });
    background.main();
    const soon = Date.now() + 16 * 60_000;
    await vi.waitFor(
      async () => expect((await fakeBrowser.alarms.get('probe'))?.scheduledTime).toBeLessThan(soon),
      patience,
    );
  });

  it('W4: creates its alarm at every start, with a period of at least five minutes', async () => {
    await fakeBrowser.alarms.clearAll();
    background.main();
    await vi.waitFor(async () => expect(await fakeBrowser.alarms.getAll()).toHaveLength(1), patience);
    const [alarm] = await fakeBrowser.alarms.getAll();
    expect(alarm?.periodInMinutes).toBeGreaterThanOrEqual(5);
  });

  it('N6: calls the browser with each request: several slow answers are longer than the silence that ends a worker', async () => {
    const calls = vi.spyOn(fakeBrowser.alarms, 'getAll');
    await connected();
    expect(platform.requests.length).toBeGreaterThan(9);
    expect(calls.mock.calls.length).toBeGreaterThanOrEqual(platform.requests.length);
  });

  it('W3: has all its listeners after the first turn', async () => {
    await freshBrowser();
    fakePages([]);
    background.main();
    for (const event of [
      fakeBrowser.runtime.onMessage,
      fakeBrowser.runtime.onInstalled,
      fakeBrowser.runtime.onStartup,
      fakeBrowser.alarms.onAlarm,
    ]) {
      expect(event.hasListeners()).toBe(true);
    }
  });

  it('M7: answers each of 100 messages once, from the first moment', async () => {
    await connected();
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        ask('hello', { url: address }, { ...page, tab: { id: at % 4, url: address } }),
      ),
    );
    expect(replies.filter((welcome) => welcome?.connectionIds.length === 1)).toHaveLength(100);
  });
});
