import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { subjects, tricks } from '../drift/trial';
import { bundleProbe } from './bundle';
import type { Trace } from './trace-probe';
import { knownNames } from './vocabulary';

declare const sidelightTrace: Trace;

const all = [...(await subjects()), ...(await tricks())];
const { facts } = await knownNames('postgres');
let context: BrowserContext;
let page: Page;
let html = '';

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  await context.addInitScript({
    content: await bundleProbe(fileURLToPath(new URL('./trace-probe.ts', import.meta.url))),
  });
  await context.route(/^https:/, (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
      : route.fulfill({ status: 404 }),
  );
  page = await context.newPage();
});

test.afterAll(() => context.close());

for (const consoleId of new Set(all.map((subject) => subject.consoleId ?? 'any console'))) {
  test(`${consoleId}: badges only stand beside what was there, and nothing is left of them`, async () => {
    test.setTimeout(120_000);
    for (const subject of all.filter((one) => (one.consoleId ?? 'any console') === consoleId)) {
      html = subject.html;
      await page.setViewportSize(subject.viewport);
      await page.goto('about:blank');
      await page.goto(subject.address);
      const given = { vocabulary: subject.vocabulary, consoleId, facts: facts[0] };
      // as: the demo shop has nodes
      const seen = await page.evaluate((all) => sidelightTrace(all), given as Parameters<Trace>[0]);
      expect(seen.meanwhile.tree, `${subject.name} with its badges`).toBe(seen.before.tree);
      expect(seen.after, `${subject.name} after them`).toEqual(seen.before);
      const { meanwhile, before } = seen;
      const isShown = meanwhile.own > 0 || meanwhile.highlights > before.highlights;
      expect(isShown, `${subject.name} shows what was found`).toBe(seen.detections > 0);
    }
  });
}
