/** The platform behind `npm start` and the end-to-end tests: one account with a project for each demo warehouse. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account, Job, Project, Run, Token, WarehouseConnection } from './accounts';
import { type RunResults, textIn } from './artifact-files';
import { moveToLastNight } from './last-night';
import { createPlatform, type Platform, type PlatformOptions } from './platform';

export const demoWarehouses = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'] as const;
export type DemoWarehouse = (typeof demoWarehouses)[number];

export const demoHost = 'lantern.us1.dbt.com';
export const demoDiscoveryHost = 'lantern.metadata.us1.dbt.com';
export const demoAccountId = 70401;

/** Ids of one warehouse's project and of what belongs to it. */
export type DemoIds = {
  project: number;
  production: number;
  development: number;
  connection: number;
  nightlyJob: number;
  ciJob: number;
  earlierRun: number;
  lastRun: number;
};

/** The same on every start: the warehouse's place in the list is the last digit. */
export function demoIds(warehouse: DemoWarehouse): DemoIds {
  const digit = demoWarehouses.indexOf(warehouse) + 1;
  return {
    project: 71000 + digit,
    production: 72000 + digit,
    development: 72100 + digit,
    connection: 73000 + digit,
    nightlyJob: 74000 + digit,
    ciJob: 74100 + digit,
    earlierRun: 75000 + digit,
    lastRun: 75100 + digit,
  };
}

/** Tokens of the demo account, one for each way to be allowed something. */
export const demoTokens = {
  metadataOnly: 'dbtc_fake_token_metadata_only',
  jobViewer: 'dbtc_fake_token_job_viewer',
  jobAdmin: 'dbtc_fake_token_job_admin',
  accountViewer: 'dbtc_fake_token_account_viewer',
  semanticLayer: 'dbtc_fake_token_semantic_layer',
  personal: 'dbtu_fake_token_of_a_person',
};

function tokens(): Token[] {
  const of = (token: string, ...permissions: Token['permissions']): Token => {
    return {
      token,
      kind: token.startsWith('dbtu_') ? 'personal' : 'service',
      accountIds: [demoAccountId],
      permissions,
    };
  };
  return [
    of(demoTokens.metadataOnly, 'Metadata Only'),
    of(demoTokens.jobViewer, 'Metadata Only', 'Job Viewer'),
    of(demoTokens.jobAdmin, 'Metadata Only', 'Job Admin'),
    of(demoTokens.accountViewer, 'Account Viewer'),
    of(demoTokens.semanticLayer, 'Semantic Layer Only'),
    of(demoTokens.personal),
  ];
}

/** Where the committed artifacts lie, one folder per warehouse. */
export const demoArtifactsFolder = join(dirname(fileURLToPath(import.meta.url)), '../../demo/artifacts');

/** Where the committed artifacts of a warehouse lie. */
export function demoArtifacts(warehouse: DemoWarehouse): string {
  return join(demoArtifactsFolder, warehouse);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Last night's run, as the artifacts tell it, and a clean one the night before. */
function runs(warehouse: DemoWarehouse, artifacts: string): Run[] {
  const text = textIn(artifacts, 'run_results.json');
  // dbt's own file, as in artifact-files
  const results = text === undefined ? undefined : (JSON.parse(text) as RunResults);
  const finished = Date.parse(results?.metadata.generated_at ?? '2026-08-20T04:00:00Z');
  const isFailed = results?.results.some((result) => result.status === 'error' || result.status === 'fail') ?? false;
  const ids = demoIds(warehouse);
  const run = (id: number, status: Run['status'], at: number): Run => ({
    id,
    jobId: ids.nightlyJob,
    status,
    createdAt: new Date(at - 300_000).toISOString(),
    startedAt: new Date(at - 240_000).toISOString(),
    finishedAt: new Date(at).toISOString(),
    hasDocs: true,
    hasSources: true,
  });
  return [run(ids.earlierRun, 10, finished - dayMs), run(ids.lastRun, isFailed ? 20 : 10, finished)];
}

function jobs(ids: DemoIds): Job[] {
  const nightly = { generateDocs: true, runGenerateSources: true, executeSteps: ['dbt build', 'dbt source freshness'] };
  return [
    { id: ids.nightlyJob, name: 'Nightly build', environmentId: ids.production, jobType: 'scheduled', ...nightly },
    {
      id: ids.ciJob,
      name: 'Pull requests',
      environmentId: ids.production,
      jobType: 'ci',
      executeSteps: ['dbt build --select state:modified+'],
    },
  ];
}

const titles: Record<DemoWarehouse, string> = {
  snowflake: 'Snowflake',
  bigquery: 'BigQuery',
  databricks: 'Databricks',
  redshift: 'Redshift',
  postgres: 'PostgreSQL',
};

function project(warehouse: DemoWarehouse, folder: string): Project {
  const artifacts = join(folder, warehouse);
  const ids = demoIds(warehouse);
  return {
    id: ids.project,
    name: `Lantern on ${titles[warehouse]}`,
    connectionId: ids.connection,
    docsJobId: ids.nightlyJob,
    freshnessJobId: ids.nightlyJob,
    environments: [
      { id: ids.development, name: 'Development', type: 'development' },
      {
        id: ids.production,
        name: 'Production',
        type: 'deployment',
        deploymentType: 'production',
        content: artifacts,
      },
    ],
    jobs: jobs(ids),
    runs: runs(warehouse, artifacts),
  };
}

const configs: Record<DemoWarehouse, WarehouseConnection['config']> = {
  snowflake: { account: 'lantern-prod', database: 'ANALYTICS' },
  bigquery: { project_id: 'lantern-prod' },
  databricks: { host: 'adb-1234567890123456.7.azuredatabricks.net', catalog: 'analytics' },
  redshift: { hostname: 'lantern.redshift.example', dbname: 'analytics' },
  postgres: { hostname: '127.0.0.1', dbname: 'analytics' },
};

function connection(warehouse: DemoWarehouse): WarehouseConnection {
  const version = warehouse === 'bigquery' ? 'bigquery_v1' : `${warehouse}_v0`;
  return {
    id: demoIds(warehouse).connection,
    name: titles[warehouse],
    adapterVersion: version,
    config: configs[warehouse],
  };
}

/** The demo account, for platforms that hold more than it. `folder`: of artifacts, one folder per warehouse. */
export function demoAccount(folder = demoArtifactsFolder): Account {
  return {
    id: demoAccountId,
    name: 'Lantern',
    plan: 'enterprise',
    hosts: [demoHost],
    staticSubdomain: 'lantern',
    connections: demoWarehouses.map(connection),
    projects: demoWarehouses.map((warehouse) => project(warehouse, folder)),
  };
}

/** A fresh platform over `demo/artifacts` or another such folder. A warehouse without artifacts has an environment that never ran. */
export function demoPlatform(options: Partial<PlatformOptions> = {}, folder = demoArtifactsFolder): Platform {
  return createPlatform({ accounts: [demoAccount(folder)], tokens: tokens(), ...options });
}

/** A platform over the demo artifacts as of last night, which it keeps in a folder of the project's own. */
export function lastNightPlatform(): Platform {
  const folder = fileURLToPath(new URL('../../.cache/last-night/', import.meta.url));
  moveToLastNight(demoArtifactsFolder, folder, Date.now());
  return demoPlatform({}, folder);
}
