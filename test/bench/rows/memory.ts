import type { CDPSession } from '@playwright/test';
import { type Bench, waitForBadges } from '../bench';
import type { Row } from '../figure';
import { recyclingPage } from '../pages/recycle';
import { otherOrigin, shownTables } from '../stage';

declare const benchRun: (frames: number, how: string, isChecking: boolean) => Promise<unknown>;

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

/** P14: an hour of use, drawn together: as many rows pass as somebody scrolls in an hour. */
export async function memoryRows(bench: Bench): Promise<Row[]> {
  const html = recyclingPage(shownTables(bench.stage.models));
  const growth = async (origin?: string) => {
    const page = await bench.stage.open(html, origin ? { origin } : {});
    if (!origin) await waitForBadges(page, 5);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const before = await heap(session);
    for (const how of ['text', 'key', 'rebuilt']) await page.evaluate((way) => benchRun(200, way, false), how);
    const after = await heap(session);
    await session.send('DOM.enable');
    const { detachedNodes } = (await session.send('DOM.getDetachedDomNodes' as never)) as unknown as {
      detachedNodes: { treeNode: { nodeName: string } }[];
    };
    await page.close();
    const ours = detachedNodes.filter(({ treeNode }) => treeNode.nodeName.startsWith('DBT-')).length;
    return { start: before, grown: after - before, ours };
  };
  const alone = await growth(otherOrigin);
  const own = await growth();
  const extra = own.grown - alone.grown;
  return [
    {
      id: 'P14',
      what: 'heap of a tab grown more than the page alone, 600 frames of scrolling, MB',
      ours: extra,
      floor: alone.grown,
      bar: '≤ 5',
      ok: extra <= 5,
      peers: {},
    },
    { id: 'P14', what: 'detached nodes of ours', ours: own.ours, bar: '0', ok: own.ours === 0, peers: {} },
  ];
}
