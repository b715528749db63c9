/** Nodes of an invented project, each made from its number alone: columns, tests, parents and children. */
import type { ManifestColumn, ManifestNode } from './artifact-files';

/** How big a project is. The same numbers and seed give the same project. */
export type ProjectSize = {
  models: number;
  seed?: number;
  /** Default: one for 20, 200 and 100 models. */
  sources?: number;
  seeds?: number;
  snapshots?: number;
  /** Columns of a model on average; default 14. */
  columns?: number;
  /** Default snowflake: lower case in dbt, upper case in the warehouse. */
  adapterType?: string;
};

export type ProjectShape = Required<ProjectSize>;

export type GeneratedKind = 'model' | 'source' | 'seed' | 'snapshot';

export function shapeOf(size: ProjectSize): ProjectShape {
  const { models } = size;
  const share = (one: number) => Math.ceil(models / one);
  return {
    seed: 1,
    sources: share(20),
    seeds: share(200),
    snapshots: share(100),
    columns: 14,
    adapterType: 'snowflake',
    ...size,
  };
}

export const projectName = 'lantern';
export const testsPerNode = 4;

const nouns = [
  'customer',
  'order',
  'invoice',
  'payment',
  'shipment',
  'product',
  'store',
  'campaign',
  'session',
  'refund',
];
const facets = ['daily', 'by_region', 'lifetime', 'open', 'net', 'gross', 'first', 'latest', 'ranked', 'joined'];
const columnWords = [
  'id',
  'name',
  'status',
  'region',
  'amount',
  'created_at',
  'updated_at',
  'is_active',
  'currency',
  'channel',
];
const prose =
  'One row for each case that the shop knows of, kept for reports and forecasts and checked every night'.split(' ');

/** Numbers from 0 to 1 that depend on the seed, the kind and the number of a node only (mulberry32). */
export function dice(seed: number, kind: string, index: number): () => number {
  let state = (seed * 2654435761 + kind.length * 40503 + kind.charCodeAt(1) * 65537 + index * 97) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<Value>(values: readonly Value[], at: number): Value {
  const value = values[Math.floor(at) % values.length];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

function sentence(random: () => number, words: number): string {
  return Array.from({ length: words }, () => pick(prose, random() * prose.length)).join(' ');
}

function plainName(kind: GeneratedKind, index: number, models: number): string {
  const layers = ['stg', 'int', 'fct', 'dim'] as const;
  const prefix =
    kind === 'model'
      ? pick(layers, (index / Math.max(1, models)) * layers.length)
      : { source: 'raw', seed: 'map', snapshot: 'snap' }[kind];
  return `${prefix}_${pick(nouns, index)}_${pick(facets, index / nouns.length)}_${String(index).padStart(6, '0')}`;
}

export function uniqueIdOf(kind: GeneratedKind, index: number, shape: ProjectShape): string {
  const name = plainName(kind, index, shape.models);
  return kind === 'source' ? `source.${projectName}.shop.${name}` : `${kind}.${projectName}.${name}`;
}

/** The kind and number that a unique id was made from. */
export function numberOf(uniqueId: string): { kind: string; index: number } | undefined {
  const match = /^(model|source|seed|snapshot|test)\..*_(\d{6,})$/.exec(uniqueId);
  return match === null ? undefined : { kind: match[1] ?? '', index: Number(match[2]) };
}

export function columnNames(kind: GeneratedKind, index: number, shape: ProjectShape): string[] {
  const spread = dice(shape.seed, `${kind} columns`, index)();
  const count = Math.max(3, Math.round(shape.columns * (0.5 + spread)));
  return Array.from({ length: count }, (_, at) => {
    const word = pick(columnWords, at);
    return at < columnWords.length ? `${pick(nouns, index)}_${word}` : `${pick(facets, at)}_${word}_${at}`;
  });
}

function documented(kind: GeneratedKind, index: number, shape: ProjectShape): Record<string, ManifestColumn> {
  const random = dice(shape.seed, `${kind} docs`, index);
  const names = columnNames(kind, index, shape).filter(() => random() < 0.7);
  return Object.fromEntries(
    names.map((name) => [name, { name, description: sentence(random, 7), meta: {}, tags: [] }]),
  );
}

/** A model's parent is found from its number, and its children from theirs: a tree with three branches. */
function dependsOn(kind: GeneratedKind, index: number, shape: ProjectShape): string[] {
  if (kind === 'snapshot') return shape.models === 0 ? [] : [uniqueIdOf('model', index % shape.models, shape)];
  if (kind !== 'model') return [];
  const fromSource = index < shape.sources ? [uniqueIdOf('source', index, shape)] : [];
  const fromModel = index > 0 ? [uniqueIdOf('model', Math.floor((index - 1) / 3), shape)] : [];
  return [...fromSource, ...fromModel];
}

export function childIds(kind: string, index: number, shape: ProjectShape): string[] {
  if (kind === 'source') return index < shape.models ? [uniqueIdOf('model', index, shape)] : [];
  if (kind !== 'model') return [];
  const models = [1, 2, 3].map((step) => index * 3 + step).filter((child) => child < shape.models);
  const snapshots = index < shape.snapshots ? [uniqueIdOf('snapshot', index, shape)] : [];
  return [...models.map((child) => uniqueIdOf('model', child, shape)), ...snapshots];
}

/** Limits of every source that has any. */
export const freshnessRules = { warn_after: { count: 12, period: 'hour' }, error_after: { count: 36, period: 'hour' } };

function kindFields(kind: GeneratedKind, index: number, name: string): Partial<ManifestNode> {
  if (kind === 'source') {
    const identifier = name.replace(/^raw_/, 't_');
    return {
      identifier,
      source_name: 'shop',
      source_description: 'The shop, as it is.',
      loader: 'loader',
      freshness: index % 20 === 19 ? null : freshnessRules,
    };
  }
  const materialized = { model: pick(['view', 'table', 'incremental'], index), seed: 'seed', snapshot: 'snapshot' }[
    kind
  ];
  return {
    alias: index % 10 === 9 ? `${name}_v` : name,
    config: { materialized },
    access: 'protected',
    language: 'sql',
  };
}

/** The node as manifest.json would have it, without code. */
export function generatedNode(kind: GeneratedKind, index: number, shape: ProjectShape): ManifestNode {
  const random = dice(shape.seed, kind, index);
  const name = plainName(kind, index, shape.models);
  const database = kind === 'source' ? 'raw' : 'analytics';
  const schema = kind === 'source' ? 'shop' : `marts_${pick(nouns, index)}`;
  const own = kindFields(kind, index, name);
  const table = own.alias ?? own.identifier ?? name;
  return {
    unique_id: uniqueIdOf(kind, index, shape),
    resource_type: kind,
    name,
    package_name: projectName,
    description: random() < 0.85 ? `${sentence(random, 24)}.` : '',
    original_file_path: `models/${schema}/${name}.sql`,
    patch_path: `${projectName}://models/${schema}/models.yml`,
    fqn: [projectName, schema, name],
    tags: index % 3 === 0 ? ['nightly'] : [],
    meta: {},
    database,
    schema,
    relation_name: `${database}.${schema}.${table}`,
    columns: documented(kind, index, shape),
    depends_on: { nodes: dependsOn(kind, index, shape) },
    ...own,
  };
}

const testKinds = ['unique', 'not_null', 'accepted_values', 'relationships'];

/** Test `slot` of a node; the number in its id holds the node's kind, number and slot. */
export function generatedTest(kind: GeneratedKind, index: number, slot: number, shape: ProjectShape): ManifestNode {
  const testName = pick(testKinds, slot);
  const column = pick(columnNames(kind, index, shape), slot === 3 ? 2 : slot >> 1);
  const node = uniqueIdOf(kind, index, shape);
  const name = `${testName}_${plainName(kind, index, shape.models)}_${column}`;
  return {
    unique_id: `test.${projectName}.${name}.${kind}_${slot}_${String(index).padStart(6, '0')}`,
    resource_type: 'test',
    name,
    package_name: projectName,
    description: '',
    original_file_path: 'models/models.yml',
    fqn: [projectName, name],
    tags: [],
    column_name: column,
    test_metadata: { name: testName, namespace: null, kwargs: { column_name: column } },
    attached_node: node,
    depends_on: { nodes: [node] },
    config: { materialized: 'test' },
  };
}
