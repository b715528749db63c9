// @vitest-environment node
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../lib/health';
import type { DbtNode, DialectId, Test } from '../../../lib/model';
import { artifactNames, fileNames } from '../../../lib/sources/artifacts/files';
import { dbtCloudSource } from '../../../lib/sources/dbt-cloud/dbt-cloud';
import { contentOfTexts } from '../../dbt-cloud/artifact-content';
import type { ContentOf } from '../../dbt-cloud/content';
import { smallArtifacts } from '../../dbt-cloud/small-artifacts';
import { smallEnvironment, smallPlatform, smallToken } from '../../dbt-cloud/small-platform';
import { artifactFolders, filesIn, filesOf, nodesOf, now, pagesOf } from './artifacts/rig';
import { nodesOf as cloudNodesOf, rig as cloudRig, connectionOf, settings } from './dbt-cloud/rig';

async function fromCloud(content: string | ContentOf, dialect: DialectId): Promise<DbtNode[]> {
  const platform = smallPlatform({ now: () => now, limits: { discovery: 100_000 } });
  platform.setArtifacts(smallEnvironment, content);
  const context = { fetch: platform.fetch, token: smallToken, signal: new AbortController().signal, now: () => now };
  return await cloudNodesOf(dbtCloudSource(settings, connectionOf(settings, dialect)), context);
}

/** What both ways can know of a node, in one form. dbt's API tells `relation_name` of models only, groups (of models only) without owner, and has no exposures as far as its schema is known. */
function common(node: DbtNode, others: ReadonlySet<string>) {
  const { relation, run, freshness, tests, owner, type } = node;
  const { state, reasons } = healthOf(node, now);
  const near = (ids: string[]) => ids.filter((id) => others.has(id)).toSorted();
  const { isExact: _known, ...parts } = relation;
  const folded = Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, text.toLowerCase()]));
  return {
    uniqueId: node.uniqueId,
    key: node.key,
    type,
    name: node.name,
    relation: type === 'model' ? relation : folded,
    description: node.description,
    source: [node.sourceName, node.sourceDescription, node.loader],
    hasCatalog: node.hasCatalog,
    columns: node.hasCatalog ? node.columns : [],
    tests,
    run: run && [run.status, run.at, run.message, run.status === 'success' && [run.lastSuccessAt, run.seconds]],
    freshness,
    health: [state, reasons.map(({ what, count, names, message, at }) => [what, count, names, message, at])],
    packageName: type === 'source' ? undefined : node.packageName,
    group: type === 'model' ? owner?.group : undefined,
    tags: node.tags,
    meta: node.meta,
    model: [
      node.materialization,
      node.access,
      node.hasContract ?? false,
      node.version,
      node.latestVersion,
      node.deprecationDate,
    ],
    parents: near(node.parents),
    children: near(node.children),
  };
}

/** The stand-in also believes results of commands that built nothing. */
function withoutResults(node: DbtNode): DbtNode {
  const { run: _run, ...rest } = node;
  const tests = node.tests.map(({ uniqueId, name, kind, column }): Test => {
    return { uniqueId, name, ...(kind && { kind }), ...(column && { column }), status: 'none' };
  });
  return { ...rest, tests };
}

/** The files of a folder by dbt's names, unpacked. */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const files = filesIn(folder);
  const texts = artifactNames.map(async (name) => {
    const bytes = Buffer.from((await files[name]?.arrayBuffer()) ?? new ArrayBuffer(0));
    return bytes.length === 0
      ? []
      : [[fileNames[name], String(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)] as const];
  });
  return Object.fromEntries((await Promise.all(texts)).flat());
}

function isIdle(texts: Record<string, string>): boolean {
  return /"which":\s*"(generate|compile)"/.test(texts['run_results.json'] ?? '');
}

function expectSame(cloud: DbtNode[], artifacts: DbtNode[]): void {
  const known = new Map(artifacts.map((node) => [node.uniqueId, node]));
  const testIds = (nodes: DbtNode[]) => new Set(nodes.flatMap(({ tests }) => tests.map(({ uniqueId }) => uniqueId)));
  const shared = new Set(cloud.map(({ uniqueId }) => uniqueId));
  expect([...shared].filter((id) => !known.has(id))).toEqual([]);
  const everywhere = testIds(artifacts);
  expect([...testIds(cloud)].filter((id) => !everywhere.has(id))).toEqual([]);
  for (const node of cloud) {
    const other = known.get(node.uniqueId);
    // A test that compares two tables counts for its subject; where dbt does not say which that is, the stand-in gives it to both
    const own = new Set(other?.tests.map(({ uniqueId }) => uniqueId));
    const subject = { ...node, tests: node.tests.filter(({ uniqueId }) => own.has(uniqueId)) };
    expect(other && common(other, shared)).toEqual(common(subject, shared));
  }
}

describe('the same project through the dbt platform and through its artifacts', () => {
  it('tells the same facts, node by node', async () => {
    const childMap = { 'model.shop.customers': ['model.shop.orders', 'snapshot.shop.customers_history'] };
    const cloud = await fromCloud(contentOfTexts(smallArtifacts), 'snowflake');
    const text = JSON.stringify({ ...JSON.parse(smallArtifacts['manifest.json'] ?? '{}'), child_map: childMap });
    const artifacts = await nodesOf(filesOf({ ...smallArtifacts, 'manifest.json': text }));
    // The small manifest has no child_map: children are compared where it says them
    const [a, b] = [cloud, artifacts].map((nodes) =>
      nodes.map((node) => ({ ...node, children: node.uniqueId in childMap ? node.children : [] })),
    );
    expectSame(a ?? [], b ?? []);
    expect(cloud.length).toBe(8);
  });

  it('tells what the project is called, whose packages may have more models', async () => {
    const { context, source, platform } = cloudRig();
    platform.setArtifacts(smallEnvironment, contentOfTexts(smallArtifacts));
    await source.probe(context);
    const pages = [await source.page(context, undefined), ...(await pagesOf(filesOf(smallArtifacts)))];
    expect(pages.map(({ project }) => project)).toEqual(['shop', 'shop']);
  });

  const folders = artifactFolders();

  it.skipIf(folders.length === 0).each(folders.map((folder) => [basename(folder), folder]))(
    'tells the same of %s',
    async (name, folder) => {
      const dialect = (['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'] as const).find((id) =>
        name.startsWith(id),
      );
      const texts = await textsIn(folder);
      const cloud = await fromCloud(contentOfTexts(texts), dialect ?? 'postgres');
      const artifacts = await nodesOf(filesIn(folder), dialect);
      expectSame(isIdle(texts) ? cloud.map(withoutResults) : cloud, artifacts);
      expect(artifacts.length).toBeGreaterThan(3);
      expect(cloud.length).toBeGreaterThan(3);
    },
  );

  it('has each test of a column at a column, whose name is in capitals on Snowflake and in small letters in YAML', async () => {
    const folder = join(import.meta.dirname, '../../../demo/artifacts/snowflake');
    const ways = [
      await nodesOf(filesIn(folder), 'snowflake'),
      await fromCloud(contentOfTexts(await textsIn(folder)), 'snowflake'),
    ];
    for (const nodes of ways) {
      const tested = nodes
        .filter(({ hasCatalog }) => hasCatalog)
        .flatMap(({ columns, tests }) =>
          tests.flatMap(({ column }) => (column === undefined ? [] : columns.some(({ name }) => name === column))),
        );
      expect(tested.length).toBeGreaterThan(50);
      expect(tested).not.toContain(false);
    }
  });

  const samples = join(
    import.meta.dirname,
    '../../../../shared/artifacts/discovery-api-responses-MetaphorData-connectors',
  );

  it.skipIf(!existsSync(samples))('takes the real answers of the Discovery API as they are', async () => {
    const bodies = { models: 'get_models.json', sources: 'get_sources.json', snapshots: 'get_snapshots.json' };
    const empty = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: '' }, edges: [] };
    const fetch: typeof globalThis.fetch = (_url, init) => {
      const list = /applied \{ (\w+)\(first: \$first/.exec(typeof init?.body === 'string' ? init.body : '')?.[1] ?? '';
      const file = Object.entries(bodies).find(([name]) => name === list)?.[1];
      const data: unknown = file
        ? JSON.parse(readFileSync(join(samples, file), 'utf8'))
        : { environment: { applied: { [list]: empty } } };
      return Promise.resolve(
        new Response(JSON.stringify({ data }), { headers: { 'content-type': 'application/json' } }),
      );
    };
    const { accountId: _none, ...without } = settings;
    const source = dbtCloudSource(without, connectionOf(without));
    const nodes = await cloudNodesOf(source, {
      fetch,
      token: 'x',
      signal: new AbortController().signal,
      now: () => now,
    });
    expect(nodes.map(({ uniqueId }) => uniqueId)).toEqual([
      'model.metaphor.customers',
      'model.metaphor.orders',
      'source.metaphor.conversion_sources.customers',
      'source.metaphor.conversion_sources.orders',
      'source.metaphor.conversion_sources.foo',
    ]);
    expect(nodes[0]?.columns.length).toBeGreaterThan(2);
  });
});
