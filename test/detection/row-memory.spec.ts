import { expect, type Page, test } from '@playwright/test';
import { vocabularyOf } from '../grouped-names';
import { bundleProbe } from './bundle';
import type { Probe } from './probe';

declare const sidelightProbe: Probe;
declare const show: (height: number, top: number) => void;
declare const close: (schema: string) => void;

const tables = Array.from({ length: 8 }, (_, index) => `table_${index}`);
const schemas = ['alpha', 'beta', 'gamma'];
const vocabulary = vocabularyOf(
  'postgres',
  schemas.map((schema) => ({ database: 'shop', schema, isExact: true, names: tables })),
);

const rows = '<div id="rows" style="position:relative"></div>';

/** What a page may have besides its tree: rows above and below it, and what stands around all rows in their pane. */
type More = { tops?: string[]; ends?: string[]; pane?: string };

/**
 * A virtual tree of schemas and tables, rows of 24 pixels, below a heading of 60. `show` draws what a pane of that height shows, `close`
 * takes the tables of a schema away.
 */
const treeBelow = ({
  tops = [],
  ends = [],
  pane = rows,
}: More) => `<!doctype html><body style="margin:0;font:14px/24px sans-serif">
<h1 style="margin:0;height:60px;font-size:20px">Workshop</h1>
<main><section><div id="pane" style="overflow:auto;width:300px">${pane}</div></section></main>
<script>
const tree = ${JSON.stringify(schemas)}.flatMap((schema) => [[0, schema], ...${JSON.stringify(tables)}.map((name) => [1, name])]);
const asRows = (texts) => texts.map((text) => [0, text]);
const rows = [...asRows(${JSON.stringify(tops)}), ...tree, ...asRows(${JSON.stringify(ends)})];
const pane = document.getElementById('pane');
const content = document.getElementById('rows');
function close(schema) {
  rows.splice(rows.findIndex(([, name]) => name === schema) + 1, ${tables.length});
}
function show(height, top) {
  content.style.height = rows.length * 24 + 'px';
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
async function reader(page: Page, more: More = {}) {
  await page.addInitScript({ content: await bundleProbe() });
  await page.route('https://console.example.com/', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: treeBelow(more) }),
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
  const namesAt = await reader(page, { tops: ['shop_dev'] });
  expect(await namesAt(12 * 24, 0)).toEqual([]);
  expect(await namesAt(12 * 24, 8 * 24)).toEqual([]);
  expect(await namesAt(12 * 24, 12 * 24)).toEqual([]);
});

const ends = Array.from({ length: 20 }, (_, index) => `note ${index}`);

test('rows above one that is closed are still what was seen before, though it is among the first that are shown', async ({
  page,
}) => {
  const namesAt = await reader(page, { ends });
  for (const top of [0, 5 * 24, 8 * 24]) await namesAt(14 * 24, top);
  await page.evaluate(() => close('beta'));
  const gamma = tables.map((name) => `gamma.${name}`);
  expect(await namesAt(14 * 24, 8 * 24)).toEqual(['alpha.table_7', ...gamma]);
});

test('what is left of a list where others were taken away above has none of the parents that were seen before', async ({
  page,
}) => {
  const namesAt = await reader(page, { ends });
  for (const top of [0, 5 * 24, 8 * 24]) await namesAt(14 * 24, top);
  await page.evaluate(() => {
    for (const schema of ['alpha', 'beta']) close(schema);
  });
  expect(await namesAt(14 * 24, 4 * 24)).toEqual([]);
});

for (const [what, pane] of [
  ['in a box as high as the pane', `<div style="height:100%">${rows}</div>`],
  ['in a box without height', `<div style="height:0">${rows}</div>`],
  [
    'below the head of a column, which stays at the top',
    `<div role="columnheader" style="position:sticky;top:0">Name</div>${rows}`,
  ],
] as const) {
  test(`rows ${what} are read however far they are scrolled`, async ({ page }) => {
    const namesAt = await reader(page, { pane });
    const seen = new Set<string>();
    // Less than the pane shows: everything is seen on the way.
    for (let top = 0; top <= 21 * 24; top += 3 * 24) for (const name of await namesAt(7 * 24, top)) seen.add(name);
    expect([...seen]).toEqual(schemas.flatMap((schema) => tables.map((name) => `${schema}.${name}`)));
  });
}
