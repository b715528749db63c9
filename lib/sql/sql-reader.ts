import type { DialectId } from '../model';
import { newMemory } from './editor-memory';
import type { SqlLineTable } from './line-tables';
import { look, lookAgain } from './sql-look';
import type { SqlOptions } from './tables-in-sql';
import { firstLineOf } from './window';

export type { SqlLineTable };

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
  /**
   * All tables in the lines, in reading order. Only lines whose text or beginning changed are tokenized again, and only the statement in which
   * something was typed is read again: what was found elsewhere stays the same object.
   */
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

  function read({ lines, first: told }: Run, options: SqlReaderOptions): SqlLineTable[] {
    // Whoever calls may go on writing into its lines.
    const window = { lines: [...lines], first: told ?? firstLineOf(lines, memory.previous) };
    const isTop = told === 0;
    const tables = lookAgain(memory, dialect, window, isTop, options) ?? look(memory, dialect, window, isTop, options);
    return tables.some(({ line }) => line < 0) ? tables.filter(({ line }) => line >= 0) : tables;
  }

  return {
    read(lines, options = {}) {
      const runs = options.numbers ? runsOf(lines, options.numbers) : [{ at: 0, lines, first: options.firstLine }];
      return runs.flatMap((run) => {
        const tables = read(run, options);
        return run.at === 0
          ? tables
          : tables.map((table) => ({ ...table, line: table.line + run.at, endLine: table.endLine + run.at }));
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
