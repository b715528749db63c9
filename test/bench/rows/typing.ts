import type { Page } from '@playwright/test';
import { type Bench, throttle } from '../bench';
import { median, middleHalf, quantile, type Row } from '../figure';
import { type EditorId, editorPage, viewport } from '../pages/editor';
import { otherOrigin, shownTables } from '../stage';
import { costOf, traced } from '../trace';

/** An editor, and how much slower the processor is made. */
type Typing = { editor: EditorId; rate: number };

export const typings: Typing[] = [
  ...(['monaco', 'codemirror', 'ace'] as const).map((editor) => ({ editor, rate: 1 })),
  { editor: 'codemirror', rate: 4 },
];

const typed = ' JOIN analytics.x AS y ON 1';

/** From each key to the moment after its frame; milliseconds. */
async function hearKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const latencies: number[] = [];
    Object.assign(window, { benchLatencies: latencies });
    const heard = ({ timeStamp }: KeyboardEvent) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => latencies.push(performance.now() - timeStamp);
        port2.postMessage(0);
      });
    };
    window.addEventListener('keydown', heard, { capture: true });
  });
}

async function latenciesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { benchLatencies: number[] }).benchLatencies.splice(0));
}

async function typeLine(page: Page): Promise<void> {
  for (const key of typed) {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await page.waitForTimeout(25);
  }
  await page.keyboard.press('Enter');
  await page.waitForTimeout(100);
}

/** What the browser itself takes for as many marks as we set, without any script at work: style and layout that a key costs more, ms. */
async function bareHighlights(page: Page, count: number, layoutAlone: number): Promise<number> {
  await page.evaluate((most) => {
    const sheet = document.createElement('style');
    sheet.textContent = '::highlight(bench){text-decoration:underline dotted 1px green}';
    document.head.append(sheet);
    const walker = document.createTreeWalker(document.getElementById('editor') ?? document.body, NodeFilter.SHOW_TEXT);
    const highlight = new Highlight();
    while (walker.nextNode() && highlight.size < most) {
      if ((walker.currentNode.nodeValue?.length ?? 0) < 6) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, 1);
      range.setEnd(walker.currentNode, 5);
      highlight.add(range);
    }
    CSS.highlights.set('bench', highlight);
  }, count);
  return costOf(await traced(page, () => typeLine(page))).layout - layoutAlone;
}

/** P3: real keys in a real editor. */
export async function typingRow(bench: Bench, { editor, rate }: Typing): Promise<Row> {
  const html = await editorPage(editor, shownTables(bench.stage.models));
  const [mine, other] = [await bench.stage.open(html), await bench.stage.open(html, { origin: otherOrigin })];
  for (const page of [mine, other]) {
    await page.bringToFront();
    await page.setViewportSize(viewport);
    await hearKeys(page);
    await typeLine(page);
  }
  await mine.bringToFront();
  // Highlights are no elements: that our reader is at work is seen by what it reports.
  await mine.waitForTimeout(1_500);
  const marked = (await bench.stage.sidelight.report(mine)).tables.length;
  for (const page of [mine, other]) if (rate > 1) await throttle(page, rate);
  const found = { ours: [] as number[], floor: [] as number[], keys: [] as number[], keysAlone: [] as number[] };
  const keys = typed.length + 1;
  for (let run = 0; run < (rate > 1 ? Math.min(3, bench.runs) : bench.fewRuns); run++) {
    await other.bringToFront();
    const alone = costOf(await traced(other, () => typeLine(other)));
    found.keysAlone.push(...(await latenciesOf(other)));
    await mine.bringToFront();
    const own = await bench.cost(mine, `typing in ${editor}`, () => typeLine(mine), { isThrottled: rate > 1 });
    found.keys.push(...(await latenciesOf(mine)));
    found.ours.push((own.script + Math.max(0, own.layout - alone.layout)) / keys);
    found.floor.push((alone.page + alone.layout) / keys);
  }
  await other.bringToFront();
  const layoutAlone = costOf(await traced(other, () => typeLine(other))).layout;
  const bare = (await bareHighlights(other, marked, layoutAlone)) / keys;
  await mine.close();
  await other.close();
  const [value, floor] = [median(found.ours), median(found.floor)];
  const [late, lateAlone] = [quantile(found.keys, 0.95), quantile(found.keysAlone, 0.95)];
  return {
    id: 'P3',
    what: `typing in ${editor}${rate > 1 ? `, CPU ÷ ${rate}` : ''}, ${marked} names marked, a key; 95 % of keys within ${late.toFixed(0)}/${lateAlone.toFixed(0)} ms`,
    ours: value,
    floor,
    ratio: value / floor,
    bar: '≤ 0.05 × the page alone',
    ok: value / floor <= 0.05 && marked > 0 && late <= lateAlone * 1.25,
    peers: { 'as many highlights, no script': `${bare.toFixed(2)} ms` },
    spread: middleHalf(found.ours),
  };
}
