import { type Fields, fieldsOf, isRecord } from '../../record';

/** One entry of run_results.json, sources.json or freshness.json. Without the two texts it is none; the rest may be of any type. */
export type Result = Fields & { unique_id: string; status: string };

export function isResult(value: unknown): value is Result {
  return isRecord(value) && typeof value.unique_id === 'string' && typeof value.status === 'string';
}

/** When a node's own statements were done. */
export function executedAt({ timing }: Result): unknown {
  const steps = Array.isArray(timing) ? timing.map(fieldsOf) : [];
  return steps.find(({ name }) => name === 'execute')?.completed_at;
}
