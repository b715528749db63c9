/** The root of the Discovery API: from an environment or a job to lists of nodes. Fields are plain values or functions. */
import { GraphQLError } from 'graphql';
import {
  type Content,
  filtered,
  type GraphNode,
  joined,
  type ListName,
  listNames,
  type NodeList,
  nodesOf,
} from './content';
import { jobNode } from './discovery-jobs';
import { connection, type PageArguments, pageWanted } from './paging';

/** What the platform lets this request see. */
export type Visible = {
  /** Undefined: unknown to this token. `content` undefined: it never ran. */
  environment(id: number): { content: Content | undefined; updatedAt: string | undefined } | undefined;
  job(id: number): { content: Content; runId: number; environmentId: number } | undefined;
};

/** What faults change inside an answer. `shift` see `connection`. */
export type ResolverContext = { shift: number };

type Filter = Record<string, unknown>;

const resourceTypes: Record<string, ListName> = {
  Model: 'models',
  Source: 'sources',
  Seed: 'seeds',
  Snapshot: 'snapshots',
  Test: 'tests',
};

function inList(wanted: unknown, value: unknown): boolean {
  return Array.isArray(wanted) && wanted.includes(value);
}

/** One condition of a filter on a node. `identifier` is compared with the alias of what dbt builds. */
function meets(node: GraphNode, key: string, wanted: unknown): boolean {
  const execution = node.executionInfo;
  switch (key) {
    case 'uniqueIds':
      return inList(wanted, node.uniqueId);
    case 'sourceNames':
      return inList(wanted, node.sourceName);
    case 'testTypes':
      return inList(wanted, node.testType);
    case 'tags':
      return Array.isArray(wanted) && wanted.every((tag) => inList(node.tags, tag));
    case 'identifier':
      return (node.alias ?? node.identifier ?? node.name) === wanted;
    case 'lastRunStatus':
    case 'status':
      return typeof execution === 'function' && execution()?.lastRunStatus === wanted;
    case 'freshnessStatus':
    case 'freshnessChecked': {
      const freshness = node.freshness;
      return typeof freshness === 'function' && freshness()[key] === wanted;
    }
    default:
      return node[key] === wanted;
  }
}

function narrowed(list: NodeList, filter: Filter | null | undefined): NodeList {
  const conditions = Object.entries(filter ?? {}).filter(([key, wanted]) => key !== 'types' && wanted !== null);
  if (conditions.length === 0) return list;
  return filtered(list, (node) => conditions.every(([key, wanted]) => meets(node, key, wanted)));
}

function sorted(list: NodeList, sort: { field: string; direction: string } | null | undefined): NodeList {
  if (sort === null || sort === undefined) return list;
  const key = (node: GraphNode): string => {
    const execution = node.executionInfo;
    return sort.field === 'uniqueId' || typeof execution !== 'function'
      ? node.uniqueId
      : (execution()?.[sort.field] ?? '');
  };
  const nodes = [...nodesOf(list)].sort((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  if (sort.direction === 'desc') nodes.reverse();
  return { length: nodes.length, at: (index) => nodes[index] ?? list.at(index) };
}

type ListArguments = PageArguments & { filter?: Filter | null; sort?: { field: string; direction: string } | null };

function listField(list: NodeList) {
  return (args: ListArguments, context: ResolverContext) =>
    connection(sorted(narrowed(list, args.filter), args.sort), pageWanted(args), context.shift);
}

function ofTypes(content: Content, types: unknown): NodeList {
  const names = Array.isArray(types) ? types.flatMap((type) => resourceTypes[String(type)] ?? []) : listNames;
  return joined(names.map((name) => content.lists[name]));
}

const typeByResource: Record<string, string> = { model: 'Model', source: 'Source' };

/** Lineage has node types for models and sources only, as far as the schema is known. */
function lineage(content: Content, filter: Filter): GraphNode[] {
  const types = Array.isArray(filter.types) ? filter.types : ['Model', 'Source'];
  const known = ofTypes(
    content,
    types.filter((type) => type === 'Model' || type === 'Source'),
  );
  const execution = (node: GraphNode) => (typeof node.executionInfo === 'function' ? node.executionInfo() : null);
  return [...nodesOf(narrowed(known, filter))].map((node) => ({
    ...node,
    __typename: `${typeByResource[node.resourceType] ?? ''}LineageNode`,
    resourceType: typeByResource[node.resourceType] ?? '',
    materializationType: node.materializedType,
    lastRunStatus: execution(node)?.lastRunStatus ?? null,
    matchesMethod: false,
  }));
}

function resourceCounts(content: Content): Record<string, number> {
  return Object.fromEntries(listNames.map((name) => [name.slice(0, -1), content.lists[name].length]));
}

function allTags(content: Content): { name: string }[] {
  const tags = new Set<string>();
  for (const node of nodesOf(content.lists.models))
    for (const tag of Array.isArray(node.tags) ? node.tags : []) tags.add(tag);
  return [...tags].sort().map((name) => ({ name }));
}

function packages(content: Content): string[] {
  return [...new Set([...nodesOf(content.lists.models)].map((node) => String(node.packageName)))].sort();
}

function appliedState(content: Content, updatedAt: string) {
  return {
    lastUpdatedAt: updatedAt,
    latestGitSha: null,
    resourceCounts: () => resourceCounts(content),
    ...Object.fromEntries(listNames.map((name) => [name, listField(content.lists[name])])),
    resources: (args: ListArguments, context: ResolverContext) =>
      listField(ofTypes(content, args.filter?.types))(args, context),
    lineage: ({ filter }: { filter: Filter }) => lineage(content, filter),
    modelHistoricalRuns: ({ uniqueId }: { uniqueId?: string | null }) => {
      const node = typeof uniqueId === 'string' ? content.find(uniqueId) : undefined;
      return node?.resourceType === 'model' ? [jobNode(node, 0, 0)] : [];
    },
    packages: () => packages(content),
    tags: () => allTags(content),
  };
}

function jobRows(list: NodeList, ids: { jobId: number; runId: number }) {
  return (args: PageArguments & Filter) => {
    const { first, after, ...wanted } = args;
    const rows = narrowed(list, wanted);
    const isWhole = first === undefined || first === null;
    const page = pageWanted({ first: isWhole ? 100 : Math.min(first, 100), after: after ?? null });
    const end = isWhole ? rows.length : Math.min(rows.length, page.offset + page.first);
    const nodes: GraphNode[] = [];
    for (let index = page.offset; index < end; index += 1)
      nodes.push(jobNode(rows.at(index), ids.jobId, ids.runId, index));
    return nodes;
  };
}

/** The root value of one request. */
export function rootValue(visible: Visible) {
  return {
    environment({ id }: { id: number }) {
      const found = visible.environment(id);
      if (found === undefined) {
        const extensions = { code: 'NOT_FOUND' };
        throw new GraphQLError(`Environment ${id} not found: no data available for this input.`, { extensions });
      }
      const { content } = found;
      return {
        adapterType: content?.adapterType || null,
        dbtProjectName: content?.projectName || null,
        applied: content === undefined ? null : appliedState(content, found.updatedAt ?? content.generatedAt),
        definition:
          content === undefined ? null : { lastUpdatedAt: content.generatedAt, packages: () => packages(content) },
      };
    },
    job({ id, runId }: { id: number; runId?: number | null }) {
      const found = visible.job(id);
      if (found === undefined || (typeof runId === 'number' && runId !== found.runId)) return null;
      const ids = { jobId: id, runId: found.runId };
      const { models, sources, tests } = found.content.lists;
      return {
        id,
        runId: found.runId,
        models: jobRows(models, ids),
        sources: jobRows(sources, ids),
        tests: jobRows(tests, ids),
      };
    },
  };
}
