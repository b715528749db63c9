import type { TableRef } from '../model';
import { endAt, partAt, type Reading, startAt } from './reading';
import { refOf, refOfPath } from './table-name';
import { dot, quotedName, word } from './token';

/**
 * A dotted name of `count` parts. `first`: the first one as stored, which ends with the token `from`. `start` and `end` are offsets in the
 * text, `next` is the index of the token behind it.
 */
export type Chain = {
  first: string;
  from: number;
  start: number;
  end: number;
  next: number;
  count: number;
  isComplete: boolean;
};

/** The dotted name whose first token is `from`. */
export function chainAt(reading: Reading, from: number): Chain {
  const { tokens } = reading;
  let last = from;
  let next = from + 3;
  let count = 1;
  let isComplete = true;
  while (tokens[next] === dot) {
    const after = tokens[next + 3];
    if (after === word || after === quotedName) {
      last = next + 3;
      next += 6;
    } else if (after === dot && count === 1 && reading.dialect.hasPublicBetweenDots) {
      next += 3;
    } else {
      next += 3;
      isComplete = false;
      break;
    }
    count++;
  }
  const start = startAt(reading, from);
  return { first: partAt(reading, from), from, start, end: endAt(reading, last), next, count, isComplete };
}

/** What `count` parts from the token at `from` on name; `first`: the first of them. */
export function refAt(
  reading: Reading,
  from: number,
  count: number,
  first = partAt(reading, from),
): TableRef | undefined {
  const { tokens } = reading;
  if (reading.dialect.hasPaths && hasQuoted(tokens, from, count)) {
    let path = first;
    for (let index = 1; index < count; index++) path += `.${partAt(reading, from + 6 * index)}`;
    return refOfPath(path);
  }
  if (count > 3) return undefined;
  if (count === 3 && isDoubleDot(tokens, from)) return refOf(first, 'PUBLIC', partAt(reading, from + 9));
  const second = count > 1 ? partAt(reading, from + 6) : undefined;
  return refOf(first, second, count > 2 ? partAt(reading, from + 12) : undefined);
}

/** Snowflake's `db..t`. */
export function isDoubleDot(tokens: Int32Array, from: number): boolean {
  return tokens[from + 3] === dot && tokens[from + 6] === dot;
}

function hasQuoted(tokens: Int32Array, from: number, count: number): boolean {
  for (let index = 0; index < count; index++) if (tokens[from + 6 * index] === quotedName) return true;
  return false;
}

/** The same at the current token in BigQuery, where the first part may hold dashes. */
export function pathAt(reading: Reading): Chain {
  const { text, tokens } = reading;
  const end = endAt(reading, reading.at);
  const dashed = tokens[reading.at] === quotedName ? end : dashedEnd(text, end);
  if (dashed === end) return chainAt(reading, reading.at);
  let last = reading.at;
  while ((tokens[last + 3] ?? 0) !== 0 && startAt(reading, last + 3) < dashed) last += 3;
  const chain = chainAt(reading, last);
  chain.start = startAt(reading, reading.at);
  chain.first = text.slice(chain.start, dashed);
  return chain;
}

const dashes = /(?:-\w+)*/y;

/** Where the dashes and words behind a name end. */
function dashedEnd(text: string, from: number): number {
  if (text[from] !== '-') return from;
  dashes.lastIndex = from;
  return dashes.test(text) ? dashes.lastIndex : from;
}
