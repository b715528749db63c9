import type { TableRef } from '../model';
import { readStrayCte } from './ctes';
import { codeOf } from './keywords';
import {
  endAt,
  isName,
  kindAt,
  localKey,
  nothing,
  partAt,
  type Reading,
  read,
  type SqlTable,
  startAt,
  typed,
} from './reading';
import { parseTableName, refOf, type WrittenPart } from './table-name';
import { dot, opaque, open, quotedName, string, word } from './token';

const as = codeOf('as');
const over = codeOf('over');
const table = codeOf('table');

type Chain = { parts: WrittenPart[]; start: number; end: number; next: number; isComplete: boolean };

/** The dotted name that begins at the current token. `next` is the index of the token after it. */
function chainAt(reading: Reading, from: number): Chain {
  const { tokens } = reading;
  const parts = [partAt(reading, from)];
  let index = from + 3;
  let end = endAt(reading, from);
  while (tokens[index] === dot) {
    const after = tokens[index + 3] ?? 0;
    if (after === word || after === quotedName) {
      parts.push(partAt(reading, index + 3));
      end = endAt(reading, index + 3);
      index += 6;
    } else if (after === dot && parts.length === 1 && reading.dialect.hasPublicBetweenDots) {
      parts.push({ text: '', isQuoted: false });
      index += 3;
    } else {
      return { parts, start: startAt(reading, from), end, next: index + 3, isComplete: false };
    }
  }
  return { parts, start: startAt(reading, from), end, next: index, isComplete: true };
}

/** Reads the name at the current token where a table stands, and moves past it. */
export function readTable(reading: Reading): void {
  const { frame, tokens } = reading;
  const expects = frame.expects;
  const chain = reading.dialect.hasPaths ? pathAt(reading) : chainAt(reading, reading.at);
  const next = tokens[chain.next] ?? 0;
  const isSingle = chain.parts.length === 1;
  if (isSingle && expects === read && readStrayCte(reading)) return;
  frame.expects = nothing;
  const isTypeWord = expects === typed && isSingle && (isName(next) || next === table);
  reading.at = chain.next;
  const isFunction = (next === open && expects === read) || (isSingle && (next === string || next === over));
  if (isFunction) {
    frame.opensSource = next === open;
    return;
  }
  if (isTypeWord || !chain.isComplete || isCutByOpaque(reading, chain, next)) return;
  found(reading, chain);
}

/** `raw_${env}`, `snow://…`, `U&"…"`: what touches the name makes it another one. */
function isCutByOpaque(reading: Reading, chain: Chain, next: number): boolean {
  const character = reading.text.charCodeAt(chain.end);
  if (character === 58 || character === 38) return true;
  return next === opaque && (character === 36 || character === 123) && startAt(reading, chain.next) === chain.end;
}

function found(reading: Reading, chain: Chain): void {
  const { frame } = reading;
  const isSingle = chain.parts.length === 1;
  const first = chain.parts[0];
  if (first === undefined) return;
  if (isSingle && isPlainName(reading, first) && isLocal(reading, first)) {
    noteAlias(reading, first, -1);
    return;
  }
  const isTemporary = frame.isTemporary && isSingle;
  frame.isTemporary = false;
  if (isTemporary) {
    reading.session.temporary.add(localKey(reading, first));
    return;
  }
  const ref = isFile(reading, chain.parts) ? undefined : refOf(chain.parts, reading.id);
  if (ref === undefined || isNever(reading, ref)) return;
  const table = completed(reading, ref, chain.start, chain.end);
  reading.tables.push(table);
  // The last word of a text is being typed: until the caller knows it, it hides no schema of that name.
  const isTyped = chain.end === reading.text.length && isSingle && reading.isKnown?.(table.ref) === false;
  noteAlias(reading, isTyped ? undefined : { text: ref.name, isQuoted: true }, reading.tables.length - 1);
}

function isPlainName(reading: Reading, part: WrittenPart): boolean {
  return !(reading.dialect.hasPaths && part.isQuoted && part.text.includes('.'));
}

function isLocal(reading: Reading, part: WrittenPart): boolean {
  const { visibleCtes, session, remembered } = reading;
  // Most statements name nothing of their own, and a key costs more than these three questions.
  if (visibleCtes.size + session.temporary.size + remembered.size === 0) return false;
  const key = localKey(reading, part);
  return visibleCtes.has(key) || session.temporary.has(key) || remembered.has(key);
}

const fileFormats = new Set(['delta', 'parquet', 'csv', 'json', 'orc', 'avro', 'text', 'binaryfile', 'iceberg', 'xml']);

/** Databricks: `` delta.`/path` `` is a folder. */
function isFile(reading: Reading, parts: readonly WrittenPart[]): boolean {
  const [format, path] = parts;
  if (reading.id !== 'databricks' || parts.length !== 2 || format === undefined || path === undefined) return false;
  return path.isQuoted && path.text.includes('/') && fileFormats.has(format.text.toLowerCase());
}

/** BigQuery's INFORMATION_SCHEMA (its path names no dataset of tables), Databricks' LIVE (a pipeline's own tables). */
function isNever(reading: Reading, ref: TableRef): boolean {
  if (reading.id === 'bigquery') return ref.schema?.toUpperCase() === 'INFORMATION_SCHEMA';
  return reading.id === 'databricks' && ref.database === undefined && ref.schema?.toLowerCase() === 'live';
}

function completed(reading: Reading, ref: TableRef, start: number, end: number): SqlTable {
  const { session } = reading;
  const isQualified = ref.schema !== undefined;
  const schema = ref.schema ?? session.schema;
  const database = schema === undefined ? undefined : (ref.database ?? session.database);
  if (schema === ref.schema && database === ref.database) return { ref, start, end, isQualified };
  return {
    ref: { ...(database !== undefined && { database }), ...(schema !== undefined && { schema }), name: ref.name },
    start,
    end,
    isQualified,
    completedBy: session.isUsed ? 'use' : 'context',
  };
}

/**
 * Remembers what stands for a table in the rest of the statement: the alias after it, or else its own name.
 * `table` is its index among the tables found, or -1.
 */
export function noteAlias(reading: Reading, name: WrittenPart | undefined, table: number): void {
  if (!reading.dialect.hasCorrelatedPaths && !reading.isKnown) return;
  const { frame, tokens } = reading;
  const at = tokens[reading.at] === as ? reading.at + 3 : reading.at;
  const kind = tokens[at] ?? 0;
  const alias = kind === word || kind === quotedName ? partAt(reading, at) : name;
  if (alias === undefined) return;
  const key = localKey(reading, alias);
  reading.statementNames.add(key);
  if (!reading.dialect.hasCorrelatedPaths) return;
  frame.aliases ??= new Map();
  frame.aliases.set(key, table);
}

/** `IDENTIFIER('a.b')` and `TABLE('a.b')`: the string at `index` is a name. */
export function readString(reading: Reading, index: number): void {
  const start = startAt(reading, index) + 1;
  const end = endAt(reading, index) - 1;
  const ref = parseTableName(reading.text.slice(start, end), reading.id);
  if (ref && !isNever(reading, ref)) reading.tables.push(completed(reading, ref, start, end));
}

/**
 * Moves past a name where no table stands; a dotted one is kept if it may be a table that the caller knows, or such a table's
 * column (`marts.orders.id`), of which only the table's own name counts.
 */
export function passName(reading: Reading): void {
  // BigQuery's backticks may hold the dots.
  const isPath = reading.dialect.hasPaths && kindAt(reading, 0) === quotedName;
  if (!reading.isKnown || (kindAt(reading, 1) !== dot && !isPath)) {
    passChain(reading);
    return;
  }
  const from = reading.at;
  const chain = chainAt(reading, from);
  reading.at = chain.next;
  if (!chain.isComplete || reading.tokens[chain.next] === open) return;
  if (keepCandidate(reading, chain.parts, chain.start, chain.end)) return;
  // Between two dots stands no token: Snowflake's `db..t` keeps its whole name only.
  if (chain.parts.some(({ text }) => text === '')) return;
  for (let count = chain.parts.length - 1; count > 1; count--) {
    const end = endAt(reading, from + 6 * (count - 1));
    if (keepCandidate(reading, chain.parts.slice(0, count), chain.start, end)) return;
  }
}

/** Keeps a dotted name that the caller knows until the statement's end tells whether it begins at an alias. */
function keepCandidate(reading: Reading, parts: readonly WrittenPart[], start: number, end: number): boolean {
  const ref = refOf(parts, reading.id);
  if (ref?.schema === undefined || isNever(reading, ref)) return false;
  const candidate = completed(reading, ref, start, end);
  if (!reading.isKnown?.(candidate.ref)) return false;
  reading.candidates.push(candidate);
  return true;
}

function passChain(reading: Reading): void {
  const { tokens } = reading;
  let index = reading.at + 3;
  while (tokens[index] === dot) {
    const after = tokens[index + 3];
    index += after === word || after === quotedName ? 6 : 3;
  }
  reading.at = index;
}

// BigQuery

/** A path: dashes in its first part, brackets around legacy names. */
function pathAt(reading: Reading): Chain {
  const { text, tokens } = reading;
  const dashed = tokens[reading.at] === quotedName ? 0 : dashedEnd(text, endAt(reading, reading.at));
  if (dashed <= endAt(reading, reading.at)) return chainAt(reading, reading.at);
  let last = reading.at;
  while ((tokens[last + 3] ?? 0) !== 0 && startAt(reading, last + 3) < dashed) last += 3;
  const chain = chainAt(reading, last);
  const start = startAt(reading, reading.at);
  return { ...chain, start, parts: [{ text: text.slice(start, dashed), isQuoted: false }, ...chain.parts.slice(1)] };
}

const dashes = /(?:-\w+)*/y;

function dashedEnd(text: string, from: number): number {
  dashes.lastIndex = from;
  return dashes.test(text) ? dashes.lastIndex : from;
}

/** `[project:dataset.table]` of legacy SQL, whose bracket is the current token. */
export function readBracketed(reading: Reading): boolean {
  const start = startAt(reading, reading.at);
  if (reading.id !== 'bigquery' || reading.text[start] !== '[') return false;
  const inside = reading.text.slice(start, start + 400);
  const length = inside.indexOf(']') + 1;
  const ref = length > 0 ? parseTableName(inside.slice(0, length), 'bigquery') : undefined;
  if (ref?.schema === undefined) return false;
  reading.tables.push(completed(reading, ref, start, start + length));
  while (reading.at < reading.length && startAt(reading, reading.at) < start + length) reading.at += 3;
  return true;
}
