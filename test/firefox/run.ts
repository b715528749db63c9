import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { serveConsoles } from '../../demo/consoles/serve';
import { demoAccountId, demoHost, demoIds, demoPlatform, demoTokens } from '../dbt-cloud/demo-platform';
import { startSite } from '../e2e/site';

// `npm run test:firefox`: somebody sets Sidelight up in a real Firefox and meets badges, a card, the popup and the panel there.
// FIREFOX names the browser; without it Debian's is taken.

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What Preact brings with it; nothing of ours makes HTML out of text. */
const knownWarning = 'UNSAFE_VAR_ASSIGNMENT';
const extensionId = 'sidelight@sidelight.example';
const deadlineMs = 20_000;
/** Of what is said where the browser opens no database. */
const memoryNote = 'Sidelight works from memory';
const schema = 'https://app.snowflake.com/lantern/shop/#/data/databases/ANALYTICS/schemas/SALES';

type Point = { x: number; y: number };

/** Asks until there is an answer. */
async function until<T>(what: string, ask: () => Promise<T | undefined | false | ''>): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Firefox: ${what} did not come in ${deadlineMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Puppeteer waits for ever for pages of an extension to have loaded. */
function open(page: Page, address: string): void {
  page.goto(address).catch(() => undefined);
}

async function shows(page: Page, text: string): Promise<void> {
  const read = () => page.evaluate(() => document.body.innerText);
  await until(`"${text}"`, async () => (await read()).includes(text)).catch(async (problem: Error) => {
    throw new Error(`${problem.message} The page says:\n${await read()}`);
  });
}

/** The middle of the control that is so named. */
const spotOf = (page: Page, name: string) =>
  until<Point>(name, () =>
    page.evaluate((wanted) => {
      const named = [...document.querySelectorAll('button, a, label, summary')];
      const found = named.find((one) => one.textContent?.trim().startsWith(wanted));
      if (!(found instanceof HTMLElement)) return undefined;
      const control = found instanceof HTMLLabelElement && found.control ? found.control : found;
      control.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = control.getBoundingClientRect();
      return width > 0 ? { x: x + width / 2, y: y + height / 2 } : undefined;
    }, name),
  );

async function press(page: Page, name: string): Promise<void> {
  const { x, y } = await spotOf(page, name);
  await page.mouse.click(x, y);
}

async function fill(page: Page, label: string, text: string): Promise<void> {
  await press(page, label);
  await page.keyboard.type(text);
}

async function setUp(page: Page, address: (file: string) => string): Promise<void> {
  const { project, production } = demoIds('snowflake');
  open(page, address('welcome.html'));
  await press(page, 'Next');
  await press(page, 'Allow access');
  const place = `https://${demoHost}/deploy/${demoAccountId}/projects/${project}/environments/${production}`;
  await fill(page, 'Access URL', place);
  await fill(page, 'Service token', demoTokens.jobViewer);
  await press(page, 'Connect');
  await shows(page, '58 tables');
}

async function meetBadges(page: Page): Promise<void> {
  await page.goto(schema);
  const spot = await until<Point>('a badge beside PAYMENTS', () =>
    page.evaluate(() => {
      const badges = [...document.querySelectorAll('dbt-badge')];
      const found = badges.find((badge) => badge.previousSibling?.textContent?.trim() === 'PAYMENTS');
      const { x = 0, y = 0, width = 0 } = found?.getBoundingClientRect() ?? {};
      return width > 0 ? { x: x + width / 2, y } : undefined;
    }),
  );
  await page.mouse.move(1, 1);
  await page.mouse.move(spot.x, spot.y, { steps: 3 });
  await until('the card', () => page.evaluate(() => document.querySelector('dbt-card:popover-open') !== null));
  await page.keyboard.press('Escape');
  await until('an end of the card', () => page.evaluate(() => document.querySelector('dbt-card') === null));
}

async function smoke(browser: Browser, address: Address): Promise<void> {
  const ours = await browser.newPage();
  await setUp(ours, address);
  process.stdout.write('set up: 58 tables\n');
  const console = await browser.newPage();
  await meetBadges(console);
  process.stdout.write('badges and a card in the console\n');
  open(ours, address('popup.html'));
  await shows(ours, 'tables of dbt on this page');
  open(ours, address('sidepanel.html'));
  await shows(ours, 'fct_payments');
  open(ours, address('search.html'));
  await until('a field', () => ours.evaluate(() => document.activeElement?.matches('input')));
  await ours.keyboard.type('fct_pay');
  await shows(ours, 'fct_payments');
  open(ours, address('options.html'));
  await shows(ours, 'Alt+Shift+K');
  process.stdout.write('popup, side panel, search and settings\n');
}

/** What Mozilla's own checks say of the build. */
function lint(folder: string): void {
  const webExt = join(root, 'node_modules', 'web-ext', 'bin', 'web-ext.js');
  const told = execFileSync(process.execPath, [webExt, 'lint', '-s', folder, '--output=json'], { encoding: 'utf8' });
  const { errors, warnings } = JSON.parse(told) as Record<'errors' | 'warnings', { code: string }[]>; // as: its output
  const codes = [...errors, ...warnings].map(({ code }) => code).filter((code) => code !== knownWarning);
  if (codes.length > 0) throw new Error(`web-ext lint: ${codes.join(', ')}`);
  process.stdout.write('web-ext lint: no errors\n');
}

type Address = (file: string) => string;

/** T7: this Firefox keeps nothing of anybody, and opens no database. Said once, and all else as ever. */
async function alwaysPrivate(browser: Browser, address: Address): Promise<void> {
  const ours = await browser.newPage();
  await setUp(ours, address);
  const console = await browser.newPage();
  await meetBadges(console);
  // A page of its own: the one before may still show the note when it is left
  const settings = await browser.newPage();
  open(settings, address('options.html'));
  await shows(settings, memoryNote);
  const said = await settings.evaluate((note) => document.body.innerText.split(note).length - 1, memoryNote);
  if (said !== 1) throw new Error(`Firefox: said ${said} times that nothing is kept`);
  process.stdout.write('T7: always private, badges and a card from memory, said once\n');
}

/** Puppeteer's own installs for ordinary windows only. */
type Installer = { connection: { send: (method: string, params: object) => Promise<unknown> } };

async function install(browser: Browser, path: string): Promise<void> {
  const { connection } = browser as unknown as Installer; // as: what puppeteer's class for Firefox has
  const extensionData = { type: 'path', path };
  await connection.send('webExtension.install', { extensionData, 'moz:allowPrivateBrowsing': true });
}

async function withFirefox(
  { folder, port }: { folder: string; port: number },
  prefs: Record<string, unknown>,
  work: (browser: Browser, address: Address) => Promise<void>,
): Promise<void> {
  const uuid = randomUUID();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 800 },
    // Pages of an extension are closed to automation without it.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.dns.forceResolve': '127.0.0.1',
      'network.socket.forcePort': `443=${port}`,
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: uuid }),
      // The browser's own question is drawn outside every page: with this it is answered with yes.
      'extensions.webextOptionalPermissionPrompts': false,
      ...prefs,
    },
  });
  try {
    await install(browser, join(folder, 'firefox-mv3'));
    await work(browser, (file) => `moz-extension://${uuid}/${file}`);
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-firefox-'));
  const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  execFileSync(process.execPath, [wxt, 'build', '-b', 'firefox', '--mv3'], {
    cwd: root,
    env: { ...process.env, SIDELIGHT_OUT: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  lint(join(folder, 'firefox-mv3'));
  const site = await startSite(demoPlatform());
  await serveConsoles(site);
  try {
    const place = { folder, port: site.port };
    await withFirefox(place, {}, smoke);
    await withFirefox(place, { 'browser.privatebrowsing.autostart': true }, alwaysPrivate);
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
