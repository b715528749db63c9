import type { Page } from '@playwright/test';
import { type Bench, waitForBadges } from '../bench';
import { median, middleHalf, type Row } from '../figure';
import { treePage } from '../pages/tree';
import { consoleOrigin, shownTables } from '../stage';
import { costOf, traced } from '../trace';

/** Thread time of one walk over every text of the page. */
async function bareWalk(page: Page): Promise<number> {
  const events = await traced(page, async () => {
    // From a timer: what the browser's own protocol calls is in no trace.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let length = 0;
            while (walker.nextNode()) length += walker.currentNode.nodeValue?.length ?? 0;
            resolve(length);
          });
        }),
    );
  });
  return costOf(events).page;
}

async function firstPass(bench: Bench, rows: number): Promise<{ ours: number; floor: number }> {
  const page = await bench.stage.browser.context.newPage();
  const cost = await bench.cost(
    page,
    `first pass over ${rows} rows`,
    async () => {
      await page.goto(`${consoleOrigin}/tree-${rows}`, { waitUntil: 'commit', timeout: 120_000 });
      await waitForBadges(page, 10);
      await page.waitForTimeout(300);
    },
    { isPageStill: true },
  );
  const floor = await bareWalk(page);
  await page.close();
  return { ours: cost.script - cost.evaluate, floor };
}

/** A page of 200,000 rows takes half a minute. */
const mostOfLargest = 3;

/** P1: what is read and drawn first, at three sizes of page. */
export async function firstPassRows(bench: Bench): Promise<Row[]> {
  const tables = shownTables(bench.stage.models);
  const sizes = [2_000, 20_000, 200_000];
  const found = new Map(sizes.map((rows) => [rows, { ours: [] as number[], floor: [] as number[] }]));
  for (const rows of sizes) bench.stage.site.serve(`${consoleOrigin}/tree-${rows}`, treePage(rows, tables));
  // In turns: a browser that has run for a while is quicker
  for (let run = 0; run < bench.fewRuns; run++) {
    for (const [rows, all] of found) {
      if (rows > 100_000 && run >= mostOfLargest) continue;
      const { ours, floor } = await firstPass(bench, rows);
      all.ours.push(ours);
      all.floor.push(floor);
    }
  }
  const of = (rows: number) => median(found.get(rows)?.ours ?? []);
  const middle = found.get(20_000) ?? { ours: [], floor: [] };
  const ratio = of(20_000) / median(middle.floor);
  const rows: Row[] = [
    {
      id: 'P1',
      what: 'first pass, 20,000 rows, everything of ours until the badges stand',
      ours: of(20_000),
      floor: median(middle.floor),
      ratio,
      bar: '≤ 0.1 × TreeWalker',
      ok: ratio <= 0.1,
      peers: {},
      spread: middleHalf(middle.ours),
    },
  ];
  for (const size of [2_000, 200_000]) {
    const share = of(size) / of(20_000);
    rows.push({
      id: 'P1',
      what: `first pass, ${size.toLocaleString('en')} rows against 20,000`,
      ours: of(size),
      floor: of(20_000),
      ratio: share,
      bar: '0.8–1.2',
      ok: share <= 1.2,
      peers: {},
      spread: middleHalf(found.get(size)?.ours ?? []),
    });
  }
  return rows;
}
