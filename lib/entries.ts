import { parseJson } from './parsed';

/**
 * Several entries in one record of the cache, as one text: a browser writes and reads one long text many times faster than
 * as many objects [2026-11-26: 0.3 ms a record, whatever is in it, up to some 10 kB]. One entry is a line of its key and
 * its value, both JSON, where a line break is never bare; only the value that is asked for is parsed.
 */

/** A key and the JSON of its value. */
export type Entry = readonly [key: string, json: string];

/** The text of a record. */
export function recordText(entries: Entry[]): string {
  // Joined once: what is put together in steps is copied once more when it is written
  return ['', ...entries.map(([key, json]) => `${JSON.stringify(key)}\t${json}`), ''].join('\n');
}

/** The values under a key of a record, in their order; `undefined` in place of what cannot be read. Their shape is not looked at. */
export function valuesIn(record: unknown, key: string): unknown[] {
  if (record === undefined) return [];
  if (typeof record !== 'string' || !record.startsWith('\n') || !record.endsWith('\n')) return [undefined];
  const start = `\n${JSON.stringify(key)}\t`;
  const values: unknown[] = [];
  let at = record.indexOf(start);
  while (at >= 0) {
    const from = at + start.length;
    // The break that ends this line begins the next
    const end = record.indexOf('\n', from);
    values.push(parseJson(record.slice(from, end))?.value);
    at = record.indexOf(start, end);
  }
  return values;
}

/** All values of a record, likewise. */
export function allValues(record: unknown): unknown[] {
  if (typeof record !== 'string') return [undefined];
  const lines = record.split('\n').slice(1, -1);
  return lines.map((line) => parseJson(line.slice(line.indexOf('\t') + 1))?.value);
}

/**
 * Records of so many entries in the order of their keys, each made when it is asked for: all at once may be more than a worker should hold.
 * A record lies under its last key: the first record whose key is not before a name holds all entries of that name. So each
 * name costs one read, however many there are.
 */
export function* sortedRecords<One>(
  all: One[],
  keyOf: (one: One) => string,
  jsonOf: (one: One) => string,
  perRecord: number,
): Generator<[last: string, text: string]> {
  const keyed = all.map((one) => ({ key: keyOf(one), one }));
  const sorted = keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
  let begun: Entry[] = [];
  for (const [at, { key, one }] of sorted.entries()) {
    begun.push([key, jsonOf(one)]);
    const next = sorted[at + 1]?.key;
    if (next === key || (begun.length < perRecord && next !== undefined)) continue;
    yield [key, recordText(begun)];
    begun = [];
  }
}
