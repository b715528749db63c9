// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Test } from '../../../lib/model';
import {
  dayOf,
  idOf,
  isRelationId,
  limitOf,
  metaOf,
  pastTime,
  runStatus,
  spelledAs,
  testStatus,
} from '../../../lib/sources/facts';

const now = Date.parse('2026-08-21T00:00:00Z');

describe('times', () => {
  it.each([
    ['2026-08-20T04:01:13.197272Z', '2026-08-20T04:01:13.197Z'],
    ['2026-08-20 04:01:13.197272+00:00', '2026-08-20T04:01:13.197Z'],
    ['2026-08-20T06:01:13+02:00', '2026-08-20T04:01:13.000Z'],
    ['2026-08-20T04:01:13', '2026-08-20T04:01:13.000Z'],
    ['2026-08-20T04:01:13+00:00Z', '2026-08-20T04:01:13.000Z'],
    ['2026-08-20', '2026-08-20T00:00:00.000Z'],
    ['2026-08-21T00:02:00Z', '2026-08-21T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(pastTime(text, now)).toBe(iso);
  });

  it.each(['2026-08-21T03:00:00Z', '0001-01-01T00:00:00.000Z', '2026-13-40', 'now', '', null, undefined, 5, {}])(
    'N19: has none for %j',
    (text) => {
      expect(pastTime(text, now)).toBeUndefined();
    },
  );

  it.each(['2030-01-01', '2030-01-01T00:00:00Z', '2030-01-01T00:00:00+02:00', '2030-01-01 00:00:00-05:00'])(
    'has the day that somebody wrote, wherever dbt ran, also one ahead: %s',
    (text) => {
      expect(dayOf(text)).toBe('2030-01-01T00:00:00.000Z');
    },
  );

  it('has no day in what is none', () => {
    expect(['soon', '', null, 5, '0001-01-01T00:00:00Z'].map(dayOf)).toEqual(Array(5).fill(undefined));
  });
});

describe("dbt's words", () => {
  it.each([
    ['pass', 'pass'],
    ['FAIL', 'fail'],
    ['Warn', 'warn'],
    ['runtime error', 'error'],
    ['skipped', 'skipped'],
    ['success', 'other'],
    ['reused', 'other'],
    [null, 'none'],
    ['', 'none'],
  ])('test result %j is %s', (word, status) => {
    expect(testStatus(word)).toBe(status);
  });

  it.each([
    ['success', 'success'],
    ['Error', 'error'],
    ['fail', 'error'],
    ['skipped', 'skipped'],
    ['partial success', 'error'],
    ['warn', 'success'],
    ['reused', 'reused'],
    ['no-op', 'other'],
    [undefined, 'none'],
  ])('N13: run result %j is %s', (word, status) => {
    expect(runStatus(word)).toBe(status);
  });

  it('has no limit where dbt writes nulls', () => {
    expect(limitOf({ count: 24, period: 'Hour' })).toEqual({ count: 24, period: 'hour' });
    expect([limitOf({ count: null, period: null }), limitOf(null), limitOf({ count: 1, period: 'year' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('flattens meta to text, and takes every key for a key', () => {
    const meta: unknown = JSON.parse('{"a":1,"b":{"c":[true]},"d":null,"e":"x","__proto__":"y"}');
    const flat = metaOf(meta);
    expect(Object.entries(flat)).toEqual([
      ['a', '1'],
      ['b', '{"c":[true]}'],
      ['d', 'null'],
      ['e', 'x'],
      ['__proto__', 'y'],
    ]);
    expect([metaOf([1]), metaOf('x'), metaOf(null)]).toEqual([{}, {}, {}]);
  });

  it('loses nothing but a value of meta that is nested too deeply to be written', () => {
    const meta: unknown = JSON.parse(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"b":"c"}`);
    expect(metaOf(meta)).toEqual({ a: '…', b: 'c' });
  });

  it("spells a test's column as its node does, whatever YAML writes", () => {
    const columns = ['ID', 'id', 'ORDER_NO', 'Takings (EUR)'].map((name) => ({ name }));
    const wanted = ['id', 'ID', 'order_no', '"Takings (EUR)"', '`order_no`', 'gone', undefined];
    const tests = wanted.map(
      (column): Test => ({
        uniqueId: 't',
        name: 't',
        status: 'pass',
        ...(column !== undefined && { column }),
      }),
    );
    expect(spelledAs(columns, tests).map(({ column }) => column)).toEqual([
      'id',
      'ID',
      'ORDER_NO',
      'Takings (EUR)',
      'ORDER_NO',
      'gone',
      undefined,
    ]);
  });

  it('takes digits for ids and nothing else', () => {
    expect([idOf(12), idOf('90210001'), idOf('1/2'), idOf(1.5), idOf(null), idOf(-1)]).toEqual([
      '12',
      '90210001',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['model.a.b', true],
    ['source.a.b.c', true],
    ['seed.a.b', true],
    ['snapshot.a.b', true],
    ['test.a.b', false],
    ['exposure.a.b', false],
    ['models.a', false],
    ['__proto__', false],
  ])('knows whether %s can have a relation', (id, can) => {
    expect(isRelationId(id)).toBe(can);
  });
});
