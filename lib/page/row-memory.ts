import type { Row } from './rows';

/** Rows of lists that were seen before they were scrolled away: virtual lists keep only what is visible. */
export type RowMemory = {
  /** Remembers the rows now visible (top to bottom). Forgets a list whose content was replaced. */
  see: (scroller: Element, rows: Row[]) => void;
  /** Rows remembered above a height of the list's content, nearest first. */
  above: (scroller: Element, y: number) => Row[];
};

type Remembered = { rows: Row[]; visible: Row[]; height: number };

/** Rows of one list that are kept at most; a list with more parents than this starts over. */
const mostRows = 5_000;
const isSamePlace = (left: Row, right: Row) => Math.abs(left.y - right.y) < 3;

export function rowMemory(): RowMemory {
  const lists = new WeakMap<Element, Remembered>();

  /** Was the first row that is still visible replaced? Then nothing above it can be trusted either. */
  function wasReplaced(before: Remembered, rows: Row[], height: number): boolean {
    for (const row of rows) {
      const same = before.visible.find((other) => isSamePlace(other, row));
      if (same) return same.texts.join('\n') !== row.texts.join('\n');
    }
    return before.height !== height;
  }

  return {
    see(scroller, rows) {
      const height = scroller.scrollHeight;
      const before = lists.get(scroller);
      const top = rows[0]?.y ?? 0;
      const isKept = before && before.rows.length < mostRows && !wasReplaced(before, rows, height);
      const kept = isKept ? before.rows.filter((row) => row.y < top - 3) : [];
      // Only rows that have something deeper below them can be anybody's parents.
      const parents = rows.filter((row, index) => {
        const next = rows[index + 1];
        return next === undefined || next.x > row.x || next.indent > row.indent || (next.level ?? 0) > (row.level ?? 0);
      });
      lists.set(scroller, { rows: [...kept, ...parents], visible: rows, height });
    },
    above(scroller, y) {
      return (lists.get(scroller)?.rows ?? []).filter((row) => row.y < y - 3).reverse();
    },
  };
}
