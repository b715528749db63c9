import { describe, expect, it } from 'vitest';
import { generateProject } from './generate-project';
import { listQuery, probeQuery } from './queries';
import {
  ask,
  came,
  connectionIn,
  get,
  nodesIn,
  posted,
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallMetadataToken,
  smallPlatform,
  smallToken,
} from './small-platform';

const discovery = `https://${smallDiscoveryHost}/graphql`;
const page = { env: smallEnvironment, first: 100, after: null };

describe('the Discovery API at its door', () => {
  const good = posted(probeQuery, { env: smallEnvironment });

  async function sent(init: RequestInit, address = discovery) {
    return came(await smallPlatform().fetch(address, init));
  }

  it('answers the probe', async () => {
    const answer = await sent(good);
    expect(answer.json).toEqual({
      data: {
        environment: {
          dbtProjectName: 'shop',
          adapterType: 'snowflake',
          applied: {
            lastUpdatedAt: '2026-08-20T04:01:30.123Z',
            resourceCounts: { model: 5, source: 3, seed: 1, snapshot: 0, test: 3 },
          },
        },
      },
    });
  });

  it('takes the word Token as well as Bearer', async () => {
    const headers = { ...good.headers, authorization: `Token ${smallMetadataToken}` };
    expect((await sent({ ...good, headers })).status).toBe(200);
  });

  it.each([
    ['no Authorization header', { 'content-type': 'application/json' }],
    ['a token without its word', { 'content-type': 'application/json', authorization: smallMetadataToken }],
    ['a token nobody made', { 'content-type': 'application/json', authorization: 'Bearer dbtc_fake_unknown' }],
  ])('refuses %s with 401', async (_, headers) => {
    const answer = await sent({ ...good, headers });
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({
      data: null,
      errors: [{ message: expect.stringContaining('token was provided') }],
    });
  });

  it('refuses a token with 200 and errors where it is told to', async () => {
    const platform = smallPlatform({ discoveryRefusals: '200' });
    const answer = await ask(platform, probeQuery, { env: smallEnvironment }, 'dbtc_fake_unknown');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('does not know the token of one account on the host of another', async () => {
    const answer = await sent(good, 'https://xyz.metadata.us1.dbt.com/graphql');
    expect(answer.status).toBe(401);
  });

  it.each([
    ['GET', { ...good, method: 'GET', body: null }, discovery, 405],
    [
      'a body that is not called JSON',
      { ...good, headers: { ...good.headers, 'content-type': 'text/plain' } },
      discovery,
      415,
    ],
    ['a body that is no JSON', { ...good, body: 'query' }, discovery, 400],
    ['another path', good, `https://${smallDiscoveryHost}/graphql/`, 404],
  ])('refuses %s', async (_, init, address, status) => {
    expect((await sent(init, address)).status).toBe(status);
  });

  it('refuses a field it does not have with 400', async () => {
    const answer = await ask(smallPlatform(), 'query($env: BigInt!) { environment(id: $env) { nonsense } }');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Cannot query field \\"nonsense\\" on type \\"Environment\\"');
  });

  it.each(['relationName', 'columnCount'])('has %s, or refuses it as a service of 2024 does', async (field) => {
    const query = listQuery('models', field);
    expect((await ask(smallPlatform(), query, page)).status).toBe(200);
    const old = await ask(smallPlatform({ newerFields: false }), query, page);
    expect(old.status).toBe(400);
    expect(old.text).toContain(`Cannot query field \\"${field}\\"`);
  });

  it('refuses mutations', async () => {
    expect((await ask(smallPlatform(), 'mutation { deleteJob(id: 1) }')).status).toBe(400);
  });

  it('refuses an id that is no number', async () => {
    expect((await ask(smallPlatform(), probeQuery, { env: 'production' })).status).toBe(400);
  });

  it('takes an id as text', async () => {
    expect((await ask(smallPlatform(), probeQuery, { env: String(smallEnvironment) })).json).toHaveProperty(
      'data.environment.dbtProjectName',
      'shop',
    );
  });

  it.each([
    ['a page above 500', { ...page, first: 501 }],
    ['somebody else’s cursor', { ...page, after: 'b3BhcXVl' }],
  ])('refuses %s', async (_, variables) => {
    const answer = await ask(smallPlatform(), listQuery('models'), variables);
    expect(answer.json).toMatchObject({
      data: { environment: { applied: null } },
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('knows no environment of somebody else', async () => {
    const answer = await ask(smallPlatform(), probeQuery, { env: 999 });
    expect(answer.json).toMatchObject({ data: null, errors: [{ message: expect.stringContaining('not found') }] });
  });

  it('has nothing applied where nothing ever ran', async () => {
    const answer = await ask(smallPlatform(), probeQuery, { env: 301 });
    expect(answer.json).toEqual({ data: { environment: { dbtProjectName: null, adapterType: null, applied: null } } });
  });
});

describe('paging', () => {
  it.each([1, 7, 100, 500])('gives every node once in pages of %i', async (first) => {
    const platform = smallPlatform({ limits: { discovery: 10_000 } });
    platform.setArtifacts(smallEnvironment, generateProject({ models: 203, columns: 2 }));
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let count = 0; count < 300; count += 1) {
      const answer = await ask(platform, listQuery('models'), { env: smallEnvironment, first, after });
      const { pageInfo, totalCount } = connectionIn(answer, 'models');
      expect(totalCount).toBe(203);
      seen.push(...nodesIn(answer, 'models').map((node) => node.uniqueId));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen).toHaveLength(203);
    expect(new Set(seen).size).toBe(203);
  });
});

describe('hosts', () => {
  const platform = smallPlatform();

  it.each([
    ['abc.us1.dbt.com', true],
    ['metadata.cloud.getdbt.com', true],
    ['abc.us1.dbt.com:8443', true],
    ['app.snowflake.com', false],
    ['getdbt.com.evil.example', false],
  ])('answers for %s: %s', (host, isAnswered) => {
    expect(platform.answersHost(host)).toBe(isAnswered);
  });

  it('shows a web page where no API is', async () => {
    const answer = await get(platform, '/api/v2/accounts/100/', smallToken, 'login.dbt.com');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('shows a web page at the access host outside its API', async () => {
    expect((await get(platform, '/explore/100/')).headers.get('content-type')).toContain('text/html');
  });

  it('cannot be reached at a host it does not answer for', async () => {
    await expect(get(platform, '/', smallToken, 'app.snowflake.com')).rejects.toThrow('Failed to fetch');
  });
});

describe('limits and the log', () => {
  it('counts requests a minute for each API', async () => {
    let now = 0;
    const platform = smallPlatform({ limits: { discovery: 2, admin: 1, retryAfter: '300' }, now: () => now });
    expect((await ask(platform, probeQuery)).status).toBe(200);
    expect((await ask(platform, probeQuery)).status).toBe(200);
    const third = await ask(platform, probeQuery);
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '300']);
    expect((await get(platform, '/api/v2/accounts/100/')).status).toBe(200);
    expect((await get(platform, '/api/v2/accounts/100/')).status).toBe(429);
    now = 60_001;
    expect((await ask(platform, probeQuery)).status).toBe(200);
  });

  it('keeps everything that arrived, with what became of it', async () => {
    const platform = smallPlatform();
    await get(platform, '/api/v2/accounts/999/');
    expect(platform.requests).toMatchObject([
      {
        method: 'GET',
        scheme: 'https',
        host: smallHost,
        path: '/api/v2/accounts/999/',
        headers: { authorization: `Bearer ${smallToken}` },
        status: 403,
      },
    ]);
  });
});
