/** What runs left behind, as the Discovery API shows it: executions, catalogs, freshness. */

import type { FreshnessRule, FreshnessRules, ManifestNode, RunResult } from './artifact-files';
import { isoTime, type Shelf } from './shelf';

function timing(result: RunResult, name: string): { startedAt: string | null; completedAt: string | null } {
  const found = result.timing?.find((each) => each.name === name);
  return { startedAt: isoTime(found?.started_at), completedAt: isoTime(found?.completed_at) };
}

const noSuccess = {
  lastSuccessRunId: null,
  lastSuccessJobDefinitionId: null,
  compileStartedAt: null,
  compileCompletedAt: null,
  executeStartedAt: null,
  executeCompletedAt: null,
  executionTime: null,
  runElapsedTime: null,
  runGeneratedAt: null,
};

/** The half of executionInfo that tells of the last success, when the last attempt was one. */
function thisSuccess(shelf: Shelf, result: RunResult): Record<string, unknown> {
  const compile = timing(result, 'compile');
  const execute = timing(result, 'execute');
  return {
    lastSuccessRunId: shelf.place.runId,
    lastSuccessJobDefinitionId: shelf.place.jobId,
    compileStartedAt: compile.startedAt,
    compileCompletedAt: compile.completedAt,
    executeStartedAt: execute.startedAt,
    executeCompletedAt: execute.completedAt,
    executionTime: result.execution_time ?? null,
    runElapsedTime: shelf.elapsed,
    runGeneratedAt: shelf.ranAt,
  };
}

/** The same when the last attempt failed: the run before, if the warehouse has the relation from it. */
function earlierSuccess(shelf: Shelf, uniqueId: string): Record<string, unknown> {
  const { earlier } = shelf.place;
  if (earlier === undefined || shelf.catalogOf(uniqueId) === undefined) return noSuccess;
  return {
    ...noSuccess,
    lastSuccessRunId: earlier.runId,
    lastSuccessJobDefinitionId: earlier.jobId,
    executeCompletedAt: earlier.finishedAt,
    runGeneratedAt: earlier.finishedAt,
  };
}

function attempt(shelf: Shelf, status: string | null, error: string | null): Record<string, unknown> {
  return {
    lastRunId: shelf.place.runId,
    lastRunStatus: status,
    lastRunError: error,
    lastRunSkip: status === 'skipped',
    lastRunGeneratedAt: shelf.ranAt,
    lastJobDefinitionId: shelf.place.jobId,
  };
}

const runStatuses = ['success', 'error', 'skipped'];

/** executionInfo of a model, seed or snapshot; null when it never ran. */
export function executionOf(shelf: Shelf, uniqueId: string): Record<string, unknown> | null {
  const result = shelf.resultOf(uniqueId);
  if (result === undefined) return null;
  const isSuccess = result.status === 'success';
  return {
    ...attempt(
      shelf,
      runStatuses.includes(result.status) ? result.status : null,
      isSuccess ? null : (result.message ?? null),
    ),
    ...(isSuccess ? thisSuccess(shelf, result) : earlierSuccess(shelf, uniqueId)),
  };
}

/** executionInfo of a test: never null, full of nulls when it never ran. */
export function testExecution(shelf: Shelf, uniqueId: string): Record<string, unknown> {
  const result = shelf.resultOf(uniqueId);
  if (result === undefined) return {};
  const isPass = result.status === 'pass' || result.status === 'success';
  return {
    ...attempt(shelf, result.status === 'success' ? 'pass' : result.status, isPass ? null : (result.message ?? null)),
    lastRunFailures: result.failures ?? null,
    ...(isPass ? thisSuccess(shelf, result) : noSuccess),
  };
}

/** dbt's adapters name the same two figures differently. */
function stat(stats: Record<string, { value?: unknown }>, names: string[]): number | null {
  const found = names.map((name) => stats[name]?.value).find((value) => typeof value === 'number');
  return typeof found === 'number' ? Math.round(found) : null;
}

/** The catalog of a node, with the descriptions of the YAML at the warehouse's columns; null until docs were generated. */
export function catalogNode(shelf: Shelf, node: ManifestNode): Record<string, unknown> | null {
  const entry = shelf.catalogOf(node.unique_id);
  if (entry === undefined) return null;
  const documented = new Map(Object.entries(node.columns ?? {}).map(([name, column]) => [name.toLowerCase(), column]));
  const stats = entry.stats ?? {};
  return {
    uniqueId: node.unique_id,
    environmentId: shelf.place.environmentId,
    jobDefinitionId: shelf.place.jobId,
    runId: shelf.place.runId,
    runGeneratedAt: shelf.catalogAt,
    type: entry.metadata?.type ?? null,
    owner: entry.metadata?.owner ?? null,
    comment: entry.metadata?.comment ?? null,
    bytesStat: stat(stats, ['bytes', 'num_bytes', 'size']),
    rowCountStat: stat(stats, ['row_count', 'num_rows', 'rows']),
    stats: Object.values(stats),
    columns: Object.values(entry.columns ?? {}).map((column) => {
      const yaml = documented.get(column.name.toLowerCase());
      return {
        name: column.name,
        index: column.index ?? null,
        type: column.type ?? null,
        description: yaml?.description ?? null,
        comment: column.comment ?? null,
        meta: yaml?.meta ?? {},
        tags: yaml?.tags ?? [],
      };
    }),
  };
}

const freshnessWords: Record<string, string> = {
  pass: 'Pass',
  warn: 'Warn',
  error: 'Error',
  // nothing is documented for a check that itself failed: taken as an error without dates
  'runtime error': 'Error',
  skipped: 'Skipped',
};

function limit(rule: FreshnessRule | null | undefined): { count: number | null; period: string | null } {
  return { count: rule?.count ?? null, period: rule?.period ?? null };
}

function hasRules(rules: FreshnessRules | null | undefined): boolean {
  return [rules?.warn_after, rules?.error_after].some((rule) => typeof rule?.count === 'number');
}

/** Freshness of a source: always an object, with null status where nothing was checked. */
export function freshnessNode(shelf: Shelf, node: ManifestNode): Record<string, unknown> {
  const result = shelf.freshnessOf(node.unique_id);
  const rules = result?.criteria ?? node.freshness ?? node.config?.freshness;
  const criteria = { warnAfter: limit(rules?.warn_after), errorAfter: limit(rules?.error_after) };
  if (result === undefined) return { freshnessChecked: hasRules(rules) ? false : null, criteria };
  return {
    freshnessChecked: true,
    freshnessStatus: freshnessWords[result.status] ?? 'Unknown',
    maxLoadedAt: isoTime(result.max_loaded_at),
    snapshottedAt: isoTime(result.snapshotted_at),
    maxLoadedAtTimeAgoInS: result.max_loaded_at_time_ago_in_s ?? null,
    freshnessJobDefinitionId: shelf.place.jobId,
    freshnessRunId: shelf.place.runId,
    freshnessRunGeneratedAt: shelf.checkedAt,
    criteria,
  };
}
