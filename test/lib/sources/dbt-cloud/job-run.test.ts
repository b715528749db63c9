// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { DbtNode } from '../../../../lib/model';
import { generateProject } from '../../../dbt-cloud/generate-project';
import { smallEnvironment, smallPlatform } from '../../../dbt-cloud/small-platform';
import { nodesOf, now, pagesOf, rigOver } from './rig';

const job = { jobId: '400' } as never;

function plain({ uniqueId, relation, description, columns, tests, freshness }: DbtNode) {
  const named = tests.map(({ uniqueId: id, status, column }) => [id, status, column]);
  return { uniqueId, name: relation.name.toLowerCase(), description, columns, tests: named, freshness };
}

describe("a job's latest run in place of an environment", () => {
  it('tells the same facts of models and sources', async () => {
    const platform = smallPlatform({ now: () => now, newerFields: false });
    const environment = rigOver(platform);
    const run = rigOver(platform, job);
    const wanted = (await nodesOf(environment.source, environment.context)).filter(
      ({ type }) => type === 'model' || type === 'source',
    );
    expect((await nodesOf(run.source, run.context)).map(plain)).toEqual(wanted.map(plain));
  });

  it('has no unit tests, whose type it does not tell', async () => {
    const { source, context } = rigOver(smallPlatform({ now: () => now }), job);
    const fetch: typeof globalThis.fetch = async (...request) => {
      const answer = await context.fetch(...request);
      return new Response((await answer.text()).replaceAll('"test.shop.', '"unit_test.shop.'), {
        headers: answer.headers,
      });
    };
    const nodes = await nodesOf(source, { ...context, fetch });
    expect(nodes.length).toBeGreaterThan(4);
    expect(nodes.flatMap(({ tests }) => tests)).toEqual([]);
  });

  it('has changed when another run is the latest', async () => {
    const { source, context } = rigOver(smallPlatform({ now: () => now }), job);
    expect((await source.probe(context)).mark).toMatch(/^\d+$/);
  });

  it('reads page after page of one run', async () => {
    const platform = smallPlatform({ now: () => now });
    platform.setArtifacts(smallEnvironment, generateProject({ models: 250, columns: 2 }));
    const { source, context } = rigOver(platform, job);
    const pages = await pagesOf(source, context);
    const models = pages.flatMap(({ nodes }) => nodes).filter(({ type }) => type === 'model');
    expect(new Set(models.map(({ uniqueId }) => uniqueId)).size).toBe(250);
    expect(pages.length).toBeGreaterThan(3);
  });

  it('N14: stops at the first repeat where two pages lead to each other', async () => {
    const platform = smallPlatform({ now: () => now });
    platform.setArtifacts(smallEnvironment, generateProject({ models: 250, columns: 2 }));
    const { source, context } = rigOver(platform, job);
    let asked = 0;
    const fetch: typeof globalThis.fetch = async (url, init) => {
      asked += 1;
      const answer = await context.fetch(url, init);
      const next = asked % 2 === 0 ? 'one' : 'other';
      return new Response(
        (await answer.text()).replaceAll(/"paginationCursor":"[^"]*"/g, `"paginationCursor":"${next}"`),
        {
          headers: answer.headers,
        },
      );
    };
    const endless: typeof globalThis.fetch = (url, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      return fetch(url, { ...init, body: body.replace(/"after":"[^"]*"/, '"after":null') });
    };
    await expect(pagesOf(source, { ...context, fetch: endless })).rejects.toMatchObject({ kind: 'bad-response' });
    expect(asked).toBeLessThan(8);
  });

  it('takes the run of a deployment that writes ids as texts', async () => {
    const { source, context } = rigOver(smallPlatform({ now: () => now }), job);
    const fetch: typeof globalThis.fetch = async (...request) => {
      const answer = await context.fetch(...request);
      const text = (await answer.text()).replaceAll(/"runId":(\d+)/g, '"runId":"$1"');
      return new Response(text, { headers: answer.headers });
    };
    expect((await source.probe({ ...context, fetch })).mark).toMatch(/^\d+$/);
    expect((await nodesOf(source, { ...context, fetch })).length).toBeGreaterThan(4);
  });

  it('N3: says that there is no such job', async () => {
    for (const jobId of ['999', 'x']) {
      const { source, context } = rigOver(smallPlatform({ now: () => now }), { jobId } as never);
      await expect(source.probe(context)).rejects.toMatchObject({
        kind: 'not-found',
        message: `dbtNoRun Prod ${jobId}`,
      });
    }
    const platform = smallPlatform({ now: () => now });
    platform.faults.add({ fault: 'errors', message: 'Job not found.' });
    const { source, context } = rigOver(platform, job);
    await expect(source.probe(context)).rejects.toMatchObject({ kind: 'not-found', message: 'dbtNoRun Prod 400' });
  });
});
