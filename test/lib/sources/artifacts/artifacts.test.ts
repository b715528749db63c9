// @vitest-environment node
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { DialectId } from '../../../../lib/model';
import { artifactsSource } from '../../../../lib/sources/artifacts/artifacts';
import { checkConnection } from '../../../../lib/sources/dbt-cloud/check';
import { smallArtifacts } from '../../../dbt-cloud/small-artifacts';
import { artifactFolders, connectionOf, contextOf, filesIn, filesOf, nodesOf, now, pagesOf } from './rig';

function node(uniqueId: string, more: object = {}) {
  const name = uniqueId.slice(uniqueId.lastIndexOf('.') + 1);
  return { unique_id: uniqueId, name, database: 'db', schema: 'marts', ...more };
}

function manifest(nodes: { unique_id: string }[], more: object = {}): string {
  const keyed = (wanted: boolean) =>
    Object.fromEntries(
      nodes.filter(({ unique_id }) => unique_id.startsWith('source.') === wanted).map((each) => [each.unique_id, each]),
    );
  return JSON.stringify({ nodes: keyed(false), sources: keyed(true), ...more });
}

async function only(nodes: { unique_id: string }[], texts: Record<string, object> = {}, more: object = {}) {
  const others = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, JSON.stringify(value)]));
  const found = await nodesOf(filesOf({ 'manifest.json': manifest(nodes, more), ...others }));
  return found[0];
}

const orders = 'model.shop.orders';

describe('nodes from artifacts', () => {
  it('D4: are models, sources, seeds and snapshots that dbt builds, and nothing else', async () => {
    const nodes = await nodesOf(filesOf(smallArtifacts));
    expect(nodes.map(({ uniqueId }) => uniqueId)).toEqual([
      'model.shop.customers',
      'model.shop.orders',
      'model.shop.late',
      'model.shop.never_built',
      'model.shop.in_warehouse_only',
      'seed.shop.countries',
      'snapshot.shop.customers_history',
      'source.shop.crm.accounts',
      'source.shop.crm.leads',
      'source.shop.crm.plain',
    ]);
  });

  it('D4: have their relation by relation_name, else by identifier, alias or name, whatever is null', async () => {
    const relation = async (more: object, id = orders) => (await only([node(id, more)]))?.relation;
    const exact = { database: 'DB', schema: 'marts', name: 'ORDERS', isExact: true };
    expect(await relation({ relation_name: 'DB."marts".orders' })).toEqual(exact);
    expect(await relation({ alias: 'a' })).toEqual({ database: 'db', schema: 'marts', name: 'a', isExact: false });
    expect(await relation({ identifier: 'i' }, 'source.shop.crm.x')).toMatchObject({ name: 'i' });
    expect(await relation({ database: null, schema: null })).toEqual({ name: 'orders', isExact: false });
  });

  it('carry what the other files say of them', async () => {
    const customers = (await nodesOf(filesOf(smallArtifacts))).find(
      ({ uniqueId }) => uniqueId === 'model.shop.customers',
    );
    expect(customers).toMatchObject({
      hasCatalog: true,
      columns: [
        { name: 'CUSTOMER_ID', type: 'NUMBER', description: 'Key.' },
        { name: 'NAME', type: 'TEXT' },
      ],
      run: { status: 'success', lastSuccessAt: '2026-08-20T04:01:13.197Z', seconds: 3.2 },
      owner: { group: 'sales' },
      parents: ['model.shop.prepared', 'source.shop.crm.accounts'],
    });
    expect(customers?.tests.map(({ name, status }) => [name, status])).toEqual([
      ['unique_customers', 'fail'],
      ['orders_have_customers', 'pass'],
    ]);
  });

  it('have the columns that people documented where there is no catalog', async () => {
    const columns = { id: { name: 'id', description: 'Key.', data_type: 'int' }, b: {} };
    expect(await only([node(orders, { columns })])).toMatchObject({
      hasCatalog: false,
      columns: [{ name: 'id', type: 'int', description: 'Key.' }, { name: 'b' }],
    });
  });

  it('know their group and its owner, their exposures and their children', async () => {
    const found = await only(
      [node(orders, { config: { group: 'sales' } })],
      {},
      {
        groups: { g: { name: 'sales', owner: { name: 'Ada', email: ['ada@example.org'] } } },
        exposures: {
          e: {
            name: 'weekly',
            label: 'Weekly sales',
            type: 'dashboard',
            url: 'https://bi.example/1',
            owner: { email: 'bo@example.org' },
            depends_on: { nodes: [orders] },
          },
          f: { name: 'odd', url: 'javascript:alert(1)', depends_on: { nodes: [orders] } },
        },
        child_map: { [orders]: ['model.shop.b', 'test.shop.c', 'exposure.shop.weekly', 'model.shop.b'] },
      },
    );
    expect(found?.owner).toEqual({ group: 'sales', name: 'Ada', email: 'ada@example.org' });
    expect(found?.exposures).toEqual([
      { name: 'Weekly sales', type: 'dashboard', url: 'https://bi.example/1', owner: 'bo@example.org' },
      { name: 'odd' },
    ]);
    expect(found?.children).toEqual(['model.shop.b']);
  });

  it('are looked at by exposures that are made of metrics, each once, whoever owns them', async () => {
    const on = (...nodes: string[]) => ({ depends_on: { nodes } });
    const nodes = [node(orders, on('model.shop.customers')), node('model.shop.customers')];
    const more = {
      exposures: {
        e: {
          name: 'board',
          owner: { email: ['ada@example.org', 'bo@example.org'] },
          depends_on: { nodes: ['metric.shop.average', orders] },
        },
      },
      metrics: {
        'metric.shop.average': on('metric.shop.revenue', 'saved_query.shop.q', 'metric.shop.average'),
        'metric.shop.revenue': on('semantic_model.shop.orders'),
      },
      saved_queries: { 'saved_query.shop.q': on('metric.shop.revenue') },
      semantic_models: { 'semantic_model.shop.orders': on(orders) },
    };
    const found = await nodesOf(filesOf({ 'manifest.json': manifest(nodes, more) }));
    expect(found.map(({ exposures }) => exposures)).toEqual([[{ name: 'board', owner: 'ada@example.org' }], []]);
  });

  it('belong to a group also where they are seeds and snapshots', async () => {
    const groups = { g: { name: 'sales', owner: { name: 'Ada' } } };
    const grouped = [node('seed.shop.a', { config: { group: 'sales' } }), node('snapshot.shop.b', { group: 'sales' })];
    const found = await nodesOf(filesOf({ 'manifest.json': manifest(grouped, { groups }) }));
    expect(found.map(({ owner }) => owner)).toEqual(Array(2).fill({ group: 'sales', name: 'Ada' }));
  });

  it('X5: have no description when it is something else than text', async () => {
    for (const description of [{ type: 'b' }, ['x'], 5, null, '']) {
      expect(await only([node(orders, { description })])).not.toHaveProperty('description');
    }
  });

  it('do not believe the results of a command that built nothing', async () => {
    const results = [{ unique_id: orders, status: 'success' }];
    const run = async (args: object) =>
      (await only([node(orders)], { 'run_results.json': { args, results } }))?.run?.status;
    expect(await run({ which: 'generate' })).toBeUndefined();
    expect(await run({ which: 'build' })).toBe('success');
    expect(await run({})).toBe('success');
  });

  it('take a test of an older dbt for the node that its text names, or for all it depends on', async () => {
    const test = (more: object) =>
      node('test.shop.t', { depends_on: { nodes: ['model.shop.a', 'model.shop.b'] }, ...more });
    const tested = async (more: object) =>
      (await nodesOf(filesOf({ 'manifest.json': manifest([node('model.shop.a'), node('model.shop.b'), test(more)]) })))
        .filter(({ tests }) => tests.length > 0)
        .map(({ name }) => name);
    const kwargs = { model: "{{ get_where_subquery(ref('b')) }}", to: "ref('a')" };
    expect(await tested({ test_metadata: { name: 'relationships', kwargs } })).toEqual(['b']);
    expect(await tested({})).toEqual(['a', 'b']);
    expect(await tested({ attached_node: 'model.shop.a' })).toEqual(['a']);
  });

  it('know the freshness of sources from either file, and the rules without a check', async () => {
    const rules = { warn_after: { count: 6, period: 'hour' }, error_after: { count: null, period: null } };
    const source = node('source.shop.crm.x', { freshness: rules });
    const result = { unique_id: source.unique_id, status: 'runtime error', error: 'relation "crm.x" does not exist' };
    expect((await only([source]))?.freshness).toEqual({ status: 'none', warnAfter: { count: 6, period: 'hour' } });
    for (const file of ['sources.json', 'freshness.json']) {
      expect((await only([source], { [file]: { results: [result] } }))?.freshness).toEqual({
        status: 'runtime error',
        message: 'relation "crm.x" does not exist',
        warnAfter: { count: 6, period: 'hour' },
      });
    }
    expect(await only([node('source.shop.crm.x')])).not.toHaveProperty('freshness');
  });

  it('know the freshness of models that have limits of their own, and none of those that are only to be built so often', async () => {
    const limited = {
      freshness: { warn_after: { count: 6, period: 'hour' }, build_after: { count: 1, period: 'day' } },
    };
    const result = { unique_id: orders, status: 'Warn', max_loaded_at: '2026-11-20T10:00:00Z' };
    const model = node(orders, { config: limited });
    expect((await only([model], { 'freshness.json': { results: [result] } }))?.freshness).toMatchObject({
      status: 'warn',
      loadedAt: '2026-11-20T10:00:00.000Z',
      warnAfter: { count: 6, period: 'hour' },
    });
    expect((await only([model]))?.freshness?.status).toBe('none');
    const often = { freshness: { build_after: { count: 1, period: 'day' } } };
    expect(await only([node(orders, { config: often })])).not.toHaveProperty('freshness');
  });

  it('are built well where dbt v2 only warned, and say so where an earlier build was good enough', async () => {
    const run = async (status: string, message: string) => {
      const timing = [{ name: 'execute', completed_at: '2026-11-20T10:00:00Z' }];
      const results = [{ unique_id: orders, status, message, execution_time: 2, timing }];
      return (await only([node(orders)], { 'run_results.json': { results } }))?.run;
    };
    expect(await run('warn', 'Warn')).toEqual({
      status: 'success',
      seconds: 2,
      lastSuccessAt: '2026-11-20T10:00:00.000Z',
    });
    expect(await run('reused', 'No new changes')).toEqual({ status: 'reused', message: 'No new changes' });
  });

  it('N13: are skipped when odd, and refused when more than one in twenty is', async () => {
    const many = (odd: number) =>
      Array.from({ length: 100 }, (_, index) => node(`model.shop.m${index}`, index < odd ? { name: 7 } : {}));
    const files = (odd: number) => filesOf({ 'manifest.json': manifest(many(odd)) });
    expect((await nodesOf(files(5))).length).toBe(95);
    await expect(nodesOf(files(6))).rejects.toMatchObject({ kind: 'bad-response', message: 'dbtFilesOdd Prod' });
  });
});

describe('reading on', () => {
  const nodes = Array.from({ length: 450 }, (_, index) =>
    node(`model.shop.m${index}`, index % 10 === 0 ? { config: { materialized: 'ephemeral' } } : {}),
  );
  const files = filesOf({ 'manifest.json': manifest(nodes) });

  it('comes in pages and says how many nodes there are', async () => {
    const pages = await pagesOf(files);
    expect(pages.map((page) => page.nodes.length)).toEqual([180, 180, 45]);
    expect(pages.at(-1)?.total).toBe(405);
  });

  it('N18: goes on at the place where a worker died', async () => {
    const expected = await nodesOf(files);
    const fresh = () => artifactsSource({ kind: 'artifacts' }, connectionOf('snowflake'), () => Promise.resolve(files));
    const ids: string[] = [];
    let from: string | undefined;
    do {
      const page = await fresh().page(contextOf(), from);
      ids.push(...page.nodes.map(({ uniqueId }) => uniqueId));
      from = page.next;
    } while (from !== undefined);
    expect(ids).toEqual(expected.map(({ uniqueId }) => uniqueId));
  });

  it('begins anew when the files changed in between', async () => {
    const source = (text: string) =>
      artifactsSource({ kind: 'artifacts' }, connectionOf('snowflake'), () =>
        Promise.resolve(filesOf({ 'manifest.json': text })),
      );
    const { next } = await source(manifest(nodes)).page(contextOf(), undefined);
    await expect(source(manifest(nodes.slice(1))).page(contextOf(), next)).rejects.toMatchObject({
      message: 'dbtFilesChanged Prod',
    });
  });

  it('has nothing to read when the dropped files are lost', async () => {
    const source = artifactsSource({ kind: 'artifacts' }, connectionOf('snowflake'));
    await expect(source.page(contextOf(), undefined)).rejects.toMatchObject({ kind: 'not-configured' });
    await expect(source.probe(contextOf())).rejects.toMatchObject({ kind: 'not-configured' });
  });

  it('N7: refuses a file that is cut off', async () => {
    const text = manifest(nodes);
    await expect(nodesOf(filesOf({ 'manifest.json': text.slice(0, -50) }))).rejects.toMatchObject({
      message: 'dbtOddFile manifest.json',
    });
    const packed = new Blob([gzipSync(text).subarray(0, 300)]);
    await expect(nodesOf({ manifest: packed })).rejects.toMatchObject({ message: 'dbtOddFile manifest.json' });
  });
});

type Site = Record<string, { body?: BodyInit; status?: number; headers?: Record<string, string> }>;

/** A published folder. `asked` collects what is asked for. */
function site(files: Site, asked: { url: string; init: RequestInit | undefined }[] = []): typeof globalThis.fetch {
  return (input, init) => {
    const url = typeof input === 'string' ? input : '';
    asked.push({ url, init });
    const file = files[url.slice(url.lastIndexOf('/') + 1)] ?? { status: 404, body: 'no' };
    const etag = file.headers?.etag;
    const isKnown = etag !== undefined && new Headers(init?.headers).get('if-none-match') === etag;
    const { status = 200, body = '', headers = {} } = file;
    return Promise.resolve(isKnown ? new Response(null, { status: 304 }) : new Response(body, { status, headers }));
  };
}

const docs = 'https://docs.example/shop/';
const published: Site = Object.fromEntries(Object.entries(smallArtifacts).map(([name, body]) => [name, { body }]));

describe('artifacts at an address', () => {
  const source = (baseUrl = docs) =>
    artifactsSource({ kind: 'artifacts', baseUrl }, connectionOf('snowflake', baseUrl));

  it('give the nodes, with links to the docs site', async () => {
    const page = await source().page(contextOf(site(published)), undefined);
    expect(page.nodes.length).toBe(10);
    expect(page.nodes[0]?.link).toBe('https://docs.example/shop/#!/model/model.shop.customers');
  });

  it('give the nodes also where half a character stands in a unique id', async () => {
    const text = JSON.stringify({ nodes: { 'model.shop.a\uD800': { name: 'a' } } });
    const fetch: typeof globalThis.fetch = async (url) =>
      typeof url === 'string' && url.endsWith('/manifest.json')
        ? new Response(text)
        : new Response('', { status: 404 });
    const settings = { kind: 'artifacts', baseUrl: 'https://docs.example/' } as const;
    const source = artifactsSource(settings, connectionOf('snowflake', settings.baseUrl));
    const { nodes } = await source.page(contextOf(fetch), undefined);
    expect(nodes.map(({ link }) => link)).toEqual(['https://docs.example/#!/model/model.shop.a%EF%BF%BD']);
  });

  it('are asked for without cookies, referrer or redirects, and without a token', async () => {
    const asked: { url: string; init: RequestInit | undefined }[] = [];
    await source().page({ ...contextOf(site(published, asked)), token: 'dbtc_secret' }, undefined);
    expect(asked.map(({ url }) => url.replace(docs, '')).toSorted()).toEqual([
      'catalog.json',
      'freshness.json',
      'manifest.json',
      'run_results.json',
      'sources.json',
    ]);
    for (const { init } of asked) {
      expect(init).toMatchObject({
        method: 'GET',
        redirect: 'manual',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      expect(JSON.stringify(init?.headers)).not.toContain('dbtc_');
    }
  });

  it('are known to be the same by the server, and by the time dbt wrote into them', async () => {
    const tagged: Site = {
      ...published,
      'manifest.json': { body: smallArtifacts['manifest.json'] ?? '', headers: { etag: '"one"' } },
    };
    const asked: { url: string; init: RequestInit | undefined }[] = [];
    const { mark } = await source().probe(contextOf(site(tagged)));
    expect(mark).toContain('"one');
    expect(mark).toContain('2026-08-20T04:01:30.123456Z');
    const again = await source().probe({ ...contextOf(site(tagged, asked)), mark });
    expect(again.mark).toBe(mark);
    expect(asked.map(({ init }) => new Headers(init?.headers).get('if-none-match'))).toContain('"one"');
    const changed: Site = { ...tagged, 'manifest.json': { body: '{}', headers: { etag: '"two"' } } };
    expect((await source().probe({ ...contextOf(site(changed)), mark })).mark).not.toBe(mark);
  });

  it('are not known to be the same where neither says anything', async () => {
    const packed = new Response(gzipSync(smallArtifacts['manifest.json'] ?? ''));
    const fetch: typeof globalThis.fetch = async (url) =>
      typeof url === 'string' && url.endsWith('/manifest.json') ? packed : new Response('', { status: 404 });
    expect((await source().probe(contextOf(fetch))).mark).toBe('');
  });

  it.each<[string, Site, string]>([
    ['nothing there', {}, 'not-found'],
    ['a sign-in', { 'manifest.json': { status: 401 } }, 'forbidden'],
    ['N5: trouble', { 'manifest.json': { status: 503 } }, 'unavailable'],
    ['N8: a web page', { 'manifest.json': { body: '<html>', headers: { 'content-type': 'text/html' } } }, 'not-an-api'],
    [
      'N9: a redirect',
      { 'manifest.json': { status: 302, headers: { location: 'https://elsewhere.example/' } } },
      'not-an-api',
    ],
    ['N11: something else', { 'manifest.json': { body: '[1]' } }, 'bad-response'],
  ])('say what is wrong: %s', async (_name, files, kind) => {
    await expect(source().page(contextOf(site(files)), undefined)).rejects.toMatchObject({ kind });
  });

  it('are read where a folder has only packed ones, and what is not there is told by its plain name', async () => {
    const packed = (text: string) => ({ body: new Uint8Array(gzipSync(text)) });
    const files = Object.fromEntries(
      Object.entries(smallArtifacts).map(([name, text]) => [`${name}.gz`, packed(text)] as const),
    );
    const found = await source().page(contextOf(site(files)), undefined);
    const plain = await source().page(contextOf(site(published)), undefined);
    expect(found.nodes).toEqual(plain.nodes);
    await expect(source().probe(contextOf(site(files)))).resolves.toEqual({ mark: '', notes: [] });
    await expect(source().probe(contextOf(site({})))).rejects.toMatchObject({
      message: 'dbtFileMissing manifest.json 404',
    });
  });

  it('do without the other files, however the server says that they are not there', async () => {
    const page = { body: '<!doctype html>', headers: { 'content-type': 'text/html' } };
    const files = {
      'manifest.json': { body: smallArtifacts['manifest.json'] ?? '' },
      'catalog.json': page,
      'run_results.json': { status: 403 },
    };
    const { nodes } = await source().page(contextOf(site(files)), undefined);
    expect(nodes.length).toBe(10);
    expect(nodes.every(({ run, hasCatalog }) => run === undefined && !hasCatalog)).toBe(true);
  });

  it.each(['manifest.json', 'catalog.json'])(
    'N6: are given up where %s begins to come and then nothing does, before the browser ends the worker',
    async (silent) => {
      vi.useFakeTimers();
      const fetch: typeof globalThis.fetch = (input, init) => {
        const stalled = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"metadata": {'));
            init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
          },
        });
        const isSilent = typeof input === 'string' && input.endsWith(silent);
        return isSilent ? Promise.resolve(new Response(stalled)) : site(published)(input, init);
      };
      const ended = source()
        .page(contextOf(fetch), undefined)
        .catch((thrown: unknown) => thrown);
      await vi.advanceTimersByTimeAsync(20_100);
      await expect(Promise.race([ended, Promise.resolve('waits')])).resolves.toMatchObject({ kind: 'unavailable' });
      vi.useRealTimers();
    },
  );

  it('N6: tell of every file how much of it has come, which keeps the worker alive', async () => {
    const told: number[] = [];
    const context = { ...contextOf(site(published)), onBytes: (done: number) => void told.push(done) };
    await source().page(context, undefined);
    const all = Object.values(smallArtifacts).join('');
    expect(told.length).toBeGreaterThanOrEqual(Object.keys(smallArtifacts).length);
    expect(told.at(-1)).toBe(new TextEncoder().encode(all).length);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
  });

  it('N5: are not read on, and tell no more, once one of them has failed', async () => {
    const more: (() => void)[] = [];
    const told: number[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      const slow = new ReadableStream({
        start(controller) {
          more.push(() => controller.enqueue(new Uint8Array(9)));
          init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        },
      });
      if (typeof input === 'string' && input.endsWith('catalog.json')) return Promise.resolve(new Response(slow));
      return site({ ...published, 'run_results.json': { status: 503 } })(input, init);
    };
    const context = { ...contextOf(fetch), onBytes: (done: number) => void told.push(done) };
    await expect(source().page(context, undefined)).rejects.toMatchObject({ kind: 'unavailable' });
    const before = told.length;
    for (const send of more) {
      try {
        send();
      } catch {
        // Nobody listens any more
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).toHaveLength(before);
  });

  it('N5: are not half replaced where a file is only late', async () => {
    const files = { ...published, 'catalog.json': { status: 408 } };
    await expect(source().page(contextOf(site(files)), undefined)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each(['http://docs.example/', 'file:///target/', 'nowhere', 'https://me:pw@docs.example/'])(
    'S18: are not read from %s',
    async (baseUrl) => {
      await expect(source(baseUrl).probe(contextOf(site(published)))).rejects.toMatchObject({ kind: 'not-an-api' });
    },
  );

  it.each(['http://localhost:8080/', 'http://127.0.0.1:8080/index.html', 'https://docs.example/shop/index.html'])(
    'may be read from %s',
    async (baseUrl) => {
      await expect(source(baseUrl).page(contextOf(site(published)), undefined)).resolves.toMatchObject({ total: 10 });
    },
  );

  it('are checked: what is there, what is not, and which warehouse they are for', async () => {
    const result = await checkConnection(connectionOf('bigquery', docs), contextOf(site(published)));
    expect(result.adapterType).toBe('snowflake');
    expect(result.steps.map(({ outcome, message }) => `${outcome} ${message}`)).toEqual([
      'ok dbtFilesFound 12',
      'warning dbtOtherWarehouse Prod snowflake bigquery',
    ]);
    const none = await checkConnection(connectionOf('snowflake', docs), contextOf(site({})));
    expect(none.steps).toMatchObject([{ outcome: 'failed' }]);
  });
});

const folders = artifactFolders();

describe('artifacts of real projects', () => {
  it.skipIf(folders.length === 0)('load: every node of the manifest that has a relation, with a relation', async () => {
    for (const folder of folders) {
      const name = basename(folder);
      const dialect = (['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'] as DialectId[]).find((id) =>
        name.startsWith(id),
      );
      const pages = await pagesOf(filesIn(folder), dialect);
      const nodes = pages.flatMap((page) => page.nodes);
      expect([name, nodes.length > 3, pages.at(-1)?.total]).toEqual([name, true, nodes.length]);
      const inexact = nodes.filter(({ relation }) => !relation.isExact);
      expect([name, inexact.map(({ uniqueId }) => uniqueId).slice(0, 5)]).toEqual([name, []]);
      for (const { run, tests } of nodes) {
        for (const at of [run?.at, run?.lastSuccessAt, ...tests.map((test) => test.at)]) {
          expect(Date.parse(at ?? '2020-01-01')).toBeLessThanOrEqual(now);
        }
      }
    }
  });
});
