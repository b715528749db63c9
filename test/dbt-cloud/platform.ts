/** The stand-in dbt platform: accounts behind host names, two APIs, a log, limits and faults on demand. */
import type { RequestListener } from 'node:http';
import { type Account, discoveryHosts, mayRead, type Project, type Run, type Token } from './accounts';
import { adminRefusal, answerAdmin } from './admin-api';
import { artifactNames, savedArtifact } from './artifact-downloads';
import type { ContentOf } from './content';
import { discoveryRefusal, executeDiscovery } from './discovery-api';
import { contentIn, locatedIn, visibleTo } from './environments';
import { envelope, graphqlRefusal, type LoggedRequest, type PlatformRequest, type Reply, webPage } from './exchange';
import { askedOf, type Faults, faultBox } from './faults';
import { type Limits, type RateLimits, rateLimits } from './limits';
import { discoverySchema } from './schema';
import { type Tokens, tokenBox, tokenIn } from './tokens';
import { inProcessFetch } from './transport-fetch';
import { nodeListener } from './transport-node';

export type PlatformOptions = {
  accounts: Account[];
  tokens: Token[];
  /** False: the schema of 2024, without relationName, columnCount and lastKnownResult. Default true. */
  newerFields?: boolean;
  /** How the Discovery API refuses a token: by status code, or as 200 with errors. Both were seen. Default 'status'. */
  discoveryRefusals?: 'status' | '200';
  /** Whether Metadata Only may read its account (not documented). Default false. */
  metadataOnlyReadsAccount?: boolean;
  /** Requests a minute. Default: dbt's own 500 and 5,000. */
  limits?: Partial<Limits>;
  /** Epoch ms. Default: the clock. */
  now?: () => number;
};

export type Platform = {
  accounts: Account[];
  tokens: Tokens;
  faults: Faults;
  /** Everything that arrived, and what `fetch` was asked for at hosts that are not here; in order. Empty it with `requests.length = 0`. */
  requests: LoggedRequest[];
  /** Whether this host is one of dbt's or of an account here. */
  answersHost(host: string): boolean;
  answer(request: PlatformRequest): Promise<Reply>;
  /** For a test's own https server. */
  listener: RequestListener;
  /** In process, without sockets: answers as a browser's fetch would. */
  fetch: typeof globalThis.fetch;
  /** Other content for an environment; undefined: as if it never ran. `updatedAt` overrides the content's own time. */
  setArtifacts(environmentId: number, content: string | ContentOf | undefined, updatedAt?: string): void;
};

export type Api = 'discovery' | 'admin' | 'none';

const dbtHost = /(^|\.)(dbt\.com|getdbt\.com)$/;
const webHosts = /^(login|www|docs|status|learn|discourse)\./;

function hostOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function isAccountHost(accounts: Account[], host: string): boolean {
  return accounts.some((account) => account.hosts.includes(host) || discoveryHosts(account).includes(host));
}

/** Which API a request is for, by host first: the web application answers all that is no API. */
function apiOf(host: string, path: string, accounts: Account[]): Api {
  if (accounts.some((account) => discoveryHosts(account).includes(host))) return 'discovery';
  if (!isAccountHost(accounts, host)) {
    if (!dbtHost.test(host) || webHosts.test(host)) return 'none';
    if (host.split('.').includes('metadata')) return 'discovery';
  }
  return path.startsWith('/api/') ? 'admin' : 'none';
}

type Answering = {
  options: PlatformOptions;
  tokens: Tokens;
  isOver: RateLimits['isOver'];
  retryAfter?: string;
};

function limited(reply: Reply, retryAfter: string | undefined): Reply {
  return retryAfter === undefined ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': retryAfter } };
}

function accountsOf(options: PlatformOptions, token: Token, isOnHost: (account: Account) => boolean): Account[] {
  return options.accounts.filter((account) => token.accountIds.includes(account.id) && isOnHost(account));
}

async function answerDiscovery(request: PlatformRequest, by: Answering, shift: number): Promise<Reply> {
  const { options } = by;
  const refuse = (status: number, message: string, code: string): Reply =>
    graphqlRefusal(options.discoveryRefusals === '200' ? 200 : status, message, code, ['environment']);
  const atDoor = discoveryRefusal(request);
  if (atDoor !== undefined) return atDoor;
  const text = tokenIn(request.headers.authorization);
  if (text === undefined) return refuse(401, 'No service token was provided.', 'UNAUTHENTICATED');
  const token = by.tokens.find(text);
  const accounts = token && accountsOf(options, token, (account) => discoveryHosts(account).includes(request.host));
  const account = accounts?.[0];
  if (token === undefined || accounts === undefined || account === undefined) {
    return refuse(401, 'An invalid token was provided.', 'UNAUTHENTICATED');
  }
  if (!mayRead(token, 'discovery')) return refuse(403, 'The token has no permission to read metadata.', 'FORBIDDEN');
  if (by.isOver('discovery', account.id))
    return limited(refuse(429, 'Too many requests.', 'RATE_LIMITED'), by.retryAfter);
  return executeDiscovery(
    discoverySchema(options.newerFields ?? true),
    request.body,
    visibleTo(token, accounts),
    shift,
  );
}

function answerAdministration(request: PlatformRequest, by: Answering): Reply {
  const { options } = by;
  const atDoor = adminRefusal(request);
  if (atDoor !== undefined) return atDoor;
  const text = tokenIn(request.headers.authorization);
  if (text === undefined) return envelope(401, 'Authentication credentials were not provided.', null);
  const token = by.tokens.find(text);
  const accounts = token && accountsOf(options, token, (account) => account.hosts.includes(request.host));
  const account = accounts?.[0];
  if (token === undefined || accounts === undefined || account === undefined)
    return envelope(401, 'Invalid token.', null);
  if (by.isOver('admin', account.id)) return limited(envelope(429, 'Too many requests.', null), by.retryAfter);
  const contentOfRun = (project: Project, run: Run) => {
    const environmentId = project.jobs?.find((job) => job.id === run.jobId)?.environmentId;
    const located = locatedIn(accounts).find((each) => each.environment.id === environmentId);
    return located && contentIn(located);
  };
  const view = {
    token,
    accounts,
    metadataOnlyReadsAccount: options.metadataOnlyReadsAccount ?? false,
    artifact: (project: Project, run: Run, name: string, step: number | undefined) =>
      savedArtifact(contentOfRun(project, run), run, name, step),
    artifactNames: (project: Project, run: Run) => artifactNames(contentOfRun(project, run), run),
  };
  return answerAdmin(view, request);
}

/** A dbt platform with what the options say. Nothing outlives the object; no socket is opened here. */
export function createPlatform(options: PlatformOptions): Platform {
  const now = options.now ?? Date.now;
  const limits = { discovery: 500, admin: 5000, ...options.limits };
  const tokens = tokenBox(options.tokens);
  const faults = faultBox();
  const requests: LoggedRequest[] = [];
  const { isOver } = rateLimits(limits, now);
  const by = { options, tokens, isOver, ...(limits.retryAfter === undefined ? {} : { retryAfter: limits.retryAfter }) };

  async function answer(received: PlatformRequest): Promise<Reply> {
    const request = { ...received, host: hostOf(received.host) };
    const logged = { ...request, at: now(), status: 0 };
    requests.push(logged);
    const api = apiOf(request.host, request.path, options.accounts);
    const asked = askedOf(request, api);
    const effects = faults.effectsOn(asked);
    const instead = effects.map((effect) => effect.instead?.(asked)).find((reply) => reply !== undefined);
    const shift = effects.reduce((sum, effect) => sum + (effect.shift ?? 0), 0);
    const byApi = () => {
      if (api === 'none') return webPage();
      return api === 'discovery' ? answerDiscovery(request, by, shift) : answerAdministration(request, by);
    };
    const plain = instead ?? (await byApi());
    const reply = effects.reduce((changed, effect) => effect.change?.(changed, asked) ?? changed, plain);
    const isHeard = reply.delivery?.how !== 'silent' && reply.delivery?.how !== 'reset';
    logged.status = isHeard ? reply.status : 0;
    return reply;
  }

  const answersHost = (host: string) => dbtHost.test(hostOf(host)) || isAccountHost(options.accounts, hostOf(host));
  return {
    accounts: options.accounts,
    tokens,
    faults,
    requests,
    answersHost,
    answer,
    listener: nodeListener(answer),
    fetch: inProcessFetch(answer, answersHost, (stray) => void requests.push({ ...stray, at: now(), status: 0 })),
    setArtifacts(environmentId, content, updatedAt) {
      const found = locatedIn(options.accounts).find((each) => each.environment.id === environmentId);
      if (found === undefined) throw new Error(`no environment ${environmentId}`);
      delete found.environment.content;
      delete found.environment.updatedAt;
      if (content !== undefined) found.environment.content = content;
      if (updatedAt !== undefined) found.environment.updatedAt = updatedAt;
    },
  };
}
