import type { BrowserContext, Page } from '@playwright/test';
import { bundle } from '../drift/bundle';
import { pageHtml } from './build';
import { layouts } from './pages';
import type { ReadZoo } from './reading';
import { type Stock, stockOf } from './shop';
import { type Tally, tally } from './tally';

declare const sidelightReadZoo: ReadZoo;

/** An address that no console claims: the zoo is read as "any console". */
export const zooAddress = 'https://console.example/tables';

let script: Promise<string> | undefined;

/** One page of the zoo, ready to be driven. `states` keeps what was read in each. */
export type Cage = {
  page: Page;
  stock: Stock;
  read: () => Promise<Tally>;
};

export async function cage(context: BrowserContext, id: string, isDark = false): Promise<Cage> {
  script ??= bundle('../zoo/reading.ts');
  const layout = layouts[id];
  if (!layout) throw new Error(`pages.ts says nothing of ${id}.`);
  const [stock, html] = [await stockOf(layout), await pageHtml(id)];
  const page = await context.newPage();
  await page.route(/^https?:/, (route) =>
    route.fulfill(
      route.request().isNavigationRequest() ? { contentType: 'text/html; charset=utf-8', body: html } : { status: 404 },
    ),
  );
  await page.addInitScript((given) => Object.assign(globalThis, given), { zooShop: stock.shop, zooIsDark: isDark });
  await page.addInitScript({ content: await script });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(zooAddress);
  return {
    page,
    stock,
    async read() {
      const reading = await page.evaluate((vocabulary) => sidelightReadZoo(vocabulary), stock.names.vocabulary);
      if (errors.length > 0) throw new Error(`${id}: ${errors[0]}`);
      return tally(reading, stock);
    },
  };
}
