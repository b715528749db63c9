import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { bundleProbe } from '../detection/bundle';
import { buildEditors } from './build';
import type { Marks, SeenMark, Setting } from './probe';

export { expect } from '@playwright/test';

declare const sidelightMarks: Marks;
declare const editors: {
  make: (kind: string, options: object) => number;
  call: (index: number, what: string, ...args: unknown[]) => Promise<void>;
  clear: () => void;
};

/** One editor on the page. */
export type Handle = { call: (what: string, ...args: unknown[]) => Promise<void> };

/** The page with the real editors, and what the readers see on it. */
export type Stage = {
  page: Page;
  make: (kind: string, options?: object) => Promise<Handle>;
  look: (setting: Setting) => Promise<{ marks: SeenMark[]; ms: number }>;
  /** The text of every marked name, from top to bottom; each range covers its name and nothing else. */
  marked: (setting: Setting) => Promise<string[]>;
};

/** One page for all tests of a file: the editors' script is large. */
export const test = base.extend<{ stage: Stage }, { editorsPage: Page }>({
  editorsPage: [
    async ({ browser }, use) => {
      const { script, style } = await buildEditors();
      const probe = await bundleProbe(fileURLToPath(new URL('./probe.ts', import.meta.url)));
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.route('**', (route) => {
        const path = new URL(route.request().url()).pathname;
        if (path === '/page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
        if (path === '/page.css') return route.fulfill({ contentType: 'text/css', body: style });
        const body = '<!doctype html><link rel="stylesheet" href="page.css"><body><script src="page.js"></script>';
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
      });
      await page.goto('https://console.example/');
      await page.addScriptTag({ content: probe });
      await use(page);
      await page.close();
    },
    // The editors are bundled and installed the first time.
    { scope: 'worker', timeout: 300_000 },
  ],
  stage: async ({ editorsPage: page }, use) => {
    await page.evaluate(() => editors.clear());
    const look: Stage['look'] = (setting) => page.evaluate((given) => sidelightMarks(given), setting);
    await use({
      page,
      look,
      async make(kind, options = {}) {
        const index = await page.evaluate(([what, given]) => editors.make(what, given), [kind, options] as const);
        await drawn(page);
        return {
          async call(what, ...args) {
            await page.evaluate(([at, name, given]) => editors.call(at, name, ...given), [index, what, args] as const);
            await drawn(page);
          },
        };
      },
      async marked(setting) {
        const { marks } = await look(setting);
        for (const { text, label } of marks) expect(text.replaceAll('\u00a0', ' ')).toBe(label);
        return marks.map(({ label }) => label);
      },
    });
  },
});

/** Two frames: editors measure in one and draw in the next. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}
