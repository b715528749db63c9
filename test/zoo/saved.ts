import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { bundle } from '../drift/bundle';
import type { Subject } from '../drift/trial';
import { pageIds } from './build';
import type { ReadZoo, ZooReading } from './reading';
import type { Save } from './save';
import { cage, show, zooAddress } from './stage';

declare const sidelightSave: Save;
declare const sidelightReadZoo: ReadZoo;

/** What is done to a page before it is saved. */
const states: Record<string, (page: Page) => Promise<void>> = {
  expanded: async () => {},
  searched: (page) => page.locator('input[type=search]').fill('order'),
};

/** A tree whose rows are twenty elements each would take minutes to be redesigned: it is taken as far as somebody searched it. */
const longestPage = 2_000_000;

const badgesOf = ({ found }: ZooReading) => found.map(({ reader, evidence, ref }) => ({ reader, evidence, ref }));

/** The zoo's pages as the libraries drew them, expanded and searched: from then on pages like any other, ready to be redesigned. */
export async function savedZoo(context: BrowserContext, isWanted: (name: string) => boolean): Promise<Subject[]> {
  await context.addInitScript({ content: await bundle('../zoo/save.ts') });

  async function saved(name: string, id: string, state: string): Promise<Subject> {
    const { page, stock, look } = await cage(context, id);
    const { vocabulary, uniqueIds } = stock.names;
    await states[state]?.(page);
    const alive = badgesOf(await look());
    const html = await page.evaluate(() => sidelightSave());
    await page.close();
    const again = await context.newPage();
    await again.addInitScript({ content: 'globalThis.zoo = { shown: () => [] };' });
    await show(again, html);
    const still = badgesOf(await again.evaluate((given) => sidelightReadZoo(given), vocabulary));
    await again.close();
    if (!isDeepStrictEqual(still, alive)) throw new Error(`${name} is another page once it is saved.`);
    return { name, vocabulary, idsOf: uniqueIds, address: zooAddress, html, viewport: { width: 1280, height: 800 } };
  }

  const subjects: Subject[] = [];
  for (const id of pageIds)
    for (const state of Object.keys(states)) {
      const name = `zoo/${id}-${state}`;
      const subject = isWanted(name) && (await saved(name, id, state));
      if (subject && subject.html.length < longestPage) subjects.push(subject);
    }
  return subjects;
}
