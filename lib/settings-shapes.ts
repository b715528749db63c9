import * as z from 'zod/mini';
import { type Connection, largestGeneration, longestName } from './model';
import { parseUrl } from './parsed';

/** What settings look like: at the door of `storage.local`, of managed policy, of settings files and of messages. */

/** Secrets travel to https only, and never to an address that hides its host behind a name and a password. */
const secureAddress = z.string().check(z.refine((text) => isAddress(text, ['https:'])));
const digits = z.string().check(z.regex(/^\d{1,20}$/));

const sourceShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dbt-cloud'),
    accessUrl: secureAddress,
    discoveryUrl: secureAddress,
    accountId: z.exactOptional(digits),
    projectId: z.exactOptional(digits),
    environmentId: z.string().check(z.regex(/^\d{0,20}$/)),
    environmentName: z.exactOptional(z.string()),
    projectName: z.exactOptional(z.string()),
    deploymentType: z.exactOptional(z.enum(['production', 'staging'])),
    linkStyle: z.enum(['catalog', 'docs']),
    docsJobId: z.exactOptional(digits),
    jobId: z.exactOptional(digits),
  }),
  z.object({
    kind: z.literal('artifacts'),
    baseUrl: z.exactOptional(z.string().check(z.refine((text) => isAddress(text, ['https:', 'http:'])))),
    fileNames: z.exactOptional(z.array(z.string())),
  }),
]);

/**
 * A connection as messages hold it. Unknown keys, a token among them, are dropped. A check may find out the environment:
 * only what is kept must be complete (`isComplete`).
 */
export const connectionShape = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(longestName)),
  dialect: z.enum(['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres']),
  sites: z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(100)),
  onlyWhere: z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(100)),
  isStaging: z.boolean(),
  source: sourceShape,
});

/** Whether a sync knows what to read: an environment of dbt, or a job in its place. */
export function isComplete({ source }: { source: Connection['source'] }): boolean {
  return source.kind !== 'dbt-cloud' || source.environmentId !== '' || source.jobId !== undefined;
}

/** What people are told of a connection. */
export const statusShape = z.object({
  connectionId: z.string(),
  syncedAt: z.exactOptional(z.string().check(z.refine((text) => Date.parse(text) > 0))),
  nodeCount: z.number(),
  generation: z.int().check(z.lte(largestGeneration)),
  progress: z.exactOptional(
    z.object({
      done: z.number(),
      total: z.exactOptional(z.number()),
      bytes: z.exactOptional(z.object({ done: z.number(), total: z.exactOptional(z.number()) })),
      filing: z.exactOptional(z.object({ done: z.number(), total: z.number() })),
      startedAt: z.string(),
    }),
  ),
  error: z.exactOptional(z.object({ kind: z.string(), message: z.string(), at: z.string() })),
  notes: z.array(z.object({ kind: z.string(), message: z.string() })),
  log: z.exactOptional(z.array(z.object({ at: z.string(), outcome: z.string(), nodeCount: z.number() }))),
});

/** Each preference by itself. */
export const preferenceShapes = {
  density: z.enum(['problems', 'all']),
  dwellMs: z.number().check(z.gte(0), z.lte(5000)),
  offSites: z.array(z.string()),
  linkStyle: z.enum(['catalog', 'docs']),
};

/** Each preference that cannot be read is what we chose for people. */
export const preferencesShape = z.object({
  density: orElse(preferenceShapes.density, 'all'),
  dwellMs: orElse(preferenceShapes.dwellMs, 400),
  offSites: orElse(preferenceShapes.offSites, []),
  linkStyle: orElse(preferenceShapes.linkStyle, 'catalog'),
});

function orElse<T>(shape: z.ZodMiniType<T>, fallback: T) {
  // oxlint-disable-next-line promise/valid-params -- zod's `catch`, not a promise's
  return z.catch(shape, fallback);
}

function isAddress(text: string, protocols: string[]): boolean {
  const url = parseUrl(text);
  return url !== undefined && protocols.includes(url.protocol) && url.username === '' && url.password === '';
}
