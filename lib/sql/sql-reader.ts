import type { DialectId } from '../model';
import { cachedLines } from './cached-lines';
import { isMarked, linesAbove, type Memory, newMemory, recall, remember, setMark } from './editor-memory';
import { modeOfWindow, tokenizeLines } from './lines';
import { newReading, newSession, type Reading, type SqlTable } from './reading';
import { readTables } from './roles';
import { restore } from './saved';
import type { SqlOptions } from './tables-in-sql';
import { firstLineOf } from './window';

/** A table in an editor's lines: `start` counts in `line`, `end` in `endLine` (nearly always the same); lines are indexes into the lines given. */
export type SqlLineTable = Omit<SqlTable, 'start' | 'end'> & {
  line: number;
  start: number;
  endLine: number;
  end: number;
  /** The statement began above the window, unseen: a name without a schema may be one of its CTEs. */
  isInDoubt?: true;
};

/** What one look at an editor knows. */
export type SqlReaderOptions = Omit<SqlOptions, 'isWindow'> & {
  /** Number of the first line in the file, from 0, where the editor tells it; the others follow one by one. */
  firstLine?: number;
  /** Numbers of all lines, where some between them are not shown (folded). */
  numbers?: readonly number[];
  /** The last line is longer than what is given of it: what follows begins in the unknown. */
  isBroken?: boolean;
};

/** Reads the visible lines of one editor again and again. */
export type SqlReader = {
  /** All tables in the lines, in reading order. Only lines whose text or beginning changed are tokenized again. */
  read: (lines: readonly string[], options?: SqlReaderOptions) => SqlLineTable[];
  /** How many lines were tokenized so far: what all looks together have cost. */
  tokenized: () => number;
};

/**
 * A reader for one editor. It remembers what stood above the visible lines: open comments, CTE names, `USE` and
 * `SET search_path`, also when those lines have scrolled away.
 */
export function createSqlReader(dialect: DialectId): SqlReader {
  const memory = newMemory();
  return {
    read(lines, options = {}) {
      const runs = options.numbers ? runsOf(lines, options.numbers) : [{ at: 0, lines, first: options.firstLine }];
      return runs.flatMap(({ at, lines: run, first }) => {
        const tables = look(memory, dialect, run, first, options);
        return at === 0
          ? tables
          : tables.map((table) => ({ ...table, line: table.line + at, endLine: table.endLine + at }));
      });
    },
    tokenized: () => memory.tokenized,
  };
}

type Run = { at: number; lines: readonly string[]; first: number | undefined };

/** Lines that follow each other in the file; between two runs some are folded away. */
function runsOf(lines: readonly string[], numbers: readonly number[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (let index = 1; index <= lines.length; index++) {
    if (index < lines.length && numbers[index] === (numbers[index - 1] ?? 0) + 1) continue;
    runs.push({ at, lines: lines.slice(at, index), first: numbers[at] });
    at = index;
  }
  return runs;
}

function look(
  memory: Memory,
  dialect: DialectId,
  visible: readonly string[],
  told: number | undefined,
  options: SqlReaderOptions,
): SqlLineTable[] {
  const first = told ?? firstLineOf(visible, memory.previous);
  remember(memory, visible, first);
  memory.previous = { first, lines: visible };
  const isTop = told === 0;
  const above = isTop ? [] : linesAbove(memory, first);
  const texts = above.length > 0 ? [...above, ...visible] : visible;
  const from = first - above.length;
  const mark = isTop ? undefined : memory.marks.get(from);

  const { lines, starts, beginnings } = cachedLines(memory, dialect, texts);
  const tokens = tokenizeLines(lines, mark?.mode ?? (isTop ? '' : modeOfWindow(lines)));
  const reading = newReading(texts.join('\n'), tokens, dialect, options.context ?? {});
  reading.isKnown = options.isKnown;
  if (mark) restore(reading, mark.saved);
  else if (!isTop) recall(memory, reading);
  keepContext(reading, options);

  beginnings[texts.length] = { mode: tokens.mode, token: tokens.length };
  let next = 0;
  readTables(reading, (at) => {
    for (let line = beginnings[next]; line && line.token <= at; line = beginnings[next]) {
      const number = from + next;
      const isEnd = next === texts.length;
      if (isEnd && options.isBroken) memory.marks.delete(number);
      else if (isMarked(memory, number, isEnd || next === 0)) setMark(memory, number, line.mode, reading);
      next++;
    }
  });
  const tables = reading.tables.map((table, index) => placed(table, starts, above.length, index < reading.doubtful));
  return above.length > 0 ? tables.filter(({ line }) => line >= 0) : tables;
}

/** Until a `USE` was seen, the console's own database and schema count, as they are now. */
function keepContext(reading: Reading, options: SqlReaderOptions): void {
  if (reading.session.isUsed) return;
  reading.session = { ...newSession(options.context ?? {}), temporary: reading.session.temporary };
}

/** A table's place in the visible lines; lines above them count down from -1. */
function placed(table: SqlTable, starts: readonly number[], above: number, isDoubtful: boolean): SqlLineTable {
  const { ref, start, end, isQualified, completedBy } = table;
  const line = lineAt(starts, start);
  const endLine = lineAt(starts, end - 1);
  return {
    ref,
    isQualified,
    line: line - above,
    start: start - (starts[line] ?? 0),
    endLine: endLine - above,
    end: end - (starts[endLine] ?? 0),
    ...(completedBy && { completedBy }),
    ...(isDoubtful && !isQualified && { isInDoubt: true }),
  };
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
