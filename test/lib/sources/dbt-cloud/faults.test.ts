// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../../../lib/errors';
import type { Fault } from '../../../dbt-cloud/faults';
import { generateProject } from '../../../dbt-cloud/generate-project';
import { smallEnvironment, smallPlatform, smallToken } from '../../../dbt-cloud/small-platform';
import { nodesOf, now, pagesOf, type Rig, rig, rigOver } from './rig';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function faulty(...faults: Fault[]): Rig {
  const made = rig();
  for (const fault of faults) made.platform.faults.add(fault);
  return made;
}

/** A project of 250 models (three pages) or more, with faults. */
function large(fault?: Fault, models = 250): Rig {
  const platform = smallPlatform({ now: () => now, limits: { discovery: 10_000 } });
  platform.setArtifacts(smallEnvironment, generateProject({ models, columns: 2 }));
  if (fault) platform.faults.add(fault);
  return rigOver(platform);
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  // what is not an AppError fails the comparison that follows
  return (await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as AppError;
}

const discovery = { api: 'discovery' } as const;

describe('what a refusal becomes', () => {
  it.each<[string, Fault, string, string]>([
    ['N1: 401', { fault: 'unauthorized', ...discovery }, 'unauthorized', 'dbtUnauthorized Prod'],
    ['N2: 403 of the Discovery API', { fault: 'forbidden', ...discovery }, 'forbidden', 'dbtForbiddenDiscovery Prod'],
    ['N3: null environment', { fault: 'no-environment', as: 'null' }, 'not-found', 'dbtNoEnvironment Prod 300'],
    ['N3: nothing applied', { fault: 'no-environment', as: 'null-applied' }, 'not-found', 'dbtNoEnvironment Prod 300'],
    ['N3: not found in errors', { fault: 'no-environment', as: 'errors' }, 'not-found', 'dbtNoEnvironment Prod 300'],
    ['N3: 404', { fault: 'no-environment', as: '404', ...discovery }, 'not-found', 'dbtNoEnvironment Prod 300'],
    ['N4: 429', { fault: 'rate-limited', ...discovery }, 'rate-limited', 'dbtRateLimited Prod'],
    ['N5: 500', { fault: 'status', status: 500, ...discovery }, 'unavailable', 'dbtService Prod 500'],
    ['N5: 503', { fault: 'status', status: 503, ...discovery }, 'unavailable', 'dbtService Prod 503'],
    [
      'N5: a proxy in front says 502 with a page',
      { fault: 'web-page', status: 502, ...discovery },
      'unavailable',
      'dbtService Prod 502',
    ],
    ['N5: reset', { fault: 'reset', ...discovery }, 'unavailable', 'dbtUnreachable abc.metadata.us1.dbt.com'],
    ['N7: cut body', { fault: 'cut', ...discovery }, 'unavailable', 'dbtCutOff Prod'],
    ['N7: less than announced', { fault: 'wrong-length', by: 10, ...discovery }, 'unavailable', 'dbtCutOff Prod'],
    [
      'N7: cut without the network noticing',
      { fault: 'wrong-length', by: -10, ...discovery },
      'unavailable',
      'dbtCutOff Prod',
    ],
    ['N7: broken gzip', { fault: 'broken-gzip', ...discovery }, 'unavailable', 'dbtCutOff Prod'],
    [
      'N8: a web page with 200',
      { fault: 'web-page', ...discovery },
      'not-an-api',
      'dbtWebPage Prod abc.metadata.us1.dbt.com',
    ],
    [
      'N9: a redirect',
      { fault: 'redirect', to: 'https://elsewhere.example/', ...discovery },
      'not-an-api',
      'dbtRedirect Prod',
    ],
    ['N11: deep nesting', { fault: 'deep', depth: 10_000, ...discovery }, 'bad-response', 'dbtChanged Prod'],
    ['N11: no JSON', { fault: 'body', text: '{"data":{]}', ...discovery }, 'bad-response', 'dbtNoJson Prod'],
    ['N11: a number', { fault: 'body', text: '1e999', ...discovery }, 'bad-response', 'dbtChanged Prod'],
    [
      'N12: errors without data',
      { fault: 'errors', message: 'Something odd.' },
      'bad-response',
      'dbtSaid Prod Something odd.',
    ],
    ['N12: an error without a word', { fault: 'errors', message: '' }, 'bad-response', 'dbtSaid Prod ?'],
    [
      'N8: a network that asks for a sign-in says so by status',
      { fault: 'status', status: 511, ...discovery },
      'not-an-api',
      'dbtWebPage Prod abc.metadata.us1.dbt.com',
    ],
    ['a status of its own', { fault: 'status', status: 418, ...discovery }, 'bad-response', 'dbtRejected Prod 418'],
  ])('%s', async (_name, fault, kind, message) => {
    const { source, context } = faulty(fault);
    const error = await errorOf(source.probe(context));
    expect([error.kind, error.message]).toEqual([kind, message]);
  });

  it.each([
    ['No service token was provided.', 'unauthorized'],
    ['You are not allowed to see this.', 'forbidden'],
    ['Rate limit exceeded.', 'rate-limited'],
  ])('reads the class of a 200 from its errors: %s', async (message, kind) => {
    const { source, context } = faulty({ fault: 'errors', message });
    expect((await errorOf(source.probe(context))).kind).toBe(kind);
  });

  it.each([
    ['90', now + 90_000],
    ['Fri, 21 Aug 2026 00:02:00 GMT', now + 120_000],
    ['0', now],
    ['-5', undefined],
    ['soon', undefined],
    ['1000000000', now + 1e12],
  ])('N4: tells when Retry-After "%s" lets us come back', async (retryAfter, retryAt) => {
    const { source, context } = faulty({ fault: 'rate-limited', retryAfter, ...discovery });
    expect((await errorOf(source.probe(context))).retryAt).toBe(retryAt);
  });

  it.each([
    ['N6: no headers ever', { fault: 'silent', ...discovery }],
    ['N6: a body that drips', { fault: 'drip', ...discovery }],
  ] as [string, Fault][])('%s is given up after 20 s in all', async (_name, fault) => {
    vi.useFakeTimers();
    const { source, context } = faulty(fault);
    let isOver = false;
    const error = errorOf(source.probe(context)).finally(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(19_900);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect([(await error).kind, (await error).message]).toEqual(['unavailable', 'dbtTimeout Prod']);
  });

  it('N10: tells a computer without network from a host that cannot be reached', async () => {
    const { source, context } = rig({}, { discoveryUrl: 'https://gone.acme.example/graphql' } as never);
    expect(await errorOf(source.probe(context))).toMatchObject({
      kind: 'unavailable',
      message: 'dbtUnreachable gone.acme.example',
    });
    vi.stubGlobal('navigator', { onLine: false });
    expect(await errorOf(source.probe(context))).toMatchObject({ message: 'dbtOffline gone.acme.example' });
  });

  it('N11: gives up an answer of more than 25 MB', async () => {
    const { source, context } = faulty({ fault: 'huge', megabytes: 26, ...discovery });
    expect(await errorOf(source.probe(context))).toMatchObject({ kind: 'bad-response', message: 'dbtTooLarge Prod' });
  });

  it('N11: takes an answer with a byte order mark', async () => {
    const { source, context } = faulty({ fault: 'byte-order-mark', ...discovery });
    await expect(source.probe(context)).resolves.toMatchObject({ mark: '2026-08-20T04:01:30.123Z' });
  });

  it('takes the type of an answer in any case', async () => {
    const { source, context } = rig();
    const fetch: typeof globalThis.fetch = async (...request) => {
      const answer = await context.fetch(...request);
      return new Response(answer.body, { headers: { 'content-type': 'Application/JSON; charset=UTF-8' } });
    };
    await expect(source.probe({ ...context, fetch })).resolves.toMatchObject({ mark: '2026-08-20T04:01:30.123Z' });
  });

  it('N12: shows at most 300 characters of what dbt said', async () => {
    const { source, context } = faulty({ fault: 'errors', message: 'x'.repeat(5000) });
    expect((await errorOf(source.probe(context))).message.length).toBeLessThanOrEqual('dbtSaid Prod '.length + 300);
  });

  it.each(['partial', 'whole'] as const)('N12: does not take %s data that came with errors', async (data) => {
    const { source, context } = faulty({
      fault: 'errors',
      message: 'One resolver failed.',
      data,
      list: 'models',
      nth: 2,
      times: 10,
    });
    expect((await errorOf(nodesOf(source, context))).message).toBe('dbtSaid Prod One resolver failed.');
  });
});

describe('the token', () => {
  it.each(['body', 'message', 'location'] as const)(
    'S9: is in no error when the server echoes it in %s',
    async (where) => {
      const { source, context } = faulty({ fault: 'echo-token', in: where, ...discovery });
      const error = await errorOf(source.probe(context));
      expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toContain(smallToken);
    },
  );

  it('S9: is in no node when dbt tells it in a message', async () => {
    const value = `cannot connect with ${smallToken}`;
    const { source, context } = faulty({ fault: 'set-field', field: 'executionInfo.lastRunError', value });
    const nodes = await nodesOf(source, context);
    expect(JSON.stringify(nodes)).not.toContain(smallToken);
    expect(nodes.some(({ run }) => run?.message === 'cannot connect with [redacted]')).toBe(true);
  });

  it('N22: is sent only by POST /graphql and by GET on the listed paths, never in an address or a body', async () => {
    const { source, context, platform } = rig();
    await source.probe(context);
    await nodesOf(source, context);
    const lines = platform.requests.map(({ method, host, path }) => `${method} ${host}${path.replace(/\?.*/, '')}`);
    expect([...new Set(lines)].toSorted()).toEqual([
      'GET abc.us1.dbt.com/api/v2/accounts/100/jobs/',
      'POST abc.metadata.us1.dbt.com/graphql',
    ]);
    expect(platform.requests.every(({ body }) => body === '' || /^\{"query":"query /.test(body))).toBe(true);
    expect(platform.requests.map(({ path, body }) => path + body).join()).not.toContain(smallToken);
  });

  it('travels with no cookie, no referrer, no cache and no redirect', async () => {
    const { source, context } = rig();
    const sent: (RequestInit | undefined)[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      sent.push(init);
      return context.fetch(url, init);
    };
    await source.probe({ ...context, fetch });
    const manners = { redirect: 'manual', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };
    for (const init of sent) expect(init).toMatchObject(manners);
    expect(sent.length).toBeGreaterThan(0);
  });

  it.each([
    'http://abc.metadata.us1.dbt.com/graphql',
    'ftp://x/',
    'not an address',
    'https://me:pw@abc.metadata.us1.dbt.com/',
  ])('S18: goes nowhere for the address %s', async (discoveryUrl) => {
    const { source, context, platform } = rig({}, { discoveryUrl } as never);
    expect((await errorOf(source.probe(context))).kind).toBe('not-an-api');
    expect(platform.requests).toEqual([]);
  });
});

describe('pages that get lost', () => {
  it.each<[string, Fault]>([
    ['no cursor', { fault: 'null-cursor', list: 'models' }],
    ['the same cursor', { fault: 'same-cursor', list: 'models' }],
    ['cursors that go round', { fault: 'cursor-loop', length: 2, list: 'models' }],
    ['empty pages', { fault: 'empty-pages', list: 'models' }],
  ])('N14: stops at the first repeat: %s', async (_name, fault) => {
    const { source, context, platform } = large(fault, 600);
    expect(await errorOf(nodesOf(source, context))).toMatchObject({
      kind: 'bad-response',
      message: 'dbtRepeated Prod',
    });
    expect(platform.requests.length).toBeLessThan(12);
  });

  it('N14: takes a list that is whole although its last page claims that there is more', async () => {
    const { source, context } = faulty({ fault: 'null-cursor', list: 'models' });
    expect((await nodesOf(source, context)).filter(({ type }) => type === 'model').length).toBe(4);
  });

  it('N15: tells a node once that stands in a page twice', async () => {
    const { source, context } = faulty({ fault: 'repeat-nodes', count: 2, list: 'models' });
    const ids = (await nodesOf(source, context)).map(({ uniqueId }) => uniqueId);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('N16: gives every model of several pages, and says how many there will be from the first page on', async () => {
    const { source, context } = large();
    const pages = await pagesOf(source, context);
    const nodes = pages.flatMap((page) => page.nodes);
    expect(nodes.filter(({ type }) => type === 'model').length).toBe(250);
    expect(pages[0]?.total).toBe(nodes.length);
    expect(pages.at(-1)?.total).toBe(nodes.length);
  });

  it('N18: goes on at the very page where another worker stopped', async () => {
    const { source, context, platform } = large();
    const first = await source.page(context, undefined);
    const fresh = rigOver(platform);
    platform.requests.length = 0;
    const second = await fresh.source.page(fresh.context, first.next);
    expect(second.nodes[0]?.uniqueId).not.toBe(first.nodes[0]?.uniqueId);
    const full = platform.requests.filter(({ body }) => body.includes('executionInfo'));
    // The page itself, and the next one ahead of its time
    expect(full.length).toBeLessThanOrEqual(2);
    for (const { body } of full) expect(body).not.toContain('"after":null');
  });
});

describe('pages that are too much', () => {
  it.each(['too-complex', 'too-large'] as const)(
    'asks again at once for less, and for no more after that: %s',
    async (fault) => {
      const { source, context, platform } = large({ fault, above: 30, list: 'models' });
      const nodes = await nodesOf(source, context);
      expect(nodes.filter(({ type }) => type === 'model').length).toBe(250);
      const sizes = platform.requests.flatMap(({ body }) =>
        body.includes('executionInfo') ? (/"first":(\d+)/.exec(body)?.[1] ?? []) : [],
      );
      expect(sizes.slice(0, 4)).toEqual(['100', '50', '25', '25']);
    },
  );

  it('N6: asks for half after an answer that did not come', async () => {
    const { source, context, platform } = large({ fault: 'status', status: 504, list: 'models', nth: 2, times: 1 });
    await errorOf(source.page(context, undefined));
    platform.requests.length = 0;
    await source.page(context, undefined);
    expect(platform.requests.some(({ body }) => body.includes('"first":50'))).toBe(true);
  });

  it('does without the lineage when only that is too much', async () => {
    const { source, context, platform } = rig();
    const fetch: typeof globalThis.fetch = (url, init) => {
      const isKin = typeof init?.body === 'string' && init.body.includes('children');
      if (isKin) platform.faults.add({ fault: 'too-complex', above: 0, times: 1 });
      return context.fetch(url, init);
    };
    const nodes = await nodesOf(source, { ...context, fetch });
    expect(nodes.length).toBeGreaterThan(4);
    expect(nodes.flatMap(({ parents }) => parents)).toEqual([]);
  });
});

describe('answers in another form', () => {
  it('leaves out the fields that a deployment does not know, and asks for them once only', async () => {
    const platform = smallPlatform({ now: () => now, newerFields: false });
    const { source, context } = rigOver(platform);
    const nodes = await nodesOf(source, context);
    expect(nodes.length).toBeGreaterThan(4);
    const asking = platform.requests.filter(({ body }) => body.includes('relationName'));
    expect(asking.length).toBe(1);
  });

  it('reads what a proxy calls plain text', async () => {
    const { source, context } = rig();
    const fetch: typeof globalThis.fetch = async (...request) =>
      new Response(await (await context.fetch(...request)).text(), { headers: { 'content-type': 'text/plain' } });
    expect((await nodesOf(source, { ...context, fetch })).length).toBeGreaterThan(4);
  });

  it('has no catalog where that has no columns', async () => {
    const { source, context } = faulty({ fault: 'set-field', field: 'catalog', value: { columns: null } });
    for (const { hasCatalog } of await nodesOf(source, context)) expect(hasCatalog).toBe(false);
  });

  it('N13: skips a node that cannot be read, and tells the others', async () => {
    const { source, context } = large({ fault: 'set-field', field: 'uniqueId', value: 7, every: 50, list: 'models' });
    const models = (await nodesOf(source, context)).filter(({ type }) => type === 'model');
    expect(models.length).toBe(245);
  });

  it.each<[string, Fault]>([
    ['no unique ids', { fault: 'drop-field', field: 'uniqueId', every: 10, list: 'models' }],
    ['tests of another type', { fault: 'set-field', field: 'tests', value: 'none', every: 10, list: 'models' }],
  ])('N13: refuses everything when more than one in twenty is odd: %s', async (_name, fault) => {
    const { source, context } = large(fault);
    expect(await errorOf(nodesOf(source, context))).toMatchObject({ kind: 'bad-response', message: 'dbtChanged Prod' });
  });

  it.each(['name', 'executionInfo', 'catalog', 'tests', 'tags', 'meta', 'packageName', 'materializedType'])(
    'N13: lives without the field %s',
    async (field) => {
      const { source, context } = faulty({ fault: 'drop-field', field });
      expect((await nodesOf(source, context)).length).toBeGreaterThan(4);
    },
  );

  it('N13: takes words it does not know for no failure', async () => {
    const { source, context } = faulty({ fault: 'set-field', field: 'executionInfo.lastRunStatus', value: 'no-op' });
    const runs = (await nodesOf(source, context)).flatMap(({ run }) => run?.status ?? []);
    expect(new Set(runs)).toEqual(new Set(['other']));
  });

  it('takes the result known last where a test was not run anew', async () => {
    const field = 'tests.executionInfo.lastRunStatus';
    const { source, context } = faulty({ fault: 'set-field', field, value: 'reused' });
    const results = (await nodesOf(source, context)).flatMap(({ tests }) => tests.map(({ status }) => status));
    expect(results).toContain('pass');
  });

  it.each([{ type: 'div', props: {}, __k: null }, ['a'], 5, null])(
    'X5: has no description when it is %j',
    async (value) => {
      const { source, context } = faulty({ fault: 'set-field', field: 'description', value });
      for (const node of await nodesOf(source, context)) expect(node).not.toHaveProperty('description');
    },
  );

  it.each(['2036-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', 'yesterday', null])(
    'N19: tells no time when dbt says %s',
    async (value) => {
      const { source, context } = faulty({ fault: 'set-field', field: 'executionInfo.lastRunGeneratedAt', value });
      for (const { run } of await nodesOf(source, context)) expect(run?.at).toBeUndefined();
    },
  );
});

describe('what an environment builds', () => {
  it('D4: has no node for an ephemeral model, and a relation by identifier, alias, else name for all others', async () => {
    const { source, context } = rig();
    const nodes = await nodesOf(source, context);
    const names = Object.fromEntries(nodes.map(({ uniqueId, relation }) => [uniqueId, relation.name]));
    expect(names['model.shop.prepared']).toBeUndefined();
    expect(names['model.shop.customers']).toBe('DIM_CUSTOMERS');
    expect(names['source.shop.crm.accounts']).toBe('accounts_v2');
    expect(names['seed.shop.countries']).toBe('countries');
  });

  it.each(['database', 'schema', 'alias'])('D4: does not mind that %s is null', async (field) => {
    const { source, context } = faulty({ fault: 'set-field', field, value: null });
    const nodes = await nodesOf(source, context);
    expect(nodes.find(({ uniqueId }) => uniqueId === 'model.shop.orders')?.relation.name).toBe('orders');
  });

  it('N2: lacks only job names when jobs may not be read, and says why', async () => {
    const { source, context } = faulty({ fault: 'forbidden', api: 'admin' });
    const { notes } = await source.probe(context);
    expect(notes).toEqual([{ kind: 'jobs-forbidden', message: 'dbtForbiddenAdmin Prod' }]);
    const nodes = await nodesOf(source, context);
    expect(nodes.find(({ run }) => run)?.run).not.toHaveProperty('jobName');
  });

  it('names the job of the last run, and links to both', async () => {
    const { source, context } = rig();
    const node = (await nodesOf(source, context)).find(({ name }) => name === 'customers');
    expect(node?.run).toMatchObject({ jobId: '400', jobName: 'Nightly', runId: '501' });
    expect(node?.runLink).toBe('https://abc.us1.dbt.com/deploy/100/projects/200/runs/501');
  });
});
