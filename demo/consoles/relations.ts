import { readFile } from 'node:fs/promises';

/** A table or view as a warehouse's console lists it. Names are stored names. */
export type DemoRelation = {
  database: string;
  schema: string;
  name: string;
  isView: boolean;
  columns: { name: string; type: string }[];
};

type CatalogEntry = {
  metadata: { type: string; database?: string | null; schema: string; name: string };
  columns: Record<string, { name: string; type: string; index: number }>;
};
type Catalog = { nodes: Record<string, CatalogEntry>; sources: Record<string, CatalogEntry> };

/** Tables that dbt knows nothing of, as `schema.name`; some carry the name of a dbt table in another schema. */
const strangers = [
  'scratch.orders',
  'scratch.customers_backup',
  'scratch.tmp_join_test',
  'sales.orders_old',
  'billing.customers',
  'billing.dunning_runs',
  'billing.invoices',
];

/** As the warehouse would store a name that somebody wrote without quotes. */
function stored(name: string, warehouse: string): string {
  return warehouse === 'snowflake' ? name.toUpperCase() : name;
}

function fromCatalog({ metadata, columns }: CatalogEntry): DemoRelation {
  return {
    database: metadata.database ?? '',
    schema: metadata.schema,
    name: metadata.name,
    isView: /view/i.test(metadata.type),
    columns: Object.values(columns)
      .sort((one, other) => one.index - other.index)
      .map(({ name, type }) => ({ name, type })),
  };
}

function stranger(path: string, database: string, warehouse: string): DemoRelation {
  const [schema = '', name = ''] = path.split('.').map((part) => stored(part, warehouse));
  const columns = ['id', 'created_at', 'amount'].map((column) => ({ name: stored(column, warehouse), type: 'TEXT' }));
  return { database, schema, name, isView: false, columns };
}

/** What the demo console of a warehouse shows: everything in dbt's catalog, and a few tables beside it. Sorted by path. */
export async function demoRelations(warehouse: 'snowflake' | 'postgres'): Promise<DemoRelation[]> {
  const file = new URL(`../artifacts/${warehouse}/catalog.json`, import.meta.url);
  // as: written by dbt, in its catalog/v1 form
  const catalog = JSON.parse(await readFile(file, 'utf8')) as Catalog;
  const known = [...Object.values(catalog.nodes), ...Object.values(catalog.sources)].map(fromCatalog);
  const database = known[0]?.database ?? '';
  const path = (relation: DemoRelation) => `${relation.database}\n${relation.schema}\n${relation.name}`;
  return [...known, ...strangers.map((one) => stranger(one, database, warehouse))].sort((one, other) =>
    path(one) < path(other) ? -1 : 1,
  );
}
