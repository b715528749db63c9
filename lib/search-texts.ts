import { readSync, readTexts } from './store';

/**
 * The texts of the last search, because the next key comes soon: from the disk they take a hundred times as long as looking
 * through them. Nothing depends on them: they are of one generation, and given back a while after the last key.
 */
const kept = new Map<string, { generation: number; texts: string[] }>();
let givingBack: ReturnType<typeof setTimeout> | undefined;

/** No timer of ours may keep the worker from dying. */
const keptMs = 15_000;
/** Larger projects are read anew for every key: the worker's memory matters more. Characters. */
const mostKept = 40_000_000;

/** What the search looks through of what is shown of a connection. */
export async function textsOf(connectionId: string): Promise<string[]> {
  clearTimeout(givingBack);
  givingBack = setTimeout(() => kept.clear(), keptMs);
  const generation = (await readSync(connectionId)).live?.generation;
  const known = kept.get(connectionId);
  if (known && known.generation === generation) return known.texts;
  kept.delete(connectionId);
  const texts = await readTexts(connectionId);
  const size = [...kept.values()].flatMap((other) => other.texts).reduce((sum, { length }) => sum + length, 0);
  const whole = texts.reduce((sum, { length }) => sum + length, size);
  if (generation !== undefined && whole <= mostKept) kept.set(connectionId, { generation, texts });
  return texts;
}
