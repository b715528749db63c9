import type { DialectId } from '../model';
import { dialects } from './dialect';
import { type Lines, modeOfWindow, tokenizeLines } from './lines';
import { newReading, newSession, type Reading, type SqlTable } from './reading';
import { readTables } from './roles';
import { copySession, restore, type Saved, save } from './saved';
import type { SqlOptions } from './tables-in-sql';
import { type Mode, newTokens } from './token';
import { tokenizeLine } from './tokens';
import { firstLineOf, type Window } from './window';

/** A table in an editor's lines: `start` counts in `line`, `end` in `endLine` (nearly always the same); lines are indexes into the lines given. */
export type SqlLineTable = Omit<SqlTable, 'start' | 'end'> & {
  line: number;
  start: number;
  endLine: number;
  end: number;
};

/** What one look at an editor knows. `firstLine`: number of the first line in the file, from 0, where the editor tells it. */
export type SqlReaderOptions = Omit<SqlOptions, 'isWindow'> & { firstLine?: number };

/** Reads the visible lines of one editor again and again. */
export type SqlReader = {
  /** All tables in the lines, in reading order. Only lines whose text or beginning changed are tokenized again. */
  read: (lines: readonly string[], options?: SqlReaderOptions) => SqlLineTable[];
};

/** How a line begins: inside of what, and what is known of the statement and the session. */
type Mark = { mode: Mode; saved: Saved };

type CachedLine = { data: Int32Array; exit: Mode };

/** Lines whose beginning is remembered. Enough to scroll back through a long file; about 1 MB. */
const mostMarks = 2000;

/** What a reader keeps between two looks. */
type Memory = {
  dialect: DialectId;
  /** Tokens of the lines of the last look, by mode and text. */
  cached: Map<string, CachedLine>;
  previous: Window | undefined;
  /** By line number. */
  marks: Map<number, Mark>;
  ctesSeen: Set<string>;
};

/**
 * A reader for one editor. It remembers what stood above the visible lines: open comments, CTE names, `USE` and
 * `SET search_path`, also when those lines have scrolled away.
 */
export function createSqlReader(dialect: DialectId): SqlReader {
  const memory: Memory = { dialect, cached: new Map(), previous: undefined, marks: new Map(), ctesSeen: new Set() };
  return { read: (texts, options = {}) => look(memory, texts, options) };
}

function look(memory: Memory, texts: readonly string[], options: SqlReaderOptions): SqlLineTable[] {
  const { marks, previous } = memory;
  const first = options.firstLine ?? firstLineOf(texts, previous);
  if (previous && isChanged(previous, texts, first)) forgetFrom(marks, first + 1);
  memory.previous = { first, lines: [...texts] };

  const isTop = options.firstLine === 0;
  const mark = isTop ? undefined : marks.get(first);
  const { lines, starts, beginnings } = cachedLines(memory, texts);
  const tokens = tokenizeLines(lines, mark?.mode ?? (isTop ? '' : modeOfWindow(lines)));
  beginnings[texts.length] = { mode: tokens.mode, token: tokens.length };

  const reading = newReading(texts.join('\n'), tokens, memory.dialect, options.context ?? {});
  reading.isKnown = options.isKnown;
  if (mark) restore(reading, mark.saved);
  else if (!isTop) recall(memory, reading, first);
  keepContext(reading, options);

  // The first line of a window is marked only when what stands above it is known.
  let next = isTop || mark ? 0 : 1;
  readTables(reading, (at) => {
    for (let line = beginnings[next]; line && line.token <= at; line = beginnings[next]) {
      marks.delete(first + next);
      marks.set(first + next, { mode: line.mode, saved: save(reading) });
      for (const name of reading.visibleCtes.keys()) memory.ctesSeen.add(name);
      next++;
    }
  });
  forgetOldest(marks);
  return reading.tables.map((table) => placed(table, starts));
}

/** The lines, each tokenized once for all looks. While they are read, `beginnings` notes each line's mode and first token. */
function cachedLines(memory: Memory, texts: readonly string[]) {
  const { cached, dialect } = memory;
  const starts = startsOf(texts);
  const beginnings: { mode: Mode; token: number }[] = [];
  const used = new Map<string, CachedLine>();
  memory.cached = used;
  const lines: Lines = {
    count: texts.length,
    characters: starts[texts.length] ?? 0,
    read: (index, mode, out, endsStrings) => {
      const text = texts[index] ?? '';
      const key = `${endsStrings ? '!' : ''}${mode}\n${text}`;
      const line = used.get(key) ?? cached.get(key) ?? tokenize(text, mode, dialect, endsStrings);
      used.set(key, line);
      beginnings[index] = { mode, token: out.length };
      append(out, line.data, starts[index] ?? 0);
      return line.exit;
    },
  };
  return { lines, starts, beginnings };
}

/** What still holds although the lines just above were never seen: the session, and names that may be CTEs. */
function recall({ marks, ctesSeen }: Memory, reading: Reading, first: number): void {
  let nearest = Number.NEGATIVE_INFINITY;
  for (const line of marks.keys()) if (line < first && line > nearest) nearest = line;
  const mark = marks.get(nearest);
  if (mark) reading.session = copySession(mark.saved.session);
  reading.remembered = new Set(ctesSeen);
}

/** Until a `USE` was seen, the console's own database and schema count, as they are now. */
function keepContext(reading: Reading, options: SqlReaderOptions): void {
  if (reading.session.isUsed) return;
  reading.session = { ...newSession(options.context ?? {}), temporary: reading.session.temporary };
}

function tokenize(text: string, mode: Mode, dialect: DialectId, endsStrings: boolean): CachedLine {
  const out = newTokens(text.length);
  const exit = tokenizeLine(text, 0, text.length, mode, dialects[dialect], out, endsStrings);
  return { data: out.data.slice(0, out.length), exit };
}

function append(out: { data: Int32Array; length: number }, line: Int32Array, shift: number): void {
  const { data } = out;
  let at = out.length;
  for (let index = 0; index < line.length; index += 3) {
    data[at] = line[index] ?? 0;
    data[at + 1] = (line[index + 1] ?? 0) + shift;
    data[at + 2] = (line[index + 2] ?? 0) + shift;
    at += 3;
  }
  out.length = at;
}

/** Where each line begins in the lines joined by line breaks, and one past the end. */
function startsOf(texts: readonly string[]): number[] {
  const starts = [0];
  let at = 0;
  for (const text of texts) {
    at += text.length + 1;
    starts.push(at);
  }
  return starts;
}

function placed({ start, end, ...table }: SqlTable, starts: readonly number[]): SqlLineTable {
  const line = lineAt(starts, start);
  const endLine = lineAt(starts, end - 1);
  return { ...table, line, start: start - (starts[line] ?? 0), endLine, end: end - (starts[endLine] ?? 0) };
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isChanged(previous: Window, texts: readonly string[], first: number): boolean {
  return previous.lines.some((text, index) => {
    const now = texts[previous.first + index - first];
    return now !== undefined && now !== text;
  });
}

/** What follows a changed line may begin otherwise than it did. */
function forgetFrom(marks: Map<number, unknown>, line: number): void {
  for (const known of marks.keys()) if (known >= line) marks.delete(known);
}

function forgetOldest(marks: Map<number, unknown>): void {
  for (const line of marks.keys()) {
    if (marks.size <= mostMarks) return;
    marks.delete(line);
  }
}
