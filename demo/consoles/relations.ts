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

type ManifestEntry = { relation_name: string; columns: Record<string, { name: string; data_type: string | null }> };
type Manifest = { nodes: Record<string, ManifestEntry>; sources: Record<string, ManifestEntry> };

/** They stand in the warehouse, but dbt's own catalog leaves them out: it cannot match such names. */
const leftOut = ['source.lantern.shopfront.returns', 'seed.lantern.glass_sizes'];

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

/** dbt's `relation_name`: dotted, in quotes where the name is kept as it is. */
function fromManifest({ relation_name, columns }: ManifestEntry, warehouse: string): DemoRelation {
  const parts = [...relation_name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)];
  const [database = '', schema = '', name = ''] = parts.map(([, quoted, plain = '']) =>
    quoted === undefined ? stored(plain, warehouse) : quoted.replaceAll('""', '"'),
  );
  const typed = Object.values(columns).map((column) => ({ name: column.name, type: column.data_type ?? '' }));
  return { database, schema, name, isView: false, columns: typed };
}

function stranger(path: string, database: string, warehouse: string): DemoRelation {
  const [schema = '', name = ''] = path.split('.').map((part) => stored(part, warehouse));
  const columns = ['id', 'created_at', 'amount'].map((column) => ({ name: stored(column, warehouse), type: 'TEXT' }));
  return { database, schema, name, isView: false, columns };
}

/** One of dbt's files of a warehouse, as dbt wrote it. */
async function artifact(warehouse: string, name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`../artifacts/${warehouse}/${name}`, import.meta.url), 'utf8'));
}

/** What the demo console of a warehouse shows: all that dbt built there, and a few tables beside it. Sorted by path. */
export async function demoRelations(warehouse: 'snowflake' | 'postgres'): Promise<DemoRelation[]> {
  const catalog = (await artifact(warehouse, 'catalog.json')) as Catalog; // as: dbt's catalog/v1
  const manifest = (await artifact(warehouse, 'manifest.json')) as Manifest; // as: dbt's manifest/v12
  const known = [...Object.values(catalog.nodes), ...Object.values(catalog.sources)].map(fromCatalog);
  const others = leftOut.flatMap((id) => manifest.nodes[id] ?? manifest.sources[id] ?? []);
  const database = known[0]?.database ?? '';
  const all = [
    ...known,
    ...others.map((entry) => fromManifest(entry, warehouse)),
    ...strangers.map((path) => stranger(path, database, warehouse)),
  ];
  const key = (relation: DemoRelation) => `${relation.database}\n${relation.schema}\n${relation.name}`;
  return all.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
