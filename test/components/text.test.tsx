// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { reasonText, spokenName } from '../../components/health-words';
import { ago, day, duration, exactTime, isPast } from '../../components/time';
import { visibleText } from '../../components/visible-text';
import type { HealthReason } from '../../lib/model';
import { factsOf, now } from './nodes';
import { speakEnglish } from './screen';

beforeEach(speakEnglish);

describe('text from dbt', () => {
  it.each([
    ['a\u202eb', 'a‹U+202E›b'],
    ['a\u0000b', 'a␀b'],
    ['a\u200bb', 'a‹U+200B›b'],
    ['a\ud800b', 'a\ufffdb'],
    [`e${'\u0301'.repeat(500)}`, `e${'\u0301'.repeat(4)}`],
    ['👩‍💻 नमस्ते', '👩‍💻 नमस्ते'],
    ['ad\u200dmin', 'ad‹U+200D›min'],
    ['line\none\ttab', 'line\none\ttab'],
    ['İ ß 表', 'İ ß 表'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('cuts what nobody reads to the end', () => {
    expect(visibleText('x'.repeat(5000))).toHaveLength(1025);
  });

  it('never lets a direction override, a control or half a character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const character of visibleText(text)) {
          const code = character.codePointAt(0) ?? 0;
          expect(code >= 0x20 || code === 9 || code === 10).toBe(true);
          expect(code >= 0x7f && code <= 0x9f).toBe(false);
          expect((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)).toBe(false);
          expect(code >= 0xd800 && code <= 0xdfff).toBe(false);
        }
      }),
    );
  });
});

describe('times', () => {
  const past = (ms: number) => new Date(now - ms).toISOString();
  it.each([
    [past(5_000), 'just now'],
    [past(-60_000), 'just now'],
    [past(60_000), '1 minute ago'],
    [past(3 * 3_600_000), '3 hours ago'],
    [past(47 * 3_600_000), '47 hours ago'],
    [past(3 * 86_400_000), '3 days ago'],
    [past(100 * 86_400_000), '3 months ago'],
    [past(3 * 365.25 * 86_400_000), '3 years ago'],
    [past(-3_600_000), undefined],
    ['0001-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
    [undefined, undefined],
  ])('says of %s: %s', (at, text) => {
    expect(ago(at, now)).toBe(text);
  });

  it.each([
    [1_200, '1.2 seconds'],
    [12_420, '12 seconds'],
    [90_000, '1 minute'],
    [86_400_000, '1 day'],
    [1.5 * 86_400_000, '36 hours'],
    [3 * 86_400_000, '3 days'],
  ])('says of %d milliseconds: %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('tells day, past and exact time only of real times', () => {
    // West of Greenwich, and east of it
    expect(['2026-12-01T00:00:00Z', '2026-12-01T23:59:00Z'].map(day)).toEqual(['Dec 1, 2026', 'Dec 1, 2026']);
    expect(exactTime('2026-12-01T12:00:00Z')).toMatch(/December 1, 2026.*\d/);
    expect([day('nonsense'), exactTime('0001-01-01T00:00:00Z')]).toEqual([undefined, undefined]);
    expect([isPast('2026-01-01', now), isPast('2027-01-01', now), isPast('x', now)]).toEqual([true, false, false]);
  });
});

describe('reasons', () => {
  const at = '2026-08-20T06:00:00Z';
  it.each<[HealthReason, string]>([
    [{ what: 'run-error', at }, 'last run failed 6 hours ago'],
    [{ what: 'run-error' }, 'last run failed'],
    [{ what: 'run-skipped' }, 'last run skipped it'],
    [{ what: 'tests-failed', count: 1 }, '1 test failed'],
    [{ what: 'tests-failed', count: 1200, at }, '1,200 tests failed 6 hours ago'],
    [{ what: 'tests-error', names: ['a', 'b'] }, '2 tests could not run'],
    [{ what: 'tests-warned', count: 2 }, '2 tests warned'],
    [{ what: 'tests-skipped', count: 2 }, '2 tests were skipped'],
    [{ what: 'tests-not-run', count: 2 }, 'no result is known of 2 tests'],
    [{ what: 'tests-passed', count: 2, at }, '2 tests passed'],
    [{ what: 'no-tests' }, 'no tests'],
    [{ what: 'never-built' }, 'no build is known'],
    [{ what: 'freshness-error', at }, 'data far too old, last loaded 6 hours ago'],
    [
      { what: 'freshness-error', at, lateMs: 9.5 * 3_600_000 },
      'data 9 hours older than allowed, last loaded 6 hours ago',
    ],
    [{ what: 'freshness-late' }, 'data late'],
    [{ what: 'freshness-passed', at }, 'data fresh, last loaded 6 hours ago'],
    [{ what: 'freshness-unchecked' }, 'no freshness check is known'],
    [{ what: 'deprecated', at: '2026-01-02T12:00:00Z' }, 'deprecated since Jan 2, 2026'],
    [{ what: 'deprecation-ahead' }, 'will be deprecated'],
    [{ what: 'upstream-trouble', names: ['stg'] }, 'trouble upstream: stg'],
    [{ what: 'upstream-trouble', names: ['stg'], count: 3 }, 'trouble upstream: stg and 2 more'],
    [{ what: 'upstream-trouble' }, 'trouble upstream'],
    [{ what: 'older-than-source' }, 'older than its source'],
    [{ what: 'older-than-source', names: ['raw'] }, 'older than its source raw'],
    [{ what: 'older-than-source', names: ['raw'], at }, 'built before its source raw was last loaded, 6 hours ago'],
  ])('says of %j: %s', (reason, text) => {
    expect(reasonText(reason, now)).toBe(text);
  });

  it('speaks kind, name, state and the three worst reasons', () => {
    const reasons: HealthReason[] = [
      { what: 'tests-failed', count: 2 },
      { what: 'freshness-late' },
      { what: 'no-tests' },
      { what: 'deprecated' },
    ];
    const facts = factsOf({ type: 'source', name: 'orders', health: { state: 'degraded', shape: 'cross', reasons } });
    expect(spokenName(facts, now)).toBe('dbt source orders, Degraded, 2 tests failed, data late, no tests');
  });
});
