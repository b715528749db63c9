import { sampleDatabase, sampleTables, type Table } from './sample-tables';

/** The sample project as the files that dbt writes. */

const hourMs = 3_600_000;
const project = 'lampshop';

function idOf({ type, schema, name }: Table): string {
  return type === 'source' ? `source.${project}.${schema}.${name}` : `model.${project}.${name}`;
}

function idNamed(path: string): string {
  const table = sampleTables.find(({ schema, name }) => `${schema}.${name}` === path);
  return table ? idOf(table) : '';
}

function nodeOf(table: Table): object {
  const { type, schema, name, description, columns, from = [] } = table;
  return {
    unique_id: idOf(table),
    name,
    package_name: project,
    database: sampleDatabase,
    schema,
    relation_name: `"${sampleDatabase}"."${schema}"."${name}"`,
    description,
    columns: Object.fromEntries(columns.map(([column, , text]) => [column, { name: column, description: text }])),
    ...(type === 'source'
      ? {
          source_name: schema,
          identifier: name,
          freshness: { warn_after: { count: 9, period: 'hour' }, error_after: { count: 48, period: 'hour' } },
        }
      : { alias: name, config: { materialized: 'table' }, group: 'shop', depends_on: { nodes: from.map(idNamed) } }),
  };
}

function testsOf(table: Table): { id: string; node: object; failures: number }[] {
  return (table.checks ?? []).map(({ kind, column, failures = 0 }) => {
    const id = `test.${project}.${kind}_${table.name}_${column}`;
    const name = `${kind}_${table.name}_${column}`;
    const node = {
      unique_id: id,
      name,
      column_name: column,
      attached_node: idOf(table),
      test_metadata: { name: kind },
    };
    return { id, node, failures };
  });
}

/** dbt's files, as they would have been written by a run an hour before `now` (epoch ms). */
export function sampleFiles(now: number): Record<string, Blob> {
  const at = (hours: number) => new Date(now - hours * hourMs).toISOString();
  const metadata = (file: string) => ({
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${file}.json`,
    generated_at: at(1),
    adapter_type: 'postgres',
    project_name: project,
  });
  const models = sampleTables.filter(({ type }) => type === 'model');
  const sources = sampleTables.filter(({ type }) => type === 'source');
  const tests = sampleTables.flatMap(testsOf);
  const byId = (tables: Table[]) => Object.fromEntries(tables.map((table) => [idOf(table), nodeOf(table)]));
  const timing = [{ name: 'execute', completed_at: at(1) }];
  const columnsOf = (tables: Table[]) =>
    Object.fromEntries(
      tables.map((table) => [
        idOf(table),
        {
          columns: Object.fromEntries(
            table.columns.map(([name, type], index) => [name, { name, type, index: index + 1 }]),
          ),
        },
      ]),
    );
  const childMap = Object.fromEntries(
    sampleTables.map((table) => {
      const path = `${table.schema}.${table.name}`;
      return [idOf(table), sampleTables.filter(({ from }) => from?.includes(path)).map(idOf)];
    }),
  );
  const files = {
    'manifest.json': {
      metadata: metadata('manifest/v12'),
      nodes: { ...byId(models), ...Object.fromEntries(tests.map(({ id, node }) => [id, node])) },
      sources: byId(sources),
      exposures: {
        weekly: {
          name: 'weekly_takings',
          label: 'Weekly takings',
          type: 'dashboard',
          owner: { name: 'Ada' },
          depends_on: { nodes: [idNamed('shop.orders')] },
        },
      },
      groups: { shop: { name: 'shop', owner: { name: 'Ada, shop data' } } },
      child_map: childMap,
    },
    'catalog.json': { metadata: metadata('catalog/v1'), nodes: columnsOf(models), sources: columnsOf(sources) },
    'run_results.json': {
      metadata: metadata('run-results/v6'),
      args: { which: 'build' },
      results: [
        ...models.map((table) => ({
          unique_id: idOf(table),
          status: table.error === undefined ? 'success' : 'error',
          message: table.error ?? 'OK',
          execution_time: 2.4,
          timing: table.error === undefined ? timing : [],
        })),
        ...tests.map(({ id, failures }) => ({
          unique_id: id,
          status: failures > 0 ? 'fail' : 'pass',
          failures,
          message: failures > 0 ? `Got ${failures} results, configured to fail if != 0` : undefined,
        })),
      ],
    },
    'sources.json': {
      metadata: metadata('sources/v3'),
      results: sources.map((table) => ({
        unique_id: idOf(table),
        status: (table.loaded ?? 0) > 9 ? 'warn' : 'pass',
        max_loaded_at: at(table.loaded ?? 0),
        snapshotted_at: at(1),
        criteria: { warn_after: { count: 9, period: 'hour' }, error_after: { count: 48, period: 'hour' } },
      })),
    },
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      new Blob([JSON.stringify(content)], { type: 'application/json' }),
    ]),
  );
}
