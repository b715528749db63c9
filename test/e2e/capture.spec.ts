import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoPages } from '../../demo/consoles/pages';
import { serveConsoles } from '../../demo/consoles/serve';
import type { DemoWarehouse } from '../dbt-cloud/demo-platform';
import type { Line } from '../inspect/detections';
import { expect, test } from './harness';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The extension's own API, as seen from one of its pages. */
declare const chrome: { tabs: { query: (filter: object) => Promise<{ id?: number; url?: string }[]> } };

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidelight-capture-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a captured page shows when it is inspected at its captured address. */
async function inspect(file: string, address: string, warehouse: DemoWarehouse): Promise<Line[]> {
  const artifacts = join(root, 'demo', 'artifacts', warehouse);
  const args = [
    '--import',
    'tsx',
    join(root, 'test', 'inspect', 'inspect.ts'),
    file,
    '--url',
    address,
    '--artifacts',
    artifacts,
  ];
  const out = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root }, (problem, text) => (problem ? reject(problem) : resolve(text)));
  });
  return out
    .trim()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const cases: [page: string, warehouse: DemoWarehouse][] = [
  ['snowflake-orders', 'snowflake'],
  ['snowflake-worksheet', 'snowflake'],
  ['adminer-sales', 'postgres'],
];

for (const [id, warehouse] of cases) {
  test(`a captured page shows the same detections as the page itself: ${id}`, async ({
    page,
    site,
    sidelight,
    connect,
  }) => {
    test.setTimeout(90_000);
    await serveConsoles(site);
    await connect(warehouse);
    const demo = (await demoPages()).find((one) => one.id === id);
    if (!demo) throw new Error(`there is no demo page ${id}`);
    await page.goto(demo.address);
    const shown = async () => {
      const { tables } = await sidelight.report(page);
      return tables.flatMap(({ reader, label, resolution, drawn }) =>
        resolution.status === 'matched' ? [[reader, label, resolution.node.uniqueId, drawn].join(' ')] : [],
      );
    };
    await expect.poll(async () => (await shown()).length).toBe(demo.badges.length);

    const preview = await page.context().newPage();
    await preview.goto(sidelight.address('options.html'));
    const tab = await preview.evaluate(
      async (url) => (await chrome.tabs.query({})).find((one) => one.url === url)?.id,
      page.url(),
    );
    await preview.goto(sidelight.address(`capture.html?tab=${tab}`));
    await expect(preview.locator('pre')).toHaveCount(2);
    const texts = await preview.locator('pre').allTextContents();
    const files: string[] = [];
    for (const link of await preview.getByRole('link', { name: /^Save/ }).all()) {
      const download = preview.waitForEvent('download');
      await link.click();
      const file = join(folder, (await download).suggestedFilename());
      await (await download).saveAs(file);
      files.push(file);
    }
    await preview.close();
    // What is saved is what was shown.
    expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual(texts);

    const [html = ''] = files;
    const { address, expected } = JSON.parse(texts[1] ?? '');
    await writeFile(join(folder, `${id}.html`), texts[0] ?? '');
    const lines = await inspect(html, address, warehouse);
    const before = await shown();
    expect(
      lines.map(({ reader, label, uniqueIds, drawn }) => [reader, label, ...uniqueIds, drawn].join(' ')).sort(),
    ).toEqual(before.sort());
    expect(expected.map((one: string[]) => one.join(' ')).sort()).toEqual(
      before.map((one) => one.replace(/ [\w-]+$/, '')).sort(),
    );
    expect(texts[0]).not.toMatch(/<script| on\w+=|lantern/i);
  });
}
