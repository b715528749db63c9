import type { DialectId, TableRef } from '../model';
import { foldUnquoted } from './dialect';
import { type Dialect, dialects } from './dialects';
import { firstKeyword, isReserved } from './keywords';
import { refOfPath, unescaped, unquote } from './table-name';
import { quotedName, type Tokens, word } from './token';

/** A table found in a text: offsets in UTF-16 units, the span covers the whole dotted name with its quotes. */
export type SqlTable = {
  ref: TableRef;
  start: number;
  end: number;
  /** Whether the text itself gives the schema. */
  isQualified: boolean;
  /** What gave parts that the text leaves out: a `USE` or `SET search_path` above, or what the caller said of the session. */
  completedBy?: 'use' | 'context';
};

/** What the next name would be. `read`: before `(` it is a function. `target`: before `(` it is a table with columns. `object`: type words may precede it. `grant`: as `object`, but a word before another is a type. */
export const nothing = 0;
export const read = 1;
export const target = 2;
export const object = 3;
export const typed = 4;

/** One statement, or what stands between two parentheses. */
export type Frame = {
  parent: Frame | undefined;
  /** Keyword that began the statement, and what it creates, drops or alters; 0 before they are seen. */
  verb: number;
  kind: number;
  hasQuery: boolean;
  expects: number;
  /** What a comma makes the next name. */
  list: number;
  isTemporary: boolean;
  /** Parentheses of EXTRACT, TRIM and the like: their FROM reads no table. */
  isCall: boolean;
  /** Something with an alias (a subquery, a table function), and whether the next parenthesis is one. */
  isSource: boolean;
  opensSource: boolean;
  /** The CTE whose body this is, and whether it already sees itself. */
  cte: string | undefined;
  isDeclared: boolean;
  /** Whether the WITH of this frame is recursive. */
  isRecursive: boolean;
  /** How many tables were found before this frame, and how many tables and CTEs before its list of recursive CTEs. */
  firstTable: number;
  firstRecursive: number;
  firstCte: number;
  /** Names that end with this frame; an alias with the index of its table, or -1. */
  ctes: string[] | undefined;
  aliases: [string, number][] | undefined;
};

/** Deeper parentheses are counted, not followed: what a person writes stays far below. */
export const deepest = 100;

/** What holds over statements: the session's database and schema, and temporary tables. */
export type Session = {
  database: string | undefined;
  schema: string | undefined;
  isUsed: boolean;
  temporary: Set<string> | undefined;
};

/** One pass over the tokens of a text. */
export type Reading = {
  text: string;
  tokens: Int32Array;
  length: number;
  /** Index in `tokens` of the token being read. */
  at: number;
  id: DialectId;
  dialect: Dialect;
  frame: Frame;
  /** Parentheses too deep to follow. */
  skippedDepth: number;
  depth: number;
  /** Whether a statement begins here. */
  isStart: boolean;
  /** Index in `tokens` of the first token of the statement; -1 where it began out of sight. */
  statementAt: number;
  /** How often a CTE of this name is declared where we are. */
  visibleCtes: Map<string, number> | undefined;
  session: Session;
  tables: SqlTable[];
  isKnown: ((ref: TableRef) => boolean) | undefined;
  /** Dotted names that stand where no table is read, and the names that stand for tables (as stored, or their keys), of this statement. */
  candidates: SqlTable[];
  statementNames: string[];
  /** CTE names of an earlier part of the editor, until a statement begins. */
  remembered: ReadonlySet<string>;
  /** Whether the statement began where nobody looked, and how many tables belong to such statements. */
  isCutOff: boolean;
  doubtful: number;
};

export function newFrame(parent: Frame | undefined, firstTable: number): Frame {
  return {
    parent,
    verb: 0,
    kind: 0,
    hasQuery: false,
    expects: nothing,
    list: nothing,
    isTemporary: false,
    isCall: false,
    isSource: false,
    opensSource: false,
    cte: undefined,
    isDeclared: false,
    isRecursive: false,
    firstTable,
    firstRecursive: -1,
    firstCte: 0,
    ctes: undefined,
    aliases: undefined,
  };
}

/** Most statements have no CTE that was named above the window. */
export const noNames: ReadonlySet<string> = new Set();

/** A reading at the beginning of a text. */
export function newReading(text: string, tokens: Tokens, id: DialectId, context: Partial<TableRef>): Reading {
  return {
    text,
    tokens: tokens.data,
    length: tokens.length,
    at: 0,
    id,
    dialect: dialects[id],
    frame: newFrame(undefined, 0),
    skippedDepth: 0,
    depth: 0,
    isStart: true,
    statementAt: 0,
    visibleCtes: undefined,
    session: newSession(context),
    tables: [],
    isKnown: undefined,
    candidates: [],
    statementNames: [],
    remembered: noNames,
    isCutOff: false,
    doubtful: 0,
  };
}

/** The session as the caller knows it. */
export function newSession({ database, schema }: Partial<TableRef>): Session {
  return { database, schema, isUsed: false, temporary: undefined };
}

/** Kind of the token so many tokens away; 0 outside of the text. */
export function kindAt(reading: Reading, distance: number): number {
  const index = reading.at + 3 * distance;
  return index < 0 ? 0 : (reading.tokens[index] ?? 0);
}

/** Whether a token may be a name, or a part of one. */
export function isName(kind: number): boolean {
  return kind === word || kind === quotedName || (kind >= firstKeyword && !isReserved(kind));
}

export function startAt(reading: Reading, index: number): number {
  return reading.tokens[index + 1] ?? 0;
}

export function endAt(reading: Reading, index: number): number {
  return reading.tokens[index + 2] ?? 0;
}

/** The part that the token at `index` writes, as stored. */
export function partAt({ text, tokens, dialect }: Reading, index: number): string {
  const written = text.slice(tokens[index + 1], tokens[index + 2]);
  if (tokens[index] !== quotedName) return foldUnquoted(dialect, written);
  return dialect.hasPaths ? unescaped(written.slice(1, -1)) : unquote(written, dialect.quote);
}

/**
 * The key of a name that lives in the text only (a CTE, an alias, a temporary table): PostgreSQL and Snowflake tell
 * quoted spellings apart, the others do not.
 */
export function localKey({ id, dialect }: Reading, stored: string): string {
  if (id === 'postgres' || id === 'snowflake') return stored;
  const isPath = dialect.hasPaths && stored.includes('.');
  return ((isPath && refOfPath(stored)?.name) || stored).toLowerCase();
}

export function declareCte(reading: Reading, frame: Frame, key: string): void {
  frame.ctes ??= [];
  frame.ctes.push(key);
  reading.visibleCtes ??= new Map();
  reading.visibleCtes.set(key, (reading.visibleCtes.get(key) ?? 0) + 1);
}

/** The outermost frame: the statement. */
export function statementOf(frame: Frame): Frame {
  let current = frame;
  while (current.parent) current = current.parent;
  return current;
}
