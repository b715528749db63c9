import { describe, expect, it } from 'vitest';
import { listQuery } from './queries';
import { ask, nodesIn, smallEnvironment, smallPlatform } from './small-platform';

const page = { env: smallEnvironment, first: 100, after: null };

async function nodes(list: 'models' | 'sources' | 'seeds' | 'snapshots', more = '') {
  const answer = await ask(smallPlatform(), listQuery(list, more), page);
  expect(answer.json).not.toHaveProperty('errors');
  return Object.fromEntries(nodesIn(answer, list).map((node) => [String(node.name), node]));
}

async function applied(fields: string) {
  const answer = await ask(smallPlatform(), `query($env: BigInt!) { environment(id: $env) { applied { ${fields} } } }`);
  expect(answer.json).not.toHaveProperty('errors');
  return (answer.json as { data: { environment: { applied: Record<string, unknown> } } }).data.environment.applied;
}

describe('models', () => {
  it('lists what was built or tried, ephemeral ones too, and neither disabled nor never built ones', async () => {
    expect(Object.keys(await nodes('models')).sort()).toEqual([
      'customers',
      'in_warehouse_only',
      'late',
      'orders',
      'prepared',
    ]);
  });

  it('shows a model as dbt has it, not as the warehouse has it', async () => {
    const { customers } = await nodes(
      'models',
      'relationName columnCount group access version latestVersion deprecationDate contractEnforced',
    );
    expect(customers).toMatchObject({
      uniqueId: 'model.shop.customers',
      database: 'analytics',
      schema: 'marts',
      alias: 'dim_customers',
      relationName: 'ANALYTICS.marts.dim_customers',
      columnCount: 2,
      materializedType: 'table',
      group: 'sales',
      access: 'public',
      version: '2',
      latestVersion: '3',
      deprecationDate: '2027-01-01T00:00:00.000Z',
      contractEnforced: true,
    });
  });

  it('joins the warehouse’s columns with the descriptions of the YAML', async () => {
    const { customers } = await nodes('models');
    expect(customers?.catalog).toEqual({
      runGeneratedAt: '2026-08-20T04:01:30.123Z',
      columns: [
        { name: 'CUSTOMER_ID', index: 1, type: 'NUMBER', description: 'Key.', comment: null },
        { name: 'NAME', index: 2, type: 'TEXT', description: null, comment: null },
      ],
    });
  });

  it('tells the last attempt from the last success', async () => {
    const { customers, orders, late, prepared } = await nodes('models');
    expect(customers?.executionInfo).toMatchObject({
      lastRunStatus: 'success',
      lastRunId: 501,
      lastSuccessRunId: 501,
      executeCompletedAt: '2026-08-20T04:01:13.197Z',
    });
    expect(orders?.executionInfo).toMatchObject({
      lastRunStatus: 'error',
      lastRunError: 'Database Error: no',
      lastRunId: 501,
      lastSuccessRunId: 500,
      executeCompletedAt: '2026-08-19T04:02:00.000Z',
    });
    expect(late?.executionInfo).toMatchObject({
      lastRunStatus: 'skipped',
      lastSuccessRunId: null,
      executeCompletedAt: null,
    });
    expect(prepared).toMatchObject({ materializedType: 'ephemeral', executionInfo: null, catalog: null });
  });

  it('has no executionInfo for a model that only the warehouse knows', async () => {
    expect((await nodes('models')).in_warehouse_only).toMatchObject({ executionInfo: null });
  });

  it('hangs a test on the node it is attached to, a singular one on all it reads', async () => {
    const { customers, orders } = await nodes('models');
    expect(customers?.tests).toMatchObject([
      {
        name: 'unique_customers',
        columnName: 'customer_id',
        testType: 'GENERIC_DATA_TEST',
        testMetadata: { name: 'unique' },
        executionInfo: { lastRunStatus: 'fail', lastRunFailures: 3 },
      },
      {
        name: 'orders_have_customers',
        columnName: null,
        testType: 'SINGULAR_DATA_TEST',
        testMetadata: { name: null },
        executionInfo: { lastRunStatus: 'pass', lastRunError: null },
      },
    ]);
    expect(orders?.tests).toMatchObject([
      { name: 'orders_have_customers' },
      { name: 'relationships_orders', executionInfo: { lastRunStatus: 'skipped' } },
    ]);
  });

  it('knows direct parents and children, and all ancestors', async () => {
    const { customers, orders } = await nodes(
      'models',
      'parents { uniqueId } children { uniqueId } ancestors(types: [Model, Source]) { uniqueId __typename }',
    );
    expect(customers?.parents).toEqual([{ uniqueId: 'model.shop.prepared' }, { uniqueId: 'source.shop.crm.accounts' }]);
    expect(customers?.children).toContainEqual({ uniqueId: 'model.shop.orders' });
    expect(orders?.ancestors).toContainEqual({
      uniqueId: 'source.shop.crm.accounts',
      __typename: 'SourceAppliedStateNestedNode',
    });
  });

  it.each([
    ['{ identifier: "dim_customers" }', ['customers']],
    ['{ uniqueIds: ["model.shop.orders", "model.shop.late"] }', ['orders', 'late']],
    ['{ lastRunStatus: error }', ['orders']],
    ['{ group: "sales", access: public }', ['customers']],
  ])('filters by %s', async (filter, expected) => {
    const models = (await applied(`models(filter: ${filter}) { edges { node { name } } }`)) as {
      models: { edges: { node: { name: string } }[] };
    };
    expect(models.models.edges.map((edge) => edge.node.name)).toEqual(expected);
  });
});

describe('sources, seeds, snapshots', () => {
  it('shows the freshness of a source in every state, never as null', async () => {
    const sources = await nodes('sources');
    expect(sources.accounts).toMatchObject({
      identifier: 'accounts_v2',
      sourceName: 'crm',
      sourceDescription: 'Raw CRM data.',
      freshness: {
        freshnessChecked: true,
        freshnessStatus: 'Warn',
        maxLoadedAt: '2026-08-19T01:00:00.000Z',
        maxLoadedAtTimeAgoInS: 97210,
        criteria: { warnAfter: { count: 24, period: 'hour' }, errorAfter: { count: null, period: null } },
      },
    });
    expect(sources.leads?.freshness).toMatchObject({
      freshnessChecked: false,
      freshnessStatus: null,
      criteria: { warnAfter: { count: 6 } },
    });
    expect(sources.plain?.freshness).toMatchObject({ freshnessChecked: null, freshnessStatus: null });
  });

  it('lists seeds, and no snapshot that never ran', async () => {
    expect((await nodes('seeds')).countries).toMatchObject({ executionInfo: { lastRunStatus: 'success' } });
    expect(await nodes('snapshots')).toEqual({});
  });
});

describe('other queries', () => {
  it('gives resources of several kinds in one list', async () => {
    const { resources } = await applied(
      'resources(filter: { types: [Seed, Source] }) { totalCount edges { node { uniqueId resourceType } } }',
    );
    expect(resources).toMatchObject({ totalCount: 4, edges: [{ node: { resourceType: 'seed' } }, {}, {}, {}] });
  });

  it('gives lineage of models and sources', async () => {
    const { lineage } = await applied(
      'lineage(filter: { types: [Model] }) { uniqueId resourceType ... on ModelLineageNode { alias lastRunStatus } }',
    );
    expect(lineage).toContainEqual({
      uniqueId: 'model.shop.orders',
      resourceType: 'Model',
      alias: 'orders',
      lastRunStatus: 'error',
    });
  });

  it('answers for one job in the older, flat shape', async () => {
    const query = `query($job: BigInt!) { job(id: $job) {
      id runId
      models(first: 2) { uniqueId paginationCursor status columns { name } tests { uniqueId state fail } }
      sources { name state criteria { warnAfter { count } } }
      tests { name state status }
    } }`;
    const answer = await ask(smallPlatform(), query, { job: 400 });
    expect(answer.json).toMatchObject({
      data: {
        job: {
          id: 400,
          runId: 501,
          models: [
            { status: 'success', columns: [{ name: 'CUSTOMER_ID' }, {}], tests: [{ state: 'fail', fail: true }, {}] },
            { status: 'error' },
          ],
          sources: [{ name: 'accounts', state: 'Warn' }, {}, {}],
          tests: [{ state: 'fail', status: '3' }, {}, {}],
        },
      },
    });
  });

  it('knows no job of somebody else', async () => {
    const answer = await ask(smallPlatform(), 'query { job(id: 999) { id } }', {});
    expect(answer.json).toEqual({ data: { job: null } });
  });
});
