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

/**
 * Columns, tests and neighbours are checked where they lie, by plain loops: there are a hundred times as many of them as of
 * nodes, and a copy of each would cost more than all the rest of a sync. What only people read may be anything.
 */
export type ColumnNode = { name?: Text; index?: Count; type?: Text; description?: unknown; comment?: unknown };
export type TestNode = {
  uniqueId: string;
  name?: Text;
  columnName?: Text;
  testType?: Text;
  testMetadata?: { name?: Text } | null;
  executionInfo?: TestExecution | null;
  lastKnownResult?: unknown;
};
type TestExecution = {
  lastRunStatus?: Text;
  lastRunError?: unknown;
  lastRunFailures?: number | Text;
  lastRunGeneratedAt?: Text;
};
type Text = string | null | undefined;
type Count = number | null | undefined;

function isText(value: unknown): value is Text {
  return typeof value === 'string' || value === null || value === undefined;
}

function isCount(value: unknown): value is Count {
  return typeof value === 'number' || value === null || value === undefined;
}

function isColumn(value: unknown): value is ColumnNode {
  return isRecord(value) && isText(value.name) && isCount(value.index) && isText(value.type);
}

function isTest(value: unknown): value is TestNode {
  if (!isRecord(value) || typeof value.uniqueId !== 'string') return false;
  const { name, columnName, testType, testMetadata: metadata, executionInfo: execution } = value;
  const isNamed = isText(name) && isText(columnName) && isText(testType);
  return isNamed && (isNone(metadata) || (isRecord(metadata) && isText(metadata.name))) && isExecution(execution);
}

function isExecution(value: unknown): boolean {
  if (isNone(value)) return true;
  if (!isRecord(value)) return false;
  const { lastRunStatus, lastRunFailures, lastRunGeneratedAt } = value;
  return isText(lastRunStatus) && (isCount(lastRunFailures) || isText(lastRunFailures)) && isText(lastRunGeneratedAt);
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf<Member>(isMember: (value: unknown) => value is Member) {
  return z.nullish(z.custom<Member[]>((value) => Array.isArray(value) && value.every(isMember)));
}

const catalog = z.object({ columns: listOf(isColumn) });

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
  tests: listOf(isTest),
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
export type FreshnessNode = z.infer<typeof freshness>;

/** The neighbours of a node. */
export const kinNode = z.object({
  uniqueId: z.string(),
  parents: listOf(isNeighbour),
  children: listOf(isNeighbour),
});

export type Neighbour = { uniqueId: string; name?: Text };

function isNeighbour(value: unknown): value is Neighbour {
  return isRecord(value) && typeof value.uniqueId === 'string' && isText(value.name);
}

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
