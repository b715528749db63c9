import type { List } from './list';
import { isGap, type Row } from './rows';
import { isNear } from './surfaces';

/** What was seen of a list above some height. `isWhole`: from its first row on, without a gap. */
export type SeenAbove = { rows: Row[]; isWhole: boolean };

/** Rows of lists that were seen before they were scrolled away: virtual lists keep only what is visible. */
export type RowMemory = {
  /** Remembers the rows now visible (top to bottom). Forgets a list whose content was replaced, or that jumped. To be told before `above` is asked. */
  see: (list: List, rows: Row[]) => void;
  /** Rows remembered above a height of the list's content, nearest first. */
  above: (pane: Element, y: number) => SeenAbove;
  /** Was any row of the list seen? */
  knows: (pane: Element) => boolean;
};

/** `from`: where what was seen without a gap begins; `isFromTop`: at the list's very start. */
type Remembered = { rows: Row[]; visible: Row[]; height: number; from: number; isFromTop: boolean };

/** Rows of one list that are kept at most; a list with more parents than this starts over. */
const mostRows = 5_000;
/** A list that grew or shrank is still the same when so many rows at the top of the window are. */
const fewestSame = 3;
/** Rows that change while nobody replaced them, such as the one under the pointer: at most one in so many. */
const mostChanged = 4;

/** What a page says of its database stands among the first rows of a list. */
export const headRows = 8;

const textOf = ({ texts }: Row) => texts.join('\n');

type Pair = { row: Row; isSame: boolean };

/** Rows that stand so much lower than where others stood before: do they say the same, at the same depth? */
function pairs(before: Row[], rows: Row[], by = 0): Pair[] {
  return rows.flatMap((row) => {
    const other = before.find(({ y }) => isNear(y + by, row.y));
    return other ? [{ row, isSame: textOf(other) === textOf(row) && isNear(other.x, row.x) }] : [];
  });
}

/** Was a row opened or closed? Rows down to it stay, and what stood below moves as a whole. */
function isFolded({ visible }: Remembered, rows: Row[], same: Pair[], by: number): boolean {
  const fold = same.at(-1)?.row.y;
  if (fold === undefined) return false;
  const isBelow = ({ y }: Row) => y > fold + 3;
  const moved = pairs(visible.filter(isBelow), rows.filter(isBelow), by);
  return moved.length >= fewestSame && moved.every(({ isSame }) => isSame);
}

/** Does what was seen before still hold, and does it reach as far as what is seen now? */
function goesOn(before: Remembered, rows: Row[], height: number, gap: number): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  const lowest = before.visible.at(-1);
  if (!first || !last || !lowest || before.rows.length >= mostRows) return false;
  if (isGap(lowest, first, gap) || before.from - last.y > Math.max(gap, 2.5 * last.height)) return false;
  const all = pairs(before.visible, rows);
  if (before.height === height) return all.filter(({ isSame }) => !isSame).length * mostChanged <= all.length;
  const changed = all.findIndex(({ isSame }) => !isSame);
  const same = changed < 0 ? all : all.slice(0, changed);
  return same.length >= fewestSame || isFolded(before, rows, same, height - before.height);
}

export function rowMemory(): RowMemory {
  const lists = new WeakMap<Element, Remembered>();

  /** A list that had no need to scroll was seen as a part of what is around it: at the same heights, while neither is scrolled. */
  function seenAsPart({ scroller, pane, gap, boxOf }: List): Remembered | undefined {
    let around = pane.parentElement;
    while (around && !lists.has(around)) around = around.parentElement;
    const seen = around && lists.get(around);
    if (!seen || around?.scrollTop || scrollY) return undefined;
    const { left, right, top } = boxOf(pane);
    const isInside = ({ x, y }: Row) => Math.abs(x) >= left && Math.abs(x) <= right && y > top;
    const visible = seen.visible.filter(isInside);
    const from = visible[0]?.y ?? 0;
    return {
      rows: seen.rows.filter(isInside),
      visible,
      height: scroller.scrollHeight,
      from,
      isFromTop: from - top < gap,
    };
  }

  return {
    see(list, rows) {
      const { scroller, pane, gap } = list;
      const { scrollHeight: height, scrollTop } = scroller;
      const before = lists.get(pane) ?? seenAsPart(list);
      const top = rows[0]?.y ?? scrollTop;
      const isAtTop = scrollTop < 3;
      const kept = before && goesOn(before, rows, height, gap) ? before : undefined;
      // Only rows that have something deeper below them can be anybody's parents, and what heads a list says something of it all.
      const parents = rows.filter((row, index) => {
        const next = rows[index + 1];
        const isHead = isAtTop && index < headRows;
        return isHead || !next || next.x > row.x || next.indent > row.indent || (next.level ?? 0) > (row.level ?? 0);
      });
      lists.set(pane, {
        rows: [...(kept?.rows.filter((row) => row.y < top - 3) ?? []), ...parents],
        visible: rows,
        height,
        from: Math.min(kept?.from ?? top, top),
        isFromTop: isAtTop || kept?.isFromTop === true,
      });
    },
    above(pane, y) {
      const { rows = [], isFromTop = false } = lists.get(pane) ?? {};
      return { rows: rows.filter((row) => row.y < y - 3).reverse(), isWhole: isFromTop };
    },
    knows: (pane) => lists.has(pane),
  };
}
