import * as z from 'zod/mini';
import { lenient } from '../lenient';

/** What is read of dbt's files, by field and not by version: what an older or newer dbt leaves out is absent. */

const shown = lenient(z.string());
const text = z.nullish(z.string());
const loose = lenient(z.string());
/** Some tools write numbers as texts. */
const digits = z.pipe(z.string().check(z.regex(/^-?\d{1,15}(?:\.\d{1,15})?$/)), z.transform(Number));
const number = lenient(z.union([z.number(), digits]));
const flag = lenient(z.boolean());
const version = lenient(z.union([z.string(), z.number()]));
const texts = lenient(z.array(z.string()));
const tags = lenient(z.union([z.string(), z.array(z.string())]));

const limit = lenient(z.object({ count: number, period: loose }));
const limits = lenient(z.object({ warn_after: limit, error_after: limit }));

const contract = lenient(z.object({ enforced: flag }));

const config = z.object({
  materialized: loose,
  enabled: flag,
  meta: z.optional(z.unknown()),
  tags,
  group: loose,
  access: loose,
  contract,
  freshness: limits,
});

const column = lenient(z.object({ name: text, description: shown, data_type: loose }));
/** By name, or as a list. */
const columns = lenient(z.union([z.record(z.string(), column), z.array(column)]));

/** An entry of the manifest with its unique id: where it does not say it itself, its key does. */
export function withId({ key, value }: { key: string; value: unknown }): unknown {
  const lacksId = typeof value === 'object' && value !== null && !('unique_id' in value);
  return lacksId ? { ...value, unique_id: key } : value;
}

export const manifestNode = z.object({
  unique_id: z.string().check(z.maxLength(1500)),
  name: z.string(),
  package_name: loose,
  description: shown,
  database: text,
  schema: text,
  alias: text,
  identifier: text,
  relation_name: text,
  columns,
  config: z.nullish(config),
  tags,
  meta: z.optional(z.unknown()),
  group: loose,
  access: loose,
  contract,
  version,
  latest_version: version,
  deprecation_date: loose,
  depends_on: lenient(z.object({ nodes: texts })),
  source_name: loose,
  source_description: shown,
  loader: loose,
  freshness: limits,
});

export const manifestTest = z.object({
  unique_id: z.string(),
  name: loose,
  column_name: loose,
  attached_node: loose,
  depends_on: lenient(z.object({ nodes: texts })),
  test_metadata: lenient(
    z.object({
      name: loose,
      kwargs: lenient(z.object({ model: loose })),
    }),
  ),
});

export const manifestExposure = z.object({
  name: z.string(),
  label: loose,
  type: loose,
  url: loose,
  owner: lenient(z.object({ name: loose, email: loose })),
  depends_on: lenient(z.object({ nodes: texts })),
});

export const manifestGroup = z.object({
  name: z.string(),
  owner: lenient(z.object({ name: loose, email: lenient(z.union([z.string(), z.array(z.string())])) })),
});

/** Of every file. `env` holds the dbt platform's ids when it made the file. */
export const metadata = z.object({
  dbt_schema_version: loose,
  generated_at: loose,
  adapter_type: loose,
  project_name: loose,
  env: lenient(z.record(z.string(), z.unknown())),
});

const catalogColumn = z.object({ name: z.string(), type: loose, index: number, comment: shown });

export const catalogEntry = z.object({
  columns: z.record(z.string(), lenient(catalogColumn)),
});

export const runResult = z.object({
  unique_id: z.string(),
  status: z.string(),
  message: shown,
  failures: number,
  execution_time: number,
  timing: lenient(z.array(z.object({ name: loose, completed_at: loose }))),
});

export const freshnessResult = z.object({
  unique_id: z.string(),
  status: z.string(),
  max_loaded_at: loose,
  snapshotted_at: loose,
  criteria: limits,
});

export type ManifestNode = z.infer<typeof manifestNode>;
export type ManifestTest = z.infer<typeof manifestTest>;
export type Metadata = z.infer<typeof metadata>;
export type CatalogColumn = z.infer<typeof catalogColumn>;
export type RunResult = z.infer<typeof runResult>;
export type FreshnessResult = z.infer<typeof freshnessResult>;
