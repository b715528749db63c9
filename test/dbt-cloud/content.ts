/** What the Discovery API reads of one environment: lists of nodes by position, made when they are asked for. */

/** A node with the field names of the schema. Costly fields are functions, which the executor calls. */
export type GraphNode = { [field: string]: unknown; __typename: string; uniqueId: string; resourceType: string };

export type NodeList = { length: number; at(index: number): GraphNode };

export type ListName = 'models' | 'sources' | 'seeds' | 'snapshots' | 'tests';

export const listNames: readonly ListName[] = ['models', 'sources', 'seeds', 'snapshots', 'tests'];

/** Where the content stands and which run made it: what artifacts do not say and the API does. */
export type Place = {
  accountId: number;
  projectId: number;
  environmentId: number;
  jobId: number;
  runId: number;
  /** A successful run before that one: when a node that now fails was last built. */
  earlier?: { jobId: number; runId: number; finishedAt: string };
};

/** All that one environment has applied. `generatedAt` is ISO 8601, UTC. */
export type Content = {
  adapterType: string;
  projectName: string;
  generatedAt: string;
  lists: Record<ListName, NodeList>;
  find(uniqueId: string): GraphNode | undefined;
  /** dbt's own file of that name, when there is one. */
  artifact(name: string): string | undefined;
};

export type ContentOf = (place: Place) => Content;

/** A list over keys that are turned into nodes one by one. */
export function lazyList<Key>(keys: readonly Key[], node: (key: Key) => GraphNode): NodeList {
  return {
    length: keys.length,
    at(index) {
      const key = keys[index];
      if (key === undefined) throw new RangeError(`no node at ${index}`);
      return node(key);
    },
  };
}

/** All nodes of a list, one after the other. */
export function* nodesOf(list: NodeList): Generator<GraphNode> {
  for (let index = 0; index < list.length; index += 1) yield list.at(index);
}

/** A list that holds what the test lets through. Looks at every node once. */
export function filtered(list: NodeList, isWanted: (node: GraphNode) => boolean): NodeList {
  const kept: number[] = [];
  for (let index = 0; index < list.length; index += 1) if (isWanted(list.at(index))) kept.push(index);
  return lazyList(kept, (index) => list.at(index));
}

/** Several lists as one. */
export function joined(lists: readonly NodeList[]): NodeList {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  return {
    length,
    at(index) {
      let rest = index;
      for (const list of lists) {
        if (rest < list.length) return list.at(rest);
        rest -= list.length;
      }
      throw new RangeError(`no node at ${index}`);
    },
  };
}
