import { AppError } from '../../errors';
import { parseJson, parseUrl } from '../../parsed';
import { words } from '../../words';
import type { SourceContext } from '../source';
import { type ApiName, forbidden, type Platform, rateLimited, unauthorized } from './failures';
import { withoutToken } from './redact';

/** The only place that sends to the dbt platform and the only one that puts a token into a header. */

/** One question. `path` of the Administrative API must be on the list below; the trailing slash matters. */
export type ApiRequest =
  | { api: 'discovery'; query: string; variables: Record<string, unknown> }
  | { api: 'admin'; path: string; search?: Record<string, string> };

/** Every path that is ever asked for with GET. */
const adminPaths = [
  /^\/api\/v2\/accounts\/$/,
  /^\/api\/v2\/accounts\/\d+\/(?:jobs\/|runs\/)?$/,
  /^\/api\/v3\/accounts\/\d+\/projects\/(?:\d+\/environments\/)?$/,
];

const timeoutMs = 20_000;
const maxBytes = 25_000_000;

/** JSON as it came, without the token should it be in there. `json` is absent where Discovery found a request too large (413). */
export type Answer = { status: number; json: unknown };

/**
 * Sends one question. What HTTP refuses is thrown; a Discovery answer of 400 to 499 with JSON is returned, because only its
 * text says what is wrong. Throws AppError and nothing else.
 */
export async function send(platform: Platform, request: ApiRequest, context: SourceContext): Promise<Answer> {
  const url = addressOf(platform, request);
  const stop = new AbortController();
  // One limit for headers and body: the browser ends a silent worker at 30 s without a word
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  const signal = AbortSignal.any([stop.signal, context.signal]);
  try {
    const answer = await context.fetch(url, { ...optionsOf(request, context.token), signal });
    const text = await readBody(answer, platform, signal);
    return understand(platform, request, answer, withoutToken(text, context.token), context);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    if (context.signal.aborted) throw new AppError('unavailable', words('dbtStopped', platform.name));
    if (stop.signal.aborted) throw new AppError('unavailable', words('dbtTimeout', platform.name));
    const isOffline = globalThis.navigator?.onLine === false;
    throw new AppError('unavailable', words(isOffline ? 'dbtOffline' : 'dbtUnreachable', new URL(url).host));
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function addressOf(platform: Platform, request: ApiRequest): string {
  const { settings, name } = platform;
  const base = request.api === 'discovery' ? settings.discoveryUrl : settings.accessUrl;
  const root = parseUrl(base);
  if (root?.protocol !== 'https:' || root.username !== '' || root.password !== '') {
    throw new AppError('not-an-api', words('dbtNotHttps', name));
  }
  if (request.api === 'discovery') return `${root.origin}/graphql`;
  if (!adminPaths.some((path) => path.test(request.path))) throw new AppError('bug', words('dbtBadPath'));
  const search = new URLSearchParams(request.search).toString();
  return `${root.origin}${request.path}${search && `?${search}`}`;
}

function optionsOf(request: ApiRequest, token: string | undefined): RequestInit {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const common: RequestInit = {
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  };
  if (request.api === 'admin') {
    return { ...common, method: 'GET', headers: { ...authorization, accept: 'application/json' } };
  }
  const headers = { ...authorization, accept: 'application/json', 'content-type': 'application/json' };
  const { query, variables } = request;
  return { ...common, method: 'POST', headers, body: JSON.stringify({ query, variables }) };
}

/** The body as text. A connection that breaks while reading is an answer cut off. */
async function readBody(answer: Response, { name }: Platform, signal: AbortSignal): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  // Put together once: a text that grows lies in pieces, and whoever reads it copies it once more
  const parts: string[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((thrown: unknown) => {
      throw signal.aborted ? thrown : new AppError('unavailable', words('dbtCutOff', name));
    });
    if (done) return parts.join('') + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) throw new AppError('bad-response', words('dbtTooLarge', name));
    parts.push(decoder.decode(value, { stream: true }));
  }
}

/** What HTTP alone says of an answer; the order is that of dbt-cloud-api.md section 9, except that 429 and 5xx may come as web pages. */
function understand(
  platform: Platform,
  request: ApiRequest,
  answer: Response,
  text: string,
  context: SourceContext,
): Answer {
  const { status } = answer;
  const type = (answer.headers.get('content-type') ?? '').toLowerCase();
  const isPage = type.includes('html') || /^\s*<[!a-z]/i.test(text);
  if (answer.type === 'opaqueredirect' || status === 0 || (status >= 300 && status < 400)) {
    throw new AppError('not-an-api', words('dbtRedirect', platform.name));
  }
  const failure = failureOf(platform, request.api, answer, isPage, context.now());
  if (failure) throw failure;
  // The decoder has dropped a leading byte order mark. Some proxies call everything plain text
  const json = type.includes('json') || /^\s*\{/.test(text) ? parseJson(text) : undefined;
  const isForGraphql = request.api === 'discovery' && (json !== undefined || status === 413);
  if (status >= 400 && !isForGraphql) throw new AppError('bad-response', words('dbtRejected', platform.name, status));
  if (json !== undefined || isForGraphql) return { status, json: json?.value };
  if (!type.includes('json')) throw webPage(platform, answer);
  if (/[}\]]\s*$/.test(text)) throw new AppError('bad-response', words('dbtNoJson', platform.name));
  throw new AppError('unavailable', words('dbtCutOff', platform.name));
}

function failureOf(
  platform: Platform,
  api: ApiName,
  answer: Response,
  isPage: boolean,
  now: number,
): AppError | undefined {
  const { status, headers } = answer;
  // What a captive portal is to say, whatever it sends along
  if (status === 511) return webPage(platform, answer);
  if (status === 408 || status >= 500) return new AppError('unavailable', words('dbtService', platform.name, status));
  if (status === 429) return rateLimited(platform, headers.get('retry-after'), now);
  if (isPage) return webPage(platform, answer);
  if (status === 401) return unauthorized(platform);
  return status === 403 ? forbidden(platform, api) : undefined;
}

function webPage({ name }: Platform, answer: Response): AppError {
  const host = parseUrl(answer.url)?.host ?? '';
  return new AppError('not-an-api', words('dbtWebPage', name, host));
}
