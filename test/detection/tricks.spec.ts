import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { bundleProbe } from './bundle';
import { idsOf, type TrickPage, trickPages } from './pages';
import type { Probe } from './probe';

declare const sidelightProbe: Probe;

const pages = await trickPages();
let context: BrowserContext;
let page: Page;
let shown: TrickPage;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  await context.addInitScript({ content: await bundleProbe() });
  await context.route(/^https:/, (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: shown.html })
      : route.fulfill({ status: 404 }),
  );
  page = await context.newPage();
});

test.afterAll(() => context.close());

for (const trick of pages) {
  test(`${trick.name}: what a person can tell has its badge, nothing else`, async () => {
    shown = trick;
    await page.goto('about:blank');
    await page.goto(trick.address);
    const options = {
      vocabulary: trick.vocabulary,
      withHints: true,
      consoleId: trick.console ?? 'any console',
    };
    const { found, failed } = await page.evaluate((given) => sidelightProbe(given), options);
    const expected = await page.evaluate(() =>
      [...document.querySelectorAll('[data-is]')].map((element) => [
        element.textContent?.trim(),
        element.getAttribute('data-is'),
      ]),
    );
    const badges = found.map(({ text, is, evidence, ...ref }) => {
      const [id, ...others] = idsOf(ref, trick.warehouse);
      const named = others.length === 0 ? id : 'ambiguous';
      return [text.trim(), is === named ? named : `${named} where ${is ?? 'nothing'} is: ${evidence}`];
    });
    expect(badges).toEqual(expected);
    expect(failed).toEqual([]);
  });
}
