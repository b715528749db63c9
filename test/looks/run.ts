import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { lastNightPlatform } from '../dbt-cloud/demo-platform';
import { buildExtension, openBrowser } from '../e2e/browser';
import { demoConnection } from '../e2e/demo-site';
import { language } from '../e2e/said';
import { controlExtension, type Sidelight } from '../e2e/sidelight';
import { startSite } from '../e2e/site';
import { besideSurfaces } from './beside';
import { compareLooks } from './compare';
import { consoleSurfaces } from './console';
import type { Surface } from './surface';

// `npm run looks [-- part of a name …]`: pictures of every surface in every look, in .cache/looks, for people to look at.
// `--against FOLDER` compares them, pixel by pixel, with pictures taken earlier (a copy of that folder) and ends with 1 where one differs.
// SIDELIGHT_LANGUAGE=de takes them in German, where the browser speaks it (Debian: chromium-l10n).

const surfaces: Surface[] = [...consoleSurfaces, ...besideSurfaces];

const folder = fileURLToPath(new URL(`../../.cache/looks/${language}/`, import.meta.url));

/** Each look and how a page gets it. Zoom of 200 % is half the room. */
const looks = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  zoomed: { colorScheme: 'light', zoom: 2 },
  'forced-colors': { colorScheme: 'dark', forcedColors: 'active' },
  rtl: { colorScheme: 'light', dir: 'rtl' },
} as const satisfies Record<string, Look>;
type Look = { colorScheme: 'light' | 'dark'; zoom?: number; forcedColors?: 'active'; dir?: 'rtl' };

async function takeOn(page: Page, { size }: Surface, look: Look): Promise<void> {
  const { colorScheme, forcedColors = 'none', zoom = 1 } = look;
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.setViewportSize({ width: Math.round(size.width / zoom), height: Math.round(size.height / zoom) });
}

/** A picture in which nothing has changed for a moment: badges follow a change of colours or size when the page is idle. */
async function stillPicture(page: Page, fullPage: boolean): Promise<Buffer> {
  let last: Buffer | undefined;
  for (let turn = 0; turn < 20; turn++) {
    await page.waitForTimeout(400);
    const picture = await page.screenshot({ fullPage, animations: 'disabled' });
    if (last && picture.equals(last)) return picture;
    last = picture;
  }
  throw new Error('the page does not come to rest');
}

async function photograph(surface: Surface, page: Page): Promise<void> {
  for (const [name, look] of Object.entries(looks) as [string, Look][]) {
    // First, because a card that is placed anew for another size looks at the direction, too.
    await page.evaluate((direction) => {
      document.documentElement.dir = direction;
    }, look.dir ?? 'ltr');
    await takeOn(page, surface, look);
    if (look.dir) await surface.again?.(page);
    const path = join(folder, `${surface.name}.${name}.png`);
    await writeFile(path, await stillPicture(page, surface.isCut !== true));
  }
}

/** Without connections, preferences and other traces of the surface before. */
async function cleanUp(context: BrowserContext, sidelight: Sidelight, kept: Page[]): Promise<void> {
  for (const page of context.pages()) if (!kept.includes(page)) await page.close();
  await sidelight.disconnectAll();
}

async function main(parts: string[], earlier: string | undefined): Promise<void> {
  const wanted = surfaces.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  await mkdir(folder, { recursive: true });
  buildExtension();
  const platform = lastNightPlatform();
  const site = await startSite(platform);
  const browser = await openBrowser({ port: site.port, spki: site.spki });
  try {
    const { context, extensionId } = browser;
    const sidelight = await controlExtension(context, extensionId);
    const kept = context.pages();
    for (const surface of wanted) {
      await serveConsoles(site);
      const page = await context.newPage();
      await takeOn(page, surface, looks.light);
      const connect = (...[warehouse, sites]: Parameters<typeof demoConnection>) => {
        const { connection, token } = demoConnection(warehouse, sites);
        return sidelight.connect(connection, token);
      };
      await surface.open({ page, context, site, platform, sidelight, connect });
      await photograph(surface, page);
      await cleanUp(context, sidelight, kept);
      platform.faults.clear();
      site.clear();
      process.stdout.write(`${surface.name}\n`);
    }
  } finally {
    await browser.close();
    await site.close();
  }
  if (earlier === undefined) return;
  const taken = wanted.flatMap(({ name }) => Object.keys(looks).map((look) => `${name}.${look}.png`));
  const differences = compareLooks(folder, earlier, taken);
  for (const { picture, what } of differences) console.log(`${picture}: ${what}`);
  console.log(`${taken.length - differences.length} pictures as they were, ${differences.length} not`);
  if (differences.length > 0) process.exitCode = 1;
}

const { values, positionals } = parseArgs({ options: { against: { type: 'string' } }, allowPositionals: true });
await main(positionals, values.against);
