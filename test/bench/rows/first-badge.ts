import { type Bench, waitForBadges } from '../bench';
import { median, middleHalf, type Row } from '../figure';
import { treePage } from '../pages/tree';
import { consoleOrigin, shownTables } from '../stage';

const watchScript = `<script>new MutationObserver((records, observer) => {
  for (const { addedNodes } of records) for (const node of addedNodes) if (node.nodeName === 'DBT-BADGE') {
    window.benchFirst ??= performance.now(); observer.disconnect(); return; }
}).observe(document, { subtree: true, childList: true });</script>`;

/** P8: from the moment at which a content script may begin to the first badge, with the worker dead. */
export async function firstBadgeRow(bench: Bench): Promise<Row> {
  const { stage } = bench;
  const address = `${consoleOrigin}/first-badge`;
  const html = treePage(200, shownTables(stage.models)).replace('<body>', `<body>${watchScript}`);
  stage.site.serve(address, html);
  const page = await stage.browser.context.newPage();
  const [ours, floors]: [number[], number[]] = [[], []];
  const { schema, name } = shownTables(stage.models)[0] ?? { schema: '', name: '' };
  for (let run = 0; run <= bench.runs; run++) {
    await stage.sidelight.killWorker();
    await page.goto(address);
    await waitForBadges(page, 1);
    const time = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return (window as unknown as { benchFirst: number }).benchFirst - (navigation?.domContentLoadedEventEnd ?? 0);
    });
    await stage.sidelight.killWorker();
    const floor = await stage.sidelight.timeOf('resolve', {
      connectionIds: ['bench'],
      refs: [{ database: 'ANALYTICS', schema, name }],
    });
    if (run > 0) ours.push(time);
    if (run > 0) floors.push(floor);
  }
  await page.close();
  const [value, floor] = [median(ours), median(floors)];
  return {
    id: 'P8',
    what: 'first badge after the page is there, worker dead (wall time)',
    ours: value,
    floor,
    ratio: value / floor,
    bar: '≤ 1.5 × worker start + message + read',
    ok: value / floor <= 1.5,
    peers: {},
    spread: middleHalf(ours),
  };
}
