/** A node in the older shape of job queries: flat, with the results of that run. */
import type { GraphNode } from './content';
import { cursorOf } from './paging';

type Fields = Record<string, unknown>;

/** A field's value, also when it is a function. */
function fieldOf(node: GraphNode, field: string): unknown {
  const value = node[field];
  return typeof value === 'function' ? value({}) : value;
}

function fieldsOf(value: unknown): Fields {
  // values made by this stand-in: an object or nothing
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function testFields(execution: Fields): Fields {
  const status = execution.lastRunStatus ?? null;
  const failures = typeof execution.lastRunFailures === 'number' ? execution.lastRunFailures : 0;
  return {
    state: status,
    status: status === 'error' ? 'ERROR' : status === null ? null : String(failures),
    error: status === 'error' ? execution.lastRunError : null,
    fail: status === 'fail',
    warn: status === 'warn',
    skip: status === 'skipped',
    dependsOn: [],
  };
}

function modelFields(execution: Fields): Fields {
  return {
    status: execution.lastRunStatus ?? null,
    error: execution.lastRunError ?? null,
    skip: execution.lastRunStatus === 'skipped',
  };
}

function sourceFields(freshness: Fields): Fields {
  const { freshnessStatus, ...rest } = freshness;
  return { ...rest, state: freshnessStatus ?? null };
}

/** The node as rows of `job { models, sources, tests }` show it. */
export function jobNode(node: GraphNode, jobId: number, runId: number, index = 0): GraphNode {
  const execution = fieldsOf(fieldOf(node, 'executionInfo'));
  const catalog = fieldsOf(fieldOf(node, 'catalog'));
  const kinds: Record<string, [string, Fields]> = {
    model: ['ModelNode', modelFields(execution)],
    source: ['SourceNode', sourceFields(fieldsOf(fieldOf(node, 'freshness')))],
  };
  const [typeName, own] = kinds[node.resourceType] ?? ['TestNode', testFields(execution)];
  const tests = fieldOf(node, 'tests');
  const { accountId, projectId, environmentId } = node;
  return {
    ...node,
    ...execution,
    ...own,
    __typename: typeName,
    paginationCursor: cursorOf(index),
    jobId,
    runId,
    type: catalog.type ?? null,
    owner: catalog.owner ?? null,
    comment: catalog.comment ?? null,
    columns: catalog.columns ?? null,
    tests: () =>
      (Array.isArray(tests) ? tests : []).map((test: GraphNode) =>
        jobNode({ ...test, accountId, projectId, environmentId }, jobId, runId),
      ),
  };
}
