import type { Column, Connection, DbtNode, Exposure, Freshness, NodeType, Run, Test } from '../../model';
import {
  anyTime,
  idOf,
  isRelationId,
  limitOf,
  metaOf,
  nodeKeyOf,
  pastTime,
  present,
  runStatus,
  testStatus,
  textOf,
} from '../facts';
import { relationOf } from '../relation-name';
import type { ColumnNode, ExecutionNode, FreshnessNode, ModelNode, PlainNode, SourceNode, TestNode } from './schema';
import type { linksOf } from './urls';

/** What a node is made with besides what dbt says of it. `jobNames` by job id, where the token may read jobs. */
export type Making = {
  connection: Connection;
  links: ReturnType<typeof linksOf>;
  jobNames: ReadonlyMap<string, string>;
  now: number;
};

/** Neighbours of a node, by what they are. */
export type Kin = { parents: string[]; children: string[]; exposures: Exposure[] };

const noKin: Kin = { parents: [], children: [], exposures: [] };

/** A model as the product knows it; nothing for an ephemeral one, which has no relation. */
export function modelOf(node: ModelNode, making: Making, kin: Kin = noKin): DbtNode | undefined {
  if (node.materializedType?.toLowerCase() === 'ephemeral') return undefined;
  return {
    ...builtOf('model', node, making, kin, node.relationName),
    ...present({
      materialization: textOf(node.materializedType),
      access: textOf(node.access)?.toLowerCase(),
      owner: node.group ? { group: node.group } : undefined,
      hasContract: node.contractEnforced ?? undefined,
      version: versionOf(node.version),
      latestVersion: versionOf(node.latestVersion),
      deprecationDate: anyTime(node.deprecationDate),
    }),
  };
}

/** A seed or a snapshot. */
export function plainOf(type: 'seed' | 'snapshot', node: PlainNode, making: Making, kin: Kin = noKin): DbtNode {
  return builtOf(type, node, making, kin, undefined);
}

export function sourceOf(node: SourceNode, making: Making, kin: Kin = noKin): DbtNode {
  return {
    ...commonOf('source', node, making, kin, { table: node.identifier }),
    ...present({
      sourceName: textOf(node.sourceName),
      sourceDescription: textOf(node.sourceDescription),
      loader: textOf(node.loader),
      freshness: freshnessOf(node.freshness, making.now),
    }),
  };
}

function builtOf(
  type: NodeType,
  node: PlainNode,
  making: Making,
  kin: Kin,
  relationName: string | null | undefined,
): DbtNode {
  const run = runOf(node.executionInfo, making);
  return {
    ...commonOf(type, node, making, kin, { table: node.alias, relationName }),
    ...present({
      packageName: textOf(node.packageName),
      run,
      runLink: making.links.run(run?.runId),
    }),
  };
}

type Place = { table?: string | null | undefined; relationName?: string | null | undefined };

function commonOf(type: NodeType, node: PlainNode | SourceNode, making: Making, kin: Kin, place: Place): DbtNode {
  const { connection, links, now } = making;
  const { uniqueId, database, schema } = node;
  const name = textOf(node.name) ?? uniqueId.slice(uniqueId.lastIndexOf('.') + 1);
  const { relationName } = place;
  return {
    key: nodeKeyOf(connection.id, uniqueId),
    connectionId: connection.id,
    uniqueId,
    type,
    name,
    relation: relationOf({ relationName, database, schema, name: textOf(place.table) ?? name }, connection.dialect),
    columns: columnsOf(node.catalog?.columns ?? []),
    hasCatalog: (node.catalog ?? undefined) !== undefined,
    tests: (node.tests ?? []).filter(({ testType }) => !isUnitTest(testType)).map((test) => testOf(test, now)),
    tags: node.tags ?? [],
    meta: metaOf(node.meta),
    ...kin,
    upstream: [],
    ...present({ description: textOf(node.description), link: links.node(uniqueId) }),
  };
}

/** Unit tests look at code, not at data. */
function isUnitTest(testType: string | null | undefined): boolean {
  return testType?.toUpperCase().startsWith('UNIT') ?? false;
}

function versionOf(version: string | number | null | undefined): string | undefined {
  return textOf(typeof version === 'number' ? String(version) : version);
}

/** In the order of the warehouse; columns without a position come last, in the order given. */
function columnsOf(columns: ColumnNode[]): Column[] {
  const places = columns.map((column) => ({ column, index: column.index ?? Number.POSITIVE_INFINITY }));
  places.sort((one, other) => (one.index === other.index ? 0 : one.index - other.index));
  return places.flatMap(({ column }) => {
    const name = textOf(column.name);
    if (name === undefined) return [];
    const description = textOf(column.description) ?? textOf(column.comment);
    return [{ name, ...present({ type: textOf(column.type), description }) }];
  });
}

function testOf(test: TestNode, now: number): Test {
  const { lastRunStatus, lastRunError, lastRunFailures, lastRunGeneratedAt } = test.executionInfo ?? {};
  const failures = lastRunFailures === null || lastRunFailures === undefined ? Number.NaN : Number(lastRunFailures);
  return {
    uniqueId: test.uniqueId,
    name: textOf(test.name) ?? test.uniqueId,
    status: testStatus(lastRunStatus ?? test.lastKnownResult),
    ...present({
      kind: textOf(test.testMetadata?.name),
      column: textOf(test.columnName),
      failures: Number.isNaN(failures) ? undefined : failures,
      message: textOf(lastRunError),
      at: pastTime(lastRunGeneratedAt, now),
    }),
  };
}

/** The last attempt, and `executeCompletedAt`, which is of the last success. Nothing for what never ran. */
function runOf(execution: ExecutionNode | null | undefined, { jobNames, now }: Making): Run | undefined {
  if (!execution) return undefined;
  const status = runStatus(execution.lastRunStatus);
  const lastSuccessAt = pastTime(execution.executeCompletedAt, now);
  if (status === 'none' && lastSuccessAt === undefined) return undefined;
  const jobId = idOf(execution.lastJobDefinitionId);
  return {
    status,
    ...present({
      at: pastTime(execution.lastRunGeneratedAt, now),
      message: textOf(execution.lastRunError),
      seconds: status === 'success' ? (execution.executionTime ?? undefined) : undefined,
      runId: idOf(execution.lastRunId),
      jobId,
      jobName: jobId === undefined ? undefined : jobNames.get(jobId),
      lastSuccessAt,
    }),
  };
}

const freshnessWords: Record<string, Freshness['status']> = { pass: 'pass', warn: 'warn', error: 'error', 'runtime error': 'runtime error' };

/** Nothing for a source that has no freshness rules; `none` for one that has and was never checked. */
function freshnessOf(freshness: FreshnessNode | null | undefined, now: number): Freshness | undefined {
  const { freshnessStatus, criteria, maxLoadedAt, snapshottedAt } = freshness ?? {};
  const warnAfter = limitOf(criteria?.warnAfter);
  const errorAfter = limitOf(criteria?.errorAfter);
  if (!freshnessStatus && !warnAfter && !errorAfter) return undefined;
  return {
    status: freshnessStatus ? (freshnessWords[freshnessStatus.toLowerCase()] ?? 'other') : 'none',
    ...present({
      loadedAt: pastTime(maxLoadedAt, now),
      checkedAt: pastTime(snapshottedAt, now),
      warnAfter,
      errorAfter,
    }),
  };
}

/** Sorts neighbours into nodes and exposures. */
export function kinOf(parents: { uniqueId: string }[], children: { uniqueId: string; name?: string | null | undefined }[]): Kin {
  return {
    parents: parents.map(({ uniqueId }) => uniqueId).filter(isRelationId),
    children: children.map(({ uniqueId }) => uniqueId).filter(isRelationId),
    exposures: children
      .filter(({ uniqueId }) => uniqueId.startsWith('exposure.'))
      .map(({ uniqueId, name }) => ({ name: textOf(name) ?? uniqueId.slice(uniqueId.lastIndexOf('.') + 1) })),
  };
}
