import type { DbtNode } from './model';
import { type Searchable, searchableIn } from './search';
import { findNodes, readSync, readTexts } from './store';

/** What the search looks through of what is shown of a connection, and the nodes with some keys, in their order. */
export type SearchMemory = { searchable: Searchable[]; nodes: (keys: string[]) => Promise<DbtNode[]> };

/**
 * The texts of the last search and the nodes it found, because the next key comes soon and finds much the same: from the disk
 * they take a hundred times as long as looking through them. Nothing depends on them: they are of one generation, and given
 * back a while after the last key.
 */
const kept = new Map<string, { generation: number; memory: SearchMemory; size: number }>();
let givingBack: ReturnType<typeof setTimeout> | undefined;

/** No timer of ours may keep the worker from dying. */
const keptMs = 15_000;
/** Larger projects are read anew for every key: the worker's memory matters more. Characters. */
const mostKept = 40_000_000;
/** Found nodes that are kept of a connection. */
const mostNodes = 500;

export async function searchMemory(connectionId: string): Promise<SearchMemory> {
  clearTimeout(givingBack);
  givingBack = setTimeout(() => kept.clear(), keptMs);
  const generation = (await readSync(connectionId)).live?.generation;
  const known = kept.get(connectionId);
  if (known && known.generation === generation) return known.memory;
  kept.delete(connectionId);
  const texts = await readTexts(connectionId);
  const memory = { searchable: searchableIn(texts), nodes: remembered(connectionId) };
  const size = texts.reduce((sum, { length }) => sum + length, 0);
  const whole = [...kept.values()].reduce((sum, other) => sum + other.size, size);
  if (generation !== undefined && whole <= mostKept) kept.set(connectionId, { generation, memory, size });
  return memory;
}

function remembered(connectionId: string): SearchMemory['nodes'] {
  const nodes = new Map<string, DbtNode>();
  return async (keys) => {
    if (nodes.size > mostNodes) nodes.clear();
    const missing = keys.filter((key) => !nodes.has(key));
    const read = missing.length > 0 ? await findNodes(connectionId, missing) : [];
    for (const node of read) nodes.set(node.key, node);
    return keys.flatMap((key) => nodes.get(key) ?? []);
  };
}
