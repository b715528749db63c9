import { heightOf, isBoxed, isGlyph, type Line, type Word } from './lines';
import { inOrder, isKnown, isSeparator, isText, type List, levelOf, startOf } from './list';
import type { Names } from './names';
import { saysOthers } from './other-kinds';
import type { Level } from './place';

/** One row of a list, as far as its depth may be told. Lengths in CSS pixels, measured from where a line of text begins. */
export type Row = Level & {
  /** Distance from the top of the list's content, whatever is scrolled. */
  y: number;
  height: number;
  /** The row's name. */
  name: string;
  /** Where the row's name begins, and where it ends. */
  x: number;
  end: number;
  /** Where the first thing that is painted in the row begins: an expander, an icon, or the name. */
  indent: number;
  /** The same, empty fillers counted: where an expander's place is kept free or drawn by a style sheet. */
  inset: number;
  /** How far the row's own box reaches: what begins beyond it stands in another column. */
  reach: number;
  /** A number that the page itself gives for the row's depth. */
  level: number | undefined;
  /** Tabs stand side by side like crumbs, but none is inside the one before it, and no list in any of them. */
  isTab: boolean;
  /** Heads of columns stand above all rows, wherever those are scrolled to, and hold none. */
  isHead: boolean;
};

export const tab = '[role="tab"]';

/** The tab in front, where it says that what is below is something else than tables. */
export const isOtherTab = ({ text, nodes }: Word) =>
  saysOthers(text) && nodes[0]?.parentElement?.closest('[aria-selected="true"]') != null;

/** A gap between rows in which others may stand: more than two and a half rows. */
export const isGap = (upper: Row, lower: Row, gap: number) => lower.y - upper.y > Math.max(gap, 2.5 * lower.height);

/** Higher than this a box holds several rows. */
export const highestRow = (lineHeight: number) => Math.max(3 * lineHeight, 48);

/** The row's box: as high as one line, as wide as it gets. */
export function rowElement(word: Word, list: List): Element | undefined {
  const lineHeight = heightOf(word);
  let row: Element | undefined;
  let element = word.nodes[0]?.parentElement ?? null;
  for (let level = 0; element && element !== list.scroller && level < 10; level++, element = element.parentElement) {
    const { top, bottom } = list.boxOf(element);
    if (bottom - top > highestRow(lineHeight)) break;
    row = element;
  }
  return row;
}

/** What a row may fill: a row as wide as its text stands in a block, whatever else that holds. */
export function blockAround(row: Element, list: List): Element {
  const view = row.ownerDocument.defaultView;
  let block = row;
  while (block.parentElement && block !== list.scroller && view?.getComputedStyle(block).display.startsWith('inline'))
    block = block.parentElement;
  return block;
}

/** Where a row's first thing begins: small leaf elements count (icons, expanders); empty fillers only for the inset. */
function startsOf(row: Element | undefined, x: number, list: List): { indent: number; inset: number } {
  let indent = x;
  let inset = x;
  let seen = 0;
  for (const part of row?.querySelectorAll('*') ?? []) {
    if (++seen > 60) break;
    const isWrapper = part.firstElementChild !== null && part.nodeName !== 'svg';
    if (isWrapper && part.textContent !== '') continue;
    const box = list.boxOf(part);
    const width = box.right - box.left;
    if (width < 3 || width > 48 || (isWrapper && !isBoxed(part))) continue;
    inset = Math.min(inset, startOf(box, list));
    if (box.bottom - box.top >= 3) indent = Math.min(indent, startOf(box, list));
  }
  return { indent, inset };
}

/** What the page says of the element that begins with a row: the row itself, or an item that holds rows below it, too. */
function countedLevel(word: Word, list: List): number | undefined {
  let element = word.nodes[0]?.parentElement ?? null;
  for (let step = 0; element && step < 12; step++, element = element.parentElement) {
    const said =
      element.getAttribute('aria-level') ?? element.getAttribute('data-depth') ?? element.getAttribute('data-level');
    if (!said || !/^\d{1,3}$/.test(said)) continue;
    const around = list.boxOf(element);
    const height = heightOf(word);
    const isHead = around.bottom - around.top <= highestRow(height) || word.box.top - around.top < 1.2 * height;
    return isHead ? Number(said) : undefined;
  }
  return undefined;
}

/** The word of a line that is a row's name: a known name, else the first text. */
function nameWord(line: Line, list: List, names: Names, isInColumn?: (word: Word) => boolean): Word | undefined {
  if (!list.named.has(line)) list.named.set(line, nameAmong(line.words, list, names));
  const usual = list.named.get(line);
  if (!usual || !isInColumn || isInColumn(usual)) return usual;
  return nameAmong(line.words.filter(isInColumn), list, names);
}

function nameAmong(those: Word[], list: List, names: Names): Word | undefined {
  const words = inOrder(those, list);
  // A row is never left out: rows that seem to be missing would seem to end the list.
  return (
    words.find(({ text }) => isKnown(text, names)) ??
    words.find((word) => isText(word, list)) ??
    words.find((word) => !isSeparator(word) && !isGlyph(word.text, word.box))
  );
}

/** The row in which a word stands; measured once per pass. */
export function rowOf(word: Word, line: Line, list: List): Row {
  const known = list.rows.get(word);
  if (known) return known;
  const element = rowElement(word, list);
  const x = startOf(word.box, list);
  const box = element && list.boxOf(element);
  const inner = element ?? word.nodes[0]?.parentElement;
  const block = inner && list.boxOf(blockAround(inner, list));
  const isInside = (other: Word) => !box || (other.box.left >= box.left - 1 && other.box.right <= box.right + 1);
  const inside = line.words.filter(isInside);
  const first = inOrder(inside, list)[0] ?? word;
  const row: Row = {
    y: (line.top + line.bottom) / 2 + list.scroller.scrollTop,
    height: heightOf(word),
    ...levelOf(inside, list),
    name: word.text,
    x,
    end: list.isRtl ? -word.box.left : word.box.right,
    ...startsOf(element, Math.min(x, startOf(first.box, list)), list),
    reach: block ? (list.isRtl ? -block.left : block.right) : x,
    level: countedLevel(word, list),
    isTab: word.nodes[0]?.parentElement?.closest(tab) != null && !line.words.some(isOtherTab),
    isHead: word.nodes[0]?.parentElement?.closest('thead, [role="columnheader"]') != null,
  };
  list.rows.set(word, row);
  return row;
}

/** Two columns may begin this far apart and still be one tree, CSS pixels. */
const widestIndent = 64;

/** A second line in smaller letters below a row's name belongs to that row; a schema below a larger heading is a row. */
function isSubtitle(lower: Row, upper: Row): boolean {
  const distance = lower.y - upper.y;
  const ratio = upper.height / lower.height;
  // What is much higher still is a name that stands on two lines.
  return ratio > 1.1 && ratio < 2.1 && Math.abs(lower.x - upper.x) < 3 && distance < 1.6 * upper.height;
}

/** Does what begins at `x` stand in the column of a row? */
export function isInColumnOf(child: Row, x: number, reach: () => number): boolean {
  // Children of rows above may begin where a short name has ended already.
  if (x >= Math.max(child.end, child.x + widestIndent)) return false;
  return child.x - x <= widestIndent || reach() > child.x;
}

/** Every row above (`step` -1) or below (1) a line, in the column of the row on it; nearest first. */
export function* rowsFrom(index: number, step: 1 | -1, child: Row, list: List, names: Names): Generator<Row> {
  let held: Row | undefined;
  for (let at = index + step; at >= 0 && at < list.lines.length; at += step) {
    const line = list.lines[at];
    if (!line) continue;
    const isInColumn = (word: Word) =>
      isInColumnOf(child, startOf(word.box, list), () => rowOf(word, line, list).reach);
    const word = nameWord(line, list, names, isInColumn);
    if (!word) continue;
    const row = rowOf(word, line, list);
    if (row.isTab) continue;
    const [upper, lower] = step < 0 ? [row, held] : [held, row];
    if (upper && lower && lower.height <= child.height && isSubtitle(lower, upper)) {
      held = { ...upper, texts: [...upper.texts, ...lower.texts] };
    } else {
      if (held) yield held;
      held = row;
    }
  }
  if (held) yield held;
}

/** A name alone may be a tab, and one among phrases the value of a setting; names one below the other are a list. */
export const isListed = ({ child, above, below }: { child: Row; above: Row[]; below: Row[] }, names: Names) =>
  [above[0], below[0]].some(
    (row) => row && Math.abs(row.x - child.x) < 1 && (!/\s/.test(row.name) || names.hasTable(row.name)),
  );

/** Every visible row of a list, top to bottom. The thread may be given back behind each. */
export function* rowsOf(list: List, names: Names): Generator<void, Row[]> {
  const rows: Row[] = [];
  for (const line of list.lines) {
    const word = nameWord(line, list, names);
    if (word) rows.push(rowOf(word, line, list));
    yield;
  }
  return rows;
}
