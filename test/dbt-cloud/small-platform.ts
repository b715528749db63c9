/** A small platform for tests: one account, a hand-made project of nine nodes, and short ways to ask. */
import type { Account, Token } from './accounts';
import { contentOfTexts } from './artifact-content';
import type { Fault } from './faults';
import { generateProject } from './generate-project';
import { createPlatform, type Platform, type PlatformOptions } from './platform';
import { listQuery } from './queries';
import { smallArtifacts } from './small-artifacts';

export const smallHost = 'abc.us1.dbt.com';
export const smallDiscoveryHost = 'abc.metadata.us1.dbt.com';
export const smallToken = 'dbtc_fake_small_viewer';
export const smallMetadataToken = 'dbtc_fake_small_metadata';
export const smallEnvironment = 300;

function account(): Account {
  const nightly = {
    id: 400,
    name: 'Nightly',
    environmentId: smallEnvironment,
    generateDocs: true,
    executeSteps: ['dbt build'],
  };
  const times = (day: number) => ({ createdAt: `2026-08-${day}T04:00:00Z`, finishedAt: `2026-08-${day}T04:02:00Z` });
  return {
    id: 100,
    name: 'Small',
    hosts: [smallHost],
    connections: [
      {
        id: 600,
        name: 'Snowflake',
        adapterVersion: 'snowflake_v0',
        config: { account: 'small', database: 'ANALYTICS' },
      },
    ],
    projects: [
      {
        id: 200,
        name: 'Shop',
        connectionId: 600,
        environments: [
          {
            id: smallEnvironment,
            name: 'Production',
            type: 'deployment',
            deploymentType: 'production',
            content: contentOfTexts(smallArtifacts),
          },
          { id: 301, name: 'Fresh', type: 'deployment' },
        ],
        jobs: [nightly, { id: 401, name: 'Elsewhere', environmentId: 301, executeSteps: [] }],
        runs: [
          { id: 500, jobId: 400, status: 10, hasDocs: true, ...times(19) },
          { id: 501, jobId: 400, status: 20, hasDocs: true, ...times(20) },
          { id: 502, jobId: 400, status: 3, createdAt: '2026-08-20T05:00:00Z' },
        ],
      },
      { id: 201, name: 'Other', environments: [] },
    ],
  };
}

function token(text: string, ...permissions: Token['permissions']): Token {
  return { token: text, kind: 'service', accountIds: [100], permissions };
}

export function smallPlatform(options: Partial<PlatformOptions> = {}): Platform {
  const tokens = [token(smallToken, 'Metadata Only', 'Job Viewer'), token(smallMetadataToken, 'Metadata Only')];
  return createPlatform({ accounts: [account()], tokens, ...options });
}

/** What came back: `json` is undefined when the body is no JSON. */
export type Came = { status: number; headers: Headers; text: string; json: unknown };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function came(response: Response): Promise<Came> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** Headers and body of a Discovery request. */
export function posted(query: string, variables: Record<string, unknown>, as = smallMetadataToken) {
  const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
}

export async function ask(
  platform: Platform,
  query: string,
  variables: Record<string, unknown> = { env: smallEnvironment },
  as?: string,
): Promise<Came> {
  return came(await platform.fetch(`https://${smallDiscoveryHost}/graphql`, posted(query, variables, as)));
}

export async function get(platform: Platform, path: string, as = smallToken, host = smallHost): Promise<Came> {
  return came(
    await platform.fetch(`https://${host}${path}`, { headers: { authorization: `Bearer ${as}` }, redirect: 'manual' }),
  );
}

type Connection = {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: ({ node: Record<string, unknown> } | null)[];
};

/** The connection of a list in an answer of the Discovery API. */
export function connectionIn(answer: Came, list: string): Connection {
  // tests know what they asked for; a wrong shape fails in the test that asked
  const body = answer.json as { data: { environment: { applied: Record<string, Connection> } } };
  const found = body.data.environment.applied[list];
  if (found === undefined) throw new Error(`no ${list} in ${answer.text.slice(0, 200)}`);
  return found;
}

export function nodesIn(answer: Came, list: string): Record<string, unknown>[] {
  return connectionIn(answer, list).edges.flatMap((edge) => (edge === null ? [] : [edge.node]));
}

/** A platform with 25 small models and this fault. */
export function faulty(fault: Fault) {
  const platform = smallPlatform();
  platform.setArtifacts(smallEnvironment, generateProject({ models: 25, columns: 2 }));
  platform.faults.add(fault);
  return platform;
}

/** A page of models. */
export function models(platform: Platform, offsetCursor: string | null = null, first = 10): Promise<Came> {
  return ask(platform, listQuery('models'), { env: smallEnvironment, first, after: offsetCursor });
}
