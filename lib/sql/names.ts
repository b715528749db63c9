import type { TableRef } from '../model';
import { type Chain, chainAt, isDoubleDot, pathAt, refAt } from './chain';
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
import { parseTableName } from './table-name';
import { dot, opaque, open, quotedName, string, word } from './token';

const as = codeOf('as');
const over = codeOf('over');
const table = codeOf('table');

/** Reads the name at the current token where a table stands, and moves past it. */
export function readTable(reading: Reading): void {
  const { frame, tokens } = reading;
  const expects = frame.expects;
  const chain = reading.dialect.hasPaths ? pathAt(reading) : chainAt(reading, reading.at);
  const next = tokens[chain.next] ?? 0;
  const isSingle = chain.count === 1;
  if (isSingle && next === as && expects === read && readStrayCte(reading)) return;
  frame.expects = nothing;
  const isTypeWord = expects === typed && isSingle && (isName(next) || next === table);
  if (isTypeWord) frame.list = nothing;
  reading.at = chain.next;
  const isFunction = (next === open && expects === read) || (isSingle && (next === string || next === over));
  if (isFunction) {
    frame.opensSource = next === open;
    return;
  }
  if (isTypeWord || !chain.isComplete || isCutByOpaque(reading, chain, next)) return;
  found(reading, chain);
}

/** `raw_${env}`, `snow://…`, `U&"…"`, `model!PREDICT`: what touches the name makes it another one. */
function isCutByOpaque(reading: Reading, chain: Chain, next: number): boolean {
  if (chain.end === reading.text.length) return false;
  const character = reading.text.charCodeAt(chain.end);
  if (character === 58 || character === 38 || character === 33) return true;
  return next === opaque && (character === 36 || character === 123) && startAt(reading, chain.next) === chain.end;
}

function found(reading: Reading, { first, from, start, end, count }: Chain): void {
  const { frame } = reading;
  if (count === 1) {
    if (isLocal(reading, first, from)) {
      noteAlias(reading, first, -1);
      return;
    }
    if (frame.isTemporary) {
      frame.isTemporary = false;
      reading.session.temporary ??= new Set();
      reading.session.temporary.add(localKey(reading, first));
      return;
    }
  }
  frame.isTemporary = false;
  const ref = count === 2 && isFile(reading, from, first) ? undefined : refAt(reading, from, count, first);
  if (ref === undefined || isNever(reading, ref)) return;
  const table = completed(reading, ref, start, end);
  reading.tables.push(table);
  // The last word of a text is being typed: until the caller knows it, it hides no schema of that name.
  const isTyped = end === reading.text.length && count === 1 && reading.isKnown?.(table.ref) === false;
  noteAlias(reading, isTyped ? undefined : ref.name, reading.tables.length - 1);
}

function isLocal(reading: Reading, first: string, from: number): boolean {
  const { visibleCtes, remembered } = reading;
  const { temporary } = reading.session;
  // Most statements name nothing of their own, and a key costs more than these questions.
  if (!visibleCtes && !temporary && remembered.size === 0) return false;
  if (reading.dialect.hasPaths && reading.tokens[from] === quotedName && first.includes('.')) return false;
  const key = localKey(reading, first);
  return visibleCtes?.has(key) || temporary?.has(key) || remembered.has(key);
}

const fileFormats = new Set(['delta', 'parquet', 'csv', 'json', 'orc', 'avro', 'text', 'binaryfile', 'iceberg', 'xml']);

/** Databricks: `` delta.`/path` `` is a folder. */
function isFile(reading: Reading, from: number, format: string): boolean {
  if (reading.id !== 'databricks' || reading.tokens[from + 6] !== quotedName) return false;
  return fileFormats.has(format.toLowerCase()) && partAt(reading, from + 6).includes('/');
}

/** BigQuery's INFORMATION_SCHEMA (its path names no dataset of tables), Databricks' LIVE (a pipeline's own tables). */
function isNever(reading: Reading, { database, schema }: TableRef): boolean {
  if (schema === undefined) return false;
  if (reading.id === 'bigquery') return schema.length === 18 && schema.toUpperCase() === 'INFORMATION_SCHEMA';
  return reading.id === 'databricks' && database === undefined && schema.toLowerCase() === 'live';
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
export function noteAlias(reading: Reading, name: string | undefined, table: number): void {
  if (!reading.dialect.hasCorrelatedPaths && !reading.isKnown) return;
  const { frame, tokens } = reading;
  const at = tokens[reading.at] === as ? reading.at + 3 : reading.at;
  const kind = tokens[at];
  const alias = kind === word || kind === quotedName ? partAt(reading, at) : name;
  if (alias === undefined) return;
  reading.statementNames.push(alias);
  if (!reading.dialect.hasCorrelatedPaths) return;
  if (frame.aliases) frame.aliases.push([alias, table]);
  else frame.aliases = [[alias, table]];
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
  const chain = chainAt(reading, reading.at);
  reading.at = chain.next;
  if (!chain.isComplete || reading.tokens[chain.next] === open) return;
  if (keepCandidate(reading, chain, chain.count, chain.end)) return;
  // Between two dots stands no token: Snowflake's `db..t` keeps its whole name only.
  if (isDoubleDot(reading.tokens, chain.from)) return;
  for (let count = chain.count - 1; count > 1; count--) {
    if (keepCandidate(reading, chain, count, endAt(reading, chain.from + 6 * (count - 1)))) return;
  }
}

/** Keeps a dotted name that the caller knows until the statement's end tells whether it begins at an alias. */
function keepCandidate(reading: Reading, { first, from, start }: Chain, count: number, end: number): boolean {
  const ref = refAt(reading, from, count, first);
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

/** BigQuery: `[project:dataset.table]` of legacy SQL, whose bracket is the current token. */
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
