import { describe, expect, it } from 'vitest';
import type { Fault } from './faults';
import { listQuery, probeQuery } from './queries';
import {
  ask,
  connectionIn,
  faulty,
  get,
  models,
  nodesIn,
  posted,
  smallDiscoveryHost,
  smallEnvironment,
  smallMetadataToken,
  smallPlatform,
  smallToken,
} from './small-platform';

const discovery = `https://${smallDiscoveryHost}/graphql`;

describe('refusals', () => {
  it.each<[Fault, number, string]>([
    [{ fault: 'unauthorized' }, 401, 'UNAUTHENTICATED'],
    [{ fault: 'forbidden' }, 403, 'FORBIDDEN'],
    [{ fault: 'no-environment', as: '404' }, 404, 'NOT_FOUND'],
    [{ fault: 'no-environment', as: 'errors' }, 200, 'not found'],
    [{ fault: 'no-environment', as: 'null' }, 200, '{"data":{"environment":null}}'],
    [{ fault: 'no-environment', as: 'null-applied' }, 200, '{"data":{"environment":{"applied":null}}}'],
    [{ fault: 'status', status: 503 }, 503, 'upstream says 503'],
    [{ fault: 'web-page' }, 200, '<!doctype html>'],
    [{ fault: 'web-page', status: 511 }, 511, '<!doctype html>'],
    [{ fault: 'body', text: '[1e999' }, 200, '[1e999'],
    [{ fault: 'too-complex', above: 5 }, 400, 'COMPLEXITY_EXCEEDED'],
    [{ fault: 'too-large', above: 5 }, 413, 'Too Large'],
  ])('%j answers %i', async (fault, status, text) => {
    const answer = await models(faulty(fault));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it('forbids one API and leaves the other', async () => {
    const platform = faulty({ fault: 'forbidden', api: 'admin' });
    expect((await ask(platform, probeQuery)).status).toBe(200);
    const answer = await get(platform, '/api/v2/accounts/100/jobs/');
    expect(answer.json).toMatchObject({ status: { code: 403, is_success: false } });
  });

  it.each([undefined, '30', '0', '-5', '1e9', 'soon', 'Thu, 20 Aug 2026 05:00:00 GMT'])(
    'says 429 with Retry-After %s',
    async (retryAfter) => {
      const answer = await models(
        faulty({ fault: 'rate-limited', ...(retryAfter === undefined ? {} : { retryAfter }) }),
      );
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, retryAfter ?? null]);
    },
  );

  it('redirects, which a fetch that does not follow cannot see into', async () => {
    const platform = faulty({ fault: 'redirect', to: 'http://elsewhere.example/graphql' });
    const init = posted(probeQuery, { env: smallEnvironment });
    expect((await platform.fetch(discovery, { ...init, redirect: 'manual' })).type).toBe('opaqueredirect');
    await expect(platform.fetch(discovery, init)).rejects.toThrow('Failed to fetch');
    expect(platform.requests.at(-1)).toMatchObject({ scheme: 'http', host: 'elsewhere.example' });
  });

  it('echoes the token in a message and in a body', async () => {
    expect((await models(faulty({ fault: 'echo-token', in: 'message' }))).text).toContain(smallMetadataToken);
    expect((await models(faulty({ fault: 'echo-token', in: 'body' }))).text).toContain(smallMetadataToken);
    const reply = await faulty({ fault: 'echo-token', in: 'location' }).answer({
      method: 'GET',
      scheme: 'https',
      host: smallDiscoveryHost,
      path: '/graphql',
      headers: { authorization: `Bearer ${smallToken}` },
      body: '',
    });
    expect(reply.headers.location).toContain(smallToken);
  });
});

describe('connections that fail', () => {
  it('is reset before any answer', async () => {
    await expect(models(faulty({ fault: 'reset' }))).rejects.toThrow(TypeError);
  });

  it.each<Fault>([{ fault: 'silent' }, { fault: 'drip' }, { fault: 'slow', ms: 60_000 }])(
    '%j lasts until the asker gives up',
    async (fault) => {
      const platform = faulty(fault);
      const controller = new AbortController();
      const init = { ...posted(listQuery('models'), { env: smallEnvironment, first: 10 }), signal: controller.signal };
      const answer = platform.fetch(discovery, init).then((response) => response.text());
      setTimeout(() => controller.abort(new Error('gave up')), 20);
      await expect(answer).rejects.toThrow('gave up');
    },
  );

  it.each<Fault>([
    { fault: 'cut' },
    { fault: 'cut', after: 0.9 },
    { fault: 'wrong-length', by: 10 },
    { fault: 'broken-gzip' },
  ])('%j breaks off while the body is read', async (fault) => {
    const response = await faulty(fault).fetch(discovery, posted(probeQuery, { env: smallEnvironment }));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('ends early when too small a length is announced', async () => {
    const response = await faulty({ fault: 'wrong-length', by: -10 }).fetch(
      discovery,
      posted(probeQuery, { env: smallEnvironment }),
    );
    const text = await response.text();
    expect(() => JSON.parse(text)).toThrow();
  });
});

describe('odd bodies', () => {
  const init = posted(probeQuery, { env: smallEnvironment });

  it('begins with a byte order mark', async () => {
    const response = await faulty({ fault: 'byte-order-mark' }).fetch(discovery, init);
    expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('is nested deeply', async () => {
    const response = await faulty({ fault: 'deep', depth: 10_000 }).fetch(discovery, init);
    expect(await response.text()).toContain('['.repeat(10_000));
  });

  it('is as big as wanted and still right', async () => {
    const answer = await ask(faulty({ fault: 'huge', megabytes: 3 }), probeQuery);
    expect(answer.text.length).toBeGreaterThan(3 * 1024 * 1024);
    expect(answer.json).toHaveProperty('data.environment.dbtProjectName', 'lantern');
  });

  it.each([
    ['null', 0],
    ['partial', 5],
    ['whole', 10],
  ] as const)('comes with errors and %s data', async (data, count) => {
    const answer = await models(faulty({ fault: 'errors', message: 'part failed', code: 'PART', data }));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ errors: [{ message: 'part failed', extensions: { code: 'PART' } }] });
    if (data === 'null') expect(answer.json).toHaveProperty('data', null);
    else expect(nodesIn(answer, 'models')).toHaveLength(count);
  });
});

describe('which requests a fault hits', () => {
  const broken: Fault = { fault: 'status', status: 500 };

  async function statuses(fault: Fault, count: number) {
    const platform = faulty(fault);
    const seen: number[] = [];
    for (let at = 0; at < count; at += 1) seen.push((await ask(platform, probeQuery)).status);
    return seen;
  }

  it('hits a number of times, then is gone', async () => {
    expect(await statuses({ ...broken, times: 2 }, 4)).toEqual([500, 500, 200, 200]);
  });

  it('hits the nth request, once or from then on', async () => {
    expect(await statuses({ ...broken, nth: 3 }, 4)).toEqual([200, 200, 500, 200]);
    expect(await statuses({ ...broken, nth: 2, times: 2 }, 4)).toEqual([200, 500, 500, 200]);
  });

  it('hits one page for good, by number or by the node it holds', async () => {
    for (const fault of [
      { ...broken, page: 2 },
      { ...broken, node: 12 },
    ]) {
      const platform = faulty(fault);
      const first = connectionIn(await models(platform), 'models');
      const cursor = first.pageInfo.endCursor;
      expect((await models(platform, cursor)).status).toBe(500);
      expect((await models(platform, cursor)).status).toBe(500);
    }
    const halved = faulty({ ...broken, node: 12 });
    expect((await models(halved, null, 15)).status).toBe(500);
  });

  it('hits one list, one host, one path, one token', async () => {
    const platform = faulty({ ...broken, list: 'seeds' });
    expect((await ask(platform, listQuery('seeds'), { env: smallEnvironment, first: 1 })).status).toBe(500);
    expect((await models(platform)).status).toBe(200);
    expect(await statuses({ ...broken, host: 'other.us1.dbt.com' }, 1)).toEqual([200]);
    expect(await statuses({ ...broken, token: smallToken }, 1)).toEqual([200]);
    expect(await statuses({ ...broken, token: smallMetadataToken }, 1)).toEqual([500]);
    const admin = faulty({ ...broken, path: '/api/v2/accounts/100/runs/' });
    expect((await get(admin, '/api/v2/accounts/100/runs/?limit=1')).status).toBe(500);
    expect((await get(admin, '/api/v2/accounts/100/jobs/')).status).toBe(200);
  });

  it('can be taken away', async () => {
    const platform = smallPlatform();
    const remove = platform.faults.add(broken);
    expect((await ask(platform, probeQuery)).status).toBe(500);
    remove();
    expect((await ask(platform, probeQuery)).status).toBe(200);
  });
});
