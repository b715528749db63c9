import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { parsePolicy } from '../../lib/policy';
import {
  changePreferences,
  deleteConnection,
  readConnectionIds,
  readConnections,
  readPreferences,
  writeConnection,
} from '../../lib/settings';
import { watchSettings } from '../../lib/watch-settings';
import { aCloudConnection, aConnection, freshBrowser } from './stand-ins';

beforeEach(freshBrowser);

const company = aCloudConnection({ id: 'company', name: 'Company' });

describe('B4: a managed policy', () => {
  it('gives connections and preferences that people cannot change', async () => {
    await fakeBrowser.storage.managed.set({ connections: [company], preferences: { density: 'problems' } });
    await writeConnection(aConnection({ id: 'own' }));
    await writeConnection({ ...company, name: 'Taken over' });
    await deleteConnection('company');
    await changePreferences({ density: 'all', dwellMs: 200 });
    expect(await readConnections()).toEqual([company, aConnection({ id: 'own' })]);
    expect(await readConnectionIds()).toEqual(['company', 'own']);
    expect(await readPreferences()).toMatchObject({ density: 'problems', dwellMs: 200 });
    await fakeBrowser.storage.managed.clear();
    expect(await readPreferences()).toMatchObject({ density: 'all', dwellMs: 200 });
  });

  it('is followed by open pages of ours', async () => {
    const told: string[] = [];
    const stop = watchSettings(({ preferences }) => void told.push(preferences.density));
    await vi.waitFor(() => expect(told).toEqual(['all']));
    await fakeBrowser.storage.managed.set({ preferences: { density: 'problems' } });
    await vi.waitFor(() => expect(told.at(-1)).toBe('problems'), { timeout: 1000 });
    stop();
  });

  it('is ignored key by key where it is junk, and each ignored key is named', () => {
    const { source } = company;
    const policy = parsePolicy({
      connections: [
        company,
        7,
        { ...company, id: 'b', dialect: 'oracle' },
        { ...company, id: 'c', token: 'dbtc_canary', source: { ...source, secret: 'dbtc_canary' } },
        company,
      ],
      preferences: { density: 'loud', dwellMs: 700, colour: 'red' },
      telemetry: true,
    });
    expect(policy.connections).toEqual([company, { ...company, id: 'c' }]);
    expect(policy.preferences).toEqual({ dwellMs: 700 });
    expect(policy.ignored).toEqual([
      'connections[1]',
      'connections[2].dialect',
      'connections[3].token',
      'connections[3].source.secret',
      'connections[4].id',
      'preferences.density',
      'preferences.colour',
      'telemetry',
    ]);
    expect(JSON.stringify(policy)).not.toContain('canary');
  });

  it('needs to say only what there is to say of a connection', () => {
    const { id, name, dialect, sites } = aConnection();
    const source = { kind: 'artifacts', baseUrl: 'https://docs.example.com/dbt/' };
    const { connections, ignored } = parsePolicy({ connections: [{ id, name, dialect, sites, source }] });
    expect(ignored).toEqual([]);
    expect(connections).toMatchObject([{ id, onlyWhere: [], isStaging: false, source }]);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (connections, preferences) => {
        expect(parsePolicy({ connections, preferences }).ignored).toBeInstanceOf(Array);
      }),
    );
  });
});
