import { gzipSync } from 'node:zlib';
import type { PlatformRequest, Reply } from '../dbt-cloud/exchange';
import { generateProject } from '../dbt-cloud/generate-project';
import type { Platform } from '../dbt-cloud/platform';
import { smallDiscoveryHost, smallEnvironment, smallPlatform } from '../dbt-cloud/small-platform';
import { nodeListener } from '../dbt-cloud/transport-node';
import type { HostListener } from '../e2e/site';

/**
 * The stand-in platform for projects of any size, without its own work in the figures: executing a schema costs it a hundred
 * times what a browser needs to read the answer. The first page of each list is the stand-in's own; all others are that page
 * with other numbers in its ids and names. Every answer is made and compressed once and then sent from memory.
 */
export type ManyPages = HostListener & {
  /** The questions to Discovery, in order. */
  asked: string[];
};

type Question = { query: string; variables: { env?: number; first?: number; after?: string | null } };
type List = { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: unknown[] };

/** Environments by their id: how many models each has. */
export function manyPages(models: ReadonlyMap<number, number>): ManyPages {
  const answers = new Map<string, Promise<Reply>>();
  const asked: string[] = [];
  const platforms = new Map([...models].map(([env, count]) => [env, platformOf(count)]));
  const [any = smallPlatform()] = platforms.values();
  const answer = (request: PlatformRequest): Promise<Reply> => {
    const { host, path, body } = request;
    const isQuestion = host.startsWith(smallDiscoveryHost) && path === '/graphql';
    if (!isQuestion) return any.answer(request);
    asked.push(body);
    const known = answers.get(body) ?? pageOf(platforms, request);
    answers.set(body, known);
    return known;
  };
  return { listener: nodeListener(answer), answersHost: (host) => any.answersHost(host), asked };
}

function platformOf(models: number): Platform {
  const platform = smallPlatform({ limits: { discovery: 1e9, admin: 1e9 } });
  platform.setArtifacts(smallEnvironment, generateProject({ models }));
  return platform;
}

/** Templates by platform, list and page size: the texts of a first page's nodes. */
const templates = new WeakMap<Platform, Map<string, { total: number; nodes: string[] }>>();

async function pageOf(platforms: Map<number, Platform>, request: PlatformRequest): Promise<Reply> {
  const { query, variables }: Question = JSON.parse(request.body);
  const platform = platforms.get(variables.env ?? 0);
  if (!platform) throw new Error(`No such environment: ${variables.env}`);
  const list = /applied \{ (\w+)\(first: \$first/.exec(query)?.[1];
  const asFirst = {
    ...request,
    body: JSON.stringify({ query, variables: { ...variables, env: smallEnvironment, after: null } }),
  };
  if (list === undefined) return packed(await platform.answer(asFirst));
  const { total, nodes } = await templateOf(platform, `${variables.first} ${query}`, list, asFirst);
  const start = Number(variables.after ?? 0);
  const edges = nodes.slice(0, total - start).map((node) => `{"node":${numbered(node, start)}}`);
  const end = start + edges.length;
  const pageInfo = JSON.stringify({ hasNextPage: end < total, endCursor: edges.length > 0 ? String(end) : null });
  const body = `{"data":{"environment":{"applied":{"${list}":{"totalCount":${total},"pageInfo":${pageInfo},"edges":[${edges.join(',')}]}}}}}`;
  return packed({ status: 200, headers: { 'content-type': 'application/json' }, body });
}

async function templateOf(platform: Platform, key: string, list: string, request: PlatformRequest) {
  const known = templates.get(platform) ?? new Map<string, { total: number; nodes: string[] }>();
  templates.set(platform, known);
  const made = known.get(key);
  if (made) return made;
  const { data } = JSON.parse(String((await platform.answer(request)).body));
  const page: List = data.environment.applied[list];
  const nodes = page.edges.map((edge) => JSON.stringify((edge as { node: unknown }).node)); // as: the stand-in's own answer
  const template = { total: page.totalCount, nodes };
  known.set(key, template);
  return template;
}

/** A node's text with its number, and its neighbours', so much higher. */
function numbered(node: string, by: number): string {
  if (by === 0) return node;
  return node.replaceAll(
    /_(\d{6})(?!\d)/g,
    (_whole, number: string) => `_${String(Number(number) + by).padStart(6, '0')}`,
  );
}

function packed(reply: Reply): Reply {
  const text = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  return { ...reply, body: gzipSync(text), headers: { ...reply.headers, 'content-encoding': 'gzip' } };
}
