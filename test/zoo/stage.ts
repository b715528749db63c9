import type { BrowserContext, Page } from '@playwright/test';
import { bundle } from '../drift/bundle';
import { pageHtml } from './build';
import { layouts } from './pages';
import type { ReadZoo, ZooReading } from './reading';
import { type Stock, stockOf } from './shop';
import { type Tally, tally } from './tally';

declare const sidelightReadZoo: ReadZoo;

/** An address that no console claims: the zoo is read as "any console". */
export const zooAddress = 'https://console.example/tables';

let script: Promise<string> | undefined;

/** Shows an HTML text at the zoo's address, and puts the readers beside it. */
export async function show(page: Page, html: string): Promise<void> {
  script ??= bundle('../zoo/reading.ts');
  await page.route(/^https?:/, (route) =>
    route.fulfill(
      route.request().isNavigationRequest() ? { contentType: 'text/html; charset=utf-8', body: html } : { status: 404 },
    ),
  );
  await page.addInitScript({ content: await script });
  await page.goto(zooAddress);
}

/** One page of the zoo, ready to be driven. `look`: what the readers find on it now; `read`: what became of that. */
export type Cage = {
  page: Page;
  stock: Stock;
  look: () => Promise<ZooReading>;
  read: () => Promise<Tally>;
};

export async function cage(context: BrowserContext, id: string, isDark = false): Promise<Cage> {
  const layout = layouts[id];
  if (!layout) throw new Error(`pages.ts says nothing of ${id}.`);
  const [stock, html] = [await stockOf(layout), await pageHtml(id)];
  const page = await context.newPage();
  await page.addInitScript((given) => Object.assign(globalThis, given), { zooShop: stock.shop, zooIsDark: isDark });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await show(page, html);

  async function look(): Promise<ZooReading> {
    const reading = await page.evaluate((vocabulary) => sidelightReadZoo(vocabulary), stock.names.vocabulary);
    if (errors.length > 0) throw new Error(`${id}: ${errors[0]}`);
    return reading;
  }

  return { page, stock, look, read: async () => tally(await look(), stock) };
}
