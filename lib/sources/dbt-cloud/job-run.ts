import * as z from 'zod/mini';
import { AppError } from '../../errors';
import type { DbtNode } from '../../model';
import { parseJson } from '../../parsed';
import { type Fields, fieldsOf, isRecord } from '../../record';
import { words } from '../../words';
import { runStatus, textOf } from '../facts';
import { hasRelation, type NodePage, type SourceContext } from '../source';
import { hashOf, maxPagesOfList } from './cursor';
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
  /** Short hashes of the cursors met in this list, to notice a loop. */
  seen: z.array(z.string()),
});
type Cursor = z.infer<typeof cursorShape>;

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
  const cursor = parseCursor(from) ?? { list: lists[0], size: firstSize(), read: 0, skipped: 0, seen: [] };
  const { rows, runId, size } = await readRows(platform, context, cursor);
  const made = rows.map((row) => nodeOf(cursor.list, isRecord(row) && asApplied(cursor.list, row), making));
  const nodes = new Map(
    made.flatMap((node): [string, DbtNode][] => (node !== 'bad' && hasRelation(node) ? [[node.uniqueId, node]] : [])),
  );
  const skipped = cursor.skipped + made.filter((node) => node === 'bad').length;
  const read = cursor.read + rows.length;
  const last = textOf(fieldsOf(rows.at(-1)).paginationCursor);
  const next = nextOf(platform, { ...cursor, size, runId, read, skipped }, rows.length, last);
  if (!next && skipped * 20 > read) throw changed(platform);
  return { nodes: [...nodes.values()], ...(next ? { next: JSON.stringify(next) } : {}) };
}

function nextOf(platform: Platform, cursor: Cursor, length: number, last: string | undefined): Cursor | undefined {
  if (length >= cursor.size) {
    const { seen } = cursor;
    const isNew = last !== undefined && !seen.includes(hashOf(last)) && seen.length < maxPagesOfList;
    if (!isNew) throw new AppError('bad-response', words('dbtRepeated', platform.name));
    return { ...cursor, after: last, seen: [...seen, hashOf(last)] };
  }
  const { after: _over, ...rest } = cursor;
  const list = lists[lists.indexOf(cursor.list) + 1];
  return list && { ...rest, list, seen: [] };
}

async function readRows(platform: Platform, context: SourceContext, cursor: Cursor) {
  let { size } = cursor;
  for (;;) {
    const variables = { job: jobOf(platform), run: cursor.runId ?? null, first: size, after: cursor.after ?? null };
    const answer = await askGraphql(platform, context, queryOf(cursor.list), variables);
    if (!('obstacle' in answer)) {
      const { runId, [cursor.list]: rows } = jobIn(platform, answer);
      if (!Array.isArray(rows)) throw changed(platform);
      const asked: unknown[] = rows;
      return { rows: asked, runId, size };
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

/** The job of an answer, with the id of its run. */
function jobIn(platform: Platform, answer: Awaited<ReturnType<typeof askGraphql>>): Fields & Pick<Cursor, 'runId'> {
  if ('obstacle' in answer) throw changed(platform);
  if (answer.job === null || answer.job === undefined) throw noEnvironment(platform);
  const { runId = null, ...job } = fieldsOf(answer.job);
  const isId = runId === null || typeof runId === 'number' || typeof runId === 'string';
  if (!isRecord(answer.job) || !isId) throw changed(platform);
  return { ...job, runId };
}

/** A row in the form of an environment's node. What has the same name is passed on as it is. */
function asApplied(list: RunList, row: Fields): Fields {
  const { columns, tests } = row;
  const status = row.skip === true ? 'skipped' : textOf(row.status);
  const executionInfo = {
    lastRunId: row.runId,
    lastRunStatus: status,
    lastRunError: row.error,
    lastRunGeneratedAt: textOf(row.runGeneratedAt),
    lastJobDefinitionId: row.jobId,
    executeCompletedAt: runStatus(status) === 'success' ? textOf(row.executeCompletedAt) : null,
    executionTime: row.executionTime,
  };
  return {
    ...row,
    catalog: columns ? { columns } : null,
    tests: Array.isArray(tests) ? tests.map(testAsApplied) : tests,
    ...(list === 'models' ? { executionInfo } : { freshness: { ...row, freshnessStatus: textOf(row.state) } }),
  };
}

/** `status` holds the number of rows that failed, or a word. */
function testAsApplied(row: unknown): unknown {
  const { state, status, error, skip, runGeneratedAt, ...test } = fieldsOf(row);
  const executionInfo = {
    lastRunStatus: skip === true ? 'skipped' : textOf(state),
    lastRunError: error,
    lastRunFailures: typeof status === 'string' && /^\d+$/.test(status) ? status : null,
    lastRunGeneratedAt: textOf(runGeneratedAt),
  };
  return { ...test, executionInfo };
}

function parseCursor(from = ''): Cursor | undefined {
  return cursorShape.safeParse(parseJson(from)?.value).data;
}
