import type { DialectId } from '../model';
import { dialects } from './dialect';
import { type Lines, modeOfWindow, tokenizeLines } from './lines';
import { newReading, newSession, type Reading, type SqlTable } from './reading';
import { readTables } from './roles';
import { copySession, restore, type Saved, save } from './saved';
import type { SqlOptions } from './tables-in-sql';
import { type Mode, makeRoom, newTokens, type Tokens } from './token';
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

/** Every so many lines the beginning is remembered; from there the lines above a window are read again. */
const markEvery = 16;
/** Lines that are remembered at most: enough to scroll back through a long file. */
const mostLines = 4000;

/** What a reader keeps between two looks. */
type Memory = {
  dialect: DialectId;
  /** Tokens of the lines of the last look, by mode and text. */
  cached: Map<string, CachedLine>;
  previous: Window | undefined;
  /** By line number: what the line said, and how it began. */
  texts: Map<number, string>;
  marks: Map<number, Mark>;
  ctesSeen: Set<string>;
  /** The line after the last one that was visible. */
  end: number;
};

/**
 * A reader for one editor. It remembers what stood above the visible lines: open comments, CTE names, `USE` and
 * `SET search_path`, also when those lines have scrolled away.
 */
export function createSqlReader(dialect: DialectId): SqlReader {
  const memory: Memory = {
    dialect,
    cached: new Map(),
    previous: undefined,
    texts: new Map(),
    marks: new Map(),
    ctesSeen: new Set(),
    end: 0,
  };
  return { read: (lines, options = {}) => look(memory, lines, options) };
}

function look(memory: Memory, visible: readonly string[], options: SqlReaderOptions): SqlLineTable[] {
  const first = options.firstLine ?? firstLineOf(visible, memory.previous);
  remember(memory, visible, first);
  const isTop = options.firstLine === 0;
  const above = isTop ? [] : linesAbove(memory, first);
  const texts = above.length > 0 ? [...above, ...visible] : visible;
  const from = first - above.length;
  const mark = isTop ? undefined : memory.marks.get(from);

  const { lines, starts, beginnings } = cachedLines(memory, texts);
  const tokens = tokenizeLines(lines, mark?.mode ?? (isTop ? '' : modeOfWindow(lines)));
  const reading = newReading(texts.join('\n'), tokens, memory.dialect, options.context ?? {});
  reading.isKnown = options.isKnown;
  if (mark) restore(reading, mark.saved);
  else if (!isTop) recall(memory, reading, from);
  keepContext(reading, options);

  forgetEnd(memory);
  beginnings[texts.length] = { mode: tokens.mode, token: tokens.length };
  let next = 0;
  readTables(reading, (at) => {
    for (let line = beginnings[next]; line && line.token <= at; line = beginnings[next]) {
      const number = from + next;
      const isEdge = next === 0 || next === texts.length;
      if (isEdge || number % markEvery === 0 || memory.marks.has(number)) setMark(memory, number, line.mode, reading);
      next++;
    }
  });
  memory.end = from + texts.length;
  const tables = reading.tables.map((table) => placed(table, starts, above.length));
  return above.length > 0 ? tables.filter(({ line }) => line >= 0) : tables;
}

/** The mark behind the last look's lines gives way to the one behind the next. */
function forgetEnd({ marks, end }: Memory): void {
  if (end % markEvery !== 0) marks.delete(end);
}

function setMark({ marks, ctesSeen }: Memory, line: number, mode: Mode, reading: Reading): void {
  marks.delete(line);
  marks.set(line, { mode, saved: save(reading) });
  for (const name of reading.visibleCtes.keys()) ctesSeen.add(name);
}

/** Takes note of the visible lines. What follows a changed line may begin otherwise than it did. */
function remember(memory: Memory, visible: readonly string[], first: number): void {
  const { texts, marks } = memory;
  let isChanged = false;
  for (const [index, text] of visible.entries()) {
    const before = texts.get(first + index);
    if (before === text) continue;
    if (before !== undefined) isChanged = true;
    texts.set(first + index, text);
  }
  if (isChanged) {
    forgetFrom(marks, first + 1);
    forgetFrom(texts, first + visible.length);
  }
  forgetOldest(texts);
  forgetOldest(marks);
  memory.previous = { first, lines: [...visible] };
}

/** The known lines from the nearest remembered beginning down to the window; none where that is out of reach. */
function linesAbove({ texts, marks }: Memory, first: number): string[] {
  const above: string[] = [];
  for (let line = first; !marks.has(line); line--) {
    const text = texts.get(line - 1);
    if (text === undefined || above.length > 4 * markEvery) return [];
    above.push(text);
  }
  return above.reverse();
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

function append(out: Tokens, line: Int32Array, shift: number): void {
  makeRoom(out, line.length / 3);
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

/** A table's place in the visible lines; lines above them count down from -1. */
function placed(table: SqlTable, starts: readonly number[], above: number): SqlLineTable {
  const { ref, start, end, isQualified, completedBy } = table;
  const line = lineAt(starts, start);
  const endLine = lineAt(starts, end - 1);
  const place: SqlLineTable = {
    ref,
    isQualified,
    line: line - above,
    start: start - (starts[line] ?? 0),
    endLine: endLine - above,
    end: end - (starts[endLine] ?? 0),
  };
  if (completedBy) place.completedBy = completedBy;
  return place;
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

function forgetFrom(lines: Map<number, unknown>, line: number): void {
  for (const known of lines.keys()) if (known >= line) lines.delete(known);
}

function forgetOldest(lines: Map<number, unknown>): void {
  for (const line of lines.keys()) {
    if (lines.size <= mostLines) return;
    lines.delete(line);
  }
}
