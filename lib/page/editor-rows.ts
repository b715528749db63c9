import { lateExpression } from '../late-expression';
import { type Engine, engineOf } from './editor-engines';
import { measuredPlaces, type Places, toldPlaces } from './editor-places';

/** A line as an editor draws it. */
export type Row = {
  element: Element;
  /** Number of its line in the file, from 0. */
  number: number | undefined;
  /** It goes on with the line of the row above, which was too long for the window; `perhaps` where nothing tells for sure. */
  continues: boolean | 'perhaps';
};

/** What is known of rows since the last look. `changed`: those whose text may be another; undefined where any may. `isStill`: nothing came, went or moved. */
export type RowChanges = { changed: ReadonlySet<Element> | undefined; isStill: boolean };

export type DrawnRows = RowChanges & { rows: Row[]; isTop: boolean };

/** What came into an editor since the last look: rows with other texts. `anew`: more than that. */
export type Heard = { rows: Set<Element>; anew: boolean };

/**
 * Rows of an editor as they were measured, and elements that hold its lines and numbers. `isTold`: what the editor itself says of their places
 * came to the same.
 */
export type KnownRows = {
  engine: Engine;
  layer: Element;
  lines: Set<Element>;
  margin: Set<Element>;
  rows: Row[];
  first: Element | undefined;
  isTold: boolean;
  heard: Heard;
};

/** Measuring hundreds of lines at each key would be felt; goes with the editor. */
const known = new WeakMap<Element, KnownRows>();

/** The rows of an editor as they were last measured; nothing where they were not, or may not be kept. */
export const knownRows = (editor: Element): KnownRows | undefined => known.get(editor);

/** A new element for a line takes the row of the one in whose place it stands. */
export function replaceLine(one: KnownRows, before: Element, now: Element): void {
  one.lines.delete(before);
  one.lines.add(now);
  one.heard.rows.delete(before);
  one.heard.rows.add(now);
  one.rows = one.rows.map((row) => (row.element === before ? { ...row, element: now } : row));
  if (one.first === before) one.first = now;
}

/**
 * The rows that an editor draws now, from top to bottom: some recycle their lines and do not keep them in order. `isHeard`: all that happened to
 * it since the last look was heard of, so that rows which stayed in their places are not looked for again, and others are where the editor says.
 * Undefined: no such editor.
 */
export function rowsOf(editor: Element, isHeard = false): DrawnRows | undefined {
  const engine = engineOf(editor);
  if (!engine) return undefined;
  const before = isHeard ? known.get(editor) : undefined;
  if (before && !before.heard.anew) {
    const changed = before.heard.rows;
    before.heard = { rows: new Set(), anew: false };
    return { rows: before.rows, isTop: isFirst(before.rows, editor, engine, before.first), changed, isStill: true };
  }
  known.delete(editor);
  const layer = editor.querySelector(engine.layer) ?? editor;
  const isAlone = !editor.querySelector(engine.editor);
  const isOwn = (element: Element) => isAlone || element.parentElement?.closest(engine.editor) === editor;
  const lines = [...layer.querySelectorAll<HTMLElement>(engine.line)].filter(isOwn);
  const margin = [...editor.querySelectorAll<HTMLElement>(engine.number)].filter(isOwn);
  const told = () => rowsAt(engine, layer, toldPlaces(engine, lines, margin));
  const kept = before?.isTold ? told() : undefined;
  const isNew = (line: Element) => !before?.lines.has(line) || before.heard.rows.has(line);
  const changed = kept && new Set<Element>(lines.filter(isNew));
  const window = !kept && engine.window ? layer.closest(engine.window) : undefined;
  if (window && window.getBoundingClientRect().width < 1)
    return { rows: [], isTop: false, changed: undefined, isStill: false };
  const rows = kept ?? rowsAt(engine, layer, measuredPlaces(lines, margin)) ?? [];
  const first = rows[0]?.element;
  // Where only lengths tell which rows go on, any key may change it.
  const isKept = !engine.isWrappedInRows || rows.every(({ number }) => number !== undefined);
  const isTold = kept !== undefined || (isKept && areSame(told() ?? [], rows));
  const heard = { rows: new Set<Element>(), anew: false };
  if (isKept)
    known.set(editor, { engine, layer, lines: new Set(lines), margin: new Set(margin), rows, first, isTold, heard });
  return { rows, isTop: isFirst(rows, editor, engine, first), changed, isStill: false };
}

function areSame(some: Row[], others: Row[]): boolean {
  const isSame = ({ element, number, continues }: Row, other: Row | undefined) =>
    other?.element === element && other.number === number && other.continues === continues;
  return some.length === others.length && some.every((row, index) => isSame(row, others[index]));
}

function isFirst(rows: Row[], editor: Element, engine: Engine, first: Element | undefined): boolean {
  const number = rows[0]?.number;
  return number === 0 || (number === undefined && isAtTop(editor, engine, first));
}

function rowsAt(engine: Engine, layer: Element, places: Places | undefined): Row[] | undefined {
  if (!places) return undefined;
  const told = new Map(places.numbers.map(({ top, number }) => [top, number]));
  const rows = places.lines.map(
    ({ element, top }): Row => ({
      element,
      number: told.get(top) ?? told.get(top - 1) ?? told.get(top + 1),
      continues: false,
    }),
  );
  if (engine.group) joinGroups(rows, engine.group);
  else if (engine.isWrappedInRows) joinWrapped(rows, layer);
  checkNumbers(rows);
  return rows;
}

/** Ace keeps the pieces of one line in one group. */
function joinGroups(rows: Row[], group: string): void {
  for (const [index, row] of rows.entries()) {
    const around = row.element.closest(group);
    const above = rows[index - 1];
    if (!above || !around || above.element.closest(group) !== around) continue;
    row.continues = true;
    row.number = above.number;
  }
}

/** Monaco: a row without a number goes on with the line above it, unless only every tenth line has a number. */
function joinWrapped(rows: Row[], layer: Element): void {
  const numbered = rows.flatMap(({ number }, index) => (number === undefined ? [] : [{ index, number }]));
  const [first] = numbered;
  // Only where two numbers follow each other does every line have one.
  const isDense = numbered.some(({ number }, place) => number - (numbered[place - 1]?.number ?? number) === 1);
  if (!first || (!isDense && numbered.length < rows.length)) {
    guessWrapped(rows, layer);
    return;
  }
  const isSparse = numbered.some((one, place) => {
    const above = numbered[place - 1];
    return above && one.index - above.index > 1 && one.number - above.number === one.index - above.index;
  });
  for (const [index, row] of rows.entries()) {
    if (row.number !== undefined) continue;
    // Above the first number stands the rest of a line that began out of sight.
    row.number =
      (rows[index - 1]?.number ?? first.number - (isSparse ? first.index - index + 1 : 1)) + (isSparse ? 1 : 0);
    row.continues = !isSparse;
  }
}

/** What a scroll bar beside the lines and a letter may take, CSS pixels. */
const slack = 40;

/** Behind or before these Monaco breaks a line; a word it breaks only where a row is nothing but that word. */
const breaks = lateExpression('[^\\p{L}\\p{M}\\p{N}_$]');
const endsInWord = lateExpression('[\\p{L}\\p{M}\\p{N}_$]$');
const beginsWithWord = lateExpression('^[\\p{L}\\p{N}_$]');

/** Without numbers a row may go on with the line above where its first word had no room there. */
function guessWrapped(rows: Row[], layer: Element): void {
  // The layer itself is as wide as the longest line could be.
  const width = layer.parentElement?.parentElement?.getBoundingClientRect().width ?? 0;
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1]?.element;
    const said = above?.textContent ?? '';
    const length = said.trimEnd().length;
    if (!above || length === 0) continue;
    const drawn = (above.firstElementChild ?? above).getBoundingClientRect().width;
    const word = /\S+/.exec(row.element.textContent?.replaceAll('\u00a0', ' ') ?? '')?.[0] ?? '';
    if (endsInWord().test(said) && beginsWithWord().test(word) && breaks().test(said.trimStart())) continue;
    if (drawn <= width && drawn + (drawn / length) * (word.length + 1) > width - slack) row.continues = 'perhaps';
  }
}

/** Numbers that do not rise one line after another (relative ones, every tenth one) are no numbers of lines. */
function checkNumbers(rows: Row[]): void {
  const starts = rows.filter(({ continues }) => continues !== true);
  const isRising = starts.every(({ number }, index) => {
    const above = starts[index - 1]?.number;
    return number !== undefined && (above === undefined || number > above);
  });
  if (isRising) return;
  for (const row of rows)
    Object.assign(row, { number: undefined, continues: row.continues === true ? 'perhaps' : row.continues });
}

function isAtTop(editor: Element, { scroller, isWrappedInRows }: Engine, first: Element | undefined): boolean {
  if (isWrappedInRows) return first instanceof HTMLElement && first.style.top === '0px';
  const scrolls = scroller ? editor.querySelector(scroller) : undefined;
  return scrolls ? scrolls.scrollTop === 0 : false;
}
