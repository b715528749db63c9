import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { bundle } from '../drift/bundle';
import type { Subject } from '../drift/trial';
import { cacheFile, pageHtml, pageIds } from './build';
import { layouts } from './pages';
import type { ReadZoo, ZooReading } from './reading';
import type { Save } from './save';
import { stockOf } from './shop';
import { cage, show, zooAddress } from './stage';

declare const sidelightSave: Save;
declare const sidelightReadZoo: ReadZoo;

/** What is done to a page before it is saved. */
const states: Record<string, (page: Page) => Promise<void>> = {
  expanded: async () => {},
  searched: (page) => page.locator('input[type=search]').fill('order'),
};

const badgesOf = ({ found }: ZooReading) => found.map(({ reader, evidence, ref }) => ({ reader, evidence, ref }));

/** The zoo's pages as the libraries drew them, expanded and searched: from then on pages like any other, ready to be redesigned. */
export async function savedZoo(context: BrowserContext, isWanted: (name: string) => boolean): Promise<Subject[]> {
  const script = await bundle('../zoo/save.ts');
  await context.addInitScript({ content: script });

  async function save(name: string, id: string, state: string): Promise<string> {
    const { page, stock, look } = await cage(context, id);
    await states[state]?.(page);
    const alive = badgesOf(await look());
    const html = await page.evaluate(() => sidelightSave());
    await page.close();
    const again = await context.newPage();
    await again.addInitScript({ content: 'globalThis.zoo = { shown: () => [] };' });
    await show(again, html);
    const still = badgesOf(await again.evaluate((given) => sidelightReadZoo(given), stock.names.vocabulary));
    await again.close();
    if (!isDeepStrictEqual(still, alive)) throw new Error(`${name} is another page once it is saved.`);
    return html;
  }

  /** Saved once for each state of the page, of what it shows and of how it is saved. */
  async function saved(name: string, id: string, state: string): Promise<Subject> {
    const layout = layouts[id];
    if (!layout) throw new Error(`pages.ts says nothing of ${id}.`);
    const { names, shop } = await stockOf(layout);
    const hash = createHash('sha256');
    for (const part of [await pageHtml(id), JSON.stringify(shop), script, String(states[state])]) hash.update(part);
    const file = cacheFile(`saved-${id}-${state}`, hash.digest('hex').slice(0, 16));
    const html = existsSync(file) ? readFileSync(file, 'utf8') : await save(name, id, state);
    if (!existsSync(file)) writeFileSync(file, html);
    const { vocabulary, uniqueIds } = names;
    return { name, vocabulary, idsOf: uniqueIds, address: zooAddress, html, viewport: { width: 1280, height: 800 } };
  }

  const subjects: Subject[] = [];
  for (const id of pageIds)
    for (const state of Object.keys(states)) {
      const name = `zoo/${id}-${state}`;
      if (isWanted(name)) subjects.push(await saved(name, id, state));
    }
  return subjects;
}
