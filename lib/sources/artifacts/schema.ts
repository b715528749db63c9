import * as z from 'zod/mini';
import { lenient } from '../lenient';
import { numberOf } from './manifest-nodes';

/**
 * What is read of dbt's files, by field and not by version: what an older or newer dbt leaves out is absent. The manifest's nodes and
 * tests and the catalog's columns, which are most of them, are checked where they lie (manifest-nodes.ts, survey.ts).
 */

const loose = lenient(z.string());
const number = z.optional(z.pipe(z.unknown(), z.transform(numberOf)));

/** Of every file. `env` holds the dbt platform's ids when it made the file. */
export const metadata = z.object({
  dbt_schema_version: loose,
  generated_at: loose,
  adapter_type: loose,
  project_name: loose,
  env: lenient(z.record(z.string(), z.unknown())),
});

export const runResult = z.object({
  unique_id: z.string(),
  status: z.string(),
  message: loose,
  failures: number,
  execution_time: number,
  timing: lenient(z.array(z.object({ name: loose, completed_at: loose }))),
});

export const freshnessResult = z.object({
  unique_id: z.string(),
  status: z.string(),
  max_loaded_at: loose,
  snapshotted_at: loose,
  criteria: z.optional(z.unknown()),
});

export type Metadata = z.infer<typeof metadata>;
export type RunResult = z.infer<typeof runResult>;
export type FreshnessResult = z.infer<typeof freshnessResult>;
