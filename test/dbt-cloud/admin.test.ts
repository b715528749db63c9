import { describe, expect, it } from 'vitest';
import { demoAccountId, demoDiscoveryHost, demoHost, demoIds, demoPlatform, demoTokens } from './demo-platform';
import { probeQuery } from './queries';
import {
  ask,
  get,
  posted,
  smallEnvironment,
  smallHost,
  smallMetadataToken,
  smallPlatform,
  smallToken,
} from './small-platform';

describe('the Administrative API', () => {
  it('answers in an envelope with pagination', async () => {
    const answer = await get(
      smallPlatform(),
      '/api/v2/accounts/100/jobs/?project_id=200&environment_id=300&state=1&limit=100',
    );
    expect(answer.json).toMatchObject({
      status: { code: 200, is_success: true },
      data: [{ id: 400, name: 'Nightly', generate_docs: true }],
      extra: { pagination: { count: 1, total_count: 1 } },
    });
  });

  it('lists runs oldest first, and unfinished ones first when asked for the latest', async () => {
    const platform = smallPlatform();
    const idsOf = (answer: { json: unknown }) => (answer.json as { data: { id: number }[] }).data.map((run) => run.id);
    expect(idsOf(await get(platform, '/api/v2/accounts/100/runs/'))).toEqual([500, 501, 502]);
    expect(idsOf(await get(platform, '/api/v2/accounts/100/runs/?order_by=-finished_at'))).toEqual([502, 501, 500]);
    expect(idsOf(await get(platform, '/api/v2/accounts/100/runs/?status__in=[10,20]&offset=1&limit=1'))).toEqual([501]);
  });

  it('writes times with a blank', async () => {
    const answer = await get(smallPlatform(), '/api/v2/accounts/100/runs/?limit=1');
    expect(answer.json).toHaveProperty('data.0.finished_at', '2026-08-19 04:02:00.000000+00:00');
  });

  it('sends a path without its last slash elsewhere, and a browser sees only that', async () => {
    const platform = smallPlatform();
    const init = { headers: { authorization: `Bearer ${smallToken}` } };
    const manual = await platform.fetch(`https://${smallHost}/api/v2/accounts/100`, { ...init, redirect: 'manual' });
    expect([manual.type, manual.status]).toEqual(['opaqueredirect', 0]);
    expect((await platform.fetch(`https://${smallHost}/api/v2/accounts/100`, init)).status).toBe(200);
  });

  it('shows what a connection leads to in the single call only', async () => {
    const admin = demoPlatform();
    const path = `/api/v3/accounts/${demoAccountId}/connections/`;
    const ask = (tail: string) => get(admin, `${path}${tail}`, demoTokens.jobAdmin, demoHost);
    expect((await ask('')).json).toHaveProperty('data.0.config', null);
    expect((await ask(`${demoIds('snowflake').connection}/`)).json).toHaveProperty('data.config.database', 'ANALYTICS');
  });

  it('gives the files of a run without envelope, of the last step unless one is named', async () => {
    const platform = smallPlatform();
    const path = '/api/v2/accounts/100/runs/501/artifacts/';
    expect((await get(platform, path)).json).toHaveProperty('data', [
      'manifest.json',
      'catalog.json',
      'run_results.json',
      'sources.json',
    ]);
    expect((await get(platform, `${path}run_results.json`)).text).not.toContain('"status":"fail"');
    expect((await get(platform, `${path}run_results.json?step=4`)).text).toContain('"status":"fail"');
  });

  it.each([
    ['another account', '/api/v2/accounts/999/', 403],
    ['an unknown project', '/api/v3/accounts/100/projects/999/environments/', 404],
    ['an unknown path', '/api/v2/accounts/100/secrets/', 404],
    ['projects in version 2', '/api/v2/accounts/100/projects/', 404],
    ['a page above 100', '/api/v2/accounts/100/jobs/?limit=101', 400],
    ['a filter it does not know', '/api/v2/accounts/100/jobs/?projectid=200', 400],
    ['an order it does not know', '/api/v2/accounts/100/runs/?order_by=-name', 400],
  ])('refuses %s', async (_, path, status) => {
    const answer = await get(smallPlatform(), path);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ status: { code: status, is_success: false }, data: null });
  });

  it('refuses writing', async () => {
    const init = { method: 'POST', headers: { authorization: `Bearer ${smallToken}` } };
    expect((await smallPlatform().fetch(`https://${smallHost}/api/v2/accounts/100/jobs/`, init)).status).toBe(405);
  });

  it('refuses a wrong token in its envelope', async () => {
    const answer = await get(smallPlatform(), '/api/v2/accounts/100/', 'dbtc_fake_unknown');
    expect(answer.json).toEqual({
      status: { code: 401, is_success: false, user_message: 'Invalid token.', developer_message: null },
      data: null,
    });
  });
});

describe('permission sets', () => {
  const ids = demoIds('snowflake');
  const calls = {
    account: `/api/v2/accounts/${demoAccountId}/`,
    projects: `/api/v3/accounts/${demoAccountId}/projects/`,
    environments: `/api/v3/accounts/${demoAccountId}/projects/${ids.project}/environments/`,
    jobs: `/api/v2/accounts/${demoAccountId}/jobs/`,
    runs: `/api/v2/accounts/${demoAccountId}/runs/`,
    connections: `/api/v3/accounts/${demoAccountId}/connections/`,
  };
  const viewer = ['account', 'projects', 'environments', 'jobs', 'runs'];
  const all = [...viewer, 'connections'];

  it.each([
    ['metadataOnly', 200, []],
    ['jobViewer', 200, viewer],
    ['jobAdmin', 200, all],
    ['accountViewer', 200, all],
    ['personal', 200, all],
    ['semanticLayer', 403, []],
  ] as const)('lets %s read what dbt lets it read', async (name, discoveryStatus, allowed) => {
    const platform = demoPlatform();
    const readable: string[] = [];
    for (const [call, path] of Object.entries(calls)) {
      const { status } = await get(platform, path, demoTokens[name], demoHost);
      if (status === 200) readable.push(call);
      else expect(status).toBe(403);
    }
    expect(readable).toEqual(allowed);
    const probe = await platform.fetch(
      `https://${demoDiscoveryHost}/graphql`,
      posted(probeQuery, { env: ids.production }, demoTokens[name]),
    );
    expect(probe.status).toBe(discoveryStatus);
  });

  it('keeps a token of one project out of the others', async () => {
    const platform = smallPlatform();
    platform.tokens.add({
      token: 'dbtc_fake_other',
      kind: 'service',
      accountIds: [100],
      permissions: ['Job Viewer'],
      projectIds: [201],
    });
    expect((await get(platform, '/api/v3/accounts/100/projects/', 'dbtc_fake_other')).json).toHaveProperty(
      'data.length',
      1,
    );
    expect((await ask(platform, probeQuery, { env: smallEnvironment }, 'dbtc_fake_other')).text).toContain('not found');
  });

  it('stops a revoked token and lets a rotated one go on', async () => {
    const platform = smallPlatform();
    platform.tokens.rotate(smallMetadataToken, 'dbtc_fake_next');
    expect((await ask(platform, probeQuery)).status).toBe(401);
    expect((await ask(platform, probeQuery, { env: smallEnvironment }, 'dbtc_fake_next')).status).toBe(200);
    platform.tokens.revoke('dbtc_fake_next');
    expect((await ask(platform, probeQuery, { env: smallEnvironment }, 'dbtc_fake_next')).status).toBe(401);
  });
});
