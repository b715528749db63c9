import type { SqlTable } from './reading';

/** A table in an editor's lines: `start` counts in `line`, `end` in `endLine` (nearly always the same); lines are indexes into the lines given. */
export type SqlLineTable = Omit<SqlTable, 'start' | 'end'> & {
  line: number;
  start: number;
  endLine: number;
  end: number;
  /** The statement began above the window, unseen: a name without a schema may be one of its CTEs. */
  isInDoubt?: true;
};

/** A table's place in lines that begin at `starts`; `shift` is added to their indexes. */
export function placed(table: SqlTable, starts: readonly number[], shift: number, isDoubtful: boolean): SqlLineTable {
  const { ref, start, end, isQualified, completedBy } = table;
  const line = lineAt(starts, start);
  const endLine = lineAt(starts, end - 1);
  return {
    ref,
    isQualified,
    line: line + shift,
    start: start - (starts[line] ?? 0),
    endLine: endLine + shift,
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
