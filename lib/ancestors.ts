import type { DbtNode, UpstreamTrouble } from './model';

/** What stands above a node, and what that means for it. */

/** One node, as far as the searches up its ancestors need it. `isLive` and the times are those of `Ancestry`. */
type Ancestor = {
  name: string;
  parents: readonly string[];
  trouble?: UpstreamTrouble['what'];
  isLive?: true;
  loadedAt?: string;
  builtAt?: string;
};

/** The nodes of one connection by unique id. */
export type AncestorGraph = ReadonlyMap<string, Ancestor>;

/** Shows what is above a node, each once, nearest first; whether it goes on above one of them, `look` says. Loops and unknown ids are no obstacle. */
function climb(uniqueId: string, graph: AncestorGraph, look: (id: string, node: Ancestor) => boolean): void {
  const met = new Set([uniqueId]);
  // The queue grows while it is walked: breadth first, so that the nearest come first
  const queue = [uniqueId];
  for (const id of queue) {
    for (const parentId of graph.get(id)?.parents ?? []) {
      const parent = graph.get(parentId);
      if (!parent || met.has(parentId)) continue;
      met.add(parentId);
      if (look(parentId, parent)) queue.push(parentId);
    }
  }
}

/**
 * The source whose data were loaded last, if that was after a node was built. Sources behind views and ephemeral models
 * count; those behind a table do not: the table is then the one that is too old.
 */
export function findNewerSource(uniqueId: string, graph: AncestorGraph): DbtNode['newerSource'] {
  const { builtAt } = graph.get(uniqueId) ?? {};
  if (builtAt === undefined) return undefined;
  let newest: DbtNode['newerSource'];
  climb(uniqueId, graph, (id, { name, loadedAt, isLive }) => {
    // All times are ISO 8601 in UTC with milliseconds: they sort as they are
    const isNewer = loadedAt !== undefined && loadedAt > (newest?.loadedAt ?? builtAt);
    if (isNewer) newest = { uniqueId: id, name, loadedAt };
    return isLive === true;
  });
  return newest;
}

const maxTroubles = 20;

/** All trouble above a node, nearest first, at most 20. */
export function findUpstream(uniqueId: string, graph: AncestorGraph): UpstreamTrouble[] {
  const reach = reachOf(graph);
  const found: UpstreamTrouble[] = [];
  if (!reach.has(uniqueId)) return found;
  climb(uniqueId, graph, (id, { name, trouble }) => {
    if (found.length === maxTroubles) return false;
    if (trouble) found.push({ uniqueId: id, name, what: trouble });
    return reach.has(id);
  });
  return found;
}

/** For each graph the ids that have any trouble above them, once asked for: most nodes have none and need no search. A graph must not change afterwards. */
const reaches = new WeakMap<AncestorGraph, ReadonlySet<string>>();

function reachOf(graph: AncestorGraph): ReadonlySet<string> {
  const done = reaches.get(graph);
  if (done) return done;
  const children = new Map<string, string[]>();
  for (const [id, { parents }] of graph) {
    for (const parent of parents) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(id);
      else children.set(parent, [id]);
    }
  }
  const reach = new Set<string>();
  const queue = [...graph].filter(([, { trouble }]) => trouble !== undefined).map(([id]) => id);
  for (const id of queue) {
    for (const child of children.get(id) ?? []) {
      if (!reach.has(child)) queue.push(child);
      reach.add(child);
    }
  }
  reaches.set(graph, reach);
  return reach;
}
