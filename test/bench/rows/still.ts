import { type Bench, waitForBadges } from '../bench';
import type { Row } from '../figure';
import { treePage } from '../pages/tree';
import { otherOrigin, shownTables } from '../stage';

/** How long the idle page is watched; the bar is a minute. */
const idleMs = 60_000;

/** P5: a page on which nothing happens. */
export async function idleRow(bench: Bench): Promise<Row> {
  const page = await bench.stage.open(treePage(2_000, shownTables(bench.stage.models)));
  await waitForBadges(page, 5);
  await page.waitForTimeout(2_000);
  const { calls } = await bench.cost(page, 'idle page', () => page.waitForTimeout(idleMs));
  await page.close();
  return { id: 'P5', what: 'calls of ours on an idle page in 60 s', ours: calls, bar: '0', ok: calls === 0, peers: {} };
}

/** P15: a page that no connection is for changes a hundred times. */
export async function strangerRow(bench: Bench): Promise<Row> {
  const page = await bench.stage.open(treePage(2_000, shownTables(bench.stage.models)), { origin: otherOrigin });
  await page.waitForTimeout(1_000);
  const { calls } = await bench.cost(page, 'page without a connection', async () => {
    await page.evaluate(async () => {
      for (let at = 0; at < 100; at++) {
        const row = document.querySelector(`#tree > :nth-child(${at + 2}) .label`);
        if (row) row.textContent = `CHANGED_${at}`;
        await new Promise(requestAnimationFrame);
      }
    });
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(300);
  });
  await page.close();
  return {
    id: 'P15',
    what: 'calls of ours in 100 changes of a page without a connection',
    ours: calls,
    bar: '0',
    ok: calls === 0,
    peers: {},
  };
}
