/** One node of the artifacts as the Discovery API shows it, in full and inside another node. */

import type { ManifestNode } from './artifact-files';
import { catalogNode, executionOf, freshnessNode, testExecution } from './artifact-results';
import type { GraphNode } from './content';
import { isoTime, type Shelf } from './shelf';

const typeNames: Record<string, string> = {
  model: 'Model',
  source: 'Source',
  seed: 'Seed',
  snapshot: 'Snapshot',
  test: 'Test',
  unit_test: 'Test',
};

function described(node: ManifestNode, typeName: string): GraphNode {
  return {
    __typename: typeName,
    uniqueId: node.unique_id,
    resourceType: node.resource_type,
    name: node.name,
    description: node.description ?? null,
    filePath: node.original_file_path ?? '',
    fqn: node.fqn ?? [],
    patchPath: node.patch_path ?? null,
    packageName: node.package_name ?? null,
  };
}

function stored(node: ManifestNode): Record<string, unknown> {
  return {
    database: node.database ?? null,
    schema: node.schema ?? null,
    alias: node.alias ?? null,
    identifier: node.identifier ?? null,
    relationName: node.relation_name ?? null,
  };
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function versionFields(node: ManifestNode): Record<string, unknown> {
  const version = textOf(node.version);
  const latestVersion = textOf(node.latest_version);
  const isNewer = Number(version) > Number(latestVersion);
  const old = isNewer ? 'prerelease' : 'old';
  return {
    version,
    latestVersion,
    releaseVersion: version === null ? 'none' : version === latestVersion ? 'latest' : old,
    versions: [],
    deprecationDate: isoTime(node.deprecation_date),
  };
}

function modelFields(node: ManifestNode): Record<string, unknown> {
  return {
    ...versionFields(node),
    materializedType: node.config?.materialized ?? null,
    modelingLayer: null,
    packages: [],
    access: node.access ?? node.config?.access ?? null,
    group: node.group ?? node.config?.group ?? null,
    language: node.language ?? 'sql',
    contractEnforced: node.contract?.enforced ?? false,
    constraints: (node.constraints ?? []).map((constraint) => ({
      ...constraint,
      warnUnenforced: constraint.warn_unenforced,
      warnUnsupported: constraint.warn_unsupported,
    })),
    isDescriptionInherited: false,
  };
}

function sourceFields(shelf: Shelf, node: ManifestNode): Record<string, unknown> {
  return {
    sourceName: node.source_name ?? null,
    sourceDescription: node.source_description ?? null,
    loader: node.loader ?? null,
    freshness: () => freshnessNode(shelf, node),
  };
}

function testFields(shelf: Shelf, node: ManifestNode): Record<string, unknown> {
  const isUnit = node.resource_type === 'unit_test';
  const kind = node.test_metadata === undefined ? 'SINGULAR_DATA_TEST' : 'GENERIC_DATA_TEST';
  const status = shelf.resultOf(node.unique_id)?.status ?? null;
  return {
    columnName: node.column_name ?? null,
    testType: isUnit ? 'UNIT_TEST' : kind,
    testMetadata: {
      name: node.test_metadata?.name ?? null,
      namespace: node.test_metadata?.namespace ?? null,
      columnName: node.column_name ?? null,
      kwargs: node.test_metadata?.kwargs ?? null,
    },
    executionInfo: () => testExecution(shelf, node.unique_id),
    lastKnownResult: status === 'skipped' ? null : status,
    testedNodeUniqueId: isUnit ? (node.depends_on?.nodes?.[0] ?? null) : null,
    model: node.model ?? null,
    eventStatus: null,
  };
}

/** What a kind has both in a list and inside another node. */
function kindFields(shelf: Shelf, node: ManifestNode): Record<string, unknown> {
  switch (node.resource_type) {
    case 'model':
      return { ...stored(node), ...modelFields(node), executionInfo: () => executionOf(shelf, node.unique_id) };
    case 'source':
      return { ...stored(node), identifier: node.identifier ?? node.name, ...sourceFields(shelf, node) };
    case 'seed':
      // never null in the schema, so a seed that never ran has one full of nulls
      return { ...stored(node), executionInfo: () => executionOf(shelf, node.unique_id) ?? {} };
    case 'snapshot':
      return { ...stored(node), executionInfo: () => executionOf(shelf, node.unique_id) };
    default:
      return testFields(shelf, node);
  }
}

function testStatuses(shelf: Shelf, node: ManifestNode): Record<string, string | null> {
  const tests = shelf.testsOf(node.unique_id);
  return Object.fromEntries(tests.map((test) => [test.unique_id, shelf.resultOf(test.unique_id)?.status ?? null]));
}

/** The shorter form of a node inside another one; undefined for kinds that have none (exposures, metrics). */
export function nestedNode(shelf: Shelf, node: ManifestNode): GraphNode | undefined {
  const kind = typeNames[node.resource_type];
  if (kind === undefined) return undefined;
  return {
    ...described(node, `${kind}AppliedStateNestedNode`),
    ...kindFields(shelf, node),
    testStatuses: () => testStatuses(shelf, node),
    dbtVersion: shelf.dbtVersion,
  };
}

function nestedAll(shelf: Shelf, nodes: ManifestNode[]): GraphNode[] {
  return nodes.flatMap((node) => nestedNode(shelf, node) ?? []);
}

function ancestors(shelf: Shelf, node: ManifestNode, types: readonly string[]): GraphNode[] {
  const found = new Map<string, ManifestNode>();
  const queue = shelf.parentsOf(node.unique_id);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (found.has(next.unique_id)) continue;
    found.set(next.unique_id, next);
    queue.push(...shelf.parentsOf(next.unique_id));
  }
  return nestedAll(
    shelf,
    [...found.values()].filter((each) => types.includes(typeNames[each.resource_type] ?? '')),
  );
}

/** The whole node, as the lists give it. */
export function fullNode(shelf: Shelf, node: ManifestNode): GraphNode {
  const { accountId, projectId, environmentId } = shelf.place;
  const id = node.unique_id;
  return {
    ...described(node, `${typeNames[node.resource_type] ?? ''}AppliedStateNode`),
    ...kindFields(shelf, node),
    accountId,
    projectId,
    environmentId,
    meta: node.meta ?? node.config?.meta ?? {},
    tags: node.tags ?? node.config?.tags ?? [],
    config: node.config ?? null,
    dbtVersion: shelf.dbtVersion,
    rawCode: node.raw_code ?? node.raw_sql ?? null,
    compiledCode: node.compiled_code ?? node.compiled_sql ?? null,
    columnCount: () => {
      const columns = shelf.catalogOf(id)?.columns;
      return columns === undefined ? null : Object.keys(columns).length;
    },
    catalog: () => catalogNode(shelf, node),
    tests: () => nestedAll(shelf, shelf.testsOf(id)),
    parents: () => nestedAll(shelf, shelf.parentsOf(id)),
    children: () => nestedAll(shelf, shelf.childrenOf(id)),
    ancestors: ({ types }: { types: readonly string[] }) => ancestors(shelf, node, types),
  };
}
