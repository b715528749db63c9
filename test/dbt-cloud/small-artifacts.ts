/** The artifacts of a hand-made project: one node for every state that the Discovery API tells apart. */

const ranAt = '2026-08-20T04:01:30.123456Z';

function node(uniqueId: string, more: Record<string, unknown> = {}) {
  const [kind = '', , ...rest] = uniqueId.split('.');
  const name = rest.at(-1);
  const path = { original_file_path: `models/${name}.sql`, fqn: ['shop', name] };
  const place = { database: 'analytics', schema: 'marts', alias: name };
  return {
    unique_id: uniqueId,
    resource_type: kind,
    name,
    package_name: 'shop',
    description: '',
    ...path,
    ...place,
    ...more,
  };
}

function test(name: string, attached: string | undefined, dependsOn: string[], more: Record<string, unknown> = {}) {
  const attachment = attached === undefined ? {} : { attached_node: attached };
  return node(`test.shop.${name}`, { ...attachment, depends_on: { nodes: dependsOn }, ...more });
}

const customers = 'model.shop.customers';
const orders = 'model.shop.orders';
const crm = 'source.shop.crm.accounts';

const nodes = [
  node(customers, {
    alias: 'dim_customers',
    description: 'One row per customer.',
    relation_name: 'ANALYTICS.marts.dim_customers',
    config: { materialized: 'table', access: 'public' },
    group: 'sales',
    version: 2,
    latest_version: 3,
    deprecation_date: '2027-01-01T00:00:00+00:00',
    contract: { enforced: true },
    columns: { customer_id: { name: 'customer_id', description: 'Key.', meta: { pii: true } } },
    depends_on: { nodes: ['model.shop.prepared', crm] },
  }),
  node(orders, { config: { materialized: 'incremental' }, depends_on: { nodes: [customers] } }),
  node('model.shop.late', { config: { materialized: 'view' }, depends_on: { nodes: [orders] } }),
  node('model.shop.prepared', { config: { materialized: 'ephemeral' }, depends_on: { nodes: [crm] } }),
  node('model.shop.never_built', { config: { materialized: 'table' } }),
  node('model.shop.switched_off', { config: { materialized: 'table', enabled: false } }),
  node('model.shop.in_warehouse_only', { config: { materialized: 'table' } }),
  node('seed.shop.countries', { config: { materialized: 'seed' } }),
  node('snapshot.shop.customers_history', { config: { materialized: 'snapshot' }, depends_on: { nodes: [customers] } }),
  test('unique_customers', customers, [customers], {
    column_name: 'customer_id',
    test_metadata: { name: 'unique', kwargs: {} },
  }),
  test('orders_have_customers', undefined, [orders, customers]),
  test('relationships_orders', orders, [orders, customers], {
    column_name: 'customer_id',
    test_metadata: { name: 'relationships' },
  }),
];

const hours = (count: number) => ({ count, period: 'hour' });

const sources = [
  node(crm, {
    identifier: 'accounts_v2',
    database: 'raw',
    schema: 'crm',
    source_name: 'crm',
    source_description: 'Raw CRM data.',
    loader: '',
  }),
  node('source.shop.crm.leads', {
    identifier: 'leads',
    source_name: 'crm',
    freshness: { warn_after: hours(6), error_after: hours(48) },
  }),
  node('source.shop.crm.plain', { identifier: 'plain', source_name: 'crm', freshness: null }),
];

function result(uniqueId: string, status: string, more: Record<string, unknown> = {}) {
  const times = { started_at: '2026-08-20T04:01:10.000001Z', completed_at: '2026-08-20T04:01:13.197272Z' };
  return {
    unique_id: uniqueId,
    status,
    message: null,
    failures: null,
    execution_time: 3.2,
    timing: [{ name: 'execute', ...times }],
    ...more,
  };
}

const results = [
  result(customers, 'success'),
  result(orders, 'error', { message: 'Database Error: no' }),
  result('model.shop.late', 'skipped'),
  result('seed.shop.countries', 'success'),
  result('test.shop.unique_customers', 'fail', { failures: 3, message: 'Got 3 results, configured to fail if != 0' }),
  result('test.shop.orders_have_customers', 'pass', { failures: 0 }),
  result('test.shop.relationships_orders', 'skipped'),
];

function column(name: string, index: number, type: string) {
  return { name, index, type, comment: null };
}

const catalog = {
  nodes: {
    [customers]: {
      metadata: { type: 'BASE TABLE', owner: 'DBT', comment: null },
      columns: { CUSTOMER_ID: column('CUSTOMER_ID', 1, 'NUMBER'), NAME: column('NAME', 2, 'TEXT') },
      stats: { row_count: { id: 'row_count', label: 'Rows', value: 939, description: '', include: true } },
    },
    [orders]: { metadata: { type: 'BASE TABLE' }, columns: {}, stats: {} },
    // left behind by a model that somebody switched off since
    'model.shop.switched_off': { metadata: { type: 'BASE TABLE' }, columns: {}, stats: {} },
    'model.shop.in_warehouse_only': { metadata: { type: 'BASE TABLE' }, columns: {}, stats: {} },
  },
  sources: {},
};

const freshness = [
  {
    unique_id: crm,
    status: 'warn',
    max_loaded_at: '2026-08-19T01:00:00+00:00',
    snapshotted_at: '2026-08-20T04:00:10.000000Z',
    max_loaded_at_time_ago_in_s: 97210,
    criteria: { warn_after: hours(24), error_after: { count: null, period: null } },
  },
];

const metadata = { generated_at: ranAt, project_name: 'shop', adapter_type: 'snowflake', dbt_version: '1.10.0' };

function keyed(list: { unique_id: string }[]) {
  return Object.fromEntries(list.map((each) => [each.unique_id, each]));
}

/** dbt's four files of the small project, as text. */
export const smallArtifacts: Record<string, string> = {
  'manifest.json': JSON.stringify({ metadata, nodes: keyed(nodes), sources: keyed(sources) }),
  'catalog.json': JSON.stringify({ metadata, ...catalog }),
  'run_results.json': JSON.stringify({ metadata, elapsed_time: 90, results }),
  'sources.json': JSON.stringify({ metadata, results: freshness }),
};
