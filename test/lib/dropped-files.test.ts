// @vitest-environment node
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { sweep } from '../../lib/connect';
import { connectionsWithFiles, dropStagedFiles, type NamedFiles, readFiles, stageFiles } from '../../lib/dropped-files';
import { detailsIn } from '../../lib/look-up';
import { readStatuses } from '../../lib/settings';
import { recogniseFile } from '../../lib/sources/artifacts/recognise-file';
import { smallArtifacts } from '../dbt-cloud/small-artifacts';
import {
  ask,
  consoleAddress,
  consolePage,
  isSynced,
  optionsPage,
  startBackground,
  statusWhere,
} from './background-rig';
import { aConnection } from './stand-ins';

const noNetwork: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
const connection = aConnection({ source: { kind: 'artifacts', fileNames: ['manifest.json'] } });
const files = (...names: string[]): NamedFiles =>
  Object.fromEntries(names.map((name) => [name, new Blob([smallArtifacts[name] ?? ''])]));
const manifestOf = (changes: object) =>
  new Blob([JSON.stringify({ ...JSON.parse(smallArtifacts['manifest.json'] ?? ''), ...changes })]);

beforeEach(async () => {
  await startBackground(['https://app.snowflake.com/*'], noNetwork);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What the options page does: files aside, then the message. */
async function drop(dropped: NamedFiles, save = true, of = connection) {
  await stageFiles(of.id, dropped);
  return await ask('connect', { connection: of, save }, optionsPage);
}
const customers = async () => (await detailsIn([connection], 'prod:model.shop.customers'))?.node;

describe('dropped files', () => {
  it('are checked, kept, read, and shown on the page', async () => {
    const { steps } = await drop(files('manifest.json', 'catalog.json', 'run_results.json', 'sources.json'));
    expect(steps).toEqual([{ step: 'dbtStepFiles', outcome: 'ok', message: 'dbtFilesFound 12' }]);
    expect((await statusWhere('prod', isSynced)).nodeCount).toBeGreaterThan(5);
    const [resolution] = await ask(
      'resolve',
      { connectionIds: ['prod'], refs: [{ database: 'ANALYTICS', schema: 'MARTS', name: 'DIM_CUSTOMERS' }] },
      consolePage,
    );
    expect(resolution).toMatchObject({ status: 'matched', node: { name: 'customers' } });
    expect(await customers()).toMatchObject({ hasCatalog: true, run: { status: 'success' } });
  });

  it('lie in the database and not in storage.local', async () => {
    await drop(files('manifest.json'));
    expect(JSON.stringify(await fakeBrowser.storage.local.get(null))).not.toContain('unique_id');
    const { 'manifest.json': kept } = await readFiles('prod', 'kept');
    expect(await kept?.text()).toBe(smallArtifacts['manifest.json']);
  });

  it('name those that are missing', async () => {
    const { steps } = await drop(files('manifest.json'), false);
    expect(steps[1]).toMatchObject({
      outcome: 'warning',
      message: 'dbtFilesNotThere catalog.json, run_results.json, sources.json',
    });
  });

  it('are updated by dropping newer ones; those of other names stay', async () => {
    await drop(files('manifest.json', 'catalog.json'));
    await statusWhere('prod', isSynced);
    expect((await customers())?.run).toBeUndefined();
    await drop(files('run_results.json'));
    await statusWhere('prod', (status) => isSynced(status) && status.generation === 2);
    expect(await customers()).toMatchObject({ hasCatalog: true, run: { status: 'success' } });
    expect((await ask('hello', { url: consoleAddress }, consolePage))?.statuses[0]?.error).toBeUndefined();
  });

  it('that were only tested change nothing', async () => {
    await drop(files('manifest.json'));
    await statusWhere('prod', isSynced);
    await drop({ 'manifest.json': manifestOf({ nodes: {} }) }, false);
    await dropStagedFiles('prod');
    const { 'manifest.json': kept } = await readFiles('prod', 'staged');
    expect(await kept?.text()).toBe(smallArtifacts['manifest.json']);
  });

  it.each([
    ['is no JSON', 'hello', 'dbtOddFile manifest.json'],
    ['is cut off', (smallArtifacts['manifest.json'] ?? '').slice(0, 900), 'dbtOddFile manifest.json'],
    [
      'is another file of dbt',
      smallArtifacts['catalog.json']?.replace(
        '{"metadata":{',
        '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/catalog/v1.json",',
      ) ?? '',
      'dbtNoManifest',
    ],
    ['is JSON of something else', '{"name":"x","version":"1"}', 'dbtNoManifest'],
  ])('are refused with one sentence when the manifest %s', async (_what, text, message) => {
    const { steps } = await drop({ 'manifest.json': new Blob([text]) });
    expect(steps).toEqual([{ step: 'dbtStepFiles', outcome: 'failed', message }]);
    expect(await fakeBrowser.storage.local.get('connections')).toEqual({});
    expect(await readFiles('prod', 'kept')).toEqual({});
  });

  it('are gone with their connection, and when it reads from elsewhere', async () => {
    await drop(files('manifest.json'));
    await ask('disconnect', { connectionId: 'prod' }, optionsPage);
    expect(await connectionsWithFiles()).toEqual([]);
  });

  it('of nobody are swept, and so is what was laid ready and never saved', async () => {
    await drop(files('manifest.json'));
    await drop(files('catalog.json'), false);
    await stageFiles('nobody', files('manifest.json'));
    await sweep();
    expect(await connectionsWithFiles()).toEqual(['prod']);
    expect(Object.keys(await readFiles('prod', 'staged'))).toEqual(['manifest.json']);
  });

  it.each([
    ['catalog.json', '{"nodes": {', 'dbtOddFile catalog.json'],
    ['run_results.json', '<html>', 'dbtPageAsFile run_results.json'],
    ['manifest.json', '{}', 'dbtNoManifest'],
  ])('that cannot be read leave everything as it was: %s', async (name, text, message) => {
    await drop(files('manifest.json', 'catalog.json', 'run_results.json'));
    await statusWhere('prod', isSynced);
    const before = await customers();
    const { steps } = await drop({ [name]: new Blob([text]) });
    expect(steps).toEqual([{ step: 'dbtStepFiles', outcome: 'failed', message }]);
    expect(await customers()).toEqual(before);
    expect((await readStatuses()).get('prod')?.error).toBeUndefined();
    const { [name]: kept } = await readFiles('prod', 'kept');
    expect(await kept?.text()).toBe(smallArtifacts[name]);
  });

  it('that were lost are asked for again', async () => {
    const { steps } = await drop({});
    expect(steps[0]).toMatchObject({ outcome: 'failed', message: 'dbtNoFiles Prod' });
  });
});

describe('a dropped file', () => {
  const schema = (kind: string) =>
    `{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/${kind}/v6.json"}}`;

  it.each([
    ['manifest (1).json', schema('manifest'), 'manifest.json'],
    ['x.txt', schema('run-results'), 'run_results.json'],
    ['freshness.json', schema('sources'), 'sources.json'],
    ['catalog.json', '{}', 'catalog.json'],
    ['manifest (1).json.gz', gzipSync(schema('manifest')), 'manifest.json'],
    ['download', gzipSync(schema('catalog')), 'catalog.json'],
    ['manifest.json.gz', gzipSync(schema('manifest').padEnd(99_999, 'x')).subarray(0, 80), 'manifest.json'],
    ['manifest (1).json', '<html>', 'manifest.json'],
    ['Catalog-2026-08-20.json', '{}', 'catalog.json'],
    ['run_results copy.json', '{}', 'run_results.json'],
    ['manifests.json', '{}', undefined],
    ['my manifest.json', '{}', undefined],
    ['manifest.json.gz', gzipSync(schema('manifest')), 'manifest.json'],
    ['package.json', '{"name":"x"}', undefined],
    ['semantic_manifest.json', schema('semantic-manifest'), undefined],
  ])('%s is known for what it is', async (name, content, expected) => {
    // Buffers are views of bytes as the DOM wants them
    expect(await recogniseFile(new File([content as BlobPart], name))).toBe(expected);
  });
});
