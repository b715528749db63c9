// Figures of the data side: `npx tsx test/data/figures.ts [models] [runs]`. Ratios are of one run; times are for reading only.
import type { BrowserContext, Page } from '@playwright/test';
import type { Connection } from '../../lib/model';
import { generateProject } from '../dbt-cloud/generate-project';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import { buildExtension, openBrowser } from '../e2e/browser';
import { controlExtension, type Sidelight } from '../e2e/sidelight';
import { startSite } from '../e2e/site';
import { cannedPlatform } from './canned';
import { backgroundOf, heapOf } from './worker';

const [models = 10_000, runs = 5] = process.argv.slice(2).map(Number);

const connection: Connection = {
  id: 'figures',
  name: 'Figures',
  dialect: 'snowflake',
  sites: ['https://app.snowflake.com/*'],
  onlyWhere: [],
  isStaging: false,
  source: {
    kind: 'dbt-cloud',
    accessUrl: `https://${smallHost}`,
    discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
    accountId: '100',
    projectId: '200',
    environmentId: String(smallEnvironment),
    linkStyle: 'catalog',
  },
};

/** How many names a page asks for at once. */
const names = 500;

type Row = { figure: string; ours: number; floor?: number; ratio?: number; bar: number };

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const platform = smallPlatform({ limits: { discovery: 1e9, admin: 1e9 } });
platform.setArtifacts(smallEnvironment, generateProject({ models }));
const canned = cannedPlatform(platform);
buildExtension();
const site = await startSite(canned);
const browser = await openBrowser({ port: site.port, spki: site.spki });
const rows: Row[] = [];
try {
  const sidelight = await controlExtension(browser.context, browser.extensionId);
  await sidelight.connect(connection, smallToken);
  rows.push(...(await syncFigures(browser.context, sidelight, 'the stand-in at work')));
  canned.remembers = true;
  rows.push(...(await syncFigures(browser.context, sidelight, 'answers from memory')));
  rows.push(...(await lookUpFigures(browser.context, sidelight)));
} finally {
  await browser.close();
  await site.close();
}
console.table(
  rows.map(({ figure, ours, floor, ratio, bar }) => ({
    figure,
    ours: Number(ours.toFixed(1)),
    floor: floor === undefined ? '' : Number(floor.toFixed(1)),
    ratio: ratio === undefined ? '' : Number(ratio.toFixed(2)),
    bar,
    verdict: (ratio ?? ours) <= bar ? 'held' : 'missed',
  })),
);

/** Whole syncs and bare fetches of the same pages, in turns. */
async function syncFigures(context: BrowserContext, sidelight: Sidelight, how: string): Promise<Row[]> {
  if (canned.remembers) await syncOnce(sidelight);
  const [ours, floors]: [number[], number[]] = [[], []];
  let heap = 0;
  for (let run = 0; run < runs; run += 1) {
    ours.push(await syncOnce(sidelight));
    const asked = [...canned.asked];
    heap = Math.max(heap, await heapOf(context, browser.extensionId));
    floors.push(await bareFetch(context, asked));
    console.error(
      `run ${run + 1}: sync ${ours.at(-1)?.toFixed(0)} ms, bare ${floors.at(-1)?.toFixed(0)} ms, ${asked.length} questions`,
    );
  }
  const ratios = ours.map((time, at) => time / (floors[at] ?? 1));
  return [
    {
      figure: `sync of ${models} models, ${how}, ms`,
      ours: median(ours),
      floor: median(floors),
      ratio: median(ratios),
      bar: 1.3,
    },
    { figure: `heap of the background after it, ${how}, MB`, ours: heap, bar: 60 },
  ];
}

/** Milliseconds of one whole sync. */
async function syncOnce(sidelight: Sidelight): Promise<number> {
  // A click right after a sync brings nothing.
  await pause(10_500);
  canned.asked.length = 0;
  const before = performance.now();
  await sidelight.ask('sync', { connectionId: connection.id });
  await sidelight.waitForSync(connection.id);
  return performance.now() - before;
}

/** The same questions in the same worker, one after another, with nothing but fetch and JSON.parse. */
function bareFetch(context: BrowserContext, bodies: string[]): Promise<number> {
  return backgroundOf(context, browser.extensionId).evaluate(
    async ([url, token, all]) => {
      const before = performance.now();
      for (const body of all) {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        JSON.parse(await (await fetch(url, { method: 'POST', headers, body, cache: 'no-store' })).text());
      }
      return performance.now() - before;
    },
    [`https://${smallDiscoveryHost}/graphql`, smallToken, bodies] as const,
  );
}

/** Names of a page against indexes of two sizes. */
async function lookUpFigures(context: BrowserContext, sidelight: Sidelight): Promise<Row[]> {
  const control = await context.newPage();
  await control.goto(sidelight.address('popup.html'));
  const times: Record<number, { ours: number; floor: number }> = {};
  for (const size of [1_000, 100_000]) {
    await fillIndex(control, size);
    const refs = Array.from({ length: names }, (_, at) => `T_${Math.floor((at * size) / names)}`);
    const [ours, floors]: [number[], number[]] = [[], []];
    for (let run = 0; run < 9; run += 1) {
      ours.push(await timeResolve(control, size, refs));
      floors.push(await timeBareReads(context, size, refs));
    }
    times[size] = { ours: median(ours), floor: median(floors) };
  }
  await control.close();
  const [small, large] = [times[1_000], times[100_000]];
  if (!small || !large) throw new Error('nothing was measured');
  const over = (one: number, other: number) => ({ ours: one, floor: other, ratio: one / other });
  return [
    { figure: '500 names at 1,000 nodes / bare reads, ms', ...over(small.ours, small.floor), bar: 1.5 },
    { figure: '500 names at 100,000 nodes / bare reads, ms', ...over(large.ours, large.floor), bar: 1.5 },
    { figure: '500 names at 100,000 / at 1,000 nodes, ms', ...over(large.ours, small.ours), bar: 1.3 },
  ];
}

declare const chrome: {
  runtime: { sendMessage: (message: unknown) => Promise<{ ok: boolean; value: { status: string }[] }> };
  storage: {
    local: { get: (key: string) => Promise<Record<string, unknown[]>>; set: (values: object) => Promise<void> };
  };
};

/** A connection with so many badges, as a sync would have left them. */
async function fillIndex(control: Page, size: number): Promise<void> {
  const filled = { ...connection, id: `size${size}`, name: String(size) };
  await control.evaluate(
    async ([made, count]) => {
      const { connections = [] } = await chrome.storage.local.get('connections');
      await chrome.storage.local.set({ connections: [...connections, made] });
      const opening = indexedDB.open('sidelight');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const base = opening.result;
      const scope = `${made.id}#1`;
      for (let start = 0; start < count; start += 5000) {
        const write = base.transaction(['badges', 'syncs'], 'readwrite');
        for (let at = start; at < Math.min(count, start + 5000); at += 1) {
          const key = `${made.id}:model.shop.t_${at}`;
          const facts = {
            key,
            connectionId: made.id,
            uniqueId: `model.shop.t_${at}`,
            type: 'model',
            name: `t_${at}`,
            relation: { database: 'ANALYTICS', schema: 'MARTS', name: `T_${at}`, isExact: true },
            health: {
              state: 'healthy',
              shape: 'tick',
              reasons: [{ what: 'tests-passed', count: 3, at: '2026-08-20T04:00:00.000Z' }],
            },
            updatedAt: '2026-08-20T04:00:00.000Z',
          };
          write.objectStore('badges').put({ scope, nameKey: `t_${at}`, facts }, [scope, key]);
        }
        const live = {
          generation: 1,
          source: '',
          mark: '',
          fetchedAt: Date.now(),
          nodeCount: count,
          modelCount: count,
        };
        write.objectStore('syncs').put({ stale: [], live }, made.id);
        await new Promise((resolve) => write.addEventListener('complete', resolve));
      }
      base.close();
    },
    [filled, size] as const,
  );
}

/** From the page's question to the page's answer. */
function timeResolve(control: Page, size: number, refs: string[]): Promise<number> {
  return control.evaluate(
    async ([id, all]) => {
      const asked = all.map((name) => ({ database: 'ANALYTICS', schema: 'MARTS', name }));
      const before = performance.now();
      const reply = await chrome.runtime.sendMessage({
        word: 'resolve',
        question: { connectionIds: [id], refs: asked },
      });
      const time = performance.now() - before;
      if (!reply.ok || reply.value.some(({ status }) => status !== 'matched')) throw new Error('not all were found');
      return time;
    },
    [`size${size}`, refs] as const,
  );
}

/** The same records by the same keys of the same index, each asked for by itself, in the same worker. */
function timeBareReads(context: BrowserContext, size: number, refs: string[]): Promise<number> {
  return backgroundOf(context, browser.extensionId).evaluate(
    async ([scope, all]) => {
      const opening = indexedDB.open('sidelight');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const before = performance.now();
      const index = opening.result.transaction('badges').objectStore('badges').index('byName');
      await Promise.all(
        all.map(
          (name) =>
            new Promise((resolve) => {
              const asking = index.getAll([scope, name.toLowerCase()]);
              asking.onsuccess = () => resolve(asking.result);
            }),
        ),
      );
      const time = performance.now() - before;
      opening.result.close();
      return time;
    },
    [`size${size}#1`, refs] as const,
  );
}
