import { isBold, type Line } from './lines';
import type { List } from './list';
import type { Names } from './names';
import type { Row } from './rows';

export const isNear = (one: number, other: number) => Math.abs(one - other) < 1;

const depths = ['x', 'indent', 'inset', 'reach'] as const;

/** Does a row say the same as another did, at the same height and depth? */
const isSame = (one: Row, other: Row) =>
  isNear(one.y, other.y) &&
  isNear(one.height, other.height) &&
  depths.every((length) => isNear(one[length], other[length])) &&
  one.level === other.level &&
  one.texts.join('\n') === other.texts.join('\n');

/** Could a row above another be its parent, by any measure of depth? */
const mayHold = (upper: Row, lower: Row) =>
  upper.height > lower.height + 1 ||
  (['x', 'indent', 'inset'] as const).some((length) => upper[length] < lower[length] - 1) ||
  (upper.level ?? 0) < (lower.level ?? 0);

/** A change may tell on so many lines above and below it, whatever their depth. */
const nearLines = 4;

/** The rows of a list by its lines; none where a line says nothing. */
function rowsBy(list: List): (Row | undefined)[] {
  return list.lines.map((line) => {
    const word = list.named.get(line);
    return word && list.rows.get(word);
  });
}

/**
 * Lines that nothing new decides: what is above them is what it was, and what is new in the list, above or below, heads nothing and
 * is no parent of anything.
 */
export function settledLines(list: List, before: List, top: number, names: Names): Set<Line> {
  const settled = new Set<Line>();
  const was = rowsBy(before).flatMap((row) => row ?? []);
  const now = rowsBy(list);
  const places = now.map((row) => (row ? was.findIndex((other) => isSame(row, other)) : -1));
  const fresh = now.map((row, at) => row !== undefined && places[at] === -1);
  const isPlain = (row: Row, line: Line) => {
    const word = list.named.get(line);
    const isParent = row.texts.some((text) => names.hasSchema(text) || names.hasDatabase(text));
    return word && !isBold(word) && !isParent && !now.some((other) => other && mayHold(row, other));
  };
  let next = places.find((place) => place >= 0) ?? 0;
  // What is gone from above was scrolled away, not taken out.
  if (was.slice(0, next).some(({ y, height }) => y + height / 2 > list.top + top + 1)) return settled;
  if (list.lines.some((line, at) => now[at] && fresh[at] && !isPlain(now[at], line))) return settled;
  for (const [at, line] of list.lines.entries()) {
    if (places[at] === -1) continue;
    // Rows above it are gone, or stand elsewhere.
    if (places[at] !== next) break;
    next += 1;
    if (!fresh.slice(Math.max(0, at - nearLines), at + nearLines + 1).includes(true)) settled.add(line);
  }
  return settled;
}
