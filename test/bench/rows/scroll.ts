import type { Page } from '@playwright/test';
import { type Bench, throttle, waitForBadges } from '../bench';
import { bundled } from '../bundle';
import { median, middleHalf, type Row } from '../figure';
import { recyclingPage } from '../pages/recycle';
import { otherOrigin, shownTables } from '../stage';
import { costOf, traced } from '../trace';

type Seen = { wrongFrames: number; right: number; missing: number; dropped: number };
/** What the page of recycle.js and peers/page.js offers. */
declare const benchRun: (frames: number, how: string, isChecking: boolean) => Promise<Seen>;
declare const benchPeers: Record<string, (list: Element, known: Set<string>) => () => void>;
declare const benchKnown: Set<string>;

/** How rows change, and how much slower the processor is made. */
type Scroll = { how: 'text' | 'node' | 'key' | 'rebuilt' | 'grid'; rate: number };

/** Lists that recycle their rows, scrolled by a row in every frame, and a grid of results that changes in every frame. */
export const scrolls: Scroll[] = [
  ...(['text', 'node', 'key', 'rebuilt', 'grid'] as const).map((how) => ({ how, rate: 1 })),
  { how: 'text', rate: 4 },
];
const frames = 60;

type Measured = { perFrame: number; seen: Seen };

/** Ours: our scripts, and what style and layout cost more than on the page alone. */
async function ours(bench: Bench, page: Page, how: string, rate: number): Promise<Measured & { layout: number }> {
  let seen: Seen | undefined;
  const cost = await bench.cost(
    page,
    `scroll by ${how}`,
    async () => {
      seen = await page.evaluate(([count, way]) => benchRun(count, way, true), [frames, how] as const);
    },
    { isThrottled: rate > 1 },
  );
  if (!seen) throw new Error('The page said nothing.');
  return { perFrame: cost.script / frames, layout: cost.layout / frames, seen };
}

async function alone(page: Page, how: string): Promise<{ page: number; layout: number; seen: Seen }> {
  let seen: Seen | undefined;
  const cost = costOf(
    await traced(page, async () => {
      seen = await page.evaluate(([count, way]) => benchRun(count, way, true), [frames, how] as const);
    }),
  );
  if (!seen) throw new Error('The page said nothing.');
  return { page: cost.page / frames, layout: cost.layout / frames, seen };
}

/** A peer at work in a page that we leave alone; what it costs is what the page's scripts cost more. */
async function withPeer(page: Page, peer: string, how: string) {
  await page.evaluate((name) => {
    const list = document.getElementById('list');
    const start = benchPeers[name];
    if (list && start) Object.assign(window, { benchStop: start(list, benchKnown) });
  }, peer);
  const result = await alone(page, how);
  await page.evaluate(() => (window as unknown as { benchStop: () => void }).benchStop());
  return result;
}

/** P2: one way of scrolling. */
export async function scrollRow(bench: Bench, { how, rate }: Scroll): Promise<Row> {
  const { stage } = bench;
  const html = recyclingPage(shownTables(stage.models), await bundled('./peers/page.js'));
  const [mine, other] = [await stage.open(html), await stage.open(html, { origin: otherOrigin })];
  await waitForBadges(mine, 5);
  for (const page of [mine, other]) if (rate > 1) await throttle(page, rate);
  const found = { ours: [] as number[], floor: [] as number[] };
  const total: Seen = { wrongFrames: 0, right: 0, missing: 0, dropped: 0 };
  let droppedAlone = 0;
  const runs = rate > 1 ? Math.min(3, bench.runs) : bench.fewRuns;
  await mine.bringToFront();
  await ours(bench, mine, how, rate);
  for (let run = 0; run < runs; run++) {
    await other.bringToFront();
    const page = await alone(other, how);
    const bare = await withPeer(other, 'bare observer', how);
    await mine.bringToFront();
    const own = await ours(bench, mine, how, rate);
    found.ours.push(own.perFrame + Math.max(0, own.layout - page.layout));
    found.floor.push(Math.max(0, bare.page - page.page));
    droppedAlone += page.seen.dropped;
    for (const key of ['wrongFrames', 'right', 'missing', 'dropped'] as const) total[key] += own.seen[key];
  }
  const peers: Row['peers'] = {};
  if (rate === 1 && how !== 'grid') {
    await other.bringToFront();
    const page = await alone(other, how);
    for (const peer of await other.evaluate(() => Object.keys(benchPeers))) {
      if (peer === 'bare observer') continue;
      const result = await withPeer(other, peer, how);
      const wrong = (100 * result.seen.wrongFrames) / frames;
      const missed = (100 * result.seen.missing) / Math.max(1, result.seen.missing + result.seen.right);
      const ms = Math.max(0, result.page + result.layout - page.page - page.layout).toFixed(2);
      peers[peer] = `${ms} ms, ${wrong.toFixed(0)} % of frames wrong, ${missed.toFixed(0)} % missing`;
    }
  }
  await mine.close();
  await other.close();
  const [value, floor] = [median(found.ours), median(found.floor)];
  const wrong = (100 * total.wrongFrames) / (runs * frames);
  const missing = (100 * total.missing) / Math.max(1, total.missing + total.right);
  const limit = 1.3 * floor + 0.3 * rate;
  // A frame that the page alone does not drop either: within what two runs of the page alone differ by.
  const isFluent = total.dropped <= droppedAlone * 1.1 + runs * 3;
  return {
    id: 'P2',
    what: `${how === 'grid' ? 'results grid updates' : `list scrolls, rows by ${how}`}${rate > 1 ? `, CPU ÷ ${rate}` : ''}; ${wrong.toFixed(1)} % wrong, ${missing.toFixed(0)} % missing, ${total.dropped}/${droppedAlone} dropped`,
    ours: value,
    floor,
    ratio: value / limit,
    bar: `≤ 1.3 × floor + ${0.3 * rate} ms (ratio 1), 0 % wrong`,
    ok: value <= limit && total.wrongFrames === 0 && isFluent,
    peers,
    spread: middleHalf(found.ours),
  };
}
