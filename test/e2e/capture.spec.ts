import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { demoPages } from '../../demo/consoles/pages';
import { serveConsoles } from '../../demo/consoles/serve';
import type { DemoWarehouse } from '../dbt-cloud/demo-platform';
import type { Line } from '../inspect/detections';
import { expect, fixtures, test } from './harness';
import type { Sidelight } from './sidelight';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The extension's own API, as seen from one of its pages. */
declare const chrome: { tabs: { query: (filter: object) => Promise<{ id?: number; url?: string }[]> } };

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidelight-capture-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the top frame of a page shows, one text a name, once it has not changed for a moment. */
async function shownOn(page: Page, sidelight: Sidelight): Promise<string[]> {
  let before: string | undefined;
  for (let same = 0; same < 4; ) {
    const { tables, isPending } = await sidelight.report(page);
    const found = tables.flatMap(({ reader, label, resolution, drawn }) =>
      resolution.status === 'matched' ? [`${reader} ${label} ${resolution.node.uniqueId} ${drawn}`] : [],
    );
    const now = found.sort().join('\n');
    same = now === before && !isPending ? same + 1 : 0;
    before = now;
    await page.waitForTimeout(100);
  }
  return before ? before.split('\n') : [];
}

/** Opens the page of the extension that a person gets from the popup. */
async function openPreview(page: Page, sidelight: Sidelight): Promise<Page> {
  const preview = await page.context().newPage();
  await preview.goto(sidelight.address('options.html'));
  const tab = await preview.evaluate(
    async (url) => (await chrome.tabs.query({})).find((one) => one.url === url)?.id,
    page.url(),
  );
  await preview.goto(sidelight.address(`capture.html?tab=${tab}`));
  return preview;
}

/** Both files of a page: what is shown before saving, and what was saved. */
async function captureOf(page: Page, sidelight: Sidelight): Promise<{ html: string; json: string; files: string[] }> {
  const preview = await openPreview(page, sidelight);
  await expect(preview.locator('pre')).toHaveCount(2);
  const [html = '', json = ''] = await preview.locator('pre').allTextContents();
  const files: string[] = [];
  for (const link of await preview.getByRole('link', { name: /^Save/ }).all()) {
    const download = preview.waitForEvent('download');
    await link.click();
    const file = join(folder, (await download).suggestedFilename());
    await (await download).saveAs(file);
    files.push(file);
  }
  await preview.close();
  return { html, json, files };
}

/** What a saved page shows in `npm run inspect`, with nothing said but where it lies. */
async function inspect(file: string, warehouse: DemoWarehouse): Promise<Line[]> {
  const command = join(root, 'test', 'inspect', 'inspect.ts');
  const args = ['--import', 'tsx', command, file, '--artifacts', join(root, 'demo', 'artifacts', warehouse)];
  const out = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root }, (problem, text) => (problem ? reject(problem) : resolve(text)));
  });
  const lines = out.trim().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

for (const [id, warehouse] of [
  ['snowflake-worksheet', 'snowflake'],
  ['adminer-sales', 'postgres'],
] as const) {
  test(`a saved capture shows what the page showed, in inspect: ${id}`, async ({ page, site, sidelight, connect }) => {
    test.setTimeout(90_000);
    await serveConsoles(site);
    await connect(warehouse);
    const demo = (await demoPages()).find((one) => one.id === id);
    await page.goto(demo?.address ?? '');
    await expect.poll(async () => (await shownOn(page, sidelight)).length).toBe(demo?.badges.length);

    const { html, json, files } = await captureOf(page, sidelight);
    expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual([html, json]);
    const lines = await inspect(files[0] ?? '', warehouse);
    const found = lines.map(({ reader, label, uniqueIds, drawn }) => `${reader} ${label} ${uniqueIds[0]} ${drawn}`);
    const before = await shownOn(page, sidelight);
    expect(found.sort()).toEqual(before);
    const expected: string[][] = JSON.parse(json).expected;
    expect(expected.map((one) => one.join(' ')).sort()).toEqual(
      before.map((one) => one.replace(/ [\w-]+$/, '')).sort(),
    );
    expect(html + json).not.toMatch(/<script|\son\w+=|lantern\/|username|ada\b/);
  });
}

/** One page of each kind: several tabs in the address, virtual rows, live editors' markup, names with quotes, no address. */
const kinds = [
  'bigquery/2026-11-20-several-tabs',
  'databricks/2026-11-20-tree-d3-virtual',
  'pgadmin/2026-11-20-query-tool',
  'phppgadmin/2026-11-20-table',
  'supabase/2026-11-20-sql',
];
const chosen = kinds.flatMap((kind) => fixtures().find(({ name }) => name === kind) ?? []);

for (const fixture of chosen) {
  test(`a capture of a fixture is as good as the fixture: ${fixture.name}`, async ({
    page,
    site,
    sidelight,
    connect,
  }) => {
    const { href, origin } = new URL(fixture.address);
    // A capture tells no account: it stands at a host of the same kind, or at one that says nothing.
    await connect(fixture.warehouse, [`${origin}/*`, 'https://*.cloud.databricks.com/*', 'https://console.example/*']);
    site.serve(href, fixture.html);
    await page.setViewportSize(fixture.viewport ?? { width: 1280, height: 800 });
    await page.goto(href);
    const before = await shownOn(page, sidelight);
    const { html, json } = await captureOf(page, sidelight);
    const { address } = JSON.parse(json);
    site.clear();
    site.serve(address, html, { 'content-security-policy': "script-src 'none'" });
    await page.goto('about:blank');
    await page.goto(address);
    expect(before.length).toBeGreaterThan(0);
    expect(await shownOn(page, sidelight)).toEqual(before);
  });
}

/** Scrolled rows, a name in pieces, an open shadow root, a frame, values, results, a sheet of another host, and secrets all over. */
const oddPage = `<!doctype html><html><head><title>Secretword</title>
<link rel="stylesheet" href="https://styles.lantern.example/console.css">
<style>ul { margin: 0; list-style: none } li { height: 24px }</style></head>
<body data-user="secretword" onload="document.querySelector('#rows').scrollTop = 2400">
<div id="rows" style="height: 240px; overflow: auto"><div style="height: 4800px; position: relative">
${Array.from({ length: 190 }, (_, at) => `<div style="position:absolute;top:${at * 24}px;left:${at === 104 ? 0 : at === 105 ? 20 : 40}px" class="row">${at === 104 ? 'ANALYTICS' : at === 105 ? 'SALES' : at === 106 ? 'OR<mark>DER</mark>S' : at === 107 ? 'PAYMENTS' : `SECRETWORD_${at}`}</div>`).join('')}
</div></div>
<div id="host"></div><iframe srcdoc="<p>Secretword</p><p>ANALYTICS.SALES.RETURNS</p>" style="width: 300px; height: 90px"></iframe>
<div data-testid="query-results-grid">SALES<br>secretword<br>ORDERS</div>
<input value="secretword" placeholder="Secretword"><textarea>secretword</textarea>
<a href="/secretword/#/data/databases/ANALYTICS/schemas/SALES/table/CUSTOMERS?secretword=1">CUSTOMERS</a>
<a href="https://secretword.example/?secretword">Secretword</a><img src="https://x.example/secretword.png" alt="Secretword">
<p title="Secretword 4711" id="p-secretword-4711" style="background: url(https://x.example/secretword)">Secretword, 4711</p>
<script>document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML =
  '<style>p { padding-left: 30px; content: "secretword" }</style><p>ANALYTICS.SALES.CUSTOMERS</p>'</script></body></html>`;

test('a capture of an odd page keeps what is seen and hides what is read', async ({
  page,
  site,
  sidelight,
  connect,
}) => {
  await connect('snowflake');
  const address = 'https://app.snowflake.com/secretword/shop/#/data/databases/ANALYTICS/schemas/SALES/table/ORDERS';
  site.serve(address, oddPage);
  site.serveOrigin('https://styles.lantern.example', () => ({ body: 'p { margin: 3px }', type: 'text/css' }));
  await page.goto(address);
  const before = await shownOn(page, sidelight);
  expect(before.length).toBeGreaterThan(3);
  const boxes = () =>
    page.locator('.row').evaluateAll((rows) => rows.slice(100, 112).map((row) => row.getBoundingClientRect().top));
  const lieAt = await boxes();
  const untouched = await page.content();
  const { html, json } = await captureOf(page, sidelight);
  expect(await page.content()).toBe(untouched);
  expect(html + json).not.toMatch(/secretword|4711|<script|\son\w+=|url\(/i);
  const { address: plain } = JSON.parse(json);
  site.serve(plain, html, { 'content-security-policy': "script-src 'none'" });
  await page.goto('about:blank');
  await page.goto(plain);
  expect(await shownOn(page, sidelight)).toEqual(before);
  for (const [at, top] of (await boxes()).entries()) expect(Math.abs(top - (lieAt[at] ?? 0))).toBeLessThan(2);
});

test('a page that no connection applies to is not captured', async ({ page, site, sidelight }) => {
  site.serve('https://app.snowflake.com/lantern/shop/', '<p>Secretword</p>');
  await page.goto('https://app.snowflake.com/lantern/shop/');
  const preview = await openPreview(page, sidelight);
  await expect(preview.getByText('That page does not answer: its tab is closed')).toBeVisible();
  await expect(preview.getByRole('alert')).toHaveCount(0);
  await expect(preview.locator('pre')).toHaveCount(0);
  await preview.close();
});
