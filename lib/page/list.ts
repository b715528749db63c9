import { hasLetter, hasLetterOrDigit } from './letters';
import { type Boxes, blankBetween, heightOf, isGlyph, type Line, type Spot, spotsOf, type Word } from './lines';
import type { Names } from './names';
import { saysOthers, saysTables } from './other-kinds';
import type { Level } from './place';
import type { Row } from './rows';

/** What scrolls a list, and the column of the page that holds it: the same, where nothing stands beside it. */
export type Place = { scroller: Element; pane: Element };

/**
 * A list and its rows from top to bottom, in one writing direction. `top`: how far it is scrolled. `gap`: lines further apart may have
 * others between them.
 */
export type List = Place & {
  top: number;
  lines: Line[];
  spots: Map<Text, Spot>;
  isRtl: boolean;
  icons: Set<string>;
  /** Words that may head what is no table. */
  others: Word[];
  /** Words that say of one thing that it is a table; surely so beside a table's name, where "View" may be what can be done with it. */
  tableKinds: { kind: Word; isSure: boolean }[];
  /** Words that may head names of tables. */
  tableHeads: Word[];
  gap: number;
  rows: Map<Word, Row>;
  /** The word that names each line, wherever it stands on it. */
  named: Map<Line, Word | undefined>;
  boxOf: Boxes;
};

/** Rows this far apart stand close in any list; rows of airy tables in theirs, up to some height. CSS pixels. */
const [smallestGap, highestPitch] = [64, 96];

function gapOf(lines: Line[]): number {
  const pitches = lines.slice(1).map(({ top }, index) => top - (lines[index]?.top ?? top));
  const usual = pitches.toSorted((one, other) => one - other)[pitches.length >> 1] ?? 0;
  return Math.max(smallestGap, 1.8 * Math.min(usual, highestPitch));
}

/** What stands close before this many different names is an icon that a font draws, not a name. */
const iconRepeats = 2;

/** Texts that stand again and again before other texts. A name that many schemas have stands before the same word, a count or nothing. */
function iconsOf(lines: Line[], isRtl: boolean, names: Names): Set<string> {
  const followers = new Map<string, Set<string>>();
  for (const { words } of lines) {
    const [icon, next] = isRtl ? [words.at(-1), words.at(-2)] : words;
    if (!icon || !next || !hasLetter(next.text) || blankBetween(icon, next, isRtl) > heightOf(icon)) continue;
    followers.set(icon.text, (followers.get(icon.text) ?? new Set()).add(next.text));
  }
  return new Set(
    [...followers].filter(([text, { size }]) => size >= iconRepeats && !isKnown(text, names)).map(([text]) => text),
  );
}

function tableKindsOn({ words }: Line, names: Names): List['tableKinds'] {
  const kinds = words.filter(({ text }) => saysTables(text) && !/s$/i.test(text));
  const hasName = kinds.length > 0 && words.some(({ text }) => names.hasTable(text));
  return kinds.map((kind) => ({ kind, isSure: hasName && kind.text !== 'View' }));
}

export function listOf(place: Place, lines: Line[], isRtl: boolean, names: Names, boxOf: Boxes): List {
  const icons = iconsOf(lines, isRtl, names);
  return {
    ...place,
    top: place.scroller.scrollTop,
    lines,
    spots: spotsOf(lines),
    isRtl,
    icons,
    others: lines.flatMap(({ words }) => words.filter(({ text }) => saysOthers(text))),
    tableKinds: lines.flatMap((line) => tableKindsOn(line, names)),
    tableHeads: lines.flatMap(({ words }) => words.filter(({ text }) => /(^| )tab[el]\S*( \S{2,4})?$/i.test(text))),
    gap: gapOf(lines),
    rows: new Map(),
    named: new Map(),
    boxOf,
  };
}

/** Is a text the name of a table, a schema or a database? */
export const isKnown = (text: string, names: Names) =>
  names.hasSchema(text) || names.hasDatabase(text) || names.hasTable(text);

/** Does a word say something, or is it an icon or a separator? */
export function isText(word: Word, list: List): boolean {
  return !isSeparator(word) && !list.icons.has(word.text) && !isGlyph(word.text, word.box);
}

export const isSeparator = ({ text }: Word) => !hasLetterOrDigit(text);

/** Words of a line as they are read. */
export function inOrder(words: Word[], list: List): Word[] {
  return list.isRtl ? words.toReversed() : words;
}

/** Distance of the start of a box from the list's edge, growing in the writing direction. */
export function startOf(box: { left: number; right: number }, list: List): number {
  return list.isRtl ? -box.right : box.left;
}

/** What may be said of a name in one text with it: "Schema: sales", "sales (schema)". */
const kind = /^[^\s:]+: | \(.*\)$/g;

/** A blank between words of one phrase, of their height; a separator that is drawn needs more room. */
const mereBlank = 0.4;

/** What words say that stand in a row: icons and separators left out. */
export function levelOf(words: Word[], list: List): Level {
  const ordered = inOrder(words, list);
  const said = ordered.filter((word) => isText(word, list));
  const crumbs = said.filter((word) => {
    const next = ordered[ordered.indexOf(word) + 1];
    return next !== undefined && (isSeparator(next) || /^[/›»>→|·•\\]/u.test(next.text)) && word !== said.at(-1);
  });
  const labels = said.filter((word, at) => {
    const next = said[at + 1];
    return next !== undefined && blankBetween(word, next, list.isRtl) < mereBlank * heightOf(word);
  });
  const names = (those: Word[]) => those.map(({ text }) => text.replace(kind, ''));
  return { texts: names(said), crumbs: names(crumbs), labels: names(labels) };
}
