import * as z from 'zod/mini';
import { lenient } from '../lenient';

/**
 * What is read of dbt's answers. Everything may be null or missing but the unique id; a field of another type makes the
 * node a bad one, except for texts that only people read: those are then absent.
 */

const shown = lenient(z.string());
const text = z.nullish(z.string());
const id = z.nullish(z.union([z.number(), z.string()]));
const number = z.nullish(z.number());

const execution = z.object({
  lastRunId: z.optional(id),
  lastRunStatus: text,
  lastRunError: shown,
  lastRunGeneratedAt: text,
  lastJobDefinitionId: z.optional(id),
  executeCompletedAt: text,
  executionTime: number,
});

const testExecution = z.object({
  lastRunStatus: text,
  lastRunError: shown,
  lastRunFailures: id,
  lastRunGeneratedAt: text,
});

const test = z.object({
  uniqueId: z.string(),
  name: text,
  columnName: text,
  testType: text,
  testMetadata: z.nullish(z.object({ name: text })),
  executionInfo: z.nullish(testExecution),
  lastKnownResult: lenient(z.string()),
});

const column = z.object({ name: text, index: number, type: text, description: shown, comment: shown });

const catalog = z.object({ columns: z.nullish(z.array(column)) });

const limit = z.nullish(z.object({ count: number, period: text }));

const freshness = z.object({
  freshnessChecked: z.nullish(z.boolean()),
  freshnessStatus: text,
  maxLoadedAt: text,
  snapshottedAt: text,
  criteria: z.nullish(z.object({ warnAfter: limit, errorAfter: limit })),
});

/** Every list's node has some of these fields; what a list was not asked for is absent. */
const node = z.object({
  uniqueId: z.string().check(z.regex(/^[a-z_]+\../), z.maxLength(1500)),
  name: text,
  description: shown,
  database: text,
  schema: text,
  catalog: z.nullish(catalog),
  tests: z.nullish(z.array(test)),
  tags: lenient(z.array(z.string())),
  meta: z.optional(z.unknown()),
});

const built = z.extend(node, {
  alias: text,
  packageName: text,
  executionInfo: z.nullish(execution),
});

export const modelNode = z.extend(built, {
  relationName: lenient(z.string()),
  materializedType: text,
  access: lenient(z.string()),
  group: lenient(z.string()),
  contractEnforced: lenient(z.boolean()),
  version: lenient(z.union([z.string(), z.number()])),
  latestVersion: lenient(z.union([z.string(), z.number()])),
  deprecationDate: lenient(z.string()),
});

/** Seeds and snapshots. */
export const plainNode = built;

export const sourceNode = z.extend(node, {
  identifier: text,
  sourceName: text,
  sourceDescription: shown,
  loader: text,
  freshness: z.nullish(freshness),
});

export type ModelNode = z.infer<typeof modelNode>;
export type PlainNode = z.infer<typeof plainNode>;
export type SourceNode = z.infer<typeof sourceNode>;
export type ExecutionNode = z.infer<typeof execution>;
export type TestNode = z.infer<typeof test>;
export type ColumnNode = z.infer<typeof column>;
export type FreshnessNode = z.infer<typeof freshness>;

/** The neighbours of a node. */
export const kinNode = z.object({
  uniqueId: z.string(),
  parents: z.nullish(z.array(z.object({ uniqueId: z.string() }))),
  children: z.nullish(z.array(z.object({ uniqueId: z.string(), name: text }))),
});

/** One page of a list. An edge without a node is kept as such, to be counted. */
export const connection = z.object({
  totalCount: lenient(z.number()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text }),
  edges: z.array(z.nullish(z.object({ node: z.optional(z.unknown()) }))),
});

/** The outside of every GraphQL answer. */
export const graphqlAnswer = z.object({
  data: z.nullish(z.record(z.string(), z.unknown())),
  errors: z.nullish(
    z.array(
      z.object({
        message: lenient(z.string()),
        extensions: lenient(z.object({ code: z.optional(z.unknown()) })),
      }),
    ),
  ),
});

export const environmentProbe = z.object({
  dbtProjectName: shown,
  adapterType: text,
  applied: z.nullish(z.object({ lastUpdatedAt: text })),
});
