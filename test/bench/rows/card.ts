import { type Bench, waitForBadges } from '../bench';
import { median, middleHalf, type Row } from '../figure';
import { treePage } from '../pages/tree';
import { shownTables } from '../stage';

/** What a person has chosen by default, milliseconds of resting; lib/settings. */
const dwellMs = 400;
/** One frame at 60 a second, milliseconds. */
const frameMs = 1000 / 60;

/** P11: from the end of the dwell to the first content of the card, its part being there already. */
export async function cardRow(bench: Bench): Promise<Row> {
  const page = await bench.stage.open(treePage(200, shownTables(bench.stage.models)));
  await waitForBadges(page, 5);
  await page.evaluate(() => {
    const times = { entered: 0, opened: 0 };
    Object.assign(window, { benchCard: times });
    const entered = ({ target, timeStamp }: Event) => {
      if (target instanceof Element && target.nodeName === 'DBT-BADGE') times.entered = timeStamp;
    };
    document.addEventListener('pointerover', entered, true);
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node.nodeName === 'DBT-CARD') times.opened = performance.now();
    }).observe(document.body, { childList: true });
  });
  const spots = await page.evaluate(() =>
    [...document.querySelectorAll('dbt-badge')].slice(0, 6).map((badge) => {
      const { x, y, width } = badge.getBoundingClientRect();
      return { x: x + width / 2, y };
    }),
  );
  const late: number[] = [];
  for (let run = 0; run <= bench.runs; run++) {
    const spot = spots[run % spots.length] ?? { x: 0, y: 0 };
    await page.mouse.move(900, 700);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(700);
    await page.mouse.move(spot.x, spot.y, { steps: 2 });
    await page.waitForTimeout(900);
    const { entered, opened } = await page.evaluate(
      () => (window as unknown as { benchCard: { entered: number; opened: number } }).benchCard,
    );
    // The first rest brings the card's part.
    if (run > 0 && opened > entered) late.push(opened - entered - dwellMs);
  }
  await page.close();
  const value = median(late);
  const ok = late.length === bench.runs && value <= frameMs;
  return {
    id: 'P11',
    what: 'card after the dwell (wall time)',
    ours: value,
    floor: frameMs,
    ratio: value / frameMs,
    bar: '≤ 1 frame',
    ok,
    peers: {},
    spread: middleHalf(late),
  };
}
