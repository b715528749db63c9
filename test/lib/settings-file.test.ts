import { beforeEach, describe, expect, it, vi } from 'vitest';
import { adopt } from '../../lib/adopt';
import type { Connection } from '../../lib/model';
import { readConnections, readPreferences, readStatuses, writeConnection } from '../../lib/settings';
import { readSettingsFile, writeSettingsFile } from '../../lib/settings-file';
import type { Source } from '../../lib/sources/source';
import { readNames } from '../../lib/store';
import { syncConnection } from '../../lib/sync';
import { readToken, writeToken } from '../../lib/tokens';
import { aCloudConnection, aConnection, aNode, fakeTools, freshBrowser, pagedSource, patience } from './stand-ins';

beforeEach(freshBrowser);

const now = Date.parse('2026-08-20T12:00:00Z');
const prod = aCloudConnection({ id: 'prod', name: 'Prod' });

describe('a settings file', () => {
  it('S6: holds connections and preferences and never a token, whatever stands beside them', async () => {
    await writeToken(prod, 'dbtc_canary_of_the_token', now);
    const marked: Connection = Object.assign(structuredClone(prod), { token: 'dbtc_canary_of_the_token' });
    const text = writeSettingsFile([marked, aConnection({ id: 'files' })], await readPreferences());
    expect(text).not.toContain('canary');
    expect(readSettingsFile(text)).toMatchObject({ status: 'ok', connections: [prod, aConnection({ id: 'files' })] });
  });

  it('S7: drops a token that somebody wrote into it', () => {
    const text = writeSettingsFile([prod], { density: 'all', dwellMs: 400, offSites: [], linkStyle: 'catalog' });
    const marked = text.replaceAll('"name":', '"token": "dbtc_canary",\n"name":');
    expect(marked).toContain('canary');
    expect(JSON.stringify(readSettingsFile(marked))).not.toContain('canary');
  });

  it('S7: empties the token of a connection whose account or host it changes, and says so', async () => {
    await writeConnection(prod);
    await writeToken(prod, 'dbtc_abcdef', now);
    const { source } = prod;
    if (source.kind !== 'dbt-cloud') throw new Error('not what this test is about');
    const moved: Connection = { ...prod, source: { ...source, accountId: '999' } };
    expect(await adopt([moved], now)).toEqual({ sentences: ['bgTokenMoved Prod'], ready: [] });
    expect(await readConnections()).toEqual([moved]);
    expect([await readToken(prod), await readToken(moved)]).toEqual([undefined, undefined]);
    expect((await readStatuses()).get('prod')?.error).toMatchObject({
      kind: 'no-token',
      message: 'bgTokenMoved Prod',
    });
  });

  it('leaves other connections and the token of one that stays where it is', async () => {
    await writeConnection(aConnection({ id: 'other' }));
    await writeToken(prod, 'dbtc_abcdef', now);
    expect(await adopt([{ ...prod, name: 'Renamed' }], now)).toEqual({ sentences: [], ready: ['prod'] });
    expect((await readConnections()).map(({ name }) => name)).toContain('Renamed');
    expect(await readConnections()).toHaveLength(2);
    expect((await readToken(prod))?.token).toBe('dbtc_abcdef');
  });

  it('S7: takes away what was read with the settings that it changes, and a sync of them that runs', async () => {
    await writeConnection(prod);
    await writeToken(prod, 'dbtc_abcdef', now);
    const { tools } = fakeTools(pagedSource([[aNode('orders')]]).source, now);
    await syncConnection(tools, 'prod', 'asked');
    const page = vi.fn<Source['page']>(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const slow = { ...pagedSource([]).source, page };
    const running = syncConnection({ ...tools, now: () => now + 60_000, sourceOf: () => slow }, 'prod', 'asked');
    await vi.waitFor(() => expect(page).toHaveBeenCalled(), patience);
    const moved: Connection = { ...prod, source: { ...prod.source, environmentId: '999' } as Connection['source'] };
    expect(await adopt([moved], now)).toEqual({ sentences: [], ready: ['prod'] });
    await running;
    expect(await readNames('prod')).toBeUndefined();
    expect(await readStatuses()).toMatchObject(new Map([['prod', { nodeCount: 0, generation: 2 }]]));
  });

  const good = { format: 'sidelight-settings', version: 1, connections: [] };
  it.each([
    ['nothing', '', 'fileStrange'],
    ['no JSON', '{', 'fileStrange'],
    ['another program’s', '{"format":"else"}', 'fileStrange'],
    ['too large', JSON.stringify({ ...good, padding: 'x'.repeat(1_100_000) }), 'fileStrange'],
    ['of a newer version', JSON.stringify({ ...good, version: 2 }), 'fileNewer'],
    ['with an odd connection', JSON.stringify({ ...good, connections: [prod, { id: 'x' }] }), 'fileBroken 2'],
    ['with the same twice', JSON.stringify({ ...good, connections: [prod, prod] }), 'fileBroken 2'],
  ])('that is %s is refused whole, with one sentence', (_, text, message) => {
    expect(readSettingsFile(text)).toEqual({ status: 'refused', message });
  });
});
