import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { Vocabulary } from '../../lib/model';
import { vocabularyOf } from '../grouped-names';
import { bundleProbe } from './bundle';
import { type ManyTables, manyTables, nameOf, paneHeight, rowHeight } from './many-tables';
import type { Probe } from './probe';

declare const sidelightProbe: Probe;
declare const looks: { count: number };
declare const names: Vocabulary;

const most = 20_000;
const vocabulary = vocabularyOf('postgres', [
  { database: 'shop', schema: 'big', isExact: true, names: Array.from({ length: most }, (_, index) => nameOf(index)) },
]);

let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ viewport: { width: 800, height: 700 } });
  await context.addInitScript({ content: await bundleProbe() });
  // Counts what a pass asks the page for: boxes, styles, visibility.
  await context.addInitScript(() => {
    Object.assign(globalThis, { looks: { count: 0 } });
    for (const [owner, name] of [
      [Element.prototype, 'getBoundingClientRect'],
      [Range.prototype, 'getBoundingClientRect'],
      [Element.prototype, 'checkVisibility'],
      [globalThis, 'getComputedStyle'],
    ] as [object, string][]) {
      const original = Reflect.get(owner, name);
      Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
        looks.count++;
        return Reflect.apply(original, this, given);
      });
    }
  });
});

test.afterAll(() => context.close());

/** Reads the page at a height of its tree. `seen`: tables whose rows are wholly in the pane. */
async function readAt(page: Page, top: number) {
  await page.evaluate((height) => {
    document.getElementById('tree')?.scrollTo(0, height);
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, top);
  const { labels, looked } = await page.evaluate(() => {
    looks.count = 0;
    const { found } = sidelightProbe({ vocabulary: names, withHints: false });
    return { labels: found.map(({ label }) => label), looked: looks.count };
  });
  const first = Math.ceil(top / rowHeight);
  const last = Math.floor((top + paneHeight) / rowHeight) - 1;
  // The first two rows are the database and the schema.
  const seen = Array.from({ length: last - first + 1 }, (_, index) => first + index - 2).filter((index) => index >= 0);
  return { labels, looked, seen: seen.map(nameOf) };
}

const step = 480;
const steps = [0, 1, 2, 3, 4, 5];

async function open(tree: ManyTables): Promise<Page> {
  const page = await context.newPage();
  await page.setContent(manyTables(tree));
  await page.evaluate((given) => Object.assign(globalThis, { names: given }), vocabulary);
  return page;
}

/** What each step down from the top asks for; every table that is seen on the way must be found. */
async function scrolled(tree: ManyTables): Promise<number[]> {
  const page = await open(tree);
  const looked: number[] = [];
  for (const at of steps) {
    const reading = await readAt(page, at * step);
    expect(reading.labels).toEqual(expect.arrayContaining(reading.seen));
    looked.push(reading.looked);
  }
  await page.close();
  return looked;
}

for (const isVirtual of [false, true]) {
  const kind = isVirtual ? 'a virtual list' : 'a page';

  test(`${kind} of 20,000 known tables shows each as it is scrolled, and a step costs what it costs with 500`, async () => {
    test.setTimeout(60_000);
    const few = await scrolled({ isVirtual, database: 'shop', count: 500 });
    const many = await scrolled({ isVirtual, database: 'shop', count: most });
    // A long list is entered by halving: twice as long, one look more each time.
    const more = 4 * Math.ceil(Math.log2(most / 500));
    for (const [at, looked] of many.entries()) expect(looked).toBeLessThanOrEqual((few[at] ?? 0) + more);
  });

  test(`${kind} of 20,000 tables of another database with the same names shows none, wherever it jumps`, async () => {
    test.setTimeout(60_000);
    const page = await open({ isVirtual, database: 'shop_dev', count: most });
    for (const top of [0, step, 2 * step, 240_000, 479_000, 100_000, 0])
      expect((await readAt(page, top)).labels).toEqual([]);
    await page.close();
  });
}
