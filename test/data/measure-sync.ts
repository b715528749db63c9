import { connectionTo, discoveryUrl, type Rig, syncEnd, syncedOnce, token } from './rig';
import { backgroundOf, heapIn, sessionOf } from './worker';

/** Times in ms, one per run, ours and the floor's in turns; heaps in MB. */
export type SyncMeasure = { ours: number[]; floors: number[]; heapBefore: number; heapAfter: number };

/** A click right after a sync brings nothing. */
const freshMs = 10_500;

/**
 * Whole syncs of a project of so many models, and bare `fetch` with `JSON.parse` of exactly the same questions in the same
 * worker, in turns. The first sync is not counted: it makes the answers.
 */
export async function measureSync(rig: Rig, models: number, runs: number): Promise<SyncMeasure> {
  const connection = connectionTo(models);
  const { context, extensionId, pages } = rig;
  const worker = await sessionOf(context, extensionId);
  const heapBefore = await heapIn(worker);
  await syncedOnce(rig, models);
  const measure: SyncMeasure = { ours: [], floors: [], heapBefore, heapAfter: 0 };
  for (let run = 0; run < runs; run += 1) {
    pages.asked.length = 0;
    measure.ours.push(await timeSync(rig, connection.id));
    measure.heapAfter = Math.max(measure.heapAfter, await heapIn(worker));
    measure.floors.push(await timeBareFetch(rig, [...pages.asked]));
  }
  await worker.close();
  return measure;
}

/** Milliseconds of one whole sync. */
async function timeSync(rig: Rig, connectionId: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, freshMs));
  const since = Date.now();
  const before = performance.now();
  await rig.sidelight.ask('sync', { connectionId });
  await syncEnd(rig, connectionId, since);
  return performance.now() - before;
}

/** The same questions, one after another, with nothing but fetch and JSON.parse. */
function timeBareFetch({ context, extensionId }: Rig, bodies: string[]): Promise<number> {
  return backgroundOf(context, extensionId).evaluate(
    async ([url, secret, all]) => {
      const before = performance.now();
      for (const body of all) {
        const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
        JSON.parse(await (await fetch(url, { method: 'POST', headers, body, cache: 'no-store' })).text());
      }
      return performance.now() - before;
    },
    [discoveryUrl, token, bodies] as const,
  );
}
