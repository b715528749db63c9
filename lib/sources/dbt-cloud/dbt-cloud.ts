import { AppError } from '../../errors';
import type { Connection, DbtNode, SourceSettings } from '../../model';
import { words } from '../../words';
import { present } from '../facts';
import { type EphemeralModel, hasRelation, type NodePage, type Source, type SourceContext } from '../source';
import { type Job, readJobs } from './admin';
import { type Ahead, aheadOf } from './ahead';
import { type Cursor, firstCursor, hashOf, maxPagesOfList, nextList, parseCursor, totalOf } from './cursor';
import { changed, type ListAsk, type ListPage, probeEnvironment, readTotals, smaller } from './discovery';
import type { Platform } from './failures';
import { latestRun, readRunPage } from './job-run';
import { type Kin, kinOf, type Making, nodeOf } from './nodes';
import { notesOn } from './notes';
import type { ListName } from './queries';
import { isKin } from './schema';
import { linksOf } from './urls';

/** One environment of the dbt platform, read through the Discovery API, with job names where the token may read jobs. */
export function dbtCloudSource(
  settings: Extract<SourceSettings, { kind: 'dbt-cloud' }>,
  connection: Connection,
): Source {
  const platform: Platform = { name: connection.name, settings };
  // Both only save requests: a new worker asks for the jobs again and learns the page size again
  let jobs: Promise<Job[] | AppError> | undefined;
  let size = Number.POSITIVE_INFINITY;
  // Every worker asks what has changed before it reads on
  let project: string | undefined;
  const ahead = aheadOf(platform);
  const jobsOnce = (context: SourceContext) => {
    jobs ??= jobsOf(platform, context).catch((thrown: unknown) => {
      jobs = undefined;
      throw thrown;
    });
    return jobs;
  };
  const makingOf = async (context: SourceContext): Promise<Making> => {
    const found = await jobsOnce(context);
    const jobNames = new Map(Array.isArray(found) ? found.map(({ id, name }) => [id, name]) : []);
    return { connection, links: linksOf(settings), jobNames, now: context.now() };
  };
  return {
    async probe(context) {
      jobs = undefined;
      if (settings.jobId)
        return {
          mark: await latestRun(platform, context),
          notes: notesOn(connection, undefined, await jobsOnce(context)),
        };
      const { updatedAt, adapterType, project: called } = await probeEnvironment(platform, context);
      project = called;
      return { mark: updatedAt ?? '', notes: notesOn(connection, adapterType, await jobsOnce(context)) };
    },
    async page(context, from) {
      if (settings.jobId) return await readRunPage(platform, context, from, await makingOf(context));
      const resumed = from === undefined ? undefined : parseCursor(from);
      const cursor = resumed ?? firstCursor(await totalsOf(platform, context));
      try {
        const making = await makingOf(context);
        const reading = { platform, context, making, ahead };
        const page = await pageAt(reading, { ...cursor, size: Math.min(cursor.size, size) });
        return { ...page, ...present({ project }) };
      } catch (thrown) {
        // Whoever tries again asks for less: an answer too large looks like one that never comes
        if (thrown instanceof AppError && thrown.kind === 'unavailable')
          size = smaller(Math.min(cursor.size, size)) ?? size;
        throw thrown;
      }
    },
  };
}

/** The jobs of the environment, or why they cannot be read: badges do not depend on them. */
async function jobsOf(platform: Platform, context: SourceContext): Promise<Job[] | AppError> {
  if (!platform.settings.accountId) return new AppError('not-configured', words('dbtNoAccount', platform.name));
  try {
    return await readJobs(platform, context);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind !== 'rate-limited') return thrown;
    throw thrown;
  }
}

/** The totals, if they can be had: they only feed the progress line. */
async function totalsOf(platform: Platform, context: SourceContext): ReturnType<typeof readTotals> {
  try {
    return await readTotals(platform, context);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === 'bad-response') return {};
    throw thrown;
  }
}

type Reading = { platform: Platform; context: SourceContext; making: Making; ahead: Ahead };

async function pageAt({ platform, context, making, ahead }: Reading, cursor: Cursor): Promise<NodePage> {
  const asked = askOf(cursor);
  const { page, kin: asking } = await ahead.page(context, asked, cursor.hasKin);
  const place = placeBehind(platform, page, cursor);
  if (place.next) ahead.ask(context, askOf(place.next), cursor.hasKin);
  // What takes time is done while dbt answers
  const made = nodesOf(cursor.list, page.nodes, making);
  const kin = cursor.hasKin ? await asking : undefined;
  addKin(made, kinById(kin ?? []));
  const counts = {
    hasKin: kin !== undefined,
    skipped: cursor.skipped + made.skipped,
    dropped: cursor.dropped + made.dropped,
  };
  const read = { ...place.read, ...counts };
  const next = place.next && { ...place.next, ...counts };
  refuseIfMuchIsSkipped(platform, read, next === undefined);
  const end = next ?? { ...read, totals: { ...read.totals, [read.list]: read.readHere } };
  const { nodes, ephemeral } = made;
  const whole = { nodes, ephemeral, total: totalOf(end) };
  if (next) return { ...whole, next: JSON.stringify(next) };
  return read.isUneven ? { ...whole, isUneven: true } : whole;
}

function askOf({ list, size, without, after }: Cursor): ListAsk {
  return { list, size, without, ...(after === undefined ? {} : { after }) };
}

/** How far a sync is with one more page, and where it goes on; nothing behind the last page of the last list. */
function placeBehind(platform: Platform, page: ListPage, cursor: Cursor): { read: Cursor; next: Cursor | undefined } {
  const read = {
    ...cursor,
    size: page.size,
    without: page.without,
    totals: page.total === undefined ? cursor.totals : { ...cursor.totals, [cursor.list]: page.total },
    readHere: cursor.readHere + page.nodes.length,
    read: cursor.read + page.nodes.length,
  };
  const goesOn = hasMore(platform, page, read);
  const isUneven = read.isUneven || (!goesOn && page.total !== undefined && page.total !== read.readHere);
  const counted = isUneven ? { ...read, isUneven } : read;
  return { read: counted, next: goesOn ? following(page, counted) : nextList(counted) };
}

/** Whether the list goes on. No single sign is trusted; a list that says so and does not get on repeats itself. */
function hasMore({ name }: Platform, page: ListPage, read: Cursor): boolean {
  if (!page.hasNext) return false;
  const { endCursor } = page;
  const isNew = endCursor !== undefined && endCursor !== read.after && !read.seen.includes(hashOf(endCursor));
  if (isNew && page.nodes.length > 0 && read.seen.length < maxPagesOfList) return true;
  if (page.total !== undefined && read.readHere >= page.total) return false;
  throw new AppError('bad-response', words('dbtRepeated', name));
}

function following({ endCursor = '' }: ListPage, read: Cursor): Cursor {
  return { ...read, after: endCursor, seen: [...read.seen, hashOf(endCursor)] };
}

/** A few odd nodes are left out; when it is more than one in twenty, dbt's answer has changed. */
function refuseIfMuchIsSkipped(platform: Platform, { read, skipped }: Cursor, isEnd: boolean): void {
  if ((isEnd || read >= 100) && skipped * 20 > read) throw changed(platform);
}

type Made = { nodes: DbtNode[]; ephemeral: EphemeralModel[]; skipped: number; dropped: number };

function nodesOf(list: ListName, raw: unknown[], making: Making): Made {
  const made = new Map<string, DbtNode>();
  const ephemeral: EphemeralModel[] = [];
  let skipped = 0;
  let dropped = 0;
  for (const one of raw) {
    const node = nodeOf(list, one, making);
    if (node === 'bad') skipped += 1;
    else if (hasRelation(node) && !made.has(node.uniqueId)) made.set(node.uniqueId, node);
    else dropped += 1;
    if (node !== 'bad' && !hasRelation(node)) ephemeral.push(node);
  }
  return { nodes: [...made.values()], ephemeral, skipped, dropped };
}

/** Gives the nodes their neighbours, where those are known. */
function addKin({ nodes, ephemeral }: Made, kin: Map<string, Kin>): void {
  for (const node of nodes) Object.assign(node, kin.get(node.uniqueId));
  for (const model of ephemeral) model.parents = kin.get(model.uniqueId)?.parents ?? [];
}

function kinById(raw: unknown[]): Map<string, Kin> {
  return new Map(
    raw.filter(isKin).map(({ uniqueId, parents, children }) => [uniqueId, kinOf(parents ?? [], children ?? [])]),
  );
}
