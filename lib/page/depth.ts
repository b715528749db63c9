import { larger } from './headings';
import type { Spot } from './lines';
import type { List } from './list';
import type { Names } from './names';
import { type Ancestry, mayBeDatabase } from './place';
import type { RowMemory } from './row-memory';
import { isGap, isInColumnOf, type Row, rowOf, rowsFrom } from './rows';

/** One way of telling how deep a row is. Undefined: this way does not know. */
type Depth = { id: string; of: (row: Row) => number | undefined; unit?: number };

/** Shifts smaller than this are no indentation, CSS pixels. */
const smallestIndent = 2.5;
/** So many rows nearest to a name tell how far its tree indents a level. */
const tellingRows = 80;

/** The ladder: what the page itself counts, then what the eye sees. */
const ladder: Depth[] = [
  { id: 'level', of: ({ level }) => level, unit: 1 },
  { id: 'indent of names', of: ({ x }) => x },
  { id: 'indent of rows', of: ({ indent }) => indent },
  { id: 'inset of rows', of: ({ inset }) => inset },
];

/**
 * What stands above a row by one measure of depth. `rows`: the row of each level. `isBelow`: does anything above a row stand
 * less deep than it?
 */
export type Climb = {
  id: string;
  ancestry: Ancestry;
  rows: Row[];
  isUncle: (row: Row, schema: Row) => boolean;
  isBelow: (row: Row) => boolean;
};

/** The rows around a row that belong to one list with it: nearest first, up to the first gap. */
function upToGap(rows: Iterable<Row>, child: Row, isBroken: (row: Row, nearer: Row) => boolean) {
  const found: Row[] = [];
  let nearer = child;
  for (const row of rows) {
    if (isBroken(row, nearer)) return { found, isEnded: true };
    found.push(row);
    nearer = row;
  }
  return { found, isEnded: false };
}

/** Rows near a row, as far as they belong to one list with it. `isTop`: nothing can stand above the highest. */
export type Neighbours = { child: Row; above: Row[]; below: Row[]; isTop: boolean };

export function neighboursOf(
  { index, line, word }: Spot,
  list: List,
  { names, memory }: { names: Names; memory: RowMemory },
): Neighbours {
  const child = rowOf(word, line, list);
  const up = upToGap(rowsFrom(index, -1, child, list, names), child, (row, nearer) => isGap(row, nearer, list.gap));
  const down = upToGap(rowsFrom(index, 1, child, list, names), child, (row, nearer) => isGap(nearer, row, list.gap));
  const before = up.isEnded ? { rows: [], isWhole: true } : memory.above(list.pane, up.found.at(-1)?.y ?? child.y);
  return {
    child,
    above: [...up.found, ...before.rows.filter(({ x, reach }) => isInColumnOf(child, x, () => reach))],
    below: down.found,
    isTop: before.isWhole,
  };
}

/**
 * Much less than a level is usually indented by, in one measure, is no level: parents' icons may be wider than their children's,
 * and what has no expander may begin a little further left or right.
 */
function leastIndent({ child, above, below }: Neighbours, of: Depth['of']): number {
  const depths = [...above.slice(0, tellingRows).reverse(), child, ...below.slice(0, tellingRows)].map(of);
  const steps = depths
    .map((depth, index) => (depth ?? 0) - (depths[index - 1] ?? depth ?? 0))
    .filter((step) => step >= smallestIndent)
    .sort((one, other) => one - other);
  return Math.max(smallestIndent, 0.6 * (steps[steps.length >> 2] ?? 0));
}

/** A heading a name long stands above a row: perhaps that of another database. */
export const isHeaded = (row: Row, above: Row[]) =>
  above.some((one) => one.y < row.y && one.height > larger * row.height && mayBeDatabase(one.name));

/** What stands above a row, by every measure that knows of it. */
export function climbs(near: Neighbours): Climb[] {
  const { child, below, isTop } = near;
  const above = near.above.filter(({ isHead }) => !isHead);
  return ladder.flatMap(({ id, of, unit }): Climb[] => {
    const own = of(child);
    if (own === undefined) return [];
    const least = unit ?? leastIndent(near, of);
    const rows: Row[] = [];
    let current = own;
    for (const row of above) {
      const depth = of(row);
      if (depth === undefined || depth > current - least) continue;
      // Less deep than its parent's first child: here the measure takes a name after that parent for one inside of it.
      if (current === own && unit === undefined && (of(firstBelow(row)) ?? 0) >= own + least) break;
      rows.push(row);
      current = depth;
    }
    const ancestry = { levels: rows, isComplete: isTop };
    const isBetween = (row: Row, schema: Row) => {
      const depth = of(row);
      return depth !== undefined && depth <= own - least && depth >= (of(schema) ?? 0) + least;
    };
    // Most rows are as deep as the child: that is told first.
    const isUncle = (row: Row, schema: Row) => isBetween(row, schema) && isInside(row, schema) && !rows.includes(row);
    const isBelow = (row: Row) =>
      above.some((other) => other.y < row.y && (of(other) ?? Number.POSITIVE_INFINITY) <= (of(row) ?? 0) - least);
    return [{ id, ancestry, rows, isUncle, isBelow }];

    /** The first row below one above the child. */
    function firstBelow(row: Row): Row {
      return above[above.indexOf(row) - 1] ?? child;
    }

    /** Does a row belong to the same schema, by this measure? */
    function isInside(row: Row, schema: Row): boolean {
      if (row.y < child.y) return row.y > schema.y;
      const end = below.find((one) => (of(one) ?? 0) < (of(schema) ?? 0) + least);
      return end === undefined || row.y < end.y;
    }
  });
}
