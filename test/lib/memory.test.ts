import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { disconnect, sweep } from '../../lib/connect';
import { closeDatabase } from '../../lib/database';
import { stageFiles } from '../../lib/dropped-files';
import { detailsIn, resolveAll, searchNodes, welcome } from '../../lib/look-up';
import { readStatuses, writeConnection } from '../../lib/settings';
import { syncConnection } from '../../lib/sync';
import { readToken, writeToken } from '../../lib/tokens';
import { groupsIn } from '../grouped-names';
import { aCloudConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

const connection = aCloudConnection();
const ref = { database: 'ANALYTICS', schema: 'MARTS', name: 'A' };

/** Browsers that open no database: a damaged folder in Chromium, "never remember history" in Firefox. */
const refusals = [
  ['T1', 'a damaged database', 'UnknownError'],
  ['T7', 'a browser that is always private', 'InvalidStateError'],
] as const;

function refuseToOpen(name: string): void {
  const broken = new IDBFactory();
  vi.spyOn(broken, 'open').mockImplementation(() => {
    throw new DOMException('It does not open.', name);
  });
  vi.stubGlobal('indexedDB', broken);
}

beforeEach(freshBrowser);
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(refusals)('%s: with %s', (row, _what, name) => {
  beforeEach(async () => {
    await closeDatabase();
    refuseToOpen(name);
    await writeConnection(connection);
    await writeToken(connection, 'dbtc_canary', 1);
  });
  const later = aNode('b', { parents: ['model.shop.a'] });
  const sync = async (pages = [[aNode('a', { run: { status: 'error' } })], [later]]) => {
    const { tools } = fakeTools(pagedSource(pages).source);
    await syncConnection(tools, connection.id, 'asked');
    return tools;
  };

  it(`${row}: names are found, cards open and search answers from memory`, async () => {
    await sync();
    expect(await resolveAll([connection], [ref])).toMatchObject([{ status: 'matched', node: { name: 'a' } }]);
    expect((await detailsIn([connection], later.key))?.node.upstream).toMatchObject([{ name: 'a' }]);
    expect(await searchNodes('a', 5)).not.toEqual([]);
    const welcomed = await welcome('https://app.snowflake.com/');
    expect(welcomed && groupsIn(welcomed.vocabulary)).toMatchObject([{ names: ['A', 'B'] }]);
  });

  it(`${row}: the status says so once, and no error is made of it`, async () => {
    await sync();
    await sync();
    const status = (await readStatuses()).get(connection.id);
    expect(status?.error).toBeUndefined();
    expect(status?.notes).toEqual([{ kind: 'storage', message: 'bgMemory' }]);
  });

  it(`${row}: the token lies in the session only, survives the worker, and is forgotten with its connection`, async () => {
    const local = JSON.stringify(await fakeBrowser.storage.local.get(null));
    expect(local).not.toContain('canary');
    await closeDatabase();
    expect((await readToken(connection))?.token).toBe('dbtc_canary');
    await disconnect({ ...(await sync()), check: async () => ({ steps: [] }) }, connection.id);
    expect(await readToken(connection)).toBeUndefined();
    expect(await fakeBrowser.storage.session.get(null)).toEqual({});
  });

  it(`${row}: the next worker knows nothing and reads everything again`, async () => {
    await sync();
    await closeDatabase();
    expect(await resolveAll([connection], [ref])).toEqual([{ status: 'unknown' }]);
    await sync([[aNode('a')]]);
    expect(await resolveAll([connection], [ref])).toMatchObject([{ status: 'matched' }]);
    expect((await readStatuses()).get(connection.id)?.generation).toBe(2);
  });

  it(`${row}: asks for the token after a restart of the browser`, async () => {
    await fakeBrowser.storage.session.clear();
    await expect(sync()).rejects.toMatchObject({ kind: 'no-token', message: 'bgMemoryToken Prod' });
  });

  it(`${row}: takes no files, for they would be lost, and sweeps without complaint`, async () => {
    await expect(stageFiles('prod', {})).rejects.toMatchObject({ kind: 'storage', message: 'bgStorageBroken' });
    await sync();
    await sweep();
    expect(await resolveAll([connection], [ref])).toMatchObject([{ status: 'matched' }]);
  });
});
