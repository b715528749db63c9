import type { BrowserContext, Frame } from '@playwright/test';
import type { TableRef, Vocabulary } from '../../lib/model';
import { idsOf, trickPages } from '../detection/pages';
import { knownNames } from '../detection/vocabulary';
import { fixtures } from '../e2e/fixtures';
import { bundle } from './bundle';
import type { Drift, Reading, Sighting } from './page';

declare const sidelightDrift: Drift;

/** A page to be redesigned, and the names that it is read with. `consoleId`: absent on "any console". */
export type Subject = {
  name: string;
  vocabulary: Vocabulary;
  /** What dbt calls a relation; several where it is ambiguous. */
  idsOf: (ref: TableRef) => string[];
  consoleId?: string;
  address: string;
  html: string;
  viewport: { width: number; height: number };
};

/** What became of one page. Wrong: badges that should not be, or that name another relation. Missed: what a person still sees. */
export type Verdict = {
  due: number;
  found: number;
  wrong: string[];
  missed: string[];
  moved: number;
  isChanged: boolean;
};

/** How the redesigned page is read, where it is not as the product does. */
export type How = Pick<Partial<Reading>, 'withHints' | 'isBlind'>;

/** So much of a page is learnt beyond its window: zoomed out and made smaller, to 0.8 each, it shows more. */
const beyond = 1.6;

/** Redesigns that are made around the page. */
export const outside = ['zoom', 'frame'];

const window = { width: 1280, height: 800 };

/** Saved and sketched pages of consoles. */
export async function subjects(): Promise<Subject[]> {
  return Promise.all(
    fixtures()
      .filter(({ defect }) => defect === undefined)
      .map(async ({ name, warehouse, console, address, html, viewport }): Promise<Subject> => {
        const { vocabulary, uniqueIds } = await knownNames(warehouse);
        return { name, vocabulary, idsOf: uniqueIds, consoleId: console, address, html, viewport: viewport ?? window };
      }),
  );
}

/** Pages made to mislead. What they play with (layers, fillers) does not outlive a redesign. */
export async function tricks(): Promise<Subject[]> {
  return (await trickPages()).map(
    ({ name, warehouse, console, address, html, vocabulary }): Subject => ({
      name: `tricks/${name}`,
      vocabulary,
      idsOf: (ref) => idsOf(ref, warehouse),
      ...(console !== undefined && { consoleId: console }),
      address,
      html,
      viewport: window,
    }),
  );
}

let script: Promise<string> | undefined;

/** A page in which subjects are tried one after another. */
export async function stage(context: BrowserContext) {
  script ??= bundle('./page/index.ts');
  await context.addInitScript({ content: await script });
  const page = await context.newPage();
  let shown: { subject: Subject; isFramed: boolean } | undefined;
  await page.route(/^https?:/, async (route) => {
    const request = route.request();
    if (!shown || !request.isNavigationRequest()) return route.fulfill({ status: 404 });
    const isOuter = shown.isFramed && request.frame() === page.mainFrame();
    const body = isOuter ? frameAround(shown.subject.address) : shown.subject.html;
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  const devtools = await context.newCDPSession(page);

  const resize = ({ viewport: { width, height } }: Subject, factor: number) =>
    page.setViewportSize({ width: Math.round(factor * width), height: Math.round(factor * height) });

  async function open(subject: Subject, isFramed: boolean): Promise<Frame> {
    shown = { subject, isFramed };
    await resize(subject, beyond);
    await page.goto('about:blank');
    await page.goto(isFramed ? new URL('/a-frame-around-the-app', subject.address).href : subject.address);
    const inner = page.frames()[1];
    if (isFramed && !inner) throw new Error(`${subject.name} did not load in its frame.`);
    return isFramed && inner ? inner : page.mainFrame();
  }

  async function zoom({ viewport: { width, height } }: Subject, factor: number): Promise<void> {
    await devtools.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / factor),
      height: Math.round(height / factor),
      deviceScaleFactor: factor,
      mobile: false,
    });
  }

  return {
    page,
    async tryOut(subject: Subject, ids: string[], seed: number, how: How = {}): Promise<Verdict> {
      const frame = await open(subject, ids.includes('frame'));
      const { vocabulary, consoleId } = subject;
      const reading: Reading = { vocabulary, withHints: true, ...(consoleId !== undefined && { consoleId }) };
      // Only a virtual list shows what was out of sight before.
      const isScrolled = ids.includes('virtualise');
      const before = await frame.evaluate((given) => sidelightDrift.start(given), { ...reading, isScrolled });
      await resize(subject, 1);
      const { moved, isChanged } = await frame.evaluate(([names, from]) => sidelightDrift.redesign(names, from), [
        ids,
        seed,
      ] as const);
      if (ids.includes('zoom')) await zoom(subject, [0.8, 0.9, 1.1, 1.25, 1.5][seed % 5] ?? 1);
      const after = await frame.evaluate((given) => sidelightDrift.judge(given), { ...reading, ...how });
      if (ids.includes('zoom')) await devtools.send('Emulation.clearDeviceMetricsOverride');
      return { ...verdict(before.found, after, subject.idsOf), moved, isChanged };
    },
  };
}

const frameAround = (address: string) =>
  `<!doctype html><style>html,body{margin:0}iframe{border:0;position:fixed;inset:0;width:100%;height:100%}</style><iframe src="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;

function verdict(
  before: Sighting[],
  { found, due, failed }: { found: Sighting[]; due: boolean[]; failed: string[] },
  uniqueIds: (ref: TableRef) => string[],
): Omit<Verdict, 'moved' | 'isChanged'> {
  const idOf = ({ ref }: Sighting) => uniqueIds(ref).join(' or ');
  const truths = before.map(idOf);
  const seen = new Set<number>();
  const wrong = failed.map((reader) => `${reader} threw`);
  for (const sighting of found) {
    const id = idOf(sighting);
    const agreeing = sighting.truths.filter((index) => truths[index] === id);
    for (const index of agreeing) seen.add(index);
    // The page's own table may be named at another spot than before, and at the end of a breadcrumb that had other words in one text with it.
    const isOwn = before.some((one, index) => one.reader === 'address' && truths[index] === id);
    const isOfPage = isOwn && /^(address|crumbs)$/.test(sighting.reader);
    if (isOfPage && sighting.reader === 'address')
      for (const [index, one] of before.entries()) if (one.reader === 'address') seen.add(index);
    // A list of past statements is code like any other once nothing says what it is: nobody can tell by looking at it.
    if (agreeing.length === 0 && !isOfPage && !sighting.isOutOfZone)
      wrong.push(`${sighting.reader} "${sighting.label}" as ${id || 'nothing'} (${sighting.evidence})`);
  }
  const wanted = due.flatMap((isWanted, index) => (isWanted ? [index] : []));
  const missed = wanted.filter((index) => !seen.has(index));
  return {
    due: wanted.length,
    found: wanted.length - missed.length,
    wrong,
    missed: missed.map((index) => `${before[index]?.reader} "${before[index]?.label}" ${truths[index]}`),
  };
}
