/** What runs left behind in an invented project: catalog, results, freshness, each made from its node's number. */
import type { CatalogEntry, FreshnessResult, RunResult } from './artifact-files';
import {
  columnNames,
  dice,
  freshnessRules,
  type GeneratedKind,
  numberOf,
  type ProjectShape,
  pick,
  uniqueIdOf,
} from './generated-nodes';

/** The night this project last ran; everything else is counted from here. */
export const ranAtMs = Date.parse('2026-08-20T04:00:00.000Z');

const types = [
  'NUMBER(38,0)',
  'TEXT',
  'TEXT',
  'TEXT',
  'NUMBER(12,2)',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_NTZ',
  'BOOLEAN',
  'TEXT',
  'TEXT',
];

export function generatedCatalog(kind: GeneratedKind, index: number, shape: ProjectShape): CatalogEntry {
  const isUpper = shape.adapterType === 'snowflake';
  const names = columnNames(kind, index, shape).map((name) => (isUpper ? name.toUpperCase() : name));
  const columns = names.map(
    (name, at) => [name, { name, type: pick(types, at), index: at + 1, comment: null }] as const,
  );
  return {
    metadata: { type: 'BASE TABLE', owner: 'TRANSFORMER', comment: null },
    columns: Object.fromEntries(columns),
    stats: {},
  };
}

function statusOf(at: number, shares: [number, string][], otherwise: string): string {
  return shares.find(([share]) => at < share)?.[1] ?? otherwise;
}

export function generatedResult(uniqueId: string, shape: ProjectShape): RunResult | undefined {
  const number = numberOf(uniqueId);
  if (number === undefined || number.kind === 'source') return undefined;
  const at = dice(shape.seed, `result ${uniqueId.length}${uniqueId.slice(-12)}`, number.index)();
  const isTest = number.kind === 'test';
  const status = isTest
    ? statusOf(
        at,
        [
          [0.02, 'fail'],
          [0.04, 'warn'],
          [0.05, 'error'],
          [0.06, 'skipped'],
        ],
        'pass',
      )
    : statusOf(
        at,
        [
          [0.02, 'error'],
          [0.04, 'skipped'],
        ],
        'success',
      );
  const ended = new Date(ranAtMs - Math.floor(at * 3_600_000)).toISOString();
  const isBad = ['fail', 'warn', 'error'].includes(status);
  return {
    unique_id: uniqueId,
    status,
    message: isBad
      ? isTest
        ? 'Got 3 results, configured to fail if != 0'
        : 'Database Error: relation is locked'
      : null,
    failures: isTest ? (isBad ? 3 : 0) : null,
    execution_time: Math.round(at * 900) / 10,
    timing: [{ name: 'execute', started_at: ended, completed_at: ended }],
  };
}

export function generatedFreshness(index: number, shape: ProjectShape): FreshnessResult | undefined {
  if (index % 20 === 19) return undefined;
  const at = dice(shape.seed, 'freshness', index)();
  const status = statusOf(
    at,
    [
      [0.05, 'error'],
      [0.15, 'warn'],
    ],
    'pass',
  );
  const hours = { error: 60, warn: 20 }[status] ?? 2;
  return {
    unique_id: uniqueIdOf('source', index, shape),
    status,
    max_loaded_at: new Date(ranAtMs - hours * 3_600_000).toISOString(),
    snapshotted_at: new Date(ranAtMs).toISOString(),
    max_loaded_at_time_ago_in_s: hours * 3600,
    criteria: freshnessRules,
  };
}
