// @vitest-environment node
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../lib/errors';
import type { DbtNode } from '../../../../lib/model';
import { artifactsSource } from '../../../../lib/sources/artifacts/artifacts';
import { checkArtifacts } from '../../../../lib/sources/artifacts/check';
import { recogniseFile } from '../../../../lib/sources/artifacts/recognise-file';
import { folderOf } from '../../../../lib/sources/artifacts/request';
import { smallArtifacts } from '../../../dbt-cloud/small-artifacts';
import { connectionOf, contextOf, filesOf, nodesOf, pagesOf } from './rig';

type Json = Record<string, unknown>;

const schema = (kind: string, version: number) => `https://schemas.getdbt.com/dbt/${kind}/v${version}.json`;
const model = (name: string, more: Json = {}) => ({
  unique_id: `model.shop.${name}`,
  resource_type: 'model',
  name,
  database: 'ANALYTICS',
  schema: 'MARTS',
  alias: name,
  relation_name: `ANALYTICS.MARTS.${name}`,
  config: { materialized: 'table' },
  ...more,
});
const keyed = (...entries: { unique_id: string }[]) =>
  Object.fromEntries(entries.map((entry) => [entry.unique_id, entry]));
const manifest = (nodes: Json, more: Json = {}) => JSON.stringify({ nodes, sources: {}, ...more });
const others = Object.fromEntries(Object.entries(smallArtifacts).filter(([name]) => name !== 'manifest.json'));

async function read(text: string, more: Partial<Record<string, string>> = {}): Promise<DbtNode[]> {
  return await nodesOf(filesOf({ 'manifest.json': text, ...more }));
}
async function one(more: Json, files: Partial<Record<string, string>> = {}): Promise<DbtNode | undefined> {
  return (await read(manifest(keyed(model('orders', more))), files))[0];
}
async function steps(texts: Partial<Record<string, string>>): Promise<string[]> {
  const files = filesOf(texts);
  const { steps: done } = await checkArtifacts(
    { kind: 'artifacts' },
    connectionOf('snowflake'),
    contextOf(),
    async () => files,
  );
  return done.map(({ outcome, message }) => `${outcome}: ${message}`);
}

describe('manifests of every version', () => {
  /** What each dbt writes of the same project: one table with a test, one ephemeral model, one that is switched off. */
  const test = (more: Json) => ({
    unique_id: 'test.shop.unique_orders.1',
    name: 'unique_orders',
    column_name: 'id',
    test_metadata: { name: 'unique', kwargs: { column_name: 'id', model: "{{ get_where_subquery(ref('orders')) }}" } },
    ...more,
  });
  const plain = keyed(
    model('orders', { depends_on: { nodes: ['source.shop.crm.accounts'] } }),
    model('between', { config: { materialized: 'ephemeral' }, relation_name: null }),
    model('off', { config: { materialized: 'table', enabled: false } }),
    test({ depends_on: { nodes: ['model.shop.orders'] } }),
  );
  const attached = { ...plain, ...keyed(test({ attached_node: 'model.shop.orders', depends_on: {} })) };
  const source = {
    'source.shop.crm.accounts': {
      unique_id: 'source.shop.crm.accounts',
      source_name: 'crm',
      name: 'accounts',
      identifier: 'ACCOUNTS',
      database: 'RAW',
      schema: 'CRM',
      relation_name: 'RAW.CRM.ACCOUNTS',
    },
  };
  const newer = {
    disabled: { 'model.shop.off': [model('off')] },
    unit_tests: { 'unit_test.shop.orders.t': { unique_id: 'unit_test.shop.orders.t', model: 'orders' } },
    semantic_models: { 'semantic_model.shop.orders': { name: 'orders', node_relation: { alias: 'orders' } } },
    saved_queries: { 'saved_query.shop.q': { name: 'q' } },
    metrics: { 'metric.shop.m': { name: 'm' } },
    functions: { 'function.shop.f': { name: 'f' } },
  };

  it.each([
    ...[4, 5, 6, 7, 8].map((version) => [version, plain, {}] as const),
    ...[9, 10, 11].map((version) => [version, attached, { disabled: newer.disabled }] as const),
    [12, attached, newer] as const,
    [20, attached, newer] as const,
  ])('v%i: gives the two relations, the test of the table, and nothing else', async (version, nodes, more) => {
    const metadata = { dbt_schema_version: schema('manifest', version), adapter_type: 'snowflake' };
    const found = await read(JSON.stringify({ metadata, nodes, sources: source, ...more }));
    expect(found.map(({ uniqueId }) => uniqueId)).toEqual(['model.shop.orders', 'source.shop.crm.accounts']);
    expect(found[0]?.tests).toMatchObject([{ kind: 'unique', column: 'id', status: 'none' }]);
    expect(found.map(({ relation }) => relation.isExact)).toEqual([true, true]);
  });

  it.each<[string, Json]>([
    ['no metadata', { metadata: undefined }],
    ['a version of another form', { metadata: { dbt_schema_version: 'v12' } }],
    ['metadata behind the nodes', { metadata: undefined, zmetadata: {} }],
  ])('are read with %s', async (_what, more) => {
    expect(await read(manifest(plain, more))).toHaveLength(1);
  });
});

describe('D4: odd nodes', () => {
  it('take their unique id from their key where they lack it', async () => {
    const { unique_id: id, ...rest } = model('orders');
    expect((await read(manifest({ [id]: rest })))[0]?.uniqueId).toBe(id);
  });

  it('have columns by name or as a list, and lose only what cannot be read', async () => {
    const id = { name: 'id', description: 'Key.' };
    const expected = [{ name: 'id', description: 'Key.' }];
    expect((await one({ columns: { id, odd: 7, worse: { name: {} } } }))?.columns).toEqual([
      ...expected,
      { name: 'odd' },
      { name: 'worse' },
    ]);
    expect((await one({ columns: [id, { description: 'nameless' }, null] }))?.columns).toEqual(expected);
    for (const columns of [7, 'none', null, [[]]]) expect((await one({ columns }))?.columns).toEqual([]);
  });

  it('have columns called as what every object has', async () => {
    const column = { name: '__proto__', type: 'TEXT', index: 1 };
    const nodes = { 'model.shop.orders': { columns: { ['__proto__']: column, constructor: 7 } } };
    const found = await one({}, { 'catalog.json': JSON.stringify({ nodes }) });
    expect(found?.columns).toEqual([{ name: '__proto__', type: 'TEXT' }]);
  });

  it('have the columns that people wrote of where the catalog has none', async () => {
    const nodes = { 'model.shop.orders': { columns: {} } };
    const columns = { id: { name: 'id', description: 'Key.' } };
    const found = await one({ columns }, { 'catalog.json': JSON.stringify({ nodes }) });
    expect(found).toMatchObject({ hasCatalog: false, columns: [{ name: 'id', description: 'Key.' }] });
  });

  it('have no test that is of a source called like them', async () => {
    const source = (group: string) => ({
      [`source.shop.${group}.orders`]: { name: 'orders', source_name: group, schema: group, database: 'RAW' },
    });
    const text = JSON.stringify({
      sources: { ...source('raw'), ...source('crm') },
      nodes: keyed(model('orders'), {
        unique_id: 'test.shop.source_equal_rowcount_raw_orders',
        attached_node: null,
        test_metadata: {
          name: 'equal_rowcount',
          kwargs: { model: "{{ get_where_subquery(source('raw', 'orders')) }}" },
        },
        depends_on: { nodes: ['source.shop.crm.orders', 'model.shop.orders', 'source.shop.raw.orders'] },
      } as never),
    });
    const tested = (await read(text)).filter(({ tests }) => tests.length > 0);
    expect(tested.map(({ uniqueId }) => uniqueId)).toEqual(['source.shop.raw.orders']);
  });

  it('are read with a long text full of escapes beside a number that only Python writes', async () => {
    const description = `x${'\n'.repeat(5_000_000)}`;
    const text = manifest(keyed(model('orders', { description, odd: 'NaN' }))).replace('"NaN"', 'NaN');
    expect((await read(text))[0]?.description).toBe(description);
  });

  it('have tags as a list or a text, from either place', async () => {
    expect((await one({ tags: 'daily', config: { tags: ['pii', 'daily'] } }))?.tags).toEqual(['daily', 'pii']);
    for (const tags of [7, [7], null, {}]) expect((await one({ tags, config: {} }))?.tags).toEqual([]);
  });

  it('have numbers also where somebody wrote them as texts', async () => {
    const results = [
      { unique_id: 'model.shop.orders', status: 'success', execution_time: '1.5' },
      { unique_id: 'test.shop.t', status: 'fail', failures: '3' },
    ];
    const columns = { B: { name: 'B', index: '2' }, A: { name: 'A', index: '10' } };
    const nodes = keyed(model('orders', { version: '2', latest_version: 3 }), {
      unique_id: 'test.shop.t',
      ...{ attached_node: 'model.shop.orders' },
    });
    const [node] = await read(manifest(nodes), {
      'run_results.json': JSON.stringify({ results }),
      'catalog.json': JSON.stringify({ nodes: { 'model.shop.orders': { columns } } }),
    });
    expect(node).toMatchObject({ version: '2', latestVersion: '3', run: { seconds: 1.5 }, tests: [{ failures: 3 }] });
    expect(node?.columns.map(({ name }) => name)).toEqual(['B', 'A']);
    const freshness = { warn_after: { count: '12', period: 'hour' } };
    const id = 'source.shop.crm.x';
    const [source] = await read(JSON.stringify({ nodes: {}, sources: { [id]: { name: 'x', freshness } } }));
    expect(source?.freshness?.warnAfter).toEqual({ count: 12, period: 'hour' });
  });

  it.each<[string, Json, object]>([
    [
      'quoted in part',
      { relation_name: 'ANALYTICS."Marts".orders' },
      { database: 'ANALYTICS', schema: 'Marts', name: 'ORDERS' },
    ],
    ['without database', { relation_name: 'MARTS.orders', database: null }, { schema: 'MARTS', name: 'ORDERS' }],
    [
      'without relation_name',
      { relation_name: null, database: null, schema: null },
      { name: 'orders', isExact: false },
    ],
    ['with empty parts', { relation_name: '', database: '', schema: ' ' }, { name: 'orders', isExact: false }],
  ])('have a relation %s', async (_what, more, relation) => {
    expect((await one(more))?.relation).toMatchObject(relation);
  });

  it('have nested BigQuery columns in the order of the warehouse, with what people wrote', async () => {
    const columns = {
      items: { name: 'items', type: 'ARRAY<STRUCT<sku STRING>>', index: 2 },
      'items.sku': { name: 'items.sku', type: 'STRING', index: 3, comment: 'From the warehouse.' },
      id: { name: 'id', type: 'INT64', index: 1 },
    };
    const node = await one(
      { columns: { 'ITEMS.SKU': { name: 'items.SKU', description: 'Stock keeping unit.' } } },
      { 'catalog.json': JSON.stringify({ nodes: { 'model.shop.orders': { columns } } }) },
    );
    expect(node?.columns).toEqual([
      { name: 'id', type: 'INT64' },
      { name: 'items', type: 'ARRAY<STRUCT<sku STRING>>' },
      { name: 'items.sku', type: 'STRING', description: 'Stock keeping unit.' },
    ]);
  });

  it('are never lost or invented by junk in any of their fields: read as a node, or skipped and counted', async () => {
    const fields = ['description', 'columns', 'tags', 'meta', 'group', 'access', 'contract', 'version', 'depends_on'];
    const junk = fc.oneof(fc.anything({ maxDepth: 2 }), fc.constantFrom(null, '', '__proto__', 1e308, [[]], {}));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields, 'alias', 'database', 'config'), junk, async (field, value) => {
        const nodes = Array.from({ length: 25 }, (_, at) => model(`m${at}`));
        const [first, ...rest] = nodes;
        const text = manifest(keyed({ ...(first ?? model('m0')), [field]: value }, ...rest));
        const found = await read(text);
        const isKept = fields.includes(field);
        expect(found.length).toBeGreaterThanOrEqual(isKept ? 25 : 24);
        expect(found.length).toBeLessThanOrEqual(25);
        for (const { name, columns, tags } of found) {
          expect(name).toMatch(/^m\d+$/);
          expect([...columns.map((column) => column.name), ...tags].every((each) => typeof each === 'string')).toBe(
            true,
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('files that are not what they should be', () => {
  const good = smallArtifacts['manifest.json'] ?? '';

  it.each([
    ['cut off', (text: string) => text.slice(0, -20), 'dbtOddFile'],
    ['empty', () => '', 'dbtOddFile'],
    ['a text', () => 'hello', 'dbtOddFile'],
    ['a list', () => '[]', 'dbtOddFile'],
    ['a web page', () => '<!DOCTYPE html><script>a = {}</script>', 'dbtPageAsFile'],
    ['XML of a bucket', () => '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'dbtPageAsFile'],
  ])('are refused by name in one sentence, whichever file is %s', async (_what, spoil, message) => {
    for (const name of ['manifest.json', 'catalog.json', 'run_results.json', 'sources.json']) {
      const texts = { ...smallArtifacts, [name]: spoil(smallArtifacts[name] ?? '{}') };
      expect(await steps(texts)).toEqual([`failed: ${message} ${name}`]);
    }
  });

  it('are read packed, with a byte order mark, and with blanks before', async () => {
    const expected = (await nodesOf(filesOf(smallArtifacts))).map(({ uniqueId }) => uniqueId);
    const ids = async (file: Blob) =>
      (await nodesOf({ ...filesOf(smallArtifacts), manifest: file })).map(({ uniqueId }) => uniqueId);
    expect(await ids(new Blob([`\uFEFF${good}`]))).toEqual(expected);
    expect(await ids(new Blob([`\n \t${good}\n`]))).toEqual(expected);
    // Buffers are views of bytes as the DOM wants them
    expect(await ids(new Blob([gzipSync(`\uFEFF${good}`) as BlobPart]))).toEqual(expected);
    const wide = Buffer.from(`\uFEFF${good}`, 'utf16le');
    expect(await ids(new Blob([wide]))).toEqual(expected);
    expect(await ids(new Blob([Buffer.from(wide).swap16()]))).toEqual(expected);
    const head = Buffer.from(`\uFEFF{"metadata": {"dbt_schema_version": "${schema('manifest', 12)}"}}`, 'utf16le');
    expect(await recogniseFile(new File([head], 'kept.json'))).toBe('manifest.json');
    const fetch: typeof globalThis.fetch = async (url) =>
      typeof url === 'string' && url.endsWith('/manifest.json')
        ? new Response(wide)
        : new Response('', { status: 404 });
    const settings = { kind: 'artifacts', baseUrl: 'https://docs.example/' } as const;
    const { nodes } = await artifactsSource(settings, connectionOf('snowflake')).page(contextOf(fetch), undefined);
    expect(nodes.map(({ uniqueId }) => uniqueId)).toEqual(expected);
  });

  it('of another project are named', async () => {
    const foreign = { 'model.else.x': { columns: { A: { name: 'A', type: 'TEXT', index: 1 } } } };
    const all = { ...smallArtifacts, 'catalog.json': JSON.stringify({ nodes: foreign }) };
    expect(await steps(all)).toContain('warning: dbtFileOfAnother catalog.json');
    const results = [{ unique_id: 'model.else.x', status: 'success' }];
    const ran = { ...smallArtifacts, 'run_results.json': JSON.stringify({ results }) };
    expect(await steps(ran)).toContain('warning: dbtFileOfAnother run_results.json');
    expect(await steps(smallArtifacts)).toEqual(['ok: dbtFilesFound 12']);
  });

  it('that tell only of unit tests are of this project', async () => {
    const units = { 'unit_test.shop.orders.adds_up': { name: 'adds_up' } };
    const results = [{ unique_id: 'unit_test.shop.orders.adds_up', status: 'pass' }];
    const found = await steps({
      ...smallArtifacts,
      'manifest.json': JSON.stringify({ ...JSON.parse(good), unit_tests: units }),
      'run_results.json': JSON.stringify({ args: { which: 'test' }, results }),
    });
    expect(found).toEqual(['ok: dbtFilesFound 12']);
  });

  it('of an operation are named as such, and not as those of another project', async () => {
    const results = [{ unique_id: 'operation.shop.grant_all', status: 'success' }];
    const text = JSON.stringify({ args: { which: 'run-operation' }, results });
    const found = await steps({ ...smallArtifacts, 'run_results.json': text });
    expect(found).toEqual(['ok: dbtFilesFound 12', 'warning: dbtFileIdle run-operation']);
  });

  it('of a command that builds nothing are named with the command', async () => {
    const idle = { ...JSON.parse(smallArtifacts['run_results.json'] ?? '{}'), args: { which: 'generate' } };
    const found = await steps({ ...smallArtifacts, 'run_results.json': JSON.stringify(idle) });
    expect(found).toContain('warning: dbtFileIdle docs generate');
  });

  it('are taken with what dbt could not find out, which is said', async () => {
    const catalog = { ...JSON.parse(smallArtifacts['catalog.json'] ?? '{}'), errors: ['permission denied for RAW'] };
    const texts = { ...smallArtifacts, 'catalog.json': JSON.stringify(catalog) };
    expect(await steps(texts)).toContain('warning: dbtCatalogErrors permission denied for RAW');
    expect((await nodesOf(filesOf(texts))).some(({ hasCatalog }) => hasCatalog)).toBe(true);
  });

  it.each(['{"results": []}', '{"metadata": {}, "results": [], "elapsed_time": 0}', '{}'])(
    'are no trouble when nothing was checked: sources.json %s',
    async (empty) => {
      const texts = { ...smallArtifacts, 'sources.json': empty };
      expect(await steps(texts)).toEqual(['ok: dbtFilesFound 12']);
      expect(await nodesOf(filesOf(texts))).toHaveLength(10);
    },
  );

  it('N11: never end in anything but nodes or one of our own errors, however they are bent', async () => {
    const texts = Object.values(smallArtifacts).filter((text) => text !== undefined);
    const bent = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(200), fc.string({ maxLength: 5 }))
      .map(([text, at, length, put]) => {
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + length);
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(bent, fc.json(), fc.string()), fc.boolean(), async (text, isManifest) => {
        const files = filesOf(
          isManifest ? { 'manifest.json': text, ...others } : { ...smallArtifacts, 'catalog.json': text },
        );
        const thrown = await pagesOf(files).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (thrown !== undefined) expect(thrown).toBeInstanceOf(AppError);
        if (thrown instanceof AppError) expect(['bad-response', 'not-an-api']).toContain(thrown.kind);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the folder of a pasted address', () => {
  it.each([
    ['https://docs.example/shop', 'https://docs.example/shop/'],
    ['https://docs.example/shop/', 'https://docs.example/shop/'],
    ['https://docs.example', 'https://docs.example/'],
    ['https://docs.example/shop/index.html', 'https://docs.example/shop/'],
    ['https://docs.example/shop/#!/model/model.shop.orders', 'https://docs.example/shop/'],
    ['https://docs.example/shop/index.html?x=1#!/overview', 'https://docs.example/shop/'],
    ['https://docs.example/shop/manifest.json', 'https://docs.example/shop/'],
    ['https://docs.example/shop/catalog.json.gz', 'https://docs.example/shop/'],
    ['https://bucket.s3.amazonaws.com/dbt/target', 'https://bucket.s3.amazonaws.com/dbt/target/'],
    ['http://localhost:8080/#!/overview', 'http://localhost:8080/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ])('%s → %s', (address, folder) => {
    expect(folderOf(address)).toBe(folder);
  });
});
