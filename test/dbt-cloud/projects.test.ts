import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readArtifacts } from './artifact-files';
import {
  demoAccount,
  demoArtifacts,
  demoDiscoveryHost,
  demoHost,
  demoIds,
  demoPlatform,
  demoTokens,
  demoWarehouses,
} from './demo-platform';
import { type ListQuery, listQuery, probeQuery } from './queries';
import { ask, came, connectionIn, get, nodesIn, posted, smallEnvironment, smallPlatform } from './small-platform';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Real projects: those of the demo, and public ones that may lie beside this folder. */
const folders = ['demo/artifacts', '../shared/artifacts']
  .map((folder) => join(root, folder))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((folder) => existsSync(join(folder, 'manifest.json')) || existsSync(join(folder, 'manifest.json.gz')));

const everything: Record<ListQuery, string> = {
  models:
    'relationName columnCount group access version contractEnforced deprecationDate meta tags parents { uniqueId } children { uniqueId }',
  sources: 'columnCount meta tags children { uniqueId }',
  seeds: 'columnCount meta tags children { uniqueId }',
  snapshots: 'columnCount meta tags parents { uniqueId } children { uniqueId }',
};

describe.skipIf(folders.length === 0)('real projects', () => {
  it.each(folders)('are served whole and without an error: %s', async (folder) => {
    const known = readArtifacts(folder)?.manifest;
    const platform = smallPlatform();
    platform.setArtifacts(smallEnvironment, folder);
    // two keys of the same shape: what may be asked for, and its fields
    for (const [list, more] of Object.entries(everything) as [ListQuery, string][]) {
      let after: string | null = null;
      const seen = new Set<unknown>();
      for (;;) {
        const answer = await ask(platform, listQuery(list, more), { env: smallEnvironment, first: 100, after });
        expect(answer.json).not.toHaveProperty('errors');
        for (const { uniqueId } of nodesIn(answer, list)) seen.add(uniqueId);
        const { pageInfo, totalCount } = connectionIn(answer, list);
        if (!pageInfo.hasNextPage) {
          expect(seen.size).toBe(totalCount);
          break;
        }
        after = pageInfo.endCursor;
      }
      for (const id of seen) expect({ ...known?.nodes, ...known?.sources }).toHaveProperty([String(id)]);
    }
  });
});

describe('the demo platform', () => {
  it.each(demoWarehouses)(
    'has a production environment on %s, applied as far as its artifacts are there',
    async (warehouse) => {
      const init = posted(probeQuery, { env: demoIds(warehouse).production }, demoTokens.metadataOnly);
      const answer = await came(await demoPlatform().fetch(`https://${demoDiscoveryHost}/graphql`, init));
      const isThere = readArtifacts(demoArtifacts(warehouse)) !== undefined;
      expect(answer.json).toHaveProperty('data.environment.adapterType', isThere ? warehouse : null);
    },
  );

  it('has a job that generates docs and checks freshness, and a run of it', async () => {
    const { id } = demoAccount();
    const ids = demoIds('postgres');
    const of = `project_id=${ids.project}&environment_id=${ids.production}`;
    const platform = demoPlatform();
    const jobs = await get(
      platform,
      `/api/v2/accounts/${id}/jobs/?${of}&state=1&limit=100`,
      demoTokens.jobViewer,
      demoHost,
    );
    expect(jobs.json).toHaveProperty(
      'data.0',
      expect.objectContaining({ generate_docs: true, run_generate_sources: true }),
    );
    const latest = `/api/v2/accounts/${id}/runs/?${of}&has_docs_generated=true&order_by=-finished_at&limit=1`;
    const runs = await get(platform, latest, demoTokens.jobViewer, demoHost);
    expect(runs.json).toHaveProperty('data.0.id', ids.lastRun);
  });
});

describe('changing what an environment holds', () => {
  it('shows other content, another time, or none at all', async () => {
    const platform = smallPlatform();
    const updatedAt = async () =>
      (await ask(platform, 'query($env: BigInt!) { environment(id: $env) { applied { lastUpdatedAt } } }')).json;
    const content = platform.accounts[0]?.projects[0]?.environments[0]?.content;
    platform.setArtifacts(smallEnvironment, content, '2026-08-21T00:00:00.000Z');
    expect(await updatedAt()).toHaveProperty('data.environment.applied.lastUpdatedAt', '2026-08-21T00:00:00.000Z');
    platform.setArtifacts(smallEnvironment, undefined);
    expect(await updatedAt()).toHaveProperty('data.environment.applied', null);
  });
});
