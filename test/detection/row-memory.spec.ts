import { expect, type Page, test } from '@playwright/test';
import { vocabularyOf } from '../grouped-names';
import { bundleProbe } from './bundle';
import type { Probe } from './probe';

declare const sidelightProbe: Probe;
declare const show: (height: number, top: number) => void;

const tables = Array.from({ length: 8 }, (_, index) => `table_${index}`);
const schemas = ['alpha', 'beta', 'gamma'];
const vocabulary = vocabularyOf(
  'postgres',
  schemas.map((schema) => ({ database: 'shop', schema, isExact: true, names: tables })),
);

/**
 * A virtual tree of schemas and tables, rows of 24 pixels, below a heading of 60, with rows of its own on top. `show` draws what a pane
 * of that height shows.
 */
const treeBelow = (tops: string[]) => `<!doctype html><body style="margin:0;font:14px/24px sans-serif">
<h1 style="margin:0;height:60px;font-size:20px">Workshop</h1>
<div id="pane" style="overflow:auto;width:300px"><div id="rows" style="position:relative"></div></div>
<script>
const tree = ${JSON.stringify(schemas)}.flatMap((schema) => [[0, schema], ...${JSON.stringify(tables)}.map((name) => [1, name])]);
const rows = [...${JSON.stringify(tops)}.map((text) => [0, text]), ...tree];
const pane = document.getElementById('pane');
const content = document.getElementById('rows');
content.style.height = rows.length * 24 + 'px';
function show(height, top) {
  pane.style.height = height + 'px';
  pane.scrollTop = top;
  content.replaceChildren(...rows.flatMap(([depth, name], index) => {
    const y = index * 24;
    if (y + 24 <= top || y >= top + height) return [];
    const row = document.createElement('div');
    row.style.cssText = 'position:absolute;height:24px;top:' + y + 'px;left:' + (10 + 20 * depth) + 'px';
    row.textContent = name;
    return [row];
  }));
}
</script>`;

/** Tables that have a badge when the pane is that high and scrolled so far. */
async function reader(page: Page, tops: string[] = []) {
  await page.addInitScript({ content: await bundleProbe() });
  await page.route('https://console.example.com/', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: treeBelow(tops) }),
  );
  await page.goto('https://console.example.com/');
  return (height: number, top: number) =>
    page.evaluate(
      ([given, paneHeight, paneTop]) => {
        show(paneHeight, paneTop);
        const { found } = sidelightProbe({ vocabulary: given, withHints: false });
        return found.map(({ schema, name }) => `${schema}.${name}`);
      },
      [vocabulary, height, top] as const,
    );
}

test('a list that begins to scroll keeps the parents that were seen before', async ({ page }) => {
  const namesAt = await reader(page);
  const all = schemas.flatMap((schema) => tables.map((name) => `${schema}.${name}`));
  expect(await namesAt(27 * 24, 0)).toEqual(all);
  // Smaller and scrolled before anybody looked again: the row of "alpha" is gone.
  expect(await namesAt(6 * 24, 2 * 24)).toEqual(all.slice(1, 7));
});

test('a list of another database stays one when the word for it is scrolled away', async ({ page }) => {
  const namesAt = await reader(page, ['shop_dev']);
  expect(await namesAt(12 * 24, 0)).toEqual([]);
  expect(await namesAt(12 * 24, 8 * 24)).toEqual([]);
  expect(await namesAt(12 * 24, 12 * 24)).toEqual([]);
});
