import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import type { PageTable } from '../lib/messages/protocol';
import { badges, card } from '../test/e2e/shadow';
import type { Sidelight } from '../test/e2e/sidelight';
import type { DemoPage, ExpectedBadge } from './consoles/pages';

const out = fileURLToPath(new URL('out/', import.meta.url));

/** Badges come within a second; this is for slow machines. */
const patienceMs = 8000;

/** A badge that comes too late, or goes again, is seen within this time. */
const settleMs = 800;

/** What one page showed against what it must show, one line each. */
export type WalkedPage = { page: DemoPage; found: ExpectedBadge[]; missing: ExpectedBadge[]; wrong: ExpectedBadge[] };

function badgeOf(table: PageTable): ExpectedBadge[] {
  if (table.drawn === 'none' || table.resolution.status !== 'matched') return [];
  const { uniqueId, health } = table.resolution.node;
  return [[table.reader, table.label, uniqueId, health.state]];
}

const lineOf = (badge: ExpectedBadge) => badge.join('  ');

/** What is in the first list and not in the second; a line that stands twice counts twice. */
function without(all: ExpectedBadge[], others: ExpectedBadge[]): ExpectedBadge[] {
  const left = others.map(lineOf);
  return all.filter((badge) => {
    const at = left.indexOf(lineOf(badge));
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}

/** Looks until what the page shows has not changed for a while, and is what it must show or our patience ends. */
async function look(sidelight: Sidelight, tab: Page, page: DemoPage): Promise<WalkedPage> {
  const start = Date.now();
  let [before, since] = ['', start];
  for (;;) {
    const { tables } = await sidelight.report(tab);
    const found = tables.flatMap(badgeOf);
    const [missing, wrong] = [without(page.badges, found), without(found, page.badges)];
    const now = found.map(lineOf).join('\n');
    if (now !== before) [before, since] = [now, Date.now()];
    const isRight = missing.length === 0 && wrong.length === 0;
    const isSettled = Date.now() - since > settleMs && (isRight || Date.now() - start > patienceMs);
    if (isSettled) return { page, found, missing, wrong };
    await tab.waitForTimeout(100);
  }
}

/** Opens the card of the label that the page names, as a hand would: by resting on its badge. */
async function openCard(tab: Page, label: string): Promise<void> {
  const badge = (await badges(tab)).find((one) => one.label === label);
  if (!badge) return;
  await tab.mouse.move(badge.box.x + badge.box.width / 2, badge.box.y + badge.box.height / 2, { steps: 4 });
  const deadline = Date.now() + patienceMs;
  while (!(await card(tab)) && Date.now() < deadline) await tab.waitForTimeout(50);
}

async function photograph(tab: Page, page: DemoPage): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await tab.emulateMedia({ colorScheme: scheme });
    await tab.screenshot({ path: `${out}${page.id}-${scheme}.png` });
    if (page.card === undefined) continue;
    await openCard(tab, page.card);
    await tab.screenshot({ path: `${out}${page.id}-card-${scheme}.png` });
    await tab.keyboard.press('Escape');
    await tab.mouse.move(0, 0);
  }
}

/** Visits each page in a tab of its own, compares, and leaves pictures in demo/out. */
export async function walk(context: BrowserContext, sidelight: Sidelight, pages: DemoPage[]): Promise<WalkedPage[]> {
  await mkdir(out, { recursive: true });
  const walked: WalkedPage[] = [];
  for (const page of pages) {
    const tab = await context.newPage();
    await tab.goto(page.address);
    walked.push(await look(sidelight, tab, page));
    await photograph(tab, page);
    await tab.close();
  }
  return walked;
}

/** One line a badge: console, page, label, unique id, state, reader; then what is missing or wrong. */
export function reportLines({ page, found, missing, wrong }: WalkedPage): string[] {
  const line =
    (mark: string) =>
    ([reader, label, uniqueId, state]: ExpectedBadge) =>
      `${mark} ${page.console} · ${page.title} · ${label} · ${uniqueId} · ${state} · ${reader}`;
  const right = without(found, wrong);
  return [...right.map(line('ok     ')), ...missing.map(line('MISSING')), ...wrong.map(line('WRONG  '))];
}
