import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { bundleProbe } from './bundle';
import type { Counted } from './counted';

declare const sidelightCounted: Counted;

test.beforeEach(async ({ page }) => {
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: await bundleProbe(fileURLToPath(new URL('./counted.ts', import.meta.url))) });
});

const whole = (page: Page, rows: number, names: number) =>
  page.evaluate(([all, known]) => sidelightCounted.whole(all, known), [rows, names] as const);

test('a pass asks for no more boxes and texts on a page of 5,000 rows than on one of 390, and finds as much', async ({
  page,
}) => {
  const small = await whole(page, 390, 20);
  const large = await whole(page, 5_000, 20);
  expect(large.found).toBe(small.found);
  expect(large.found).toBeGreaterThan(8);
  expect(large.texts).toBeLessThanOrEqual(small.texts);
  expect(large.boxes).toBeLessThanOrEqual(small.boxes);
});

test('a pass asks for no more with 5,000 names in the project than with 20', async ({ page }) => {
  const few = await whole(page, 500, 20);
  const many = await whole(page, 500, 5_000);
  expect(many.boxes).toBe(few.boxes);
  expect(many.texts).toBe(few.texts);
});

test('a scroll and a changed row ask for the list alone, whatever its length', async ({ page }) => {
  const small = await page.evaluate(() => sidelightCounted.step(600));
  const large = await page.evaluate(() => sidelightCounted.step(5_000));
  const pass = await whole(page, 600, 20);
  for (const kind of ['scrolled', 'changed', 'rebuilt'] as const) {
    expect(small[kind].texts).toBeLessThan(pass.texts);
    // Halving a longer list takes a few more looks.
    expect(large[kind].boxes).toBeLessThanOrEqual(small[kind].boxes + 8);
    expect(large[kind].texts).toBeLessThanOrEqual(small[kind].texts + 2);
    expect(small[kind].found).toBeGreaterThan(8);
    // Some 34 rows of two elements and a text, each measured once; their names, and the way into the list.
    expect(small[kind].boxes).toBeLessThan(4 * 34);
    // Names in rows that were thrown away are none any more.
    expect(small[kind].found).toBeLessThan(20);
  }
});

for (const way of ['key', 'text', 'rebuilt', 'translated'] as const)
  test(`a list by ${way} that is scrolled by three rows is asked for one box a row that is what another was, and reads the new ones`, async ({
    page,
  }) => {
    const { first, step } = await page.evaluate((how) => sidelightCounted.recycled(how), way);
    expect(step.found).toBeGreaterThan(8);
    // 35 rows, three of which are new, their neighbours, and the way into the list.
    expect(first.boxes).toBeGreaterThan(3 * 35);
    expect(step.boxes).toBeLessThan(35 + 20);
    expect(step.texts).toBeLessThan(first.texts / 6);
    // An element that is new is asked which list it stands in, and each row for its one attribute.
    expect(step.questions).toBeLessThan(first.questions / 4 + 35);
  });

test('a list is read as a whole where the style of what holds its rows changes in more than where they stand', async ({
  page,
}) => {
  const { first, step } = await page.evaluate(() => sidelightCounted.recycled('faded'));
  expect(step.boxes).toBeGreaterThan(first.boxes / 2);
});

test('figures that change in a results grid, and its looks, are answered when there is time, without asking for a box', async ({
  page,
}) => {
  for (const what of ['grid', 'style'] as const) {
    const due = await page.evaluate((kind) => sidelightCounted.due(kind), what);
    expect(due).toMatchObject({ lists: [], isLater: true, boxes: 0 });
    expect(due.page).toBeUndefined();
  }
});

test('a name that changes in a list is answered at once, by reading that list', async ({ page }) => {
  const due = await page.evaluate(() => sidelightCounted.due('row'));
  expect(due).toMatchObject({ lists: [['list', 'now']], boxes: 0 });
  expect(due.page).toBeUndefined();
});

test('letters and new lines in an editor ask for their own line, however many are shown, and for no box', async ({
  page,
}) => {
  const few = await page.evaluate(() => sidelightCounted.typed(60));
  const many = await page.evaluate(() => sidelightCounted.typed(240));
  expect(few.letter).toMatchObject({ boxes: 0, rows: 1, found: 60, fresh: 0 });
  expect(few.name).toMatchObject({ boxes: 0, rows: 1, found: 61, fresh: 1 });
  expect(few.moved).toMatchObject({ boxes: 0, texts: 0, rows: 0, fresh: 0 });
  expect(few.line).toMatchObject({ boxes: 0, rows: 1, found: 62, fresh: 1 });
  for (const what of ['letter', 'name', 'moved', 'line'] as const) expect(many[what].texts).toBe(few[what].texts);
  for (const what of ['letter', 'name', 'moved'] as const) {
    expect(many[what].questions).toBe(few[what].questions);
    expect(few[what].questions).toBeLessThan(12);
  }
  // A new line may have any number: all numbers are read.
  expect(many.line.questions - few.line.questions).toBe(180);
});
