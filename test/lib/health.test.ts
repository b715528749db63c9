// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { briefHealth, healthOf, troubleOf } from '../../lib/health';
import type { BadgeShape, DbtNode, HealthReason, HealthState, Test } from '../../lib/model';

const now = Date.parse('2026-08-21T00:00:00Z');
const at = '2026-08-20T04:00:00.000Z';

function node(over: Partial<DbtNode> = {}): DbtNode {
  return {
    key: 'prod:model.shop.orders',
    connectionId: 'prod',
    uniqueId: 'model.shop.orders',
    type: 'model',
    name: 'orders',
    relation: { name: 'orders', isExact: true },
    columns: [],
    hasCatalog: true,
    tests: [],
    tags: [],
    meta: {},
    exposures: [],
    parents: [],
    children: [],
    upstream: [],
    ...over,
  };
}

function test(status: Test['status'], name: string = status): Test {
  return { uniqueId: `test.shop.${name}`, name, status, at };
}

const built: Partial<DbtNode> = { run: { status: 'success', at }, tests: [test('pass')] };
const source: Partial<DbtNode> = { type: 'source' };

describe('the health of a node', () => {
  it.each<[string, Partial<DbtNode>, HealthState, BadgeShape, HealthReason['what'][]]>([
    ['built, all tests passed', built, 'healthy', 'tick', ['tests-passed']],
    ['failed to build', { ...built, run: { status: 'error', at } }, 'degraded', 'cross', ['run-error', 'tests-passed']],
    ['skipped', { ...built, run: { status: 'skipped', at } }, 'caution', 'arrow', ['run-skipped', 'tests-passed']],
    [
      'a failing test',
      { ...built, tests: [test('pass'), test('fail')] },
      'degraded',
      'cross',
      ['tests-failed', 'tests-passed'],
    ],
    ['a test with an error', { ...built, tests: [test('error')] }, 'degraded', 'cross', ['tests-error']],
    [
      'a warning',
      { ...built, tests: [test('warn'), test('pass')] },
      'caution',
      'triangle',
      ['tests-warned', 'tests-passed'],
    ],
    ['skipped tests', { ...built, tests: [test('skipped')] }, 'caution', 'arrow', ['tests-skipped']],
    ['tests that never ran', { ...built, tests: [test('none')] }, 'caution', 'triangle', ['tests-not-run']],
    ['a result we do not know', { ...built, tests: [test('other')] }, 'caution', 'triangle', ['tests-not-run']],
    ['no tests', { ...built, tests: [] }, 'caution', 'triangle', ['no-tests']],
    ['reused by dbt', { ...built, run: { status: 'other', at } }, 'healthy', 'tick', ['tests-passed']],
    ['nothing ever ran', { tests: [test('none')] }, 'unknown', 'ring', ['never-built', 'tests-not-run']],
    ['nothing known at all', {}, 'unknown', 'ring', ['never-built', 'no-tests']],
    ['tests ran, the run is unknown', { tests: [test('pass')] }, 'healthy', 'tick', ['tests-passed']],
    [
      'deprecated',
      { ...built, deprecationDate: '2026-01-01T00:00:00Z' },
      'caution',
      'strike',
      ['deprecated', 'tests-passed'],
    ],
    [
      'to be deprecated',
      { ...built, deprecationDate: '2027-01-01T00:00:00Z' },
      'healthy',
      'tick',
      ['deprecation-ahead', 'tests-passed'],
    ],
    ['a date that is none', { ...built, deprecationDate: 'soon' }, 'healthy', 'tick', ['tests-passed']],
    [
      'a fresh source',
      { ...source, freshness: { status: 'pass', loadedAt: at } },
      'healthy',
      'tick',
      ['freshness-passed'],
    ],
    [
      'a late source',
      { ...source, freshness: { status: 'warn', loadedAt: at } },
      'caution',
      'clock',
      ['freshness-late'],
    ],
    [
      'a stale source',
      { ...source, freshness: { status: 'error', loadedAt: at } },
      'degraded',
      'clock',
      ['freshness-error'],
    ],
    [
      'a check that failed',
      { ...source, freshness: { status: 'runtime error', checkedAt: at } },
      'caution',
      'clock',
      ['freshness-failed'],
    ],
    [
      'a source never checked',
      { ...source, freshness: { status: 'none' } },
      'caution',
      'triangle',
      ['freshness-unchecked'],
    ],
    ['a source without rules', source, 'caution', 'triangle', ['freshness-unchecked']],
    [
      'a model with limits of its own that is late',
      { ...built, freshness: { status: 'warn', loadedAt: at } },
      'caution',
      'clock',
      ['freshness-late', 'tests-passed'],
    ],
    [
      'a model with limits, never checked',
      { ...built, freshness: { status: 'none' } },
      'healthy',
      'tick',
      ['tests-passed'],
    ],
    [
      'a fresh source with a failing test',
      { ...source, freshness: { status: 'pass' }, tests: [test('fail')] },
      'degraded',
      'cross',
      ['tests-failed', 'freshness-passed'],
    ],
  ])('%s', (_name, over, state, shape, whats) => {
    const health = healthOf(node(over), now);
    expect([health.state, health.shape, health.reasons.map(({ what }) => what)]).toEqual([state, shape, whats]);
  });

  it('is at most Caution for trouble further up, and names it', () => {
    const upstream = [{ uniqueId: 'model.shop.raw', name: 'raw', what: 'failed' as const }];
    expect(healthOf(node({ ...built, upstream }), now)).toEqual({
      state: 'caution',
      shape: 'triangle',
      reasons: [
        { what: 'upstream-trouble', count: 1, names: ['raw'] },
        { what: 'tests-passed', count: 1, at },
      ],
    });
    expect(healthOf(node({ ...built, run: { status: 'error' }, upstream }), now).state).toBe('degraded');
  });

  it('counts and names the tests of each kind, with the first message', () => {
    const tests = [{ ...test('fail', 'a'), message: 'Got 3 results' }, test('fail', 'b'), test('pass')];
    expect(healthOf(node({ ...built, tests }), now).reasons[0]).toEqual({
      what: 'tests-failed',
      count: 2,
      names: ['a', 'b'],
      message: 'Got 3 results',
      at,
    });
  });

  it('is brief for a badge: no messages, and of names only what its sentences say', () => {
    const tests = [{ ...test('fail', 'a'), message: 'Got 3 results' }, test('pass'), test('none', 'b')];
    const upstream = ['raw', 'rawer'].map((name) => ({ uniqueId: name, name, what: 'late' as const }));
    const newerSource = { uniqueId: 'new', name: 'new', loadedAt: at };
    const run = { status: 'error' as const, at, message: 'relation does not exist' };
    const whole = healthOf(node({ ...built, run, tests, upstream, newerSource }), now);
    expect(briefHealth(whole)).toEqual({
      state: 'degraded',
      shape: 'cross',
      reasons: [
        { what: 'run-error', at },
        { what: 'tests-failed', count: 1, at },
        { what: 'upstream-trouble', count: 2, names: ['raw'] },
        { what: 'older-than-source', names: ['new'], at },
        { what: 'tests-not-run', count: 1 },
        { what: 'tests-passed', count: 1 },
      ],
    });
    expect(whole.reasons[0]?.message).toBe('relation does not exist');
  });

  it('tells by how much data were older than allowed when they were checked, and only that', () => {
    const times = { loadedAt: '2026-08-01T00:00:00Z', checkedAt: '2026-08-01T21:00:00Z' };
    const lateOf = (freshness: NonNullable<DbtNode['freshness']>) =>
      healthOf(node({ ...source, freshness }), now).reasons[0]?.lateMs;
    expect(lateOf({ status: 'warn', ...times, warnAfter: { count: 12, period: 'hour' } })).toBe(9 * 3_600_000);
    expect(lateOf({ status: 'error', ...times, errorAfter: { count: 1260, period: 'minute' } })).toBeUndefined();
    expect(lateOf({ status: 'error', ...times, warnAfter: { count: 12, period: 'hour' } })).toBeUndefined();
    expect(lateOf({ status: 'warn', warnAfter: { count: 12, period: 'hour' } })).toBeUndefined();
  });

  it.each(['2036-01-01T00:00:00Z', '0001-01-01T00:00:00Z', 'never'])('N19: tells no time for %s', (odd) => {
    for (const over of [
      { run: { status: 'error' as const, at: odd } },
      { ...source, freshness: { status: 'warn' as const, loadedAt: odd } },
    ]) {
      expect(healthOf(node(over), now).reasons[0]).not.toHaveProperty('at');
    }
  });
});

describe('the trouble a node is to others', () => {
  it.each<[Partial<DbtNode>, string | undefined]>([
    [built, undefined],
    [{ run: { status: 'error' } }, 'error'],
    [{ ...built, tests: [test('fail')] }, 'failed'],
    [{ ...built, tests: [test('error')] }, 'error'],
    [{ ...built, tests: [test('warn')] }, undefined],
    [{ run: { status: 'skipped' } }, 'skipped'],
    [{ ...source, freshness: { status: 'warn' } }, 'late'],
    [{ ...source, freshness: { status: 'error' } }, 'late'],
    [{ ...source, freshness: { status: 'pass' } }, undefined],
    [{ ...built, upstream: [{ uniqueId: 'x', name: 'x', what: 'error' }] }, undefined],
  ])('%#: %o', (over, trouble) => {
    expect(troubleOf(node(over))).toBe(trouble);
  });
});
