import type { BrowserContext } from '@playwright/test';
import { Window } from 'happy-dom';
import { consoleAt } from '../../lib/consoles';
import type { Connection } from '../../lib/model';
import { originPattern } from '../../lib/sites';
import { openBrowser } from '../e2e/browser';
import { controlExtension } from '../e2e/sidelight';
import { type HostListener, startSite } from '../e2e/site';
import { help, readArguments, type Wish } from './arguments';
import { checkArtifacts, warehouseOf } from './artifacts';
import { haveBuilt } from './built';
import { detections, type Line } from './detections';
import { artifactsAddress, pageServer } from './page-server';
import { exitOf, refusal } from './refusal';
import { readSteps, type Step, takeSteps } from './steps';

// `npm run --silent inspect`: what the built extension detects on one page. `--help` tells all.

/** A page that loads its rows after itself gets this long to become quiet, before its detections are watched. */
const quietMs = 3000;

/** The connection that somebody would have made for this page: of its console, or of its own address. */
function connectionFor({ url, warehouse }: Wish, adapterType: string): Connection {
  // as: of a page that is not open yet there is only the address; an empty document stands for it
  const nothing = new Window().document as unknown as Document;
  const console = consoleAt(url, nothing);
  return {
    id: 'inspect',
    name: 'inspect',
    dialect: warehouse ?? console?.dialect ?? warehouseOf(adapterType),
    sites: [...new Set([...(console?.addresses ?? []), ...originPattern(url.href)])],
    onlyWhere: [],
    isStaging: false,
    source: { kind: 'artifacts', baseUrl: artifactsAddress },
  };
}

async function openPage(context: BrowserContext, { url, viewport }: Wish, isQuiet: boolean) {
  const page = await context.newPage();
  if (viewport) await page.setViewportSize(viewport);
  const answer = await page.goto(url.href, { waitUntil: 'domcontentloaded' }).catch((problem: Error) => {
    throw refusal(`${url.href} cannot be opened: ${problem.message.split('\n')[0]}`);
  });
  if (answer && answer.status() >= 400) process.stderr.write(`inspect: ${url.href} answers ${answer.status()}\n`);
  await page.waitForLoadState('load', { timeout: 15_000 }).catch(() => undefined);
  if (!isQuiet) await page.waitForLoadState('networkidle', { timeout: quietMs }).catch(() => undefined);
  return page;
}

/** Opens, drives, reads. */
async function inspect(
  wish: Wish,
  server: HostListener,
  connection: Connection,
  steps: Step[],
): Promise<{ lines: Line[]; ms: number }> {
  const site = await startSite(server);
  const isAtHome = 'live' in wish.page && wish.page.live.origin === wish.url.origin;
  const exclude = isAtHome ? [wish.url.hostname] : [];
  const browser = await openBrowser({ port: site.port, spki: site.spki, exclude });
  try {
    const sidelight = await controlExtension(browser.context, browser.extensionId);
    await sidelight.connect(connection).catch((problem: Error) => {
      throw refusal(`the artifacts cannot be used: ${problem.message}`);
    });
    const control = await browser.context.newPage();
    await control.goto(sidelight.address('options.html'));
    const page = await openPage(browser.context, wish, 'file' in wish.page && !wish.hasScripts);
    if (steps.length > 0) await detections(control, page);
    await takeSteps(page, steps);
    const found = await detections(control, page);
    if (wish.screenshot !== undefined) await page.screenshot({ path: wish.screenshot });
    return found;
  } finally {
    await browser.close();
    await site.close();
  }
}

function print({ lines, ms }: { lines: Line[]; ms: number }): void {
  const count = (status: Line['status']) => lines.filter((line) => line.status === status).length;
  const drawn = lines.filter((line) => line.drawn !== 'none').length;
  const summary = { matched: count('matched'), ambiguous: count('ambiguous'), drawn, ms };
  process.stdout.write([...lines, summary].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function main(args: string[]): Promise<void> {
  const wish = readArguments(args);
  if (wish === 'help') {
    process.stdout.write(help);
    return;
  }
  const { adapterType } = await checkArtifacts(wish.artifacts);
  const steps = wish.steps === undefined ? [] : await readSteps(wish.steps);
  const server = await pageServer(wish);
  const connection = connectionFor(wish, adapterType);
  haveBuilt();
  print(await inspect(wish, server, connection, steps));
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  const { line, code } = exitOf(thrown);
  process.stderr.write(`inspect: ${line}\n`);
  process.exitCode = code;
}
