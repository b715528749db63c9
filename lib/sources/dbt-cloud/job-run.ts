import * as z from 'zod/mini';
import { AppError } from '../../errors';
import type { DbtNode } from '../../model';
import { parseJson } from '../../parsed';
import { words } from '../../words';
import { lenient } from '../lenient';
import { hasRelation, type NodePage, type SourceContext } from '../source';
import { askGraphql, changed, firstSize, smaller, tooMuch } from './discovery';
import { noEnvironment, type Platform } from './failures';
import { type Making, nodeOf } from './nodes';

/**
 * The older way: one job's latest run instead of an environment. It knows models and sources, not seeds and snapshots, and
 * no lineage. Rows have no page info: a page shorter than asked for is the last one.
 */

const lists = ['models', 'sources'] as const;
type RunList = (typeof lists)[number];

/** Numbers or texts, as all ids of dbt. */
const idShape = z.nullish(z.union([z.number(), z.string()]));

const cursorShape = z.object({
  list: z.enum(lists),
  after: z.optional(z.string()),
  size: z.number(),
  /** All pages are of one run, although another may finish meanwhile. */
  runId: idShape,
  read: z.number(),
  skipped: z.number(),
});
type Cursor = z.infer<typeof cursorShape>;

const text = lenient(z.string());
const rowTest = z.object({
  uniqueId: z.string(),
  name: text,
  columnName: text,
  state: text,
  status: text,
  error: text,
  skip: lenient(z.boolean()),
  runGeneratedAt: text,
});

/** What differs from an environment's node; all else has the same name and is passed on as it is. */
const row = z.looseObject({
  paginationCursor: text,
  runId: z.optional(z.unknown()),
  jobId: z.optional(z.unknown()),
  columns: z.optional(z.unknown()),
  tests: z.nullish(z.array(rowTest)),
  status: text,
  error: text,
  skip: lenient(z.boolean()),
  executeCompletedAt: text,
  executionTime: z.optional(z.unknown()),
  runGeneratedAt: text,
  state: text,
});

const jobShape = z.nullish(z.looseObject({ runId: idShape }));

const common = `uniqueId paginationCursor runId jobId name description database schema tags meta runGeneratedAt
columns { name index type description comment }
tests { uniqueId name columnName state status error skip runGeneratedAt }`;
const fields: Record<RunList, string> = {
  models: `${common} alias packageName materializedType status error skip executeCompletedAt executionTime`,
  sources: `${common} sourceName sourceDescription identifier freshnessChecked state maxLoadedAt snapshottedAt criteria { warnAfter { count period } errorAfter { count period } }`,
};

function queryOf(list: RunList): string {
  return `query Run($job: BigInt!, $run: BigInt, $first: Int!, $after: String) { job(id: $job, runId: $run) { runId ${list}(first: $first, after: $after) { ${fields[list].replaceAll('\n', ' ')} } } }`;
}

/** The id of the job's latest run: it changes when there is anything new. Throws `not-found` when there is none. */
export async function latestRun(platform: Platform, context: SourceContext): Promise<string> {
  const answer = await askGraphql(platform, context, 'query Probe($job: BigInt!) { job(id: $job) { runId } }', {
    job: jobOf(platform),
  });
  const { runId } = jobIn(platform, answer);
  return String(runId ?? '');
}

/** One page of the run, from the start or from where an earlier page's `next` points. */
export async function readRunPage(
  platform: Platform,
  context: SourceContext,
  from: string | undefined,
  making: Making,
): Promise<NodePage> {
  const cursor = parseCursor(from) ?? { list: lists[0], size: firstSize(), read: 0, skipped: 0 };
  const { rows, runId, size } = await readRows(platform, context, cursor);
  const parsed = rows.map((one) => row.safeParse(one).data);
  const made = parsed.map((one) => (one ? nodeOf(cursor.list, asApplied(cursor.list, one), making) : 'bad'));
  const nodes = new Map(
    made.flatMap((node): [string, DbtNode][] => (node !== 'bad' && hasRelation(node) ? [[node.uniqueId, node]] : [])),
  );
  const skipped = cursor.skipped + made.filter((node) => node === 'bad').length;
  const read = cursor.read + rows.length;
  const next = nextOf(
    platform,
    { ...cursor, size, runId, read, skipped },
    rows.length,
    parsed.at(-1)?.paginationCursor,
  );
  if (!next && skipped * 20 > read) throw changed(platform);
  return { nodes: [...nodes.values()], ...(next ? { next: JSON.stringify(next) } : {}) };
}

function nextOf(
  platform: Platform,
  cursor: Cursor,
  length: number,
  last: string | null | undefined,
): Cursor | undefined {
  if (length >= cursor.size) {
    if (!last || last === cursor.after) throw new AppError('bad-response', words('dbtRepeated', platform.name));
    return { ...cursor, after: last };
  }
  const { after: _over, ...rest } = cursor;
  const list = lists[lists.indexOf(cursor.list) + 1];
  return list && { ...rest, list };
}

async function readRows(platform: Platform, context: SourceContext, cursor: Cursor) {
  let { size } = cursor;
  for (;;) {
    const variables = { job: jobOf(platform), run: cursor.runId ?? null, first: size, after: cursor.after ?? null };
    const answer = await askGraphql(platform, context, queryOf(cursor.list), variables);
    if (!('obstacle' in answer)) {
      const { runId, [cursor.list]: rows } = jobIn(platform, answer);
      if (!Array.isArray(rows)) throw changed(platform);
      return { rows, runId: runId ?? null, size };
    }
    const less = answer.obstacle === 'too-complex' ? smaller(size) : undefined;
    if (less === undefined) throw answer.obstacle === 'too-complex' ? tooMuch(platform) : changed(platform);
    size = less;
  }
}

function jobOf(platform: Platform): number {
  const id = Number(platform.settings.jobId);
  if (!Number.isSafeInteger(id) || id <= 0) throw noEnvironment(platform);
  return id;
}

function jobIn(
  platform: Platform,
  answer: Awaited<ReturnType<typeof askGraphql>>,
): NonNullable<z.infer<typeof jobShape>> {
  if ('obstacle' in answer) throw changed(platform);
  const job = jobShape.safeParse(answer.job);
  if (!job.success) throw changed(platform);
  if (!job.data) throw noEnvironment(platform);
  return job.data;
}

/** A row in the form of an environment's node. */
function asApplied(list: RunList, one: z.infer<typeof row>): unknown {
  const { columns, tests, executeCompletedAt, runGeneratedAt } = one;
  const status = one.skip ? 'skipped' : one.status;
  const isBuilt = status?.toLowerCase() === 'success';
  const executionInfo = {
    lastRunId: one.runId,
    lastRunStatus: status,
    lastRunError: one.error,
    lastRunGeneratedAt: runGeneratedAt,
    lastJobDefinitionId: one.jobId,
    executeCompletedAt: isBuilt ? executeCompletedAt : null,
    executionTime: one.executionTime,
  };
  return {
    ...one,
    catalog: columns ? { columns } : null,
    tests: (tests ?? []).map(testAsApplied),
    ...(list === 'models' ? { executionInfo } : { freshness: { ...one, freshnessStatus: one.state } }),
  };
}

/** `status` holds the number of rows that failed, or a word. */
function testAsApplied({ state, status, error, skip, runGeneratedAt, ...test }: z.infer<typeof rowTest>): unknown {
  const lastRunFailures = /^\d+$/.test(status ?? '') ? status : null;
  const lastRunStatus = skip ? 'skipped' : state;
  return {
    ...test,
    executionInfo: { lastRunStatus, lastRunError: error, lastRunFailures, lastRunGeneratedAt: runGeneratedAt },
  };
}

function parseCursor(from = ''): Cursor | undefined {
  return cursorShape.safeParse(parseJson(from)?.value).data;
}
