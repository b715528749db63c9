import { connectionTo, discoveryUrl, type Rig, syncEnd, syncedOnce, token } from './rig';
import { backgroundOf, heapIn, sessionOf } from './worker';

/** Times in ms, one per run, ours and the floors' in turns; sizes in MB. `writes`: nothing but writing what a sync leaves on the disk. */
export type SyncMeasure = {
  ours: number[];
  floors: number[];
  writes: number[];
  written: number;
  heapBefore: number;
  heapAfter: number;
};

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
  const measure: SyncMeasure = { ours: [], floors: [], writes: [], written: 0, heapBefore, heapAfter: 0 };
  for (let run = 0; run < runs; run += 1) {
    pages.asked.length = 0;
    measure.ours.push(await timeSync(rig, connection.id));
    await allTidied(rig, connection.id);
    measure.heapAfter = Math.max(measure.heapAfter, await heapIn(worker));
    measure.floors.push(await timeBareFetch(rig, [...pages.asked]));
    const { time, size } = await timeBareWrites(rig, connection.id);
    measure.writes.push(time);
    measure.written = size / 1e6;
  }
  await worker.close();
  return measure;
}

/** Milliseconds of one whole sync, until the new is shown; what was shown before is deleted when it has ended. */
async function timeSync(rig: Rig, connectionId: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, freshMs));
  const since = Date.now();
  const before = performance.now();
  const asked = rig.sidelight.ask('sync', { connectionId });
  await syncEnd(rig, connectionId, since);
  const time = performance.now() - before;
  await asked;
  return time;
}

/** Waits until what was shown before the last sync is deleted: the sync's time ends when the new is shown, and a floor must not pay for that. */
function allTidied({ context, extensionId }: Rig, connectionId: string): Promise<void> {
  const lock = `sync:${connectionId}`;
  return backgroundOf(context, extensionId).evaluate((name) => navigator.locks.request(name, () => undefined), lock);
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

/** The records that a sync has left, written to another database as they are: in the same transactions of a hundred, one behind the other. */
function timeBareWrites({ context, extensionId }: Rig, connectionId: string): Promise<{ time: number; size: number }> {
  return backgroundOf(context, extensionId).evaluate(async (id) => {
    const stores = ['nodes', 'texts', 'badges', 'places'];
    const opening = indexedDB.open('sidelight');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const read = opening.result.transaction(stores);
    const range = IDBKeyRange.bound([`${id}#`], [`${id}#:`, []]);
    const asked = stores.map((store) => [
      store,
      read.objectStore(store).getAllKeys(range),
      read.objectStore(store).getAll(range),
    ]) as [string, IDBRequest<IDBValidKey[]>, IDBRequest<string[]>][]; // as: a list of three each
    await new Promise((resolve) => read.addEventListener('complete', resolve));
    opening.result.close();
    const making = indexedDB.open('bare');
    making.addEventListener('upgradeneeded', () => {
      for (const store of stores) making.result.createObjectStore(store);
    });
    await new Promise((resolve) => making.addEventListener('success', resolve));
    const before = performance.now();
    let size = 0;
    for (const [store, keys, values] of asked) {
      for (let start = 0; start < values.result.length; start += 100) {
        const write = making.result.transaction(store, 'readwrite', { durability: 'relaxed' });
        for (const [at, value] of values.result.slice(start, start + 100).entries()) {
          write.objectStore(store).put(value, keys.result[start + at]);
          size += value.length;
        }
        await new Promise((resolve) => write.addEventListener('complete', resolve));
      }
    }
    const time = performance.now() - before;
    making.result.close();
    const deleting = indexedDB.deleteDatabase('bare');
    await new Promise((resolve) => deleting.addEventListener('success', resolve));
    return { time, size };
  }, connectionId);
}
