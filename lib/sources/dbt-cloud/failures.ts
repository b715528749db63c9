import { AppError } from '../../errors';
import type { SourceSettings } from '../../model';
import { words } from '../../words';
import { textOf } from '../facts';
import { quote } from './redact';

/** What a refusal of the dbt platform means: dbt-cloud-api.md section 9. */

export type ApiName = 'discovery' | 'admin';

/** Which platform is asked, and for whom: `name` is the connection's, for messages. */
export type Platform = {
  name: string;
  settings: Extract<SourceSettings, { kind: 'dbt-cloud' }>;
};

export function unauthorized({ name }: Platform): AppError {
  return new AppError('unauthorized', words('dbtUnauthorized', name));
}

export function forbidden({ name }: Platform, api: ApiName): AppError {
  return new AppError('forbidden', words(api === 'discovery' ? 'dbtForbiddenDiscovery' : 'dbtForbiddenAdmin', name));
}

/** dbt has not what the connection reads: its environment, or the job in its place. */
export function noEnvironment({ name, settings }: Platform): AppError {
  const { environmentId, jobId } = settings;
  const message = jobId === undefined ? words('dbtNoEnvironment', name, environmentId) : words('dbtNoRun', name, jobId);
  return new AppError('not-found', message);
}

/** `Retry-After` is seconds or a date. How long a pause may be is decided by who pauses. */
export function rateLimited({ name }: Platform, retryAfter: string | null, now: number): AppError {
  const retryAt = whenOf(retryAfter?.trim() ?? '', now);
  return new AppError('rate-limited', words('dbtRateLimited', name), retryAt === undefined ? {} : { retryAt });
}

function whenOf(retryAfter: string, now: number): number | undefined {
  if (/^\d+$/.test(retryAfter)) return now + Number(retryAfter) * 1000;
  const date = /[a-z]/i.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** What the asker of a GraphQL question can do something about itself. */
export type Obstacle = { obstacle: 'unknown-field'; fields: string[] } | { obstacle: 'too-complex' };

export type GraphqlError = { message?: string | null | undefined; extensions?: { code?: unknown } | null | undefined };

/** The first class that fits all errors of one answer; the last one is the service's own words. */
export function graphqlFailure(
  platform: Platform,
  errors: GraphqlError[],
  token: string | undefined,
  now: number,
): AppError | Obstacle {
  const said = errors.map(({ message }) => message ?? '').join('\n');
  const codes = errors.map(({ extensions }) => textOf(extensions?.code)).join();
  const says = (shape: RegExp) => shape.test(said);
  if (says(/token was provided|unauthorized|unauthenticated|invalid token/i)) return unauthorized(platform);
  if (says(/permission|forbidden|not allowed/i)) return forbidden(platform, 'discovery');
  if (says(/not found|no data available for this input/i)) return noEnvironment(platform);
  if (says(/rate limit|too many requests/i)) return rateLimited(platform, null, now);
  if (says(/cannot query field/i)) {
    const fields = [...said.matchAll(/cannot query field ["'`]?(\w+)/gi)].flatMap(([, field]) => field ?? []);
    return { obstacle: 'unknown-field', fields };
  }
  if (says(/complexity limit|too complex/i) || codes.includes('COMPLEXITY_EXCEEDED'))
    return { obstacle: 'too-complex' };
  return new AppError('bad-response', words('dbtSaid', platform.name, quote(errors[0]?.message || '?', token)));
}
