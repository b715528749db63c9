import { beginsInName, endsInName, hasLetterOrDigit } from './letters';
import { labelText } from './names';

/** A box in the window, CSS pixels. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** One visible text, or a part of one that stands between separators, with its box. `isCut`: its end is cut off without an ellipsis. */
type Piece = { node: Text; text: string; box: Box; isCut: boolean };

/** What reads as one word or phrase: pieces that touch, such as "fct_" + "ord" + "ers". `written`: its text with all its blanks. */
export type Word = { text: string; written: string; nodes: Text[]; box: Box };

/** Words that stand side by side, from left to right. */
export type Line = { words: Word[]; top: number; bottom: number };

/** Boxes of texts and elements, measured once per pass. */
export type Boxes = (node: Text | Element) => Box;

/** What stands between the crumbs of a trail that is one text: "analytics / sales". */
const sign = '\\s+[/\\\\›»>＞→|·•]';
export const trail = new RegExp(`${sign}\\s+`, 'u');
const trailParts = new RegExp(`${sign}(?=\\s)|(?:(?!${sign}\\s).)+`, 'gsu');

/** A text, without the room of a blank that parts it from its icon; or its crumbs and what stands between them. */
function* piecesOf(node: Text, boxOf: Boxes): Generator<Piece> {
  const text = node.data;
  const isTrail = trail.test(text);
  if (!isTrail && (node.previousSibling === null || !/^\s/.test(text))) {
    yield pieceOf(node, text, boxOf(node), boxOf);
    return;
  }
  const range = node.ownerDocument.createRange();
  for (const { 0: part, index } of text.matchAll(isTrail ? trailParts : /\S.*/gs)) {
    if (part.trim() === '') continue;
    range.setStart(node, index);
    range.setEnd(node, index + part.length);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    yield pieceOf(node, isTrail ? part : text, { left, top, right, bottom }, boxOf);
  }
}

export const nodesOf = (words: Word[]) => words.flatMap(({ nodes }) => nodes);

/** A word's height, CSS pixels. */
export const heightOf = ({ box }: Word) => box.bottom - box.top;

/** The blank between a word and the next one as they are read, CSS pixels; less than nothing where they overlap. */
export function blankBetween(word: Word, next: Word, isRtl: boolean): number {
  return isRtl ? word.box.left - next.box.right : next.box.left - word.box.right;
}

/** Asked once per word; one that only moved keeps its nodes. */
const looks = new WeakMap<Text[], { fontWeight: string; color: string }>();

/** As a style sheet's computed values; '' for a text that stands in no element. */
function lookOf(word: Word): { fontWeight: string; color: string } {
  let look = looks.get(word.nodes);
  if (!look) {
    const element = word.nodes[0]?.parentElement;
    const style = element?.ownerDocument.defaultView?.getComputedStyle(element);
    look = { fontWeight: style?.fontWeight ?? '', color: style?.color ?? '' };
    looks.set(word.nodes, look);
  }
  return look;
}

const weightOf = (word: Word) => lookOf(word).fontWeight;

/** Letters of one size, weight and colour. */
export const areAlike = (one: Word, other: Word) =>
  Math.abs(heightOf(one) - heightOf(other)) < 1 &&
  weightOf(one) === weightOf(other) &&
  lookOf(one).color === lookOf(other).color;

export const isBold = (word: Word) => Number(weightOf(word)) >= 600;

export const middleOf = ({ top, bottom }: Omit<Line, 'words'>) => (top + bottom) / 2;

/** Does something stand on one line with what is not below it? */
export const areBeside = (upper: Omit<Line, 'words'>, lower: Omit<Line, 'words'>) =>
  middleOf(lower) - middleOf(upper) < Math.max(upper.bottom - upper.top, lower.bottom - lower.top) / 2;

export function isPainted(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
}

/** Of a computed colour: is nothing to be seen of it? */
export const isTransparent = (colour: string) => /^(transparent|rgba\(.*, 0\))$/.test(colour);

/** Has an element an edge or a ground of its own, as the box around a plus or minus has? */
export function isBoxed(element: Element): boolean {
  const style = element.ownerDocument.defaultView?.getComputedStyle(element);
  // The width of an edge that has no style is 0.
  return style !== undefined && (Number.parseFloat(style.borderLeftWidth) > 0 || !isTransparent(style.backgroundColor));
}

/** Text for screen readers only stands in a box of a pixel or two; so does text squeezed out of sight. */
export function isClippedAway(node: Text, boxOf: Boxes): boolean {
  const isDot = (size: number) => size >= 0.5 && size < 2.5;
  let element = node.parentElement;
  for (let level = 0; element && level < 3; level++, element = element.parentElement) {
    const { left, top, right, bottom } = boxOf(element);
    if (isDot(right - left) && isDot(bottom - top)) return true;
  }
  return false;
}

/** A text with the box that its own element leaves to be seen of it: an ellipsis and an icon's box cut it off. */
function pieceOf(node: Text, text: string, box: Box, boxOf: Boxes): Piece {
  const parent = node.parentElement;
  const own = parent ? boxOf(parent) : box;
  const isInside = box.left >= own.left && box.right <= own.right;
  if (isInside || !parent || parent.clientWidth === 0 || parent.scrollWidth <= parent.clientWidth + 1)
    return { node, text, box, isCut: false };
  const { top, bottom } = box;
  const [left, right] = [Math.max(box.left, own.left), Math.min(box.right, own.right)];
  const isCut = parent.ownerDocument.defaultView?.getComputedStyle(parent).textOverflow === 'clip';
  return { node, text, box: { left, top, right, bottom }, isCut };
}

/** So many texts are measured between two moments at which the thread may be given back. */
const pieceSize = 8;

/**
 * Texts sorted into lines, top to bottom; what is not painted, or only for screen readers, is left out. `isName`: texts that are one
 * word although they hold blanks. Comes in pieces.
 */
export function* linesOf(texts: Text[], boxOf: Boxes, isName: (text: string) => boolean): Generator<void, Line[]> {
  const pieces: Piece[] = [];
  for (const [index, node] of texts.entries()) {
    if (index % pieceSize === pieceSize - 1) yield;
    if (!node.parentElement || isClippedAway(node, boxOf) || !isPainted(node.parentElement)) continue;
    for (const piece of piecesOf(node, boxOf))
      if (piece.box.right - piece.box.left >= 1 && piece.box.bottom - piece.box.top >= 1) pieces.push(piece);
  }
  pieces.sort((a, b) => middleOf(a.box) - middleOf(b.box) || a.box.left - b.box.left);
  const lines: Piece[][] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line?.[0] && areBeside(line[0].box, piece.box)) line.push(piece);
    else lines.push([piece]);
  }
  return lines.map((pieces) => ({
    words: namesJoined(wordsOf(pieces.sort((a, b) => a.box.left - b.box.left)), isName),
    top: Math.min(...pieces.map(({ box }) => box.top)),
    bottom: Math.max(...pieces.map(({ box }) => box.bottom)),
  }));
}

/** Pieces nearer than this read as one word, CSS pixels: less than any blank. */
export const touching = 1.5;

/** A font draws one glyph for a word ("table_chart"): far too narrow for its letters. */
export const isGlyph = (text: string, { left, right, top, bottom }: Box) =>
  text.length > 3 && right - left < 0.2 * text.length * (bottom - top);

/** Icon glyphs, words in the place of one and punctuation beside a name never become part of it. */
function readAsOne(left: Piece, right: Piece): boolean {
  const gap = right.box.left - left.box.right;
  if (left.isCut || isGlyph(left.text.trim(), left.box) || isGlyph(right.text.trim(), right.box)) return false;
  return gap < touching && gap > -2 * touching && endsInName(left.text) && beginsInName(right.text);
}

/** From the beginning of one box to the end of another on its line. */
const upTo = ({ left, top, bottom }: Box, { right }: Box): Box => ({ left, top, right, bottom });

function wordsOf(pieces: Piece[]): Word[] {
  const words: Word[] = [];
  let previous: Piece | undefined;
  for (const piece of pieces) {
    const word = words.at(-1);
    if (word && previous && readAsOne(previous, piece)) {
      word.text += labelText(piece.text);
      word.written += piece.text;
      word.nodes.push(piece.node);
      word.box = upTo(word.box, piece.box);
    } else {
      const { node, text, box } = piece;
      words.push({ text: labelText(text), written: text, nodes: [node], box });
    }
    previous = piece;
  }
  return words;
}

/** A name with blanks ("Daily Takings") has at most so many words and signs. */
const mostWords = 8;

/** A name with blanks whose words are texts of their own is one word. */
function namesJoined(words: Word[], isName: (text: string) => boolean): Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    let best = words[at];
    let last = at;
    // An arrow before a name is none of its words.
    for (
      let end = at + 1, whole = best && hasLetterOrDigit(best.text) ? best : undefined;
      end < Math.min(words.length, at + mostWords);
      end++
    ) {
      whole = areNear(whole, words[end]) ? joinedWord(whole, words[end]) : undefined;
      if (!whole) break;
      // A count behind a name is no part of it, though the name is the same with it.
      if (whole.text === best?.text || !isName(whole.text)) continue;
      best = whole;
      last = end;
    }
    at = last;
    if (best) joined.push(best);
  }
  return joined;
}

/** Words with a blank between them, or less. */
function areNear(one: Word | undefined, other: Word | undefined): boolean {
  return one !== undefined && other !== undefined && blankBetween(one, other, false) < heightOf(one) / 2;
}

function joinedWord(one: Word | undefined, other: Word | undefined): Word | undefined {
  if (!one || !other) return undefined;
  const written = one.written + (blankBetween(one, other, false) < touching ? '' : ' ') + other.written;
  return {
    text: labelText(written),
    written,
    nodes: [...one.nodes, ...other.nodes],
    box: upTo(one.box, other.box),
  };
}

/** Where a text stands: its line, that line's place, and its word. */
export type Spot = { index: number; line: Line; word: Word };

export function spotsOf(lines: Line[]): Map<Text, Spot> {
  const spots = new Map<Text, Spot>();
  for (const [index, line] of lines.entries())
    for (const word of line.words) for (const node of word.nodes) spots.set(node, { index, line, word });
  return spots;
}

/** Where a label stands among lines: its line, and its first word. `part`: its text is only a part of what the eye reads. */
export function findOnLine(nodes: Text[], spots: Map<Text, Spot>): Spot | 'part' | undefined {
  const found = nodes.flatMap((node) => spots.get(node) ?? []);
  const [first] = found;
  if (!first) return undefined;
  const isWhole = found.every(({ word }) => word.nodes.every((node) => nodes.includes(node)));
  if (!isWhole) return 'part';
  return found.length === nodes.length && found.every(({ index }) => index === first.index) ? first : undefined;
}
