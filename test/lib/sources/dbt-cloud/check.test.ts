// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../../../../lib/model';
import { checkConnection } from '../../../../lib/sources/dbt-cloud/check';
import type { Fault } from '../../../dbt-cloud/faults';
import { smallMetadataToken, smallPlatform, smallToken } from '../../../dbt-cloud/small-platform';
import { connectionOf, now, settings } from './rig';

type Cloud = Extract<SourceSettings, { kind: 'dbt-cloud' }>;

type Given = { fault?: Fault; token?: string; over?: Partial<Cloud>; without?: (keyof Cloud)[]; dialect?: 'bigquery' };

async function check({ fault, token = smallToken, over = {}, without = [], dialect }: Given) {
  const platform = smallPlatform({ now: () => now });
  if (fault) platform.faults.add(fault);
  const kept = Object.entries({ ...settings, ...over }).filter(([key]) => !without.some((each) => each === key));
  // the keys left out are optional ones
  const source = Object.fromEntries(kept) as Cloud;
  const context = { fetch: platform.fetch, token, signal: new AbortController().signal, now: () => now };
  return checkConnection(connectionOf(source, dialect ?? 'snowflake'), context);
}

async function outcomes(given: Given): Promise<string[]> {
  return (await check(given)).steps.map(({ step, outcome, message }) => `${step} ${outcome}: ${message.split(' ')[0]}`);
}

describe('checking a connection to the dbt platform', () => {
  it('says the outcome of every step in order, and offers projects and environments by name', async () => {
    const result = await check({});
    expect(result.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['dbtStepAccount', 'ok'],
      ['dbtStepProject', 'ok'],
      ['dbtStepEnvironment', 'ok'],
      ['dbtStepMetadata', 'ok'],
      ['dbtStepJobs', 'warning'],
      ['dbtStepDocs', 'ok'],
    ]);
    expect(result.projects).toEqual([
      { id: '200', name: 'Shop' },
      { id: '201', name: 'Other' },
    ]);
    expect(result.environments).toEqual([
      { id: '300', name: 'Production', deploymentType: 'production' },
      { id: '301', name: 'Fresh' },
    ]);
    expect(result.adapterType).toBe('snowflake');
  });

  it('works with Metadata Only when the environment is typed', async () => {
    expect(await outcomes({ token: smallMetadataToken, without: ['projectId'] })).toEqual([
      'dbtStepAccount warning: dbtForbiddenAdmin',
      'dbtStepProject skipped: dbtNotPermitted',
      'dbtStepEnvironment skipped: dbtNotPermitted',
      'dbtStepMetadata ok: dbtMetadataFoundOf',
      'dbtStepJobs skipped: dbtJobsUnknown',
      'dbtStepDocs skipped: dbtNotPermitted',
    ]);
  });

  it('finds account and production environment by itself when the token leaves no choice', async () => {
    const lines = await outcomes({ without: ['accountId'], over: { environmentId: '' } });
    expect(lines.slice(0, 4).every((line) => line.includes(' ok: '))).toBe(true);
  });

  it('asks for a project before an environment when there are several', async () => {
    expect((await outcomes({ without: ['projectId'], over: { environmentId: '' } })).slice(1)).toEqual([
      'dbtStepProject skipped: dbtChooseProject',
      'dbtStepEnvironment skipped: dbtChooseProjectFirst',
      'dbtStepMetadata skipped: dbtChooseEnvironment',
      'dbtStepJobs skipped: dbtChooseEnvironment',
      'dbtStepDocs skipped: dbtChooseEnvironment',
    ]);
  });

  it.each<[string, Given, string]>([
    ['N1: a refused token', { token: 'dbtc_other_token' }, 'dbtStepAccount failed: dbtUnauthorized'],
    [
      'N2: a token without rights and no environment',
      { token: smallMetadataToken, over: { environmentId: '' } },
      'dbtStepAccount failed: dbtForbiddenUnknown',
    ],
    [
      'N2: a token that may read no project, and no environment',
      {
        without: ['projectId'],
        over: { environmentId: '' },
        fault: { fault: 'body', text: '{"data":[]}', api: 'admin', path: '/api/v3/accounts/100/projects/' },
      },
      'dbtStepProject failed: dbtForbiddenUnknown',
    ],
    [
      'a project without an environment that keeps metadata',
      {
        over: { environmentId: '' },
        fault: {
          fault: 'body',
          text: '{"data":[]}',
          api: 'admin',
          path: '/api/v3/accounts/100/projects/200/environments/',
        },
      },
      'dbtStepEnvironment failed: dbtNoDeployment',
    ],
    [
      'an environment in which nothing has run',
      { over: { environmentId: '301' } },
      'dbtStepMetadata failed: dbtNothingRun',
    ],
    [
      'N3: an environment that does not exist',
      { over: { environmentId: '999' } },
      'dbtStepMetadata failed: dbtNoEnvironment',
    ],
    ['N3: a project that does not exist', { over: { projectId: '999' } }, 'dbtStepProject failed: dbtNoProject'],
    ['N8: a host that is no API', { fault: { fault: 'web-page' } }, 'dbtStepAccount failed: dbtWebPage'],
    [
      'N9: a host that sends us elsewhere',
      { fault: { fault: 'redirect', to: 'https://elsewhere.example/' } },
      'dbtStepAccount failed: dbtRedirect',
    ],
  ])('ends at the first failure: %s', async (_name, given, last) => {
    expect((await outcomes(given)).at(-1)).toBe(last);
  });

  it('warns when the dbt project builds in another warehouse', async () => {
    expect(await outcomes({ dialect: 'bigquery' })).toContain('dbtStepMetadata warning: dbtOtherWarehouse');
  });

  it('says that there are no jobs, that docs never ran, that freshness is not checked, and goes on', async () => {
    const none = await check({ over: { environmentId: '301', projectId: '201' } });
    expect(none.steps.at(-1)?.outcome).not.toBe('ok');
    const jobless = await outcomes({
      fault: { fault: 'body', text: '{"data":null}', api: 'admin', path: '/api/v2/accounts/100/jobs/' },
    });
    expect(jobless).toContain('dbtStepJobs warning: dbtNoJobs');
    const runless = await outcomes({
      fault: { fault: 'body', text: '{"data":[]}', api: 'admin', path: '/api/v2/accounts/100/runs/' },
    });
    expect(runless).toContain('dbtStepDocs warning: dbtNoDocsRun');
  });

  it('does not let jobs and runs stand in the way', async () => {
    const lines = await outcomes({
      fault: { fault: 'status', status: 500, api: 'admin', path: '/api/v2/accounts/100/jobs/' },
    });
    expect(lines.slice(4)).toEqual(['dbtStepJobs skipped: dbtService', 'dbtStepDocs skipped: dbtDocsSkipped']);
  });
});
