// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthOf, troubleOf, withFinding } from '../../lib/health';
import type { DbtNode, Freshness, HealthReason, NodeType, Run, Test, UpstreamTrouble } from '../../lib/model';
import { runStatus, testStatus } from '../../lib/sources/facts';
import { aNode } from './stand-ins';

const now = Date.parse('2026-08-21T00:00:00Z');
const times = fc.constantFrom(
  '2026-08-20T04:00:00.000Z',
  '2026-08-21T00:00:00.000Z',
  '2036-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00Z',
  'never',
  '',
);
/** A record whose members may each be missing. */
const some = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(shape, { requiredKeys }) as fc.Arbitrary<T>;

const tests = fc.array(
  some<Test>(
    {
      uniqueId: fc.string(),
      name: fc.string(),
      kind: fc.string(),
      column: fc.string(),
      status: fc.constantFrom('pass', 'warn', 'fail', 'error', 'skipped', 'none', 'other'),
      failures: fc.nat(),
      message: fc.string(),
      at: times,
    },
    ['uniqueId', 'name', 'status'],
  ),
  { maxLength: 30 },
);
const runs = some<Run>(
  {
    status: fc.constantFrom('success', 'error', 'skipped', 'none', 'other'),
    at: times,
    message: fc.string(),
    lastSuccessAt: times,
  },
  ['status'],
);
const checks = some<Freshness>(
  {
    status: fc.constantFrom('pass', 'warn', 'error', 'runtime error', 'none', 'other'),
    loadedAt: times,
    checkedAt: times,
  },
  ['status'],
);
const troubles = fc.array(
  some<UpstreamTrouble>(
    {
      uniqueId: fc.string(),
      name: fc.string({ minLength: 1 }),
      what: fc.constantFrom('failed', 'error', 'skipped', 'late'),
    },
    ['uniqueId', 'name', 'what'],
  ),
  { maxLength: 30 },
);

type Facts = Pick<DbtNode, 'type' | 'tests' | 'upstream' | 'run' | 'freshness' | 'deprecationDate' | 'newerSource'>;
const nodes = some<Facts>(
  {
    type: fc.constantFrom<NodeType>('model', 'source', 'seed', 'snapshot'),
    tests,
    upstream: troubles,
    run: runs,
    freshness: checks,
    deprecationDate: times,
    newerSource: fc.record({ uniqueId: fc.string(), name: fc.string(), loadedAt: times }),
  },
  ['type', 'tests', 'upstream'],
).map((facts): DbtNode => aNode('orders', facts));

function always(holds: (node: DbtNode, whats: HealthReason['what'][]) => void): void {
  fc.assert(
    fc.property(nodes, (node) => {
      const whats = healthOf(node, now).reasons.map(({ what }) => what);
      holds(node, whats);
    }),
    { numRuns: 500 },
  );
}

describe('the health of any node whatsoever', () => {
  it('is one of the four states, with at least one reason, and nothing is thrown', () => {
    always((node, whats) => {
      expect(['healthy', 'caution', 'degraded', 'unknown']).toContain(healthOf(node, now).state);
      expect(whats.length).toBeGreaterThan(0);
      expect(new Set(whats).size).toBe(whats.length);
      expect(['failed', 'error', 'skipped', 'late', undefined]).toContain(troubleOf(node));
    });
  });

  it('is degraded whenever an own test or the own run failed, whatever else is well', () => {
    always((node) => {
      const isFailed = node.run?.status === 'error' || node.tests.some(({ status }) => /fail|error/.test(status));
      if (isFailed) expect(healthOf(node, now).state).toBe('degraded');
    });
  });

  it('is healthy only with nothing to be said against the node, its tests, its data and what it is made from', () => {
    always((node) => {
      if (healthOf(node, now).state !== 'healthy') return;
      expect(node.tests.every(({ status }) => status === 'pass')).toBe(true);
      expect(['success', 'other', 'none', undefined]).toContain(node.run?.status);
      expect(node.upstream).toEqual([]);
      expect(node.newerSource).toBeUndefined();
      if (node.type === 'source') expect(node.freshness?.status).toBe('pass');
    });
  });

  it('counts every test once, and names at most twenty of a kind', () => {
    always((node) => {
      const counted = healthOf(node, now).reasons.filter(({ what }) => what.startsWith('tests-'));
      expect(counted.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(node.tests.length);
      for (const { names = [] } of counted) expect(names.length).toBeLessThanOrEqual(20);
    });
  });

  it('names trouble further up, and which source is newer', () => {
    always((node, whats) => {
      const { reasons, state } = healthOf(node, now);
      expect(whats.includes('upstream-trouble')).toBe(node.upstream.length > 0);
      expect(whats.includes('older-than-source')).toBe(node.newerSource !== undefined);
      const [first] = node.upstream;
      if (first) expect(reasons.find(({ what }) => what === 'upstream-trouble')?.names?.[0]).toBe(first.name);
      if (first) expect(['caution', 'degraded']).toContain(state);
    });
  });

  it('N19: tells no moment that is still to come, but for a deprecation', () => {
    always((node) => {
      for (const { what, at } of healthOf(node, now).reasons) {
        if (at !== undefined && what !== 'deprecation-ahead') expect(Date.parse(at)).toBeLessThanOrEqual(now);
      }
    });
  });

  it('is the same whether trouble further up was known at once or found out later', () => {
    always((node) => {
      const { upstream, newerSource, ...alone } = node;
      const first = healthOf({ ...alone, upstream: [] }, now);
      const later = withFinding(first, { upstream, ...(newerSource && { newerSource }) }, now);
      const order = (reasons: HealthReason[]) => reasons.map(({ what }) => what).toSorted();
      expect([later.state, order(later.reasons)]).toEqual([
        healthOf(node, now).state,
        order(healthOf(node, now).reasons),
      ]);
    });
  });

  it.each([
    ['2026-08-20T23:59:59Z', 'deprecated', 'caution'],
    ['2026-08-21T00:00:00Z', 'deprecated', 'caution'],
    ['2026-08-21T00:00:01Z', 'deprecation-ahead', 'healthy'],
  ])('is that of something deprecated from its date on: %s', (deprecationDate, what, state) => {
    const well = { run: { status: 'success' }, tests: [{ uniqueId: 't', name: 't', status: 'pass' }] } as const;
    const health = healthOf(aNode('orders', { ...well, tests: [...well.tests], deprecationDate }), now);
    expect([health.state, health.reasons[0]?.what]).toEqual([state, what]);
  });

  it('N13: is never that of a failure for a word that nobody knows', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        const isKnown = ['pass', 'warn', 'fail', 'error', 'skipped', 'success', 'runtime error'].includes(
          word.toLowerCase(),
        );
        if (isKnown) return;
        const test: Test = { uniqueId: 't', name: 't', status: testStatus(word) };
        const node = aNode('orders', { run: { status: runStatus(word) }, tests: [test] });
        expect(healthOf(node, now).state).not.toBe('degraded');
      }),
    );
  });
});
