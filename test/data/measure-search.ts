import { connectionTo, median, type Rig, syncedOnce } from './rig';
import { backgroundOf } from './worker';

/** Per key typed: ms from the search page's question to its answer, and of a bare `includes` over the same strings. */
export type SearchMeasure = { ours: number; floor: number };

/** What a person types, key by key: found in names, in columns, in descriptions, nowhere. */
const typed = ['customer', 'refund_r', 'nightly', 'reports and forecasts', 'zzz'];
const limit = 30;

/** Searches a project of so many models key by key. The first question, which reads the texts from the disk, is not counted. */
export async function measureSearch(rig: Rig, models: number): Promise<SearchMeasure> {
  await syncedOnce(rig, models);
  const questions = typed.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)));
  const strings = await keepStrings(rig, connectionTo(models).id);
  if (strings < models) throw new Error(`only ${strings} texts`);
  const ours: number[] = [];
  const floors: number[] = [];
  await timeSearch(rig, 'first');
  for (const question of questions) {
    ours.push(await timeSearch(rig, question));
    floors.push(await timeIncludes(rig, question));
  }
  return { ours: median(ours), floor: median(floors) };
}

declare const chrome: { runtime: { sendMessage: (message: unknown) => Promise<{ ok: boolean }> } };

function timeSearch({ control }: Rig, text: string): Promise<number> {
  return control.evaluate(
    async ([asked, most]) => {
      const before = performance.now();
      const { ok } = await chrome.runtime.sendMessage({ word: 'search', question: { text: asked, limit: most } });
      if (!ok) throw new Error('the search was refused');
      return performance.now() - before;
    },
    [text, limit] as const,
  );
}

/** Puts one string per node into the worker's memory, for the floor. */
function keepStrings({ context, extensionId }: Rig, id: string): Promise<number> {
  return backgroundOf(context, extensionId).evaluate(async (connectionId) => {
    const opening = indexedDB.open('sidelight');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const asking = opening.result
      .transaction('texts')
      .objectStore('texts')
      .getAll(IDBKeyRange.bound([`${connectionId}#`], [`${connectionId}#:`, []]));
    await new Promise((resolve) => asking.addEventListener('success', resolve));
    opening.result.close();
    const strings = asking.result.flatMap((text: string) => text.split('\u0001').slice(1));
    Object.assign(globalThis, { strings });
    return strings.length;
  }, id);
}

function timeIncludes({ context, extensionId }: Rig, text: string): Promise<number> {
  return backgroundOf(context, extensionId).evaluate((asked) => {
    const { strings } = globalThis as unknown as { strings: string[] }; // as: put there by keepStrings
    const words = asked.split(' ').filter(Boolean);
    const before = performance.now();
    const found = strings.filter((one) => words.every((word) => one.includes(word)));
    return found.length < 0 ? 0 : performance.now() - before;
  }, text);
}
