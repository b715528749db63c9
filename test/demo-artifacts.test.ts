import { readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Node = {
  unique_id: string;
  resource_type: string;
  name: string;
  alias?: string;
  identifier?: string;
  source_name?: string;
  database: string;
  schema: string;
  relation_name: string | null;
  description?: string;
  columns?: Record<string, { name: string; description?: string }>;
  config: { materialized?: string; severity?: string; contract?: { enforced: boolean } };
  tags?: string[];
  meta?: Record<string, unknown>;
  group?: string | null;
  version?: number | null;
  latest_version?: number | null;
  deprecation_date?: string | null;
  attached_node?: string | null;
  depends_on?: { nodes: string[] };
  test_metadata?: { name: string };
};
type Metadata = { dbt_schema_version: string; adapter_type?: string; project_name?: string };
type Owner = { name: string; email: string };
type Manifest = {
  metadata: Metadata;
  nodes: Record<string, Node>;
  sources: Record<string, Node>;
  exposures: Record<string, { type: string; url: string; owner: Owner; depends_on: { nodes: string[] } }>;
  groups: Record<string, { name: string; owner: Owner }>;
  unit_tests: Record<string, unknown>;
  disabled: Record<string, unknown>;
};
type CatalogEntry = {
  metadata: { database: string; schema: string; name: string; type: string };
  columns: Record<string, { name: string; type: string; index: number }>;
};
type Catalog = { metadata: Metadata; nodes: Record<string, CatalogEntry>; sources: Record<string, CatalogEntry> };
type Result = { unique_id: string; status: string; message?: string | null; failures?: number | null };
type Results = { metadata: Metadata; args?: { which: string }; results: Result[] };

const folder = join(import.meta.dirname, '..', 'demo', 'artifacts');
const warehouses = ['postgres', 'snowflake', 'bigquery', 'databricks', 'redshift'] as const;
type Warehouse = (typeof warehouses)[number];

function text(warehouse: Warehouse, file: string): string {
  return readFileSync(join(folder, warehouse, `${file}.json`), 'utf8');
}

function read(warehouse: Warehouse) {
  // The files are dbt's; what is read of them here is what the tests below check.
  return {
    manifest: JSON.parse(text(warehouse, 'manifest')) as Manifest,
    catalog: JSON.parse(text(warehouse, 'catalog')) as Catalog,
    run: JSON.parse(text(warehouse, 'run_results')) as Results,
    freshness: JSON.parse(text(warehouse, 'sources')) as Results,
  };
}

const artifacts = Object.fromEntries(warehouses.map((warehouse) => [warehouse, read(warehouse)])) as Record<
  Warehouse,
  ReturnType<typeof read>
>;

function node(warehouse: Warehouse, shortId: string): Node {
  const { nodes, sources } = artifacts[warehouse].manifest;
  const found = nodes[shortId.replace('.', '.lantern.')] ?? sources[shortId.replace('.', '.lantern.')];
  if (!found) throw new Error(`no ${shortId} in the manifest of ${warehouse}`);
  return found;
}

function entry(warehouse: Warehouse, shortId: string): CatalogEntry {
  const { nodes, sources } = artifacts[warehouse].catalog;
  const found = nodes[shortId.replace('.', '.lantern.')] ?? sources[shortId.replace('.', '.lantern.')];
  if (!found) throw new Error(`no ${shortId} in the catalog of ${warehouse}`);
  return found;
}

function ofType(warehouse: Warehouse, type: string): Node[] {
  return Object.values(artifacts[warehouse].manifest.nodes).filter((each) => each.resource_type === type);
}

function runStatus(warehouse: Warehouse, shortId: string): string | undefined {
  const id = shortId.replace('.', '.lantern.');
  return artifacts[warehouse].run.results.find((result) => result.unique_id === id)?.status;
}

function idsWith(results: Result[], type: string, status: string): string[] {
  return results
    .filter((result) => result.unique_id.startsWith(`${type}.`) && result.status === status)
    .map((result) => result.unique_id.replace('.lantern.', '.').replace(/\.[0-9a-f]{10}$/, ''))
    .sort();
}

function testsOf(warehouse: Warehouse, shortId: string): Node[] {
  const id = shortId.replace('.', '.lantern.');
  return ofType(warehouse, 'test').filter((each) => each.depends_on?.nodes.includes(id));
}

describe.each(warehouses)('the demo artifacts of %s', (warehouse) => {
  const { manifest, catalog, run, freshness } = artifacts[warehouse];

  it('have the shape and the adapter that dbt writes', () => {
    expect(manifest.metadata).toMatchObject({ adapter_type: warehouse, project_name: 'lantern' });
    const versions = [manifest, catalog, run, freshness].map((artifact) => artifact.metadata.dbt_schema_version);
    expect(versions).toEqual([
      'https://schemas.getdbt.com/dbt/manifest/v12.json',
      'https://schemas.getdbt.com/dbt/catalog/v1.json',
      'https://schemas.getdbt.com/dbt/run-results/v6.json',
      'https://schemas.getdbt.com/dbt/sources/v3.json',
    ]);
    expect(run.args?.which).toBe('build');
  });

  it('hold enough of every kind of node', () => {
    expect(ofType(warehouse, 'model').length).toBeGreaterThanOrEqual(30);
    expect(ofType(warehouse, 'seed')).toHaveLength(3);
    expect(ofType(warehouse, 'snapshot')).toHaveLength(2);
    const sources = Object.values(manifest.sources);
    expect(new Set(sources.map((source) => source.source_name)).size).toBe(2);
    expect(sources.length).toBeGreaterThanOrEqual(6);
    const materializations = new Set(ofType(warehouse, 'model').map((model) => model.config.materialized));
    expect([...materializations]).toEqual(expect.arrayContaining(['table', 'view', 'incremental', 'ephemeral']));
    expect(Object.keys(manifest.unit_tests)).toHaveLength(1);
    expect(Object.keys(manifest.disabled)).toEqual(['model.lantern.rpt_old_catalogue']);
  });

  it('hold a run in which one model errors, two tests fail and one warns', () => {
    expect(idsWith(run.results, 'model', 'error')).toEqual(['model.int_glass_yield']);
    expect(idsWith(run.results, 'test', 'fail')).toEqual([
      'test.accepted_values_fct_payments_method__card__transfer__cash__gift_card',
      'test.source_unique_shopfront_returns_return_no',
    ]);
    expect(idsWith(run.results, 'test', 'warn')).toEqual(['test.assert_every_material_has_a_price']);
    expect(idsWith(run.results, 'test', 'pass').length).toBeGreaterThan(60);
    expect(idsWith(run.results, 'seed', 'success')).toHaveLength(3);
    expect(idsWith(run.results, 'snapshot', 'success')).toHaveLength(2);
  });

  it('hold models and tests that were skipped behind the error and behind each failed test', () => {
    expect(idsWith(run.results, 'model', 'skipped')).toEqual([
      'model.fct_firings',
      'model.fct_reconciliation',
      'model.fct_returns',
      'model.fct_showroom_glass',
      'model.int_return_rates',
      'model.rpt_workshop_week',
      'model.stg_shopfront__returns',
    ]);
    expect(idsWith(run.results, 'test', 'skipped')).toContain('test.assert_no_firing_above_a_hundred_percent');
    expect(idsWith(run.results, 'test', 'skipped').length).toBeGreaterThanOrEqual(5);
  });

  it('report failed tests with their rows and the error with its message', () => {
    const failures = run.results.filter((result) => result.status === 'fail').map((result) => result.failures);
    expect([...failures].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 3]);
    const message = run.results.find((result) => result.status === 'error')?.message ?? '';
    expect(message).toMatch(/^Database Error in model int_glass_yield/);
    expect(message).toMatch(/divi(de|sion) by zero/i);
  });

  it('hold results only of nodes that the manifest knows, and none of the paused model', () => {
    const known = new Set(
      [manifest.nodes, manifest.sources, manifest.exposures, manifest.unit_tests].flatMap((group) =>
        Object.keys(group),
      ),
    );
    const strangers = [...run.results, ...freshness.results].filter((result) => !known.has(result.unique_id));
    expect(strangers).toEqual([]);
    expect(runStatus(warehouse, 'model.fct_christmas_planning')).toBeUndefined();
    expect(entry(warehouse, 'model.fct_christmas_planning').metadata.type).toMatch(/table/i);
  });

  it('hold sources that are fresh, late, stale and not checked', () => {
    const of = (status: string) => idsWith(freshness.results, 'source', status);
    expect(of('pass')).toContain('source.shopfront.orders');
    expect(of('warn')).toEqual(['source.shopfront.customers', 'source.workshop.glass_batches']);
    expect(of('error')).toEqual(['source.shopfront.returns', 'source.workshop.work_orders']);
    const checked = new Set(freshness.results.map((result) => result.unique_id));
    const unchecked = Object.keys(manifest.sources).filter((id) => !checked.has(id));
    expect(unchecked.sort()).toEqual([
      'source.lantern.shopfront.gift_cards',
      'source.lantern.workshop.kiln_readings',
      'source.lantern.workshop.materials',
      'source.lantern.workshop.suppliers',
    ]);
  });

  it('hold aliases and identifiers that differ from the names, and one name in several schemas', () => {
    const models = ofType(warehouse, 'model');
    expect(models.filter((model) => model.alias !== model.name).length).toBeGreaterThan(25);
    const sources = Object.values(manifest.sources);
    expect(sources.filter((source) => source.identifier !== source.name).length).toBeGreaterThan(6);
    const customers = Object.values(manifest.nodes).filter((each) => each.alias === 'customers');
    expect(customers.map((each) => each.schema).sort()).toEqual(['history', 'sales', 'staging']);
  });

  it('hold groups with owners, exposures of three types, tags, meta and a contract', () => {
    expect(Object.values(manifest.groups).map((group) => group.name)).toEqual(['sales', 'workshop', 'finance']);
    for (const group of Object.values(manifest.groups)) expect(group.owner.email).toMatch(/@example\.com$/);
    const exposures = Object.values(manifest.exposures);
    expect(exposures.map((exposure) => exposure.type).sort()).toEqual(['application', 'dashboard', 'notebook']);
    for (const exposure of exposures) expect(exposure.url).toMatch(/^https:\/\/\w+\.lantern\.example\.com/);
    const orders = node(warehouse, 'model.fct_orders');
    expect(orders).toMatchObject({ group: 'sales', tags: ['sales', 'daily'] });
    expect(orders.meta).toMatchObject({ certified: true, service_level: { refresh: 'hourly' } });
    expect(node(warehouse, 'model.dim_customers').config.contract?.enforced).toBe(true);
  });

  it('hold a deprecated old version, its successor and a deprecation that lies ahead', () => {
    const [old, latest] = [node(warehouse, 'model.dim_products.v1'), node(warehouse, 'model.dim_products.v2')];
    expect(old).toMatchObject({ version: 1, latest_version: 2, alias: 'products_v1' });
    expect(old.deprecation_date).toMatch(/^2026-06-30/);
    expect(latest).toMatchObject({ version: 2, latest_version: 2, alias: 'products', deprecation_date: null });
    expect(node(warehouse, 'model.fct_work_orders').deprecation_date).toMatch(/^2099-12-31/);
  });

  it('hold long, formatted, hostile and missing descriptions, and descriptions of columns', () => {
    const long = node(warehouse, 'model.fct_orders').description ?? '';
    expect(long.length).toBeGreaterThan(1500);
    for (const sign of ['# Orders', '```sql', '](https://', '\n1. ', '**order**', '> If']) expect(long).toContain(sign);
    const hostile = node(warehouse, 'model.fct_web_sessions');
    for (const sign of ['<script>', 'onerror=', '](javascript:', '<iframe', '<style>', '![a picture']) {
      expect(hostile.description).toContain(sign);
    }
    expect(hostile.columns?.session_id?.description).toContain('onerror');
    expect(node(warehouse, 'source.workshop.suppliers').description).toBe('');
    const described = Object.values(node(warehouse, 'model.dim_customers').columns ?? {});
    expect(described.filter((column) => column.description).length).toBeGreaterThanOrEqual(4);
  });

  it('hold nodes of three types without tests, and healthy ones of all four types', () => {
    for (const id of ['model.dim_kilns', 'seed.glass_sizes', 'source.workshop.suppliers']) {
      expect(testsOf(warehouse, id), id).toEqual([]);
    }
    const failed = new Set(
      run.results.filter((r) => r.status === 'fail' || r.status === 'warn').map((r) => r.unique_id),
    );
    for (const id of ['model.fct_orders', 'seed.lamp_types', 'snapshot.customers_history', 'source.shopfront.orders']) {
      const tests = testsOf(warehouse, id);
      expect(tests.length, id).toBeGreaterThan(0);
      expect(
        tests.filter((each) => failed.has(each.unique_id)),
        id,
      ).toEqual([]);
    }
  });

  it('know the columns of everything that exists but what dbt itself does not find', () => {
    const relations = [...Object.values(manifest.nodes), ...Object.values(manifest.sources)].filter(
      (each) => each.relation_name && each.resource_type !== 'test',
    );
    const without = relations.filter(({ unique_id }) => !(catalog.nodes[unique_id] ?? catalog.sources[unique_id]));
    expect(without.map((each) => each.unique_id).sort()).toEqual([
      'model.lantern.fct_showroom_glass',
      'seed.lantern.glass_sizes',
      'source.lantern.shopfront.returns',
    ]);
  });

  it('are small and tell nothing of the machine that wrote them', () => {
    const names = [userInfo().username, hostname()].filter((name) => name.length > 3 && name !== 'shop');
    const project = join(import.meta.dirname, '..');
    for (const name of readdirSync(join(folder, warehouse))) {
      const path = join(folder, warehouse, name);
      expect(statSync(path).size, path).toBeLessThan(1_000_000);
      const content = readFileSync(path, 'utf8');
      expect(content.includes(`${project}/`), path).toBe(false);
      expect(content, path).not.toMatch(/["\s](\/home\/|\/root\/|\/Users\/|\/tmp\/|[A-Z]:\\\\)/);
      for (const own of names) expect(content, path).not.toMatch(new RegExp(`\\b${own}\\b`));
      for (const [address] of content.matchAll(/[\w.+-]+@[\w.-]+\w/g)) expect(address).toMatch(/@example\.com$/);
      expect(JSON.parse(content).metadata.env, path).toEqual({});
    }
  });
});

describe('the demo artifacts of the five warehouses', () => {
  it('hold the same nodes and the same states', () => {
    const ids = (each: Warehouse) =>
      [artifacts[each].manifest.nodes, artifacts[each].manifest.sources].flatMap((group) => Object.keys(group)).sort();
    const states = (each: Warehouse) =>
      [...artifacts[each].run.results, ...artifacts[each].freshness.results].map((r) => `${r.unique_id} ${r.status}`);
    for (const warehouse of warehouses) {
      expect(ids(warehouse), warehouse).toEqual(ids('postgres'));
      expect(states(warehouse), warehouse).toEqual(states('postgres'));
    }
  });

  it.each<[Warehouse, string, string]>([
    ['postgres', 'model.rpt_daily_takings', '"shop"."Lamp Room"."Daily Takings"'],
    ['postgres', 'model.fct_revenue_by_month', '"shop"."finance"."Revenue.Monthly"'],
    ['postgres', 'seed.lamp_types', '"shop"."reference"."Lamp-Types"'],
    ['postgres', 'seed.glass_sizes', '"shop"."reference"."Größen"'],
    ['postgres', 'source.shopfront.returns', '"shop"."raw_shopfront"."Returns ""B-stock"""'],
    ['postgres', 'source.workshop.glass_batches', '"shop"."raw_workshop"."glass.batches"'],
    ['snowflake', 'model.fct_orders', 'Analytics.sales.orders'],
    ['snowflake', 'source.shopfront.customers', 'Raw.raw_shopfront."Web Customers"'],
    ['snowflake', 'source.shopfront.returns', 'Raw.raw_shopfront."Returns ""B-stock"""'],
    ['snowflake', 'source.workshop.glass_batches', 'Raw.raw_workshop."glass.batches"'],
    ['bigquery', 'model.rpt_daily_takings', '`lantern-prod`.`Lamp_Room`.`Daily Takings`'],
    ['bigquery', 'source.shopfront.events', '`lantern-raw`.`raw_shopfront`.`events_*`'],
    ['bigquery', 'source.workshop.glass_batches', '`lantern-raw`.`raw_workshop`.`glass-batches`'],
    ['databricks', 'model.fct_orders', '`main`.`sales`.`orders`'],
    ['databricks', 'source.shopfront.customers', '`landing`.`raw_shopfront`.`web_customers`'],
    ['redshift', 'model.rpt_daily_takings', '"shop"."Lamp Room"."Daily Takings"'],
  ])('%s spells %s as %s', (warehouse, id, relationName) => {
    expect(node(warehouse, id).relation_name).toBe(relationName);
  });

  it.each<[Warehouse, string, [string, string, string], string, string]>([
    ['postgres', 'model.fct_orders', ['shop', 'sales', 'orders'], 'order_no', 'integer'],
    ['postgres', 'model.rpt_daily_takings', ['shop', 'Lamp Room', 'Daily Takings'], 'Takings (EUR)', 'numeric'],
    ['snowflake', 'model.fct_orders', ['ANALYTICS', 'SALES', 'ORDERS'], 'ORDER_NO', 'NUMBER'],
    ['snowflake', 'source.shopfront.customers', ['RAW', 'RAW_SHOPFRONT', 'Web Customers'], 'Full Name', 'TEXT'],
    ['bigquery', 'model.fct_orders', ['lantern-prod', 'sales', 'orders'], 'order_no', 'INT64'],
    ['bigquery', 'source.shopfront.events', ['lantern-raw', 'raw_shopfront', 'events_*'], 'page', 'STRING'],
    ['databricks', 'model.fct_orders', ['main', 'sales', 'orders'], 'order_no', 'int'],
    ['databricks', 'source.workshop.materials', ['landing', 'raw_workshop', 'material_master'], 'name', 'string'],
    ['redshift', 'model.rpt_daily_takings', ['shop', 'lamp room', 'daily takings'], 'day', 'date'],
    ['redshift', 'model.fct_orders', ['shop', 'sales', 'orders'], 'order_no', 'integer'],
  ])('%s folds %s into its own catalog spelling', (warehouse, id, parts, column, type) => {
    const { metadata, columns } = entry(warehouse, id);
    expect([metadata.database, metadata.schema, metadata.name]).toEqual(parts);
    expect(columns[column]).toMatchObject({ name: column, type });
  });

  it("folds every unquoted name of Snowflake's catalog up, and every name of Redshift's down", () => {
    const all = (each: Warehouse) => [
      ...Object.values(artifacts[each].catalog.nodes),
      ...Object.values(artifacts[each].catalog.sources),
    ];
    for (const { metadata } of all('snowflake')) {
      expect(`${metadata.database}.${metadata.schema}`).toMatch(/^[A-Z_]+\.[A-Z_]+$/);
    }
    for (const { metadata } of all('redshift')) {
      const name = `${metadata.database}.${metadata.schema}.${metadata.name}`;
      expect(name).toBe(name.toLowerCase());
    }
  });
});
