import type { Line, Word } from './lines';
import type { Names } from './names';

/** One row of a list, as far as its depth may be told. Lengths in CSS pixels, measured from where a line of text begins. */
export type Row = {
  /** Distance from the top of the list's content, whatever is scrolled. */
  y: number;
  height: number;
  /** Everything the row says, from its start. */
  texts: string[];
  /** Where the row's name begins, and where it ends. */
  x: number;
  end: number;
  /** Where the first thing that is painted in the row begins: an expander, an icon, or the name. */
  indent: number;
  /** How far the row's own box reaches: what begins beyond it stands in another column. */
  reach: number;
  /** `aria-level`, or another attribute that counts. */
  level: number | undefined;
};

/** A list and its rows from top to bottom, in the writing direction of the page. */
export type List = { scroller: Element; lines: Line[]; isRtl: boolean; icons: Set<string>; rows: Map<Word, Row> };

/** Something that stands at the start of this many rows is an icon drawn by a font, not a name. */
const iconRepeats = 3;

export function listOf(scroller: Element, lines: Line[], names: Names): List {
  const counts = new Map<string, number>();
  for (const { words } of lines) {
    if (words.length > 1) for (const { text } of words) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const isName = (text: string) => names.hasTable(text) || names.hasSchema(text) || names.hasDatabase(text);
  const icons = new Set(
    [...counts].filter(([text, count]) => count >= iconRepeats && !isName(text)).map(([text]) => text),
  );
  const isRtl = scroller.ownerDocument.defaultView?.getComputedStyle(scroller).direction === 'rtl';
  return { scroller, lines, isRtl, icons, rows: new Map() };
}

/** Distance of the start of a box from the list's edge, growing in the writing direction. */
function startOf(box: { left: number; right: number }, list: List): number {
  return list.isRtl ? -box.right : box.left;
}

/** The row's box: as high as one line, as wide as it gets. */
function rowElement(word: Word, list: List): Element | undefined {
  const lineHeight = word.box.bottom - word.box.top;
  let row: Element | undefined;
  let element = word.nodes[0]?.parentElement ?? null;
  for (let level = 0; element && element !== list.scroller && level < 10; level++, element = element.parentElement) {
    const { height } = element.getBoundingClientRect();
    if (height > Math.max(3 * lineHeight, 48)) break;
    row = element;
  }
  return row;
}

/** The first thing painted in a row: small leaf elements count (icons, expanders), empty fillers do not. */
function indentOf(row: Element | undefined, x: number, list: List): number {
  let indent = x;
  let seen = 0;
  for (const part of row?.querySelectorAll('*') ?? []) {
    if (++seen > 60) break;
    if (part.firstElementChild && part.nodeName !== 'svg') continue;
    const box = part.getBoundingClientRect();
    const width = box.right - box.left;
    if (width < 3 || width > 48 || box.bottom - box.top < 3) continue;
    indent = Math.min(indent, startOf(box, list));
  }
  return indent;
}

/** A number that the page itself gives for a row's depth. */
function levelOf(word: Word, row: Element | undefined): number | undefined {
  let element = word.nodes[0]?.parentElement ?? null;
  for (let step = 0; element && step < 12; step++, element = element.parentElement) {
    const said =
      element.getAttribute('aria-level') ?? element.getAttribute('data-depth') ?? element.getAttribute('data-level');
    if (said && /^\d{1,3}$/.test(said)) return Number(said);
    if (element === row) return undefined;
  }
  return undefined;
}

/** The word of a line that is a row's name: a known name, else the first text. */
function nameWord(line: Line, list: List, names: Names, isInColumn: (word: Word) => boolean): Word | undefined {
  const words = line.words.filter(isInColumn);
  if (list.isRtl) words.reverse();
  const isKnown = ({ text }: Word) => names.hasSchema(text) || names.hasDatabase(text) || names.hasTable(text);
  const isText = ({ text }: Word) => /[\p{L}\p{N}]/u.test(text) && !list.icons.has(text);
  return words.find(isKnown) ?? words.find(isText);
}

/** The row in which a word stands; measured once per pass. */
export function rowOf(word: Word, line: Line, list: List): Row {
  const known = list.rows.get(word);
  if (known) return known;
  const element = rowElement(word, list);
  const x = startOf(word.box, list);
  const box = element?.getBoundingClientRect();
  const isInside = (other: Word) => !box || (other.box.left >= box.left - 1 && other.box.right <= box.right + 1);
  const row: Row = {
    y: (line.top + line.bottom) / 2 + list.scroller.scrollTop,
    height: line.bottom - line.top,
    texts: line.words.filter(isInside).map(({ text }) => text),
    x,
    end: list.isRtl ? -word.box.left : word.box.right,
    indent: indentOf(element, x, list),
    reach: box ? (list.isRtl ? -box.left : box.right) : x,
    level: levelOf(word, element),
  };
  list.rows.set(word, row);
  return row;
}

/** Two columns may begin this far apart and still be one tree, CSS pixels. */
const widestIndent = 64;

/** Every row above a line, in the column of the row on it; nearest first. */
export function* rowsAbove(index: number, child: Row, list: List, names: Names): Generator<Row> {
  for (let above = index - 1; above >= 0; above--) {
    const line = list.lines[above];
    if (!line) continue;
    const isInColumn = (word: Word) => {
      const start = startOf(word.box, list);
      if (start >= child.end) return false;
      return child.x - start <= widestIndent || rowOf(word, line, list).reach > child.x;
    };
    const word = nameWord(line, list, names, isInColumn);
    if (word) yield rowOf(word, line, list);
  }
}

/** Every visible row of a list, top to bottom. */
export function rowsOf(list: List, names: Names): Row[] {
  return list.lines.flatMap((line) => {
    const word = nameWord(line, list, names, () => true);
    return word ? [rowOf(word, line, list)] : [];
  });
}
