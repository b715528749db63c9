import type { BadgeFacts, HealthReason, HealthState, NodeType, Resolution } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { ago, count, day, duration, isOne } from './time';
import { visibleText } from './visible-text';

const stateKeys: Record<HealthState, WordKey> = {
  healthy: 'healthHealthy',
  caution: 'healthCaution',
  degraded: 'healthDegraded',
  unknown: 'healthUnknown',
};

const typeKeys: Record<NodeType, WordKey> = {
  model: 'healthTypeModel',
  source: 'healthTypeSource',
  seed: 'healthTypeSeed',
  snapshot: 'healthTypeSnapshot',
};

/** A sentence with a number has two forms: for one, and for every other number (which is then `$1`). */
const countedKeys = {
  'tests-failed': ['healthTestsFailedOne', 'healthTestsFailedOther'],
  'tests-error': ['healthTestsErrorOne', 'healthTestsErrorOther'],
  'tests-warned': ['healthTestsWarnedOne', 'healthTestsWarnedOther'],
  'tests-skipped': ['healthTestsSkippedOne', 'healthTestsSkippedOther'],
  'tests-not-run': ['healthTestsNotRunOne', 'healthTestsNotRunOther'],
  'tests-passed': ['healthTestsPassedOne', 'healthTestsPassedOther'],
} as const satisfies Partial<Record<HealthReason['what'], readonly [WordKey, WordKey]>>;

/** Sentences about a moment: with it ("… 3 hours ago"), and without where it is unknown. */
const datedKeys = {
  'run-error': ['healthRunErrorAt', 'healthRunError'],
  'run-skipped': ['healthRunSkippedAt', 'healthRunSkipped'],
  'freshness-error': ['healthFreshnessErrorAt', 'healthFreshnessError'],
  'freshness-late': ['healthFreshnessLateAt', 'healthFreshnessLate'],
  'freshness-failed': ['healthFreshnessFailedAt', 'healthFreshnessFailed'],
  'freshness-passed': ['healthFreshnessPassedAt', 'healthFreshnessPassed'],
} as const satisfies Partial<Record<HealthReason['what'], readonly [WordKey, WordKey]>>;

type Counted = keyof typeof countedKeys;
type Dated = keyof typeof datedKeys;
const isCounted = (what: HealthReason['what']): what is Counted => what in countedKeys;
/** Counted reasons whose moment matters: "2 tests failed 5 hours ago". */
const isTrouble = (what: Counted) => what === 'tests-failed' || what === 'tests-error' || what === 'tests-warned';
const isDated = (what: HealthReason['what']): what is Dated => what in datedKeys;

/** The one word for a state. */
export function stateWord(state: HealthState): string {
  return words(stateKeys[state]);
}

/** "model", "source", "seed", "snapshot". */
export function typeWord(type: NodeType): string {
  return words(typeKeys[type]);
}

/** A sentence in its form for one or for many; the many form gets the number as `$1`. */
export function counted(keys: readonly [WordKey, WordKey], number: number): string {
  return isOne(number) ? words(keys[0]) : words(keys[1], count(number));
}

/** Why a node is as it is, in a few words without a full stop: "2 tests failed". `now` in epoch ms. */
export function reasonText(reason: HealthReason, now: number): string {
  const { what } = reason;
  if (isCounted(what)) {
    const text = counted(countedKeys[what], reason.count ?? reason.names?.length ?? 1);
    const when = isTrouble(what) ? ago(reason.at, now) : undefined;
    return when === undefined ? text : words('healthWithTime', text, when);
  }
  if (isDated(what)) {
    const when = ago(reason.at, now);
    if (reason.lateMs !== undefined && when !== undefined)
      return words('healthDataOlder', duration(reason.lateMs), when);
    return when === undefined ? words(datedKeys[what][1]) : words(datedKeys[what][0], when);
  }
  switch (what) {
    case 'upstream-trouble':
      return upstreamText(reason);
    case 'older-than-source':
      return sourceText(reason, now);
    case 'deprecated':
      return datedOr('healthDeprecatedOn', 'healthDeprecated', reason.at);
    case 'deprecation-ahead':
      return datedOr('healthDeprecationOn', 'healthDeprecationAhead', reason.at);
    case 'no-tests':
      return words('healthNoTests');
    case 'never-built':
      return words('healthNeverBuilt');
    case 'freshness-unchecked':
      return words('healthFreshnessUnchecked');
  }
}

function datedOr(withDay: WordKey, without: WordKey, at: string | undefined): string {
  const when = day(at);
  return when === undefined ? words(without) : words(withDay, when);
}

function upstreamText(reason: HealthReason): string {
  const first = reason.names?.[0];
  const others = (reason.count ?? reason.names?.length ?? 1) - 1;
  if (first === undefined) return words('healthUpstream');
  if (others < 1) return words('healthUpstreamNamed', visibleText(first, 200));
  return words('healthUpstreamNamedMore', visibleText(first, 200), count(others));
}

function sourceText(reason: HealthReason, now: number): string {
  const name = reason.names?.[0];
  const when = ago(reason.at, now);
  if (name === undefined) return words('healthOlderThanSource');
  if (when === undefined) return words('healthOlderThanSourceNamed', visibleText(name, 200));
  return words('healthOlderThanSourceAt', visibleText(name, 200), when);
}

/** What a screen reader says of a badge: "dbt model orders, 2 tests failed, data late". At most three reasons. */
export function spokenName(facts: BadgeFacts, now: number): string {
  const reasons = facts.health.reasons.slice(0, 3).map((reason) => reasonText(reason, now));
  const state = stateWord(facts.health.state);
  return [words('healthSpokenName', typeWord(facts.type), visibleText(facts.name, 200)), state, ...reasons].join(', ');
}

/** A resolution together with what a screen reader says of it. `now` in epoch ms. */
export function withSpoken(resolution: Resolution, now: number): Resolution {
  if (resolution.status === 'unknown') return resolution;
  if (resolution.status === 'matched') return { ...resolution, spoken: spokenName(resolution.node, now) };
  const names = resolution.nodes.map((node) => spokenName(node, now));
  return { ...resolution, spoken: words('badgeAmbiguous', names.length, names.join('; ')) };
}
