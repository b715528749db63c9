import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { bundleProbe } from './bundle';
import type { Recycled, Turn } from './recycled';

declare const sidelightRecycled: Recycled;

const scrolls: Turn[] = ['down', 'up', 'down', 'down'];
/** What may happen to a list while it is scrolled, such that rows that nobody touched become others, or seem to. */
const tricks: Record<string, Turn[]> = {
  'is scrolled': ['jump'],
  'has its schemas renamed': ['rename'],
  'has groups opened and closed in the middle': ['open'],
  'is sorted': ['sort', 'swap'],
  'is filtered': ['filter'],
  'has its rows moved in and out by their classes': ['indent', 'open'],
  'has its rows moved in and out by its own class': ['flat', 'open'],
  'brings rows back that were changed while they hung nowhere': ['pool', 'rename'],
  'has tables moved to other schemas': ['reparent'],
};

for (const [what, turns] of Object.entries(tricks)) {
  test(`no row keeps a name that is another table by now in a list that ${what}`, async ({ page }) => {
    await page.setContent('<!doctype html><body></body>');
    await page.addScriptTag({ content: await bundleProbe(fileURLToPath(new URL('./recycled.ts', import.meta.url))) });
    let right = 0;
    for (const way of ['key', 'text', 'node', 'rebuilt'] as const) {
      for (const layout of ['placed', 'flow', 'translated', 'padded'] as const) {
        const those = [...scrolls, ...scrolls, ...turns];
        const given = [way, layout, those] as const;
        const tried = await page.evaluate(([how, where, all]) => sidelightRecycled(how, where, all, 30, 3), given);
        expect(tried.wrong, `${way} ${layout}`).toEqual([]);
        expect(tried.missing, way).toBeLessThan(5 + tried.right / 20);
        right += tried.right;
      }
    }
    expect(right).toBeGreaterThan(10);
  });
}
