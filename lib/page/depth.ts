import type { Names } from './names';
import type { Ancestry } from './place';
import { isGap, type SeenAbove } from './row-memory';
import { type List, type Row, rowsFrom } from './rows';

/** One way of telling how deep a row is. Undefined: this way does not know. */
type Depth = { id: string; of: (row: Row) => number | undefined; least: number };

/** Shifts smaller than this are no indentation, CSS pixels. */
const smallestIndent = 2.5;

/** The ladder: what the page itself counts, then what the eye sees. */
const ladder: Depth[] = [
  { id: 'level', of: ({ level }) => level, least: 1 },
  { id: 'indent of names', of: ({ x }) => x, least: smallestIndent },
  { id: 'indent of rows', of: ({ indent }) => indent, least: smallestIndent },
  { id: 'inset of rows', of: ({ inset }) => inset, least: smallestIndent },
];

/** What stands above a row by one measure of depth. `rows`: the row of each level. */
export type Climb = { id: string; ancestry: Ancestry; rows: Row[]; isUncle: (row: Row, schema: Row) => boolean };

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
  index: number,
  child: Row,
  list: List,
  names: Names,
  remembered: (y: number) => SeenAbove,
): Neighbours {
  const up = upToGap(rowsFrom(index, -1, child, list, names), child, isGap);
  const down = upToGap(rowsFrom(index, 1, child, list, names), child, (row, nearer) => isGap(nearer, row));
  const before = up.isEnded ? { rows: [], isWhole: true } : remembered(up.found.at(-1)?.y ?? child.y);
  return {
    child,
    above: [...up.found, ...before.rows],
    below: down.found,
    isTop: before.isWhole,
  };
}

/** What stands above a row, by every measure that knows of it. */
export function climbs({ child, above, below, isTop }: Neighbours): Climb[] {
  return ladder.flatMap(({ id, of, least }): Climb[] => {
    const own = of(child);
    if (own === undefined) return [];
    const rows: Row[] = [];
    let current = own;
    for (const row of above) {
      const depth = of(row);
      if (depth === undefined || depth > current - least) continue;
      rows.push(row);
      current = depth;
    }
    const ancestry = { levels: rows, isComplete: isTop };
    const isBetween = (row: Row, schema: Row) => {
      const depth = of(row);
      return depth !== undefined && depth <= own - least && depth >= (of(schema) ?? 0) + least;
    };
    const isUncle = (row: Row, schema: Row) => isBetween(row, schema) && !rows.includes(row);
    return [{ id, ancestry, rows, isUncle: (row, schema) => isInside(row, schema) && isUncle(row, schema) }];

    /** Does a row belong to the same schema, by this measure? */
    function isInside(row: Row, schema: Row): boolean {
      if (row.y < child.y) return row.y > schema.y;
      const end = below.find((one) => (of(one) ?? 0) < (of(schema) ?? 0) + least);
      return end === undefined || row.y < end.y;
    }
  });
}
