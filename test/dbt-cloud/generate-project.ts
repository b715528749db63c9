/** A dbt project of any size as content of an environment, made node by node when it is asked for. */
import type { ManifestNode } from './artifact-files';
import { fullNode } from './artifact-nodes';
import { type Content, type ContentOf, type GraphNode, joined, type NodeList, type Place } from './content';
import {
  childIds,
  type GeneratedKind,
  generatedNode,
  generatedTest,
  numberOf,
  type ProjectShape,
  type ProjectSize,
  projectName,
  shapeOf,
  testsPerNode,
} from './generated-nodes';
import { generatedCatalog, generatedFreshness, generatedResult, ranAtMs } from './generated-results';
import type { Shelf } from './shelf';

export const generatedKinds: readonly GeneratedKind[] = ['model', 'source', 'seed', 'snapshot'];

export function countOf(kind: GeneratedKind, shape: ProjectShape): number {
  return { model: shape.models, source: shape.sources, seed: shape.seeds, snapshot: shape.snapshots }[kind];
}

function isKind(kind: string): kind is GeneratedKind {
  return generatedKinds.some((each) => each === kind);
}

/** The node behind a unique id of this project; a test's id names its node's kind and its slot. */
function nodeBehind(uniqueId: string, shape: ProjectShape): ManifestNode | undefined {
  const number = numberOf(uniqueId);
  if (number === undefined) return undefined;
  const test = /\.([a-z]+)_(\d)_\d+$/.exec(uniqueId);
  const [kind, slot] = number.kind === 'test' ? [test?.[1] ?? '', Number(test?.[2])] : [number.kind, undefined];
  if (!isKind(kind) || number.index >= countOf(kind, shape)) return undefined;
  const node =
    slot === undefined ? generatedNode(kind, number.index, shape) : generatedTest(kind, number.index, slot, shape);
  return node.unique_id === uniqueId ? node : undefined;
}

function testsOf(uniqueId: string, shape: ProjectShape): ManifestNode[] {
  const number = numberOf(uniqueId);
  if (number === undefined || !isKind(number.kind)) return [];
  const { kind, index } = number;
  return Array.from({ length: testsPerNode }, (_, slot) => generatedTest(kind, index, slot, shape));
}

function shelfOf(shape: ProjectShape, place: Place): Shelf {
  const at = new Date(ranAtMs).toISOString();
  const numbered = (id: string) => numberOf(id) ?? { kind: '', index: 0 };
  const nodes = (ids: string[]) => ids.flatMap((id) => nodeBehind(id, shape) ?? []);
  return {
    place,
    dbtVersion: '1.10.0',
    ranAt: at,
    elapsed: 3600,
    catalogAt: at,
    checkedAt: at,
    catalogOf(id) {
      const { kind, index } = numbered(id);
      return isKind(kind) ? generatedCatalog(kind, index, shape) : undefined;
    },
    resultOf: (id) => generatedResult(id, shape),
    freshnessOf: (id) => generatedFreshness(numbered(id).index, shape),
    testsOf: (id) => testsOf(id, shape),
    parentsOf: (id) => nodes(nodeBehind(id, shape)?.depends_on?.nodes ?? []),
    childrenOf: (id) => [...nodes(childIds(numbered(id).kind, numbered(id).index, shape)), ...testsOf(id, shape)],
  };
}

function range(length: number, at: (index: number) => GraphNode): NodeList {
  return {
    length,
    at(index) {
      if (index < 0 || index >= length) throw new RangeError(`no node at ${index}`);
      return at(index);
    },
  };
}

function contentOf(shape: ProjectShape, place: Place): Content {
  const shelf = shelfOf(shape, place);
  const list = (kind: GeneratedKind) =>
    range(countOf(kind, shape), (index) => fullNode(shelf, generatedNode(kind, index, shape)));
  const tests = (kind: GeneratedKind) =>
    range(countOf(kind, shape) * testsPerNode, (at) =>
      fullNode(shelf, generatedTest(kind, Math.floor(at / testsPerNode), at % testsPerNode, shape)),
    );
  return {
    adapterType: shape.adapterType,
    projectName,
    generatedAt: new Date(ranAtMs).toISOString(),
    lists: {
      models: list('model'),
      sources: list('source'),
      seeds: list('seed'),
      snapshots: list('snapshot'),
      tests: joined(generatedKinds.map(tests)),
    },
    find(uniqueId) {
      const node = nodeBehind(uniqueId, shape);
      return node && fullNode(shelf, node);
    },
    artifact: () => undefined,
  };
}

/** Content for an environment: `{ models: 100_000 }` costs no memory until a page is asked for. */
export function generateProject(size: ProjectSize): ContentOf {
  const shape = shapeOf(size);
  return (place) => contentOf(shape, place);
}
