import { describe, expect, it } from 'vitest';
import { factsOf } from '../../lib/generation';
import { sampleFiles } from '../../lib/sample-files';
import { artifactsSource } from '../../lib/sources/artifacts/artifacts';
import { filesNamed } from '../../lib/sources/artifacts/files';
import { aConnection } from './stand-ins';

const now = Date.parse('2026-08-20T12:00:00Z');

describe('the sample project', () => {
  it('is at most 30 kB', () => {
    const bytes = Object.values(sampleFiles(now)).reduce((sum, file) => sum + file.size, 0);
    expect(bytes).toBeLessThanOrEqual(30_000);
  });

  it('is read as any project is, and shows each kind of trouble, whenever it is looked at', async () => {
    const connection = aConnection({ dialect: 'postgres' });
    const source = artifactsSource({ kind: 'artifacts' }, connection, async () => filesNamed(sampleFiles(now)));
    const context = { fetch, now: () => now, signal: new AbortController().signal };
    const { nodes } = await source.page(context, undefined);
    const reasons = nodes.map((node) => [node.name, factsOf(node, now).health.reasons[0]?.what]);
    expect(Object.fromEntries(reasons)).toEqual({
      web_orders: 'freshness-passed',
      card_payments: 'freshness-late',
      stg_orders: 'tests-passed',
      stg_payments: 'tests-passed',
      customers: 'tests-passed',
      orders: 'tests-passed',
      lamps: 'tests-failed',
      returns: 'run-error',
    });
    expect(nodes.every(({ columns, description }) => columns.length > 0 && description !== undefined)).toBe(true);
  });
});
