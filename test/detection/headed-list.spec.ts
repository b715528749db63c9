import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { bundleProbe } from './bundle';
import type { HeadedList } from './headed-list';

declare const sidelightHeadedList: HeadedList;

const alpha = (first: number) => Array.from({ length: 12 }, (_, index) => `alpha.table_${first + index}`);

async function steps(page: Page, heading: string, isStill: boolean): Promise<string[][]> {
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: await bundleProbe(fileURLToPath(new URL('./headed-list.ts', import.meta.url))) });
  return await page.evaluate(([given, still]) => sidelightHeadedList(given, still), [heading, isStill] as const);
}

for (const [what, heading] of [
  ['title', '<h2>shop / alpha</h2>'],
  ['breadcrumb', '<nav><a href="#">shop</a> <span>/</span> <a href="#">alpha</a></nav>'],
] as const) {
  test(`a list below a ${what} keeps its badges while it is scrolled alone`, async ({ page }) => {
    expect(await steps(page, heading, true)).toEqual([alpha(0), alpha(5), alpha(10), alpha(15)]);
  });
}

test('a list whose heading may have changed with it has no new badge by the heading that was read', async ({
  page,
}) => {
  const [first = [], ...later] = await steps(page, '<h2>shop / alpha</h2>', false);
  expect(first).toEqual(alpha(0));
  for (const names of later) expect(first).toEqual(expect.arrayContaining(names));
});
