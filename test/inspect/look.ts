import type { BrowserContext } from '@playwright/test';
import { Window } from 'happy-dom';
import { consoleAt } from '../../lib/consoles';
import { choices } from '../../lib/consoles/choices';
import type { Connection } from '../../lib/model';
import { originPattern } from '../../lib/sites';
import { openBrowser } from '../e2e/browser';
import { controlExtension } from '../e2e/sidelight';
import { type HostListener, startSite } from '../e2e/site';
import type { Wish } from './arguments';
import { warehouseOf } from './artifacts';
import { haveBuilt } from './built';
import { detections, type Line } from './detections';
import { artifactsAddress } from './page-server';
import { refusal } from './refusal';
import { type Step, takeSteps } from './steps';

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
    sites: [
      ...new Set([
        ...choices.filter(({ id }) => id === console?.id).flatMap(({ addresses }) => addresses),
        ...originPattern(url.href),
      ]),
    ],
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

/** Opens the page with the built extension, drives it, and reads what was detected. Throws a refusal for what is the caller's to mend. */
export async function look(
  wish: Wish,
  adapterType: string,
  server: HostListener,
  steps: Step[],
): Promise<{ lines: Line[]; ms: number }> {
  const connection = connectionFor(wish, adapterType);
  haveBuilt();
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
