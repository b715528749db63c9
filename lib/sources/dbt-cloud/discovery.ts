import { AppError } from '../../errors';
import { isRecord } from '../../record';
import { words } from '../../words';
import type { SourceContext } from '../source';
import { send } from './api';
import { graphqlFailure, noEnvironment, type Obstacle, type Platform } from './failures';
import {
  allOptional,
  isOptional,
  kinQuery,
  type ListName,
  listNames,
  listQuery,
  probeQuery,
  totalsQuery,
} from './queries';
import { connection, environmentProbe, graphqlAnswer } from './schema';

/** Questions to the Discovery API and what their answers say, node by node still raw. */

/** Page sizes from the usual one downwards: an answer may be too large or too slow. */
const sizes = [100, 50, 25, 10] as const;

/** One page of a list. `without`: fields that this deployment turned out to lack. */
export type ListPage = {
  nodes: unknown[];
  total: number | undefined;
  hasNext: boolean;
  endCursor: string | undefined;
  size: number;
  without: string[];
};

export type ListAsk = { list: ListName; after?: string; size: number; without: string[] };

export function firstSize(): number {
  return sizes[0];
}

/** The next smaller page size; nothing below the smallest. */
export function smaller(size: number): number | undefined {
  return sizes.find((other) => other < size);
}

/** The environment as the probe shows it. Throws `not-found` when there is none or nothing ever ran in it. */
export async function probeEnvironment(
  platform: Platform,
  context: SourceContext,
): Promise<{ updatedAt: string | undefined; adapterType: string | undefined; project: string | undefined }> {
  const answer = await ask(platform, context, probeQuery, {});
  if ('obstacle' in answer) throw changed(platform);
  const environment = environmentProbe.safeParse(answer.environment);
  if (!environment.success) throw answer.environment ? changed(platform) : noEnvironment(platform);
  const { applied, adapterType, dbtProjectName } = environment.data;
  if (!applied) throw noEnvironment(platform);
  return {
    updatedAt: applied.lastUpdatedAt ?? undefined,
    adapterType: adapterType ?? undefined,
    project: dbtProjectName ?? undefined,
  };
}

/** How many nodes each list has. What cannot be told is left out: it only feeds the progress line. */
export async function readTotals(
  platform: Platform,
  context: SourceContext,
): Promise<Partial<Record<ListName, number>>> {
  const answer = await ask(platform, context, totalsQuery, {});
  if ('obstacle' in answer) return {};
  const counted = listNames.map((list) => [list, member(member(appliedOf(answer), list), 'totalCount')] as const);
  return Object.fromEntries(counted.filter(([, total]) => typeof total === 'number'));
}

/**
 * One page of full nodes. Fields that the deployment does not know are given up, pages that are too complex become smaller,
 * at once and within this call. Throws AppError for all else, also for an answer that is only partly there: half the facts
 * must never replace all of them.
 */
export async function readPage(platform: Platform, context: SourceContext, asked: ListAsk): Promise<ListPage> {
  let { size, without } = asked;
  for (;;) {
    const answer = await ask(platform, context, listQuery(asked.list, without), {
      first: size,
      after: asked.after ?? null,
    });
    if (!('obstacle' in answer)) return { ...pageOf(platform, asked.list, answer), size, without };
    const next = answer.obstacle === 'too-complex' ? smaller(size) : size;
    const fewer = answer.obstacle === 'too-complex' ? without : giveUp(answer.fields, without);
    if (next === undefined) throw tooMuch(platform);
    if (fewer === undefined) throw changed(platform);
    size = next;
    without = fewer;
  }
}

/** The neighbours of the nodes of one page; nothing when dbt finds that too much to ask. */
export async function readKin(
  platform: Platform,
  context: SourceContext,
  asked: ListAsk,
): Promise<unknown[] | undefined> {
  const { list, size, after = null } = asked;
  try {
    const answer = await ask(platform, context, kinQuery(list), { first: size, after });
    return 'obstacle' in answer ? undefined : pageOf(platform, list, answer).nodes;
  } catch (thrown) {
    // What the full page will meet as well must be said; what only this question meets costs only the lineage
    if (thrown instanceof AppError && thrown.kind === 'bad-response') return undefined;
    throw thrown;
  }
}

/** The list of fields to leave out, longer than before; nothing when a field is missing that we cannot do without. */
function giveUp(fields: string[], without: string[]): string[] | undefined {
  const unknown = fields.length > 0 ? fields : allOptional();
  const more = unknown.filter((field) => isOptional(field) && !without.includes(field));
  return more.length > 0 ? [...without, ...more] : undefined;
}

type Environmental = { environment: unknown };

async function ask(
  platform: Platform,
  context: SourceContext,
  query: string,
  variables: Record<string, unknown>,
): Promise<Environmental | Obstacle> {
  const env = Number(platform.settings.environmentId);
  if (!Number.isSafeInteger(env) || env <= 0) throw noEnvironment(platform);
  const data = await askGraphql(platform, context, query, { env, ...variables });
  if ('obstacle' in data) return data;
  if (!data.environment) throw noEnvironment(platform);
  return { environment: data.environment };
}

/** The `data` of an answer, or what stands in its way. Throws AppError for all else. */
export async function askGraphql(
  platform: Platform,
  context: SourceContext,
  query: string,
  variables: Record<string, unknown>,
): Promise<{ environment?: unknown; job?: unknown } | Obstacle> {
  const { status, json } = await send(platform, { api: 'discovery', query, variables }, context);
  if (status === 413) return { obstacle: 'too-complex' };
  const answer = graphqlAnswer.safeParse(json);
  if (!answer.success) throw changed(platform);
  const { data, errors } = answer.data;
  if (errors && errors.length > 0) {
    const failure = graphqlFailure(platform, errors, context.token, context.now());
    if (failure instanceof AppError) throw failure;
    return failure;
  }
  if (status >= 400) throw new AppError('bad-response', words('dbtRejected', platform.name, status));
  return { environment: data?.environment, job: data?.job };
}

function pageOf(platform: Platform, list: ListName, answer: Environmental): Omit<ListPage, 'size' | 'without'> {
  const applied = appliedOf(answer);
  if (applied === undefined || applied === null) throw noEnvironment(platform);
  const page = connection.safeParse(member(applied, list));
  if (!page.success) throw changed(platform);
  const { edges, pageInfo, totalCount } = page.data;
  return {
    nodes: edges.map((edge) => edge?.node),
    total: totalCount ?? undefined,
    hasNext: pageInfo.hasNextPage,
    endCursor: pageInfo.endCursor || undefined,
  };
}

function appliedOf(answer: Environmental): unknown {
  return member(answer.environment, 'applied');
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Even the smallest page is too complex. */
export function tooMuch({ name }: Platform): AppError {
  return new AppError('bad-response', words('dbtTooMuch', name));
}

/** dbt answers in a shape we do not know. */
export function changed({ name }: Platform): AppError {
  return new AppError('bad-response', words('dbtChanged', name));
}
