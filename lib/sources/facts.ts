import {
  type Column,
  type DbtNode,
  type Freshness,
  type FreshnessLimit,
  freshnessStatuses,
  type Run,
  runStatuses,
  type Test,
} from '../model';
import { isRecord } from '../record';

/** What both sources do to dbt's words and values: the same fact must read the same whichever way it came. */

/** Clocks differ a little: what lies less than this ahead of ours has just happened. */
const clockSkewMs = 5 * 60_000;

const timeShape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?Z?)?$/;

/** Epoch ms of a time as dbt writes it (blank or T, with or without zone; without one it is UTC). The year 0001 means none. */
export function instantOf(text: unknown): number | undefined {
  const ms = typeof text === 'string' ? msOf(text) : Number.NaN;
  return Number.isNaN(ms) || ms < Date.UTC(1970, 0, 2) ? undefined : ms;
}

/** As most times come and all leave: nothing needs to be made of them. */
const finishedShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The times read last: a run gives the same one to everything it touched. */
const readTimes = new Map<string, number>();
const mostReadTimes = 1000;

function msOf(text: string): number {
  const known = readTimes.get(text);
  if (known !== undefined) return known;
  if (readTimes.size >= mostReadTimes) readTimes.clear();
  const ms = finishedShape.test(text) ? Date.parse(text) : msIn(text);
  readTimes.set(text, ms);
  return ms;
}

function msIn(text: string): number {
  const shape = timeShape.exec(text.trim());
  if (!shape) return Number.NaN;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = shape;
  return Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
}

/** A time that has been, ISO 8601 in UTC. What is no time, none, or still to come is absent: better unknown than "in 3 hours". */
export function pastTime(text: unknown, now: number): string | undefined {
  const ms = instantOf(text);
  if (ms === undefined || ms > now + clockSkewMs) return undefined;
  if (ms <= now && typeof text === 'string' && isFinished(text)) return text;
  return new Date(Math.min(ms, now)).toISOString();
}

/** Whether a text that is a time is written as times leave. */
function isFinished(text: string): boolean {
  return text.length === 24 && text[10] === 'T' && text[19] === '.' && text[23] === 'Z';
}

/** The day that somebody wrote, as its midnight in UTC: dbt adds a midnight in the zone of the machine that it runs on. */
export function dayOf(text: unknown): string | undefined {
  const ms = typeof text === 'string' ? instantOf(text.trim().slice(0, 10)) : undefined;
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

/** Text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An id of the dbt platform as digits; answers carry numbers and texts. */
export function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : undefined;
}

const testWords = ['pass', 'warn', 'fail', 'error', 'skipped'] as const;

/** dbt's word for a test's result. Words we do not know are `other`, never a failure. */
export function testStatus(word: unknown): Test['status'] {
  if (typeof word !== 'string' || word === '') return 'none';
  const lower = word.toLowerCase();
  return lower === 'runtime error' ? 'error' : (testWords.find((known) => known === lower) ?? 'other');
}

/** dbt's word for how building went. `no-op` and whatever comes next are `other`. */
export function runStatus(word: unknown): Run['status'] {
  if (typeof word !== 'string' || word === '') return 'none';
  const lower = word.toLowerCase();
  switch (lower) {
    // Built, as dbt v2 has it, though the warehouse had something to say
    case 'warn':
      return 'success';
    case 'fail':
    case 'runtime error':
    // Some batches of a microbatch model failed: dbt counts it among its failures
    case 'partial success':
      return 'error';
    default:
      return runStatuses.find((known) => known === lower) ?? 'other';
  }
}

/** dbt's word for how fresh a source was when it was looked at. */
export function freshnessStatus(word: string | null | undefined): Freshness['status'] {
  return word ? (freshnessStatuses.find((known) => known === word.toLowerCase()) ?? 'other') : 'none';
}

/** A version of a model: a number or a text. */
export function versionOf(version: unknown): string | undefined {
  return textOf(typeof version === 'number' && Number.isFinite(version) ? String(version) : version);
}

/** One freshness limit; dbt writes an unset one as an object of nulls. */
export function limitOf(rule: { count?: unknown; period?: unknown } | null | undefined): FreshnessLimit | undefined {
  const { count, period } = rule ?? {};
  if (typeof count !== 'number' || typeof period !== 'string') return undefined;
  const word = period.toLowerCase();
  return word === 'minute' || word === 'hour' || word === 'day' ? { count, period: word } : undefined;
}

/** `meta` as text: plain values as they read, all others as JSON. */
export function metaOf(meta: unknown): Record<string, string> {
  if (!isRecord(meta)) return {};
  // fromEntries defines own properties: a key named __proto__ stays a key
  return Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, metaText(value)]));
}

function metaText(value: unknown): string {
  try {
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    // Nested deeper than the browser can write, though it could read it
    return '…';
  }
}

/** A unique id inside of an address. Half a character of two, which JSON can hold, cannot be encoded. */
export function encodedId(uniqueId: string): string {
  return encodeURIComponent(uniqueId.replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD'));
}

/**
 * Tests with the column that they look at spelled as their node's: dbt tells it as YAML has it, in another case than the
 * warehouse, and in quotes where those are asked for. In place: nobody else has them yet.
 */
export function spelledAs(columns: Column[], tests: Test[]): Test[] {
  for (const test of tests) if (test.column !== undefined) test.column = spelling(columns, test.column);
  return tests;
}

function spelling(columns: Column[], column: string): string {
  if (isNamed(columns, column)) return column;
  const bare = column.replace(/^(["`])(.+)\1$/, '$2');
  // Where two differ only in case, the one that is written like it
  if (isNamed(columns, bare)) return bare;
  const lower = bare.toLowerCase();
  const found = columns.find(({ name }) => name.length === bare.length && name.toLowerCase() === lower);
  return found?.name ?? bare;
}

function isNamed(columns: Column[], column: string): boolean {
  return columns.some(({ name }) => name === column);
}

/** The object without the keys whose value is undefined: absent is absent. */
export function present<Shape extends object>(shape: Shape): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } {
  // A plain loop: this runs several times for every node
  const kept: { [Key in keyof Shape]?: Shape[Key] } = {};
  for (const key in shape) {
    const value = shape[key];
    if (value !== undefined) kept[key] = value;
  }
  // Exactly what the type says: the same keys, without undefined
  return kept as { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };
}

/** A node with more facts, those that are known. In place: nobody else has it yet, and there are many. */
export function withPresent(node: DbtNode, facts: { [Key in keyof DbtNode]?: DbtNode[Key] | undefined }): DbtNode {
  return Object.assign(node, present(facts));
}

const relationId = /^(?:model|source|seed|snapshot)\./;

/** Is this the unique id of something that can have a relation? */
export function isRelationId(uniqueId: string): boolean {
  return relationId.test(uniqueId);
}
