import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { demoAccountId, demoHost, demoIds, demoPlatform, demoTokens } from '../dbt-cloud/demo-platform';
import { buildExtension, openBrowser } from '../e2e/browser';
import { startSite } from '../e2e/site';

// `npm run test:prompt`: the extension as it ships, with no host granted, in a Chromium with windows. The browser's own question is
// denied once and then allowed, by the keys of a keyboard. Needs Xvfb, openbox and xdotool (Debian's packages of these names).

const schema = 'https://app.snowflake.com/lantern/shop/#/data/databases/ANALYTICS/schemas/SALES';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** What a screen without a person takes; the packages bear these names but for the first one's capital. */
function refuseWithoutPrograms(): void {
  const missing = ['Xvfb', 'openbox', 'xdotool'].filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) return;
  throw new Error(`Not installed: ${missing.join(', ')}. On Debian: apt-get install xvfb openbox xdotool`);
}

/** A screen that nobody sees; its number is the server's to choose. */
async function openScreen(): Promise<ChildProcess[]> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = server.stdio[3];
  if (!told) throw new Error('Xvfb has no third pipe.');
  const [number] = (await once(told, 'data')) as [Buffer];
  process.env.DISPLAY = `:${number.toString().trim()}`;
  return [server, spawn('openbox', { stdio: 'ignore' })];
}

/** The question is part of the browser's own window and tells nobody that it is drawn: so long it takes at the most. */
const drawnMs = 3_000;

/** Does what makes the browser ask, and presses keys in its question; it opens on Deny. */
async function answer(page: Page, work: () => Promise<void>, ...keys: string[]): Promise<void> {
  await work();
  await page.waitForTimeout(drawnMs);
  for (const key of keys) execFileSync('xdotool', ['key', '--delay', '200', key]);
}

async function walk(page: Page): Promise<void> {
  const { project, production } = demoIds('snowflake');
  const allow = page.getByRole('button', { name: 'Allow access' });
  await page.getByRole('button', { name: 'Next' }).click();
  await answer(page, () => allow.click(), 'Return');
  await expect(page.getByRole('alert')).toContainText('app.snowflake.com');
  say('denied: the page says what it needs');
  await answer(page, () => allow.click(), 'Tab', 'Return');
  await expect(page.getByText('access allowed')).toBeVisible();
  say('allowed: the console');
  const place = `https://${demoHost}/deploy/${demoAccountId}/projects/${project}/environments/${production}`;
  await page.getByRole('textbox', { name: /Access URL/ }).fill(place);
  await page.getByRole('textbox', { name: 'Service token' }).fill(demoTokens.jobViewer);
  await answer(page, () => page.getByRole('button', { name: 'Connect', exact: true }).click(), 'Tab', 'Return');
  await expect(page.getByText('58 tables')).toBeVisible({ timeout: 30_000 });
  say('allowed: dbt, and 58 tables are read');
  await page.goto(schema);
  await expect(page.locator('dbt-badge').first()).toBeAttached({ timeout: 30_000 });
  say('badges in the console');
}

async function main(): Promise<void> {
  refuseWithoutPrograms();
  buildExtension();
  const site = await startSite(demoPlatform());
  await serveConsoles(site);
  const screen = await openScreen();
  try {
    const browser = await openBrowser({ port: site.port, spki: site.spki, headless: false, isGranted: false });
    try {
      const page = await browser.context.newPage();
      await page.goto(`chrome-extension://${browser.extensionId}/welcome.html`);
      await walk(page);
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
    for (const process of screen.toReversed()) process.kill();
  }
}

await main();
