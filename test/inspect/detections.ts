import type { Frame, Page } from '@playwright/test';
import type { PageReport, PageTable, Reply } from '../../lib/messages/protocol';

type Point = { x: number; y: number };

/** One line of the answer. */
export type Line = {
  reader: string;
  evidence: string;
  label: string;
  database: string | null;
  schema: string | null;
  name: string;
  status: 'matched' | 'ambiguous' | 'unknown';
  uniqueIds: string[];
  drawn: PageTable['drawn'];
  box: { x: number; y: number; width: number; height: number };
};

/** What one frame says of itself. `key` tells its document from all others. */
type Told = { key: string; report: PageReport | undefined };

const stillMs = 400;
const patienceMs = 15_000;
const lookAgainMs = 80;

/** The parts of the extension API used inside the control page. */
declare const chrome: {
  tabs: {
    query: (filter: object) => Promise<{ id?: number; url?: string }[]>;
    sendMessage: (tab: number, message: unknown, options: { frameId: number }) => Promise<unknown>;
  };
  scripting: {
    executeScript: (script: {
      target: { tabId: number; allFrames: boolean };
      func: () => string;
    }) => Promise<{ frameId: number; result?: string }[]>;
  };
};

/** When a document was begun, to the tenth of a millisecond, and its address: no two frames share both. */
const keyInPage = () => `${performance.timeOrigin} ${location.href}`;

/** Asks every frame of a tab through one of the extension's own pages. No named function in there: tsx would mark it. */
async function ask(control: Page, page: Page): Promise<Told[]> {
  const told = await control.evaluate(async (address) => {
    const tab = (await chrome.tabs.query({})).find((one) => one.url === address);
    if (tab?.id === undefined) return [];
    const tabId = tab.id;
    // Out of a list: as a property's value it would be a named function.
    const [func] = [() => `${performance.timeOrigin} ${location.href}`] as const;
    const frames = await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, func });
    return Promise.all(
      frames.map(async ({ frameId, result }) => ({
        frameId,
        key: result ?? '',
        reply: await chrome.tabs.sendMessage(tabId, { word: 'page', question: {} }, { frameId }).catch(() => undefined),
      })),
    );
  }, page.url());
  return told
    .sort((one, other) => one.frameId - other.frameId)
    .map(({ key, reply }) => {
      const answer = reply as Reply<'page'> | undefined; // as: what the content script answers to this word
      return { key, report: answer?.ok ? answer.value : undefined };
    });
}

/** Everything in the answers that must stay the same until they are believed. */
function shownIn(told: Told[]): string {
  return JSON.stringify(told.map(({ key, report }) => [key, report?.tables]));
}

/** Asks until the answers have not changed for a while; the page itself must have answered. */
async function settled(control: Page, page: Page): Promise<Told[]> {
  const start = Date.now();
  let [before, since] = ['', start];
  for (;;) {
    const told = await ask(control, page).catch((): Told[] => []);
    const now = shownIn(told);
    const isWaiting = !told[0]?.report || told.some(({ report }) => report?.isPending);
    if (now !== before || isWaiting) [before, since] = [now, Date.now()];
    if (Date.now() - since >= stillMs || Date.now() - start > patienceMs) return told;
    await page.waitForTimeout(lookAgainMs);
  }
}

/** Where the inside of a frame begins in the window. */
async function cornerOf(frame: Frame): Promise<Point> {
  const element = await frame.frameElement();
  const box = await element.boundingBox();
  const inner = await element.evaluate((frameElement: Element) => {
    const { paddingLeft, paddingTop } = getComputedStyle(frameElement);
    return {
      x: frameElement.clientLeft + Number.parseFloat(paddingLeft),
      y: frameElement.clientTop + Number.parseFloat(paddingTop),
    };
  });
  return { x: (box?.x ?? 0) + inner.x, y: (box?.y ?? 0) + inner.y };
}

async function corners(page: Page): Promise<Map<string, Point>> {
  const found = new Map<string, Point>();
  for (const frame of page.frames()) {
    const key = await frame.evaluate(keyInPage).catch(() => undefined);
    if (key === undefined) continue;
    found.set(key, frame === page.mainFrame() ? { x: 0, y: 0 } : await cornerOf(frame).catch(() => ({ x: 0, y: 0 })));
  }
  return found;
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function lineOf({ reader, evidence, label, ref, resolution, drawn, box }: PageTable, corner: Point): Line {
  const nodes =
    resolution.status === 'matched' ? [resolution.node] : resolution.status === 'ambiguous' ? resolution.nodes : [];
  return {
    reader,
    evidence,
    label,
    database: ref.database ?? null,
    schema: ref.schema ?? null,
    name: ref.name,
    status: resolution.status,
    uniqueIds: nodes.map(({ uniqueId }) => uniqueId),
    drawn,
    box: {
      x: rounded(box.x + corner.x),
      y: rounded(box.y + corner.y),
      width: rounded(box.width),
      height: rounded(box.height),
    },
  };
}

/** The detections of all frames once they have settled, frame after frame, each from top to bottom; `ms`: of the last readings. */
export async function detections(control: Page, page: Page): Promise<{ lines: Line[]; ms: number }> {
  const told = await settled(control, page);
  if (!told.some(({ report }) => report)) process.stderr.write('inspect: the extension does not run on this page\n');
  const cornerOfKey = await corners(page);
  const lines = told.flatMap(({ key, report }) =>
    (report?.tables ?? [])
      .map((table) => lineOf(table, cornerOfKey.get(key) ?? { x: 0, y: 0 }))
      .sort((one, other) => one.box.y - other.box.y || one.box.x - other.box.x),
  );
  return { lines, ms: rounded(told.reduce((sum, { report }) => sum + (report?.ms ?? 0), 0)) };
}
