import type { Connection, ProjectNames } from '../../lib/model';
import { keyOf } from '../../lib/sql/dialect';
import { groupsIn } from '../grouped-names';
import { connectionTo, median, type Rig, syncedOnce } from './rig';
import { backgroundOf } from './worker';

/** Times in ms, medians of runs in turns with their floor. */
export type LookUpMeasure = { ours: number; floor: number; coldOurs: number; coldFloor: number };

/** How many names a page asks for at once. */
const asked = 500;

type Ref = { database?: string | undefined; schema?: string | undefined; name: string };

/**
 * 500 names spread over a whole project of so many models: from the page's question to the page's answer, and bare IndexedDB
 * reads of the same keys in the same worker. Cold: the worker was dead; its floor is the answer of a dead worker to a word
 * that asks for nothing, and the bare reads.
 */
export async function measureLookUp(rig: Rig, models: number, runs: number): Promise<LookUpMeasure> {
  const { id, dialect } = connectionTo(models);
  await syncedOnce(rig, models);
  const { scope, refs } = await someNames(rig, connectionTo(models));
  const keys = refs.map(({ name }) => keyOf(dialect, name, 'name'));
  const [ours, floors, coldOurs, coldFloors]: number[][] = [[], [], [], []];
  for (let run = 0; run < runs; run += 1) {
    ours?.push(await timeResolve(rig, id, refs));
    floors?.push(await timeBareReads(rig, scope, keys));
  }
  for (let run = 0; run < runs; run += 1) {
    await rig.sidelight.killWorker();
    coldOurs?.push(await timeResolve(rig, id, refs));
    await rig.sidelight.killWorker();
    const start = await timeNothing(rig);
    coldFloors?.push(start + (await timeBareReads(rig, scope, keys)));
  }
  const medianOf = (values: number[] | undefined) => median(values ?? []);
  return {
    ours: medianOf(ours),
    floor: medianOf(floors),
    coldOurs: medianOf(coldOurs),
    coldFloor: medianOf(coldFloors),
  };
}

declare const chrome: {
  runtime: { sendMessage: (message: unknown) => Promise<{ ok: boolean; value: { status: string }[] }> };
};

/** Names of a connection, evenly spread, as a page spells them, and the scope they are kept in. */
async function someNames({ control }: Rig, { id, dialect }: Connection): Promise<{ scope: string; refs: Ref[] }> {
  const { scope, known } = await control.evaluate(async (connectionId) => {
    const opening = indexedDB.open('sidelight');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const base = opening.result;
    const read = base.transaction(['syncs', 'names']);
    const sync = read.objectStore('syncs').get(connectionId);
    await new Promise((resolve) => sync.addEventListener('success', resolve));
    const scope = `${connectionId}#${sync.result.live.generation}`;
    const names = read.objectStore('names').get(scope);
    await new Promise((resolve) => names.addEventListener('success', resolve));
    base.close();
    // as: what lib/database keeps there
    return { scope, known: names.result as ProjectNames };
  }, id);
  const all = groupsIn({ dialect, version: '', projects: [known] }).flatMap(({ names, database, schema }) =>
    names.map((name) => ({ database, schema, name })),
  );
  const refs = Array.from({ length: asked }, (_, at) => all[Math.floor((at * all.length) / asked)] ?? { name: '' });
  return { scope, refs };
}

/** From the page's question to the page's answer. */
function timeResolve({ control }: Rig, id: string, refs: Ref[]): Promise<number> {
  return control.evaluate(
    async ([connectionId, all]) => {
      const question = { connectionIds: [connectionId], refs: all };
      const before = performance.now();
      const reply = await chrome.runtime.sendMessage({ word: 'resolve', question });
      const time = performance.now() - before;
      const isWhole = reply.ok && reply.value.every(({ status }) => status !== 'unknown');
      if (!isWhole) throw new Error('not all were found');
      return time;
    },
    [id, refs] as const,
  );
}

/** A word that nothing needs to be done for, when one of our own pages says it. */
function timeNothing({ control }: Rig): Promise<number> {
  return control.evaluate(async () => {
    const before = performance.now();
    await chrome.runtime.sendMessage({ word: 'bring', question: { part: 'card' } });
    return performance.now() - before;
  });
}

/** The records of the same keys, each asked for by itself. */
function timeBareReads({ context, extensionId }: Rig, scope: string, keys: string[]): Promise<number> {
  return backgroundOf(context, extensionId).evaluate(
    async ([own, all]) => {
      const opening = indexedDB.open('sidelight');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const before = performance.now();
      const badges = opening.result.transaction('badges').objectStore('badges');
      await Promise.all(
        all.map(
          (key) =>
            new Promise((resolve) => {
              const asking = badges.get(IDBKeyRange.bound([own, key], [own, []]));
              asking.onsuccess = () => resolve(asking.result);
            }),
        ),
      );
      const time = performance.now() - before;
      opening.result.close();
      return time;
    },
    [scope, keys] as const,
  );
}
