/** Artifacts of one environment, indexed: from here the fields of its nodes are made. */
import type { Artifacts, CatalogEntry, FreshnessResult, ManifestNode, RunResult } from './artifact-files';
import type { Place } from './content';

/** Everything a node's fields are made from. */
export type Shelf = {
  place: Place;
  dbtVersion: string | null;
  /** When the run's results and the catalog were made, ISO 8601, and how many seconds the run took. */
  ranAt: string | null;
  elapsed: number | null;
  catalogAt: string | null;
  checkedAt: string | null;
  catalogOf(uniqueId: string): CatalogEntry | undefined;
  resultOf(uniqueId: string): RunResult | undefined;
  freshnessOf(uniqueId: string): FreshnessResult | undefined;
  /** In the order of the manifest; only what is in the applied state. */
  testsOf(uniqueId: string): ManifestNode[];
  parentsOf(uniqueId: string): ManifestNode[];
  childrenOf(uniqueId: string): ManifestNode[];
};

const withRelation = new Set(['model', 'seed', 'snapshot']);

/** ISO 8601 with milliseconds and Z, as the API writes times; null for no time. */
export function isoTime(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  // dbt writes micro-seconds, in older versions without a zone: they are UTC
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const at = new Date(zoned.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function byUniqueId<Result extends { unique_id: string }>(results: Result[] | undefined): Map<string, Result> {
  return new Map((results ?? []).map((result) => [result.unique_id, result]));
}

/** What a test looks at: the node dbt attached it to, else everything it reads. */
function testedBy(test: ManifestNode): string[] {
  return typeof test.attached_node === 'string' ? [test.attached_node] : (test.depends_on?.nodes ?? []);
}

function pushTo(map: Map<string, ManifestNode[]>, key: string, node: ManifestNode): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [node]);
  else if (!list.includes(node)) list.push(node);
}

/**
 * A model, seed or snapshot is applied when the warehouse has it (catalog) or a run tried it; an ephemeral model has
 * nothing to build; with neither file there is nothing to tell by, and everything counts as built.
 */
function isApplied(artifacts: Artifacts, results: Map<string, RunResult>, node: ManifestNode): boolean {
  if (node.config?.enabled === false) return false;
  if (!withRelation.has(node.resource_type) || node.config?.materialized === 'ephemeral') return true;
  if (artifacts.catalog === undefined && artifacts.runResults === undefined) return true;
  return artifacts.catalog?.nodes[node.unique_id] !== undefined || results.has(node.unique_id);
}

/** The artifacts with what points to what, and which nodes are in the applied state. */
export function shelfOf(artifacts: Artifacts, place: Place): Shelf & { applied: Map<string, ManifestNode> } {
  const { manifest, catalog, runResults, sources } = artifacts;
  const results = byUniqueId(runResults?.results);
  const freshness = byUniqueId(sources?.results);
  const all = [manifest.nodes, manifest.sources, manifest.unit_tests ?? {}].flatMap((group) => Object.values(group));
  const applied = new Map(
    all.filter((node) => isApplied(artifacts, results, node)).map((node) => [node.unique_id, node]),
  );
  const tests = new Map<string, ManifestNode[]>();
  const children = new Map<string, ManifestNode[]>();
  for (const node of applied.values()) {
    if (isTest(node)) for (const id of testedBy(node)) pushTo(tests, id, node);
    for (const id of node.depends_on?.nodes ?? []) pushTo(children, id, node);
  }
  return {
    place,
    applied,
    dbtVersion: manifest.metadata.dbt_version ?? null,
    ranAt: isoTime(runResults?.metadata.generated_at),
    elapsed: runResults?.elapsed_time ?? null,
    catalogAt: isoTime(catalog?.metadata.generated_at),
    checkedAt: isoTime(sources?.metadata.generated_at),
    catalogOf: (id) => catalog?.nodes[id] ?? catalog?.sources[id],
    resultOf: (id) => results.get(id),
    freshnessOf: (id) => freshness.get(id),
    testsOf: (id) => tests.get(id) ?? [],
    parentsOf: (id) => (applied.get(id)?.depends_on?.nodes ?? []).flatMap((parent) => applied.get(parent) ?? []),
    childrenOf: (id) => children.get(id) ?? [],
  };
}

export function isTest(node: ManifestNode): boolean {
  return node.resource_type === 'test' || node.resource_type === 'unit_test';
}
