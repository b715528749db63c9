import type { Detection } from '../../model';
import { findOnLine, type Word } from '../lines';
import { type Ancestry, type Placement, placeByAncestors, refOf } from '../place';
import { type List, type Row, rowOf, rowsAbove } from '../rows';
import type { Label } from '../sight';
import type { Reader, Scene } from './reader';

/** One way of telling how deep a row is. Undefined: this way does not know. */
type Depth = { id: string; of: (row: Row) => number | undefined };

/** The ladder: attributes that count, then what the eye sees. */
const ladder: Depth[] = [
  { id: 'level', of: ({ level }) => level },
  { id: 'indent of names', of: ({ x }) => x },
  { id: 'indent of rows', of: ({ indent }) => indent },
];

/** Shifts smaller than this are no indentation, CSS pixels. */
const smallestIndent = 2.5;

/** A gap between rows that ends a list: more than two and a half rows. */
const isGap = (upper: Row, lower: Row) => lower.y - upper.y > Math.max(64, 2.5 * lower.height);

/** Rows above a name whose depth is smaller, nearest first. */
function ancestryOf(child: Row, above: Row[], remembered: Row[], isAtTop: boolean, depth: Depth): Ancestry | undefined {
  let current = depth.of(child);
  if (current === undefined) return undefined;
  const levels: string[][] = [];
  let below = child;
  for (const row of above) {
    if (isGap(row, below)) return { levels, isComplete: true };
    below = row;
    const own = depth.of(row);
    if (own === undefined || own > current - smallestIndentOf(depth)) continue;
    levels.push(row.texts);
    current = own;
  }
  for (const row of remembered) {
    const own = depth.of(row);
    if (own === undefined || own > current - smallestIndentOf(depth)) continue;
    levels.push(row.texts);
    current = own;
  }
  return { levels, isComplete: isAtTop };
}

function smallestIndentOf(depth: Depth): number {
  return depth.id === 'level' ? 1 : smallestIndent;
}

/** The first rung that places the name; silence where rungs disagree about its database, or whether it is a column. */
function climb(name: string, ancestries: { id: string; ancestry: Ancestry }[], scene: Scene) {
  let best: { id: string; ancestry: Ancestry; placement: Placement } | undefined;
  let isContradicted = false;
  let isColumn = false;
  for (const { id, ancestry } of ancestries) {
    const placement = placeByAncestors(name, ancestry, scene.names, scene.around);
    isColumn ||= placement.isColumn && placement.relations.length === 0;
    isContradicted ||= placement.isContradicted && placement.relations.length === 0;
    if (placement.relations.length > 0 && (!best || (placement.isWhole && !best.placement.isWhole))) {
      best = { id, ancestry, placement };
    }
    // What the page itself says of a row's level is not weighed against what its pixels look like.
    if (id === 'level' && (best || isContradicted || isColumn)) break;
  }
  return best && !isColumn && (best.placement.isWhole || !isContradicted) ? best : undefined;
}

/** A name behind another column of text is a cell of a grid, not a row of a tree: results are never marked. */
function isBehindColumn(word: Word, index: number, list: List): boolean {
  const isText = ({ text }: Word) => /[\p{L}\p{N}]/u.test(text) && !list.icons.has(text);
  const isBefore = ({ box }: Word) => (list.isRtl ? box.left >= word.box.right : box.right <= word.box.left);
  const isAligned = (one: Word, other: Word) =>
    Math.abs(one.box.left - other.box.left) < 3 || Math.abs(one.box.right - other.box.right) < 3;
  const near = [list.lines[index - 1], list.lines[index + 1]].flatMap((line) => line?.words ?? []);
  const before = list.lines[index]?.words.filter((other) => isBefore(other) && isText(other)) ?? [];
  const isCell = near.some((other) => isAligned(word, other));
  return isCell && before.some((column) => near.some((other) => isText(other) && isAligned(column, other)));
}

function readLabel(label: Label, word: Word, index: number, list: List, scene: Scene): Detection | undefined {
  const line = list.lines[index];
  if (!line || isBehindColumn(word, index, list)) return undefined;
  const child = rowOf(word, line, list);
  const above = [...rowsAbove(index, child, list, scene.names)];
  const { scroller } = list;
  const remembered = scene.memory.above(scroller, above.at(-1)?.y ?? child.y);
  const ancestries = ladder.flatMap((depth) => {
    const ancestry = ancestryOf(child, above, remembered, scroller.scrollTop < 3, depth);
    return ancestry ? [{ id: depth.id, ancestry }] : [];
  });
  const found = climb(label.text, ancestries, scene);
  const ref = found && refOf(found.placement.relations);
  if (!found || !ref) return undefined;
  const path = [...found.ancestry.levels.map((texts) => texts.join(' ')).reverse(), label.text].join(' › ');
  return { reader: 'outline', evidence: `tree by ${found.id}: ${path}`, label: label.text, ref, anchor: label.element };
}

/** Trees and lists: rows one under another, children to the right of their parent. */
export const outline: Reader = {
  id: 'outline',
  *read(scene) {
    for (const label of scene.sight.names) {
      const list = scene.listOf(label.element);
      const found = findOnLine(label.nodes, list.lines);
      const word = found?.words[0];
      yield found && word && readLabel(label, word, found.index, list, scene);
    }
  },
};
