import type { Column, Connection, DbtNode, Exposure, Freshness, NodeType, Owner, Run, Test } from '../../model';
import { nodeKeyOf } from '../../node-key';
import {
  dayOf,
  freshnessStatus,
  idOf,
  isRelationId,
  limitOf,
  metaOf,
  pastTime,
  present,
  runStatus,
  spelledAs,
  testStatus,
  textOf,
  versionOf,
  withPresent,
} from '../facts';
import { relationOf } from '../relation-name';
import type { EphemeralModel } from '../source';
import type { ListName } from './queries';
import type {
  ColumnNode,
  ExecutionNode,
  FreshnessNode,
  ModelNode,
  Neighbour,
  PlainNode,
  SourceNode,
  TestNode,
} from './schema';
import { isModel, isPlain, isSource } from './schema';
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

/** One node of a list from dbt's own form, without neighbours; `bad` when it cannot be read. An ephemeral model has no relation. */
export function nodeOf(list: ListName, raw: unknown, making: Making): DbtNode | EphemeralModel | 'bad' {
  if (list === 'models') return isModel(raw) ? modelOf(raw, making) : 'bad';
  if (list === 'sources') return isSource(raw) ? sourceOf(raw, making) : 'bad';
  return isPlain(raw) ? plainOf(list === 'seeds' ? 'seed' : 'snapshot', raw, making) : 'bad';
}

function modelOf(node: ModelNode, making: Making): DbtNode | EphemeralModel {
  if (node.materializedType?.toLowerCase() === 'ephemeral') {
    return { uniqueId: node.uniqueId, name: nameOf(node), parents: [] };
  }
  return withPresent(builtOf('model', node, making, textOf(node.relationName)), {
    materialization: textOf(node.materializedType),
    access: textOf(node.access)?.toLowerCase(),
    owner: ownerOf(textOf(node.group)),
    hasContract: typeof node.contractEnforced === 'boolean' ? node.contractEnforced : undefined,
    version: versionOf(node.version),
    latestVersion: versionOf(node.latestVersion),
    deprecationDate: dayOf(node.deprecationDate),
  });
}

function ownerOf(group: string | undefined): Owner | undefined {
  return group === undefined ? undefined : { group };
}

/** A seed or a snapshot. */
function plainOf(type: 'seed' | 'snapshot', node: PlainNode, making: Making): DbtNode {
  return builtOf(type, node, making, undefined);
}

function sourceOf(node: SourceNode, making: Making): DbtNode {
  return withPresent(commonOf('source', node, making, { table: node.identifier }), {
    sourceName: textOf(node.sourceName),
    sourceDescription: textOf(node.sourceDescription),
    loader: textOf(node.loader),
    freshness: freshnessOf(node.freshness, making.now),
  });
}

function builtOf(type: NodeType, node: PlainNode, making: Making, relationName: string | undefined): DbtNode {
  const run = runOf(node.executionInfo, making);
  return withPresent(commonOf(type, node, making, { table: node.alias, relationName }), {
    packageName: textOf(node.packageName),
    run,
    runLink: making.links.run(run?.runId),
  });
}

type Place = { table?: string | null | undefined; relationName?: string | undefined };

function commonOf(type: NodeType, node: PlainNode | SourceNode, making: Making, place: Place): DbtNode {
  const { connection, links, now } = making;
  const { uniqueId, database, schema } = node;
  const name = nameOf(node);
  const { relationName } = place;
  const columns = columnsOf(node.catalog?.columns ?? []);
  const tests = (node.tests ?? []).filter((test) => !isUnitTest(test)).map((test) => testOf(test, now));
  const common: DbtNode = {
    key: nodeKeyOf({ connectionId: connection.id, uniqueId }),
    connectionId: connection.id,
    uniqueId,
    type,
    name,
    relation: relationOf({ relationName, database, schema, name: textOf(place.table) ?? name }, connection.dialect),
    columns,
    // There is no table without columns: dbt could not look at it
    hasCatalog: (node.catalog?.columns ?? []).length > 0,
    tests: spelledAs(columns, tests),
    tags: tagsOf(node.tags),
    meta: metaOf(node.meta),
    ...noKin,
    upstream: [],
  };
  return withPresent(common, { description: textOf(node.description), link: links.node(uniqueId) });
}

function nameOf({ name, uniqueId }: Pick<PlainNode, 'name' | 'uniqueId'>): string {
  return textOf(name) ?? uniqueId.slice(uniqueId.lastIndexOf('.') + 1);
}

/** All of them or, where they are anything but texts, none. */
function tagsOf(tags: unknown): string[] {
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : [];
}

/** Unit tests look at code, not at data. A job's run tells no types. */
function isUnitTest({ uniqueId, testType }: TestNode): boolean {
  return uniqueId.startsWith('unit_test.') || (testType?.toUpperCase().startsWith('UNIT') ?? false);
}

/** In the order of the warehouse; columns without a position come last, in the order given. */
function columnsOf(columns: ColumnNode[]): Column[] {
  const place = ({ index }: ColumnNode) => index ?? Number.MAX_SAFE_INTEGER;
  const isSorted = columns.every((column, at) => at === 0 || place(columns[at - 1] ?? column) <= place(column));
  const sorted = isSorted ? columns : columns.toSorted((one, other) => place(one) - place(other));
  const made: Column[] = [];
  // Built by hand and not through `present`: there are ten times as many columns as all else
  for (const { name, type, description, comment } of sorted) {
    if (!name) continue;
    const column: Column = { name };
    if (type) column.type = type;
    const written = textOf(description) ?? textOf(comment);
    if (written !== undefined) column.description = written;
    made.push(column);
  }
  return made;
}

/** Built by hand as columns are. */
function testOf(test: TestNode, now: number): Test {
  const { lastRunStatus, lastRunError, lastRunFailures, lastRunGeneratedAt } = test.executionInfo ?? {};
  const failures = lastRunFailures === null || lastRunFailures === undefined ? Number.NaN : Number(lastRunFailures);
  const told = testStatus(lastRunStatus);
  const made: Test = {
    uniqueId: test.uniqueId,
    name: textOf(test.name) ?? test.uniqueId,
    // A run that reused an earlier result says so in a word of its own, and not what the result was
    status: told === 'none' || told === 'other' ? testStatus(test.lastKnownResult ?? lastRunStatus) : told,
  };
  const kind = textOf(test.testMetadata?.name);
  const column = textOf(test.columnName);
  const message = made.status === 'pass' ? undefined : textOf(lastRunError);
  const at = pastTime(lastRunGeneratedAt, now);
  if (kind !== undefined) made.kind = kind;
  if (column !== undefined) made.column = column;
  if (!Number.isNaN(failures)) made.failures = failures;
  if (message !== undefined) made.message = message;
  if (at !== undefined) made.at = at;
  return made;
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

/** Nothing for a source that has no freshness rules; `none` for one that has and was never checked. */
function freshnessOf(freshness: FreshnessNode | null | undefined, now: number): Freshness | undefined {
  const { freshnessStatus: word, criteria, maxLoadedAt, snapshottedAt } = freshness ?? {};
  const warnAfter = limitOf(criteria?.warnAfter);
  const errorAfter = limitOf(criteria?.errorAfter);
  if (!word && !warnAfter && !errorAfter) return undefined;
  return {
    status: freshnessStatus(word),
    ...present({
      loadedAt: pastTime(maxLoadedAt, now),
      checkedAt: pastTime(snapshottedAt, now),
      warnAfter,
      errorAfter,
    }),
  };
}

/** Sorts neighbours into nodes and exposures. */
export function kinOf(parents: Neighbour[], children: Neighbour[]): Kin {
  return {
    parents: relationIds(parents),
    children: relationIds(children),
    exposures: children
      .filter(({ uniqueId }) => uniqueId.startsWith('exposure.'))
      .map(({ uniqueId, name }) => ({ name: textOf(name) ?? uniqueId.slice(uniqueId.lastIndexOf('.') + 1) })),
  };
}

/** Each once: dbt lists a neighbour as often as it is referred to. */
function relationIds(nodes: Neighbour[]): string[] {
  const ids = new Set<string>();
  for (const { uniqueId } of nodes) if (isRelationId(uniqueId)) ids.add(uniqueId);
  return [...ids];
}
