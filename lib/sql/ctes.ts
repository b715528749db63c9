import { codeOf } from './keywords';
import {
  declareCte,
  deepest,
  type Frame,
  isName,
  localKey,
  newFrame,
  nothing,
  partAt,
  type Reading,
  statementOf,
} from './reading';
import { close, open } from './token';

const as = codeOf('as');
const create = codeOf('create');
const materialized = codeOf('materialized');
const not = codeOf('not');
const queryStarts = new Set(
  ['select', 'with', 'values', 'from', 'table', 'insert', 'update', 'delete', 'merge'].map(codeOf),
);

/**
 * Index of the parenthesis that opens a CTE's body, when `index` is the token after the CTE's name; else -1.
 * Where a CTE is not certain, a query has to begin in the body.
 */
function bodyOf(reading: Reading, index: number, isCertain: boolean): number {
  const { tokens } = reading;
  let at = index;
  if (tokens[at] === open && isCertain) {
    // Snowflake and Databricks let AS be left out.
    if (queryStarts.has(tokens[at + 3] ?? 0)) return at;
    const limit = Math.min(reading.length, at + 3 * 300);
    while (at < limit && tokens[at] !== close) at += 3;
    at += 3;
  }
  if (tokens[at] !== as) return -1;
  at += 3;
  if (tokens[at] === not) at += 3;
  if (tokens[at] === materialized) at += 3;
  if (tokens[at] !== open) return -1;
  return isCertain || queryStarts.has(tokens[at + 3] ?? 0) ? at : -1;
}

function openCte(reading: Reading, name: number, body: number, owner: Frame): void {
  const key = localKey(reading, partAt(reading, name));
  const frame = newFrame(owner, reading.tables.length);
  frame.cte = key;
  frame.isDeclared = owner.isRecursive;
  if (owner.isRecursive) declareCte(reading, owner, key);
  owner.expects = nothing;
  owner.list = nothing;
  reading.depth = owner === reading.frame ? reading.depth + 1 : 1;
  reading.frame = frame;
  reading.at = body + 3;
  reading.statementNames.push(key);
}

/** Reads `name AS (` or `name (columns) AS (` at the token `index` and enters the body; false when something else stands there. */
export function readCteHead(reading: Reading, index: number): boolean {
  const body = isName(reading.tokens[index] ?? 0) ? bodyOf(reading, index + 3, true) : -1;
  if (body < 0 || reading.depth >= deepest) return false;
  openCte(reading, index, body, reading.frame);
  return true;
}

/** `b AS (SELECT …` in the middle of nowhere: the WITH is above the window, or a parenthesis is missing. */
export function readStrayCte(reading: Reading): boolean {
  const { frame } = reading;
  const body = bodyOf(reading, reading.at + 3, false);
  if (body < 0 || (frame.verb === create && !frame.hasQuery)) return false;
  openCte(reading, reading.at, body, statementOf(frame));
  return true;
}
