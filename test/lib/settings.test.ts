import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import {
  changePreferences,
  changeStatus,
  deleteConnection,
  keepStatuses,
  readConnections,
  readPreferences,
  readStatuses,
  writeConnection,
} from '../../lib/settings';
import { aCloudConnection, aConnection, freshBrowser } from './stand-ins';

beforeEach(freshBrowser);

describe('settings', () => {
  it('keep connections in the order they were made and replace one in its place', async () => {
    await writeConnection(aConnection({ id: 'a' }));
    await writeConnection(aCloudConnection({ id: 'b' }));
    await writeConnection(aConnection({ id: 'a', name: 'Renamed' }));
    expect(await readConnections()).toEqual([aConnection({ id: 'a', name: 'Renamed' }), aCloudConnection({ id: 'b' })]);
  });

  it('S7: never hold a token, whatever was stored', async () => {
    await fakeBrowser.storage.local.set({ connections: [{ ...aConnection(), token: 'dbtc_canary' }] });
    expect(JSON.stringify(await readConnections())).not.toContain('canary');
  });

  it('T5: leave out what cannot be read, and leave it on disk', async () => {
    const newer = { id: 'newer', shape: 'of tomorrow' };
    await fakeBrowser.storage.local.set({
      connections: [newer, aConnection()],
      preferences: { density: 'loud', dwellMs: 0 },
    });
    expect(await readConnections()).toEqual([aConnection()]);
    expect(await readPreferences()).toEqual({ density: 'all', dwellMs: 0, offSites: [], linkStyle: 'catalog' });
    await writeConnection(aConnection({ name: 'Renamed' }));
    await deleteConnection('nobody');
    expect((await fakeBrowser.storage.local.get('connections')).connections).toEqual([
      newer,
      aConnection({ name: 'Renamed' }),
    ]);
  });

  it.each([['a text'], [7], [null], [{}], [[null, 7, 'x']]])('T5: read %j as no connections', async (stored) => {
    await fakeBrowser.storage.local.set({ connections: stored, syncStatus: stored, preferences: stored });
    expect(await readConnections()).toEqual([]);
    expect(await readStatuses()).toEqual(new Map());
    expect((await readPreferences()).density).toBe('all');
  });

  it.each([
    ['QUOTA_BYTES quota exceeded', 'bgStorageFull'],
    ['IO error: 000003.log: No space left on device', 'bgStorageFull'],
    ['An unexpected error occurred', 'bgStorageBroken'],
  ])('T3: say what is to be done when the browser keeps nothing: %s', async (told, message) => {
    const set = vi.spyOn(fakeBrowser.storage.local, 'set').mockRejectedValue(new Error(told));
    await expect(writeConnection(aConnection())).rejects.toMatchObject({ kind: 'storage', message });
    set.mockRestore();
    expect(await readConnections()).toEqual([]);
  });

  it('T8: lose no change when many write at once', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `c${at}`);
    await Promise.all(ids.map((id) => changeStatus(id, (status) => ({ ...status, nodeCount: 1 }))));
    await Promise.all(ids.map(() => changeStatus('c0', (status) => ({ ...status, nodeCount: status.nodeCount + 1 }))));
    const told = await readStatuses();
    expect([...told.keys()].toSorted()).toEqual(ids.toSorted());
    expect(told.get('c0')?.nodeCount).toBe(21);
  });

  it('forget the statuses of connections that are gone', async () => {
    await changeStatus('a', (status) => status);
    await changeStatus('b', (status) => status);
    await keepStatuses(['b']);
    expect([...(await readStatuses()).keys()]).toEqual(['b']);
  });

  it('change one preference and leave the others', async () => {
    await changePreferences({ dwellMs: 0 });
    await changePreferences({ density: 'problems' });
    expect(await readPreferences()).toEqual({ density: 'problems', dwellMs: 0, offSites: [], linkStyle: 'catalog' });
  });

  it.each([
    ['http://ab123.us1.dbt.com'],
    ['https://user@ab123.us1.dbt.com'],
    ['https://user:word@ab123.us1.dbt.com'],
    ['javascript:alert(1)'],
    ['ab123.us1.dbt.com'],
  ])('S18: refuse a connection at %s', async (accessUrl) => {
    const { source } = aCloudConnection();
    await fakeBrowser.storage.local.set({ connections: [{ ...aCloudConnection(), source: { ...source, accessUrl } }] });
    expect(await readConnections()).toEqual([]);
  });
});
