// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../lib/errors';
import type { DbtNode } from '../../../../lib/model';
import { checkConnection } from '../../../../lib/sources/dbt-cloud/check';
import { firstCursor } from '../../../../lib/sources/dbt-cloud/cursor';
import { dbtCloudSource } from '../../../../lib/sources/dbt-cloud/dbt-cloud';
import type { Fault } from '../../../dbt-cloud/faults';
import { smallDiscoveryHost, smallHost, smallPlatform, smallToken } from '../../../dbt-cloud/small-platform';
import { connectionOf, nodesOf, now, rig, rigOver, settings } from './rig';

/** The source with an internet that says the same to everything. */
function alwaysSaying(text: string, contentType = 'application/json') {
  const fetch: typeof globalThis.fetch = async () => new Response(text, { headers: { 'content-type': contentType } });
  const source = dbtCloudSource(settings, connectionOf(settings));
  return { source, context: { fetch, token: smallToken, signal: new AbortController().signal, now: () => now } };
}

/** What became of some work: one of our own errors, or nothing worth telling. */
async function errorOf(work: Promise<unknown>): Promise<AppError | undefined> {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown !== undefined) expect(thrown).toBeInstanceOf(AppError);
  return thrown instanceof AppError ? thrown : undefined;
}

describe('N11: texts that are no answer', () => {
  const page =
    '{"data":{"environment":{"adapterType":"snowflake","applied":{"lastUpdatedAt":"2026-08-20T04:01:30Z"}}}}';
  const bent = fc
    .tuple(fc.nat(page.length), fc.nat(30), fc.string({ maxLength: 4 }))
    .map(([at, length, put]) => page.slice(0, at) + put + page.slice(at + length));
  const odd = fc.oneof(
    bent,
    fc.json(),
    fc.string(),
    fc.constantFrom('', 'null', '[]', '{}', '1e999', '-0', '"x"', '\uFEFF{}', '{"data":null}', '{"errors":[]}', 'NaN'),
    fc.nat(20_000).map((depth) => '['.repeat(depth)),
    fc.nat(20_000).map((depth) => `{"data":{"environment":${'['.repeat(depth)}${']'.repeat(depth)}}}`),
  );

  it('are refused with a sentence of a known kind, and nothing crashes', async () => {
    const kinds = [
      'bad-response',
      'not-found',
      'not-an-api',
      'unavailable',
      'unauthorized',
      'forbidden',
      'rate-limited',
    ];
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom('application/json', 'text/plain', ''), async (text, type) => {
        const { source, context } = alwaysSaying(text, type);
        for (const work of [source.probe(context), source.page(context, undefined), source.page(context, text)]) {
          const error = await errorOf(work);
          if (error) expect(kinds).toContain(error.kind);
          if (error) expect(error.message).toMatch(/^dbt[A-Z]/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('N13: nodes in another form', () => {
  const fields = [
    ...['uniqueId', 'name', 'description', 'database', 'schema', 'alias', 'identifier', 'tags', 'meta', 'catalog'],
    ...['tests', 'tests.name', 'tests.executionInfo', 'tests.executionInfo.lastRunStatus', 'executionInfo'],
    ...['executionInfo.lastRunStatus', 'executionInfo.executeCompletedAt', 'catalog.columns', 'catalog.columns.name'],
    ...['materializedType', 'relationName', 'version', 'access', 'freshness', 'freshness.freshnessStatus'],
    ...['freshness.criteria', 'freshness.criteria.warnAfter'],
  ];
  const change = fc.oneof(
    fc.constantFrom<Fault['fault']>('drop-field', 'rename-field').map((fault) => ({ fault, to: 'renamed' })),
    fc.anything({ maxDepth: 1 }).map((value) => ({ fault: 'set-field' as const, value: value ?? null })),
    fc.constantFrom('Brand New', 'PASS', '', '0001-01-01').map((value) => ({ fault: 'set-field' as const, value })),
  );

  function expectSound({ uniqueId, name, relation, run, freshness, tests, columns }: DbtNode): void {
    expect([uniqueId, name, relation.name].every((text) => typeof text === 'string' && text !== '')).toBe(true);
    expect(['success', 'error', 'skipped', 'none', 'other', undefined]).toContain(run?.status);
    expect(['pass', 'warn', 'error', 'runtime error', 'none', 'other', undefined]).toContain(freshness?.status);
    for (const { status } of tests) {
      expect(['pass', 'warn', 'fail', 'error', 'skipped', 'none', 'other']).toContain(status);
    }
    expect(columns.every((column) => typeof column.name === 'string')).toBe(true);
  }

  it('are read without what is odd, or refused as a whole: a field missing, renamed, of another type, unknown words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), change, async (field, how) => {
        const { source, context, platform } = rig();
        platform.faults.add({ ...how, field } as Fault);
        const nodes = await nodesOf(source, context).catch((reason: unknown) => reason);
        if (!Array.isArray(nodes)) {
          expect(nodes).toMatchObject({ kind: 'bad-response', message: 'dbtChanged Prod' });
          return;
        }
        expect(nodes.length).toBeGreaterThan(4);
        for (const node of nodes) expectSound(node);
      }),
      { numRuns: 60 },
    );
  });
});

describe('N14: pages without end', () => {
  it('end at the 2,000th page of a list', async () => {
    const { source, context } = rig();
    const { platform } = rig();
    platform.faults.add({ fault: 'null-cursor' });
    const seen = Array.from({ length: 2000 }, (_, at) => `c${at}`);
    const late = { ...firstCursor({ models: 1e9 }), after: 'b2Zmc2V0OjA=', seen };
    const endless: typeof fetch = async (url, init) => {
      const answer = await context.fetch(url, init);
      const text = (await answer.text()).replaceAll(/"totalCount":\d+/g, '"totalCount":1000000');
      const goesOn = text
        .replace('"hasNextPage":false', '"hasNextPage":true')
        .replace(/"endCursor":[^,}]+/, '"endCursor":"new"');
      return new Response(goesOn, { headers: { 'content-type': 'application/json' } });
    };
    const { after: _none, ...from } = late;
    await expect(source.page({ ...context, fetch: endless }, JSON.stringify(from))).rejects.toMatchObject({
      kind: 'bad-response',
      message: 'dbtRepeated Prod',
    });
  });

  it('are no matter when only the total shrinks while the list is read', async () => {
    const { source, context, platform } = rig();
    const whole = (await nodesOf(source, context)).length;
    platform.faults.add({ fault: 'shrinking-total', by: 3 });
    expect((await nodesOf(source, context)).length).toBe(whole);
  });
});

describe('N22: everything that is ever sent', () => {
  it('is a query by POST to /graphql or a GET on a listed path, over https, without the token in address or body', async () => {
    const platform = smallPlatform({ now: () => now });
    const addresses: string[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      addresses.push(typeof url === 'string' ? url : '');
      return platform.fetch(url, init);
    };
    const ways: Parameters<typeof rigOver>[1][] = [{}, { jobId: '400' } as never, { environmentId: '999' }];
    for (const over of ways) {
      const { source, context, connection } = rigOver(platform, over);
      const asking = { ...context, fetch };
      await checkConnection(connection, asking);
      await source.probe(asking).catch(() => undefined);
      await nodesOf(source, asking).catch(() => undefined);
    }
    const { accountId: _account, projectId: _project, ...bare } = settings;
    await checkConnection(connectionOf({ ...bare, environmentId: '' }), { ...rigOver(platform).context, fetch });
    const lines = platform.requests.map(({ method, host, path }) => `${method} ${host}${path.replace(/\?.*/, '')}`);
    expect([...new Set(lines)].toSorted()).toEqual([
      `GET ${smallHost}/api/v2/accounts/`,
      `GET ${smallHost}/api/v2/accounts/100/`,
      `GET ${smallHost}/api/v2/accounts/100/jobs/`,
      `GET ${smallHost}/api/v2/accounts/100/runs/`,
      `GET ${smallHost}/api/v3/accounts/100/projects/`,
      `GET ${smallHost}/api/v3/accounts/100/projects/200/environments/`,
      `POST ${smallDiscoveryHost}/graphql`,
    ]);
    expect(addresses.every((address) => address.startsWith('https://'))).toBe(true);
    const bodies = platform.requests.map(({ body }) => body).filter(Boolean);
    expect(bodies.every((body) => /^\{"query":"query /.test(body) && !/mutation/i.test(body))).toBe(true);
    expect([...addresses, ...bodies].join()).not.toContain(smallToken);
  });
});
