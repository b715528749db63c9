import * as z from 'zod/mini';
import { type Fields, isRecord } from '../../record';
import { lenient } from '../lenient';

/**
 * What is read of dbt's answers. Everything may be null or missing but the unique id; a field of another type makes the
 * node a bad one. What is `unknown` here only people read: of another type it counts as absent.
 *
 * Nodes and all in them are checked where they lie, by plain questions: a copy of each, as a schema library makes it, costs
 * more than all the rest of a sync.
 */

type Text = string | null | undefined;
type Count = number | null | undefined;
type Id = number | Text;

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
  lastRunFailures?: Id;
  lastRunGeneratedAt?: Text;
};
export type ExecutionNode = {
  lastRunId?: Id;
  lastRunStatus?: Text;
  lastRunError?: unknown;
  lastRunGeneratedAt?: Text;
  lastJobDefinitionId?: Id;
  executeCompletedAt?: Text;
  executionTime?: Count;
};
type Limit = { count?: Count; period?: Text } | null | undefined;
export type FreshnessNode = {
  freshnessStatus?: Text;
  maxLoadedAt?: Text;
  snapshottedAt?: Text;
  criteria?: { warnAfter?: Limit; errorAfter?: Limit } | null;
};

/** Every list's node has some of these fields; what a list was not asked for is absent. */
type AnyNode = {
  uniqueId: string;
  name?: Text;
  description?: unknown;
  database?: Text;
  schema?: Text;
  catalog?: { columns?: ColumnNode[] | null } | null;
  tests?: TestNode[] | null;
  tags?: unknown;
  meta?: unknown;
};
/** Seeds and snapshots. */
export type PlainNode = AnyNode & { alias?: Text; packageName?: Text; executionInfo?: ExecutionNode | null };
export type ModelNode = PlainNode & {
  materializedType?: Text;
  relationName?: unknown;
  access?: unknown;
  group?: unknown;
  contractEnforced?: unknown;
  version?: unknown;
  latestVersion?: unknown;
  deprecationDate?: unknown;
};
export type SourceNode = AnyNode & {
  identifier?: Text;
  sourceName?: Text;
  sourceDescription?: unknown;
  loader?: Text;
  freshness?: FreshnessNode | null;
};
/** A node with nothing but its neighbours. */
export type KinNode = { uniqueId: string; parents?: Neighbour[] | null; children?: Neighbour[] | null };
export type Neighbour = { uniqueId: string; name?: Text };

export function isModel(value: unknown): value is ModelNode {
  return isBuilt(value) && isText(value.materializedType);
}

export function isPlain(value: unknown): value is PlainNode {
  return isBuilt(value);
}

export function isSource(value: unknown): value is SourceNode {
  if (!isAnyNode(value)) return false;
  const { identifier, sourceName, loader, freshness } = value;
  return isText(identifier) && isText(sourceName) && isText(loader) && isNoneOr(freshness, isFreshness);
}

export function isKin(value: unknown): value is KinNode {
  if (!isRecord(value) || typeof value.uniqueId !== 'string') return false;
  return isListOf(value.parents, isNeighbour) && isListOf(value.children, isNeighbour);
}

function isBuilt(value: unknown): value is Fields {
  return (
    isAnyNode(value) && isText(value.alias) && isText(value.packageName) && isNoneOr(value.executionInfo, isExecution)
  );
}

const idShape = /^[a-z_]+\../;
const longestId = 1500;

function isAnyNode(value: unknown): value is Fields {
  if (!isRecord(value)) return false;
  const { uniqueId, name, database, schema, catalog, tests } = value;
  if (typeof uniqueId !== 'string' || uniqueId.length > longestId || !idShape.test(uniqueId)) return false;
  return isText(name) && isText(database) && isText(schema) && isNoneOr(catalog, isCatalog) && isListOf(tests, isTest);
}

function isCatalog({ columns }: Fields): boolean {
  return isListOf(columns, isColumn);
}

function isColumn(value: unknown): boolean {
  return isRecord(value) && isText(value.name) && isCount(value.index) && isText(value.type);
}

function isTest(value: unknown): boolean {
  if (!isRecord(value) || typeof value.uniqueId !== 'string') return false;
  const { name, columnName, testType, testMetadata, executionInfo } = value;
  const isNamed = isText(name) && isText(columnName) && isText(testType);
  return isNamed && isNoneOr(testMetadata, hasName) && isNoneOr(executionInfo, isTestExecution);
}

function hasName({ name }: Fields): boolean {
  return isText(name);
}

function isTestExecution({ lastRunStatus, lastRunFailures, lastRunGeneratedAt }: Fields): boolean {
  return isText(lastRunStatus) && isId(lastRunFailures) && isText(lastRunGeneratedAt);
}

function isExecution(execution: Fields): boolean {
  const { lastRunId, lastRunStatus, lastRunGeneratedAt, lastJobDefinitionId, executeCompletedAt } = execution;
  return (
    isId(lastRunId) &&
    isId(lastJobDefinitionId) &&
    isText(lastRunStatus) &&
    isText(lastRunGeneratedAt) &&
    isText(executeCompletedAt) &&
    isCount(execution.executionTime)
  );
}

function isFreshness({ freshnessStatus, maxLoadedAt, snapshottedAt, criteria }: Fields): boolean {
  return isText(freshnessStatus) && isText(maxLoadedAt) && isText(snapshottedAt) && isNoneOr(criteria, isCriteria);
}

function isCriteria({ warnAfter, errorAfter }: Fields): boolean {
  return isNoneOr(warnAfter, isLimit) && isNoneOr(errorAfter, isLimit);
}

function isLimit({ count, period }: Fields): boolean {
  return isCount(count) && isText(period);
}

function isNeighbour(value: unknown): boolean {
  return isRecord(value) && typeof value.uniqueId === 'string' && isText(value.name);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null || value === undefined;
}

/** JSON can write numbers that are too large for any. */
function isCount(value: unknown): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value === null || value === undefined;
}

function isId(value: unknown): boolean {
  return isText(value) || isCount(value);
}

function isNoneOr(value: unknown, isOne: (fields: Fields) => boolean): boolean {
  return value === null || value === undefined || (isRecord(value) && isOne(value));
}

function isListOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.every(isMember));
}

const shown = lenient(z.string());
const text = z.nullish(z.string());

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
