import type {
  BadgeShape,
  DbtNode,
  Freshness,
  FreshnessLimit,
  Health,
  HealthReason,
  HealthState,
  Test,
  UpstreamTrouble,
} from './model';

/**
 * A node's state in dbt's own four words, and why. The criteria are those of dbt's data health signals (2026), except that a
 * missing description is no trouble here: the card shows that by itself.
 */

type What = HealthReason['what'];

/** Worst first. A node has the state and the shape of its worst reason. */
const severities: [What, HealthState, BadgeShape][] = [
  ['run-error', 'degraded', 'cross'],
  ['tests-failed', 'degraded', 'cross'],
  ['tests-error', 'degraded', 'cross'],
  ['freshness-error', 'degraded', 'clock'],
  ['run-skipped', 'caution', 'arrow'],
  ['deprecated', 'caution', 'strike'],
  ['freshness-late', 'caution', 'clock'],
  ['freshness-failed', 'caution', 'clock'],
  ['tests-warned', 'caution', 'triangle'],
  ['tests-skipped', 'caution', 'arrow'],
  ['upstream-trouble', 'caution', 'triangle'],
  ['older-than-source', 'caution', 'clock'],
  ['never-built', 'unknown', 'ring'],
  ['tests-not-run', 'caution', 'triangle'],
  ['no-tests', 'caution', 'triangle'],
  ['freshness-unchecked', 'caution', 'triangle'],
  ['deprecation-ahead', 'healthy', 'tick'],
  ['tests-passed', 'healthy', 'tick'],
  ['freshness-passed', 'healthy', 'tick'],
];

const rankOf = new Map(severities.map(([what], rank) => [what, rank]));

/** The names of a reason are read by people: more than these nobody reads. */
const maxNames = 20;

/** State, shape and reasons of a node. `now` is epoch ms; a time that lies ahead of it is not told. */
export function healthOf(node: DbtNode, now: number): Health {
  return healthFrom([
    ...runReasons(node, now),
    ...testReasons(node, now),
    ...freshnessReasons(node, now),
    ...deprecationReasons(node, now),
    ...findingReasons(node, now),
  ]);
}

/** The same health with what was found out about a node later. */
export function withFinding({ reasons }: Health, finding: Finding, now: number): Health {
  const own = reasons.filter(({ what }) => what !== 'upstream-trouble' && what !== 'older-than-source');
  return healthFrom([...own, ...findingReasons(finding, now)]);
}

/** The same health with no more than its sentences say: no messages, and of names only the one that a sentence has. */
export function briefHealth({ state, shape, reasons }: Health): Health {
  return { state, shape, reasons: reasons.map(briefReason) };
}

const spokenNames = new Set<What>(['upstream-trouble', 'older-than-source']);
/** When this was is told of trouble alone. */
const timeless = new Set<What>(['tests-passed', 'tests-skipped', 'tests-not-run']);

function briefReason({ names, message: _message, at, ...told }: HealthReason): HealthReason {
  const brief: HealthReason = told;
  if (names && spokenNames.has(told.what)) brief.names = names.slice(0, 1);
  if (at !== undefined && !timeless.has(told.what)) brief.at = at;
  return brief;
}

type Finding = Pick<DbtNode, 'upstream' | 'newerSource'>;
const findingReasons = ({ upstream, newerSource }: Finding, now: number) => [
  ...upstreamReasons(upstream),
  ...sourceReasons(newerSource, now),
];

function healthFrom(all: HealthReason[]): Health {
  const rank = ({ what }: HealthReason) => rankOf.get(what) ?? 0;
  const reasons = all.sort((one, other) => rank(one) - rank(other));
  const [, state, shape] = severities[rankOf.get(reasons[0]?.what ?? 'never-built') ?? 0] ?? ['', 'unknown', 'ring'];
  return { state, shape, reasons: reasons.length > 0 ? reasons : [{ what: 'never-built' }] };
}

function runReasons({ type, run, tests }: DbtNode, now: number): HealthReason[] {
  const at = past(run?.at, now);
  const message = run?.message === undefined ? {} : { message: run.message };
  if (run?.status === 'error') return [{ what: 'run-error', ...message, ...at }];
  if (run?.status === 'skipped') return [{ what: 'run-skipped', ...message, ...at }];
  // A test that ran proves that there is a table, even where nobody told of the run that built it
  const isKnown = (run !== undefined && run.status !== 'none') || tests.some(hasRun);
  return type === 'source' || isKnown ? [] : [{ what: 'never-built' }];
}

function hasRun({ status }: Test): boolean {
  return status !== 'none';
}

const testWords: [Test['status'], What][] = [
  ['fail', 'tests-failed'],
  ['error', 'tests-error'],
  ['warn', 'tests-warned'],
  ['skipped', 'tests-skipped'],
  ['none', 'tests-not-run'],
  ['other', 'tests-not-run'],
  ['pass', 'tests-passed'],
];

const testWhats = new Map(testWords);
const testOrder = [...new Set(testWhats.values())];

/** One reason per kind of result. Sources need no tests: dbt judges them by their freshness. */
function testReasons({ type, tests }: DbtNode, now: number): HealthReason[] {
  if (tests.length === 0) return type === 'source' ? [] : [{ what: 'no-tests' }];
  const byWhat = new Map<What, Test[]>();
  for (const test of tests) {
    const what = testWhats.get(test.status) ?? 'tests-not-run';
    const others = byWhat.get(what);
    if (others) others.push(test);
    else byWhat.set(what, [test]);
  }
  const reasons: HealthReason[] = [];
  for (const what of testOrder) {
    const concerned = byWhat.get(what);
    if (concerned) reasons.push(testReason(what, concerned, now));
  }
  return reasons;
}

function testReason(what: What, tests: Test[], now: number): HealthReason {
  const message = tests.find((test) => test.message !== undefined)?.message;
  let last: string | undefined;
  for (const { at } of tests) if (at !== undefined && at > (last ?? '')) last = at;
  return {
    what,
    count: tests.length,
    ...(what === 'tests-passed' ? {} : { names: tests.slice(0, maxNames).map(({ name }) => name) }),
    ...(message === undefined ? {} : { message }),
    ...past(last, now),
  };
}

function freshnessReasons({ type, freshness }: DbtNode, now: number): HealthReason[] {
  // The sentences say when data were loaded, not when somebody looked
  const at = past(freshness?.loadedAt, now);
  switch (freshness?.status) {
    case 'pass':
      return [{ what: 'freshness-passed', ...at }];
    case 'warn':
      return [{ what: 'freshness-late', ...at, ...lateness(freshness, freshness.warnAfter) }];
    case 'error':
      return [{ what: 'freshness-error', ...at, ...lateness(freshness, freshness.errorAfter) }];
    case 'runtime error':
      return [{ what: 'freshness-failed', ...past(freshness.checkedAt, now) }];
    default:
      return type === 'source' ? [{ what: 'freshness-unchecked' }] : [];
  }
}

const periodMs: Record<FreshnessLimit['period'], number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function lateness({ checkedAt, loadedAt }: Freshness, limit: FreshnessLimit | undefined): { lateMs?: number } {
  if (!limit) return {};
  const lateMs = Date.parse(checkedAt ?? '') - Date.parse(loadedAt ?? '') - limit.count * periodMs[limit.period];
  return lateMs > 0 ? { lateMs } : {};
}

function deprecationReasons({ deprecationDate }: DbtNode, now: number): HealthReason[] {
  const date = Date.parse(deprecationDate ?? '');
  if (deprecationDate === undefined || Number.isNaN(date)) return [];
  return [{ what: date <= now ? 'deprecated' : 'deprecation-ahead', at: deprecationDate }];
}

function upstreamReasons(upstream: UpstreamTrouble[]): HealthReason[] {
  if (upstream.length === 0) return [];
  const names = upstream.slice(0, maxNames).map(({ name }) => name);
  return [{ what: 'upstream-trouble', count: upstream.length, names }];
}

/** Built before its source was last loaded: what people read in it is older than it could be. */
function sourceReasons(newerSource: DbtNode['newerSource'], now: number): HealthReason[] {
  if (!newerSource) return [];
  return [{ what: 'older-than-source', names: [newerSource.name], ...past(newerSource.loadedAt, now) }];
}

/** A time that has been; nothing for what cannot be read, for the year 0001 and for what is still to come. */
function past(at: string | undefined, now: number): { at?: string } {
  const time = Date.parse(at ?? '');
  return at !== undefined && time > 0 && time <= now ? { at } : {};
}

/** What a node does to everything built from it; nothing when it does no harm. Trouble above it is not its own. */
export function troubleOf(node: DbtNode): UpstreamTrouble['what'] | undefined {
  const isAny = (status: Test['status']) => node.tests.some((test) => test.status === status);
  if (node.run?.status === 'error') return 'error';
  if (isAny('fail')) return 'failed';
  if (isAny('error')) return 'error';
  if (['warn', 'error'].includes(node.freshness?.status ?? '')) return 'late';
  return node.run?.status === 'skipped' ? 'skipped' : undefined;
}
