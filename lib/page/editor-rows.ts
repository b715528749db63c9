/** How one editor library keeps the lines that it draws. These class names are the libraries' own, unchanged for years. */
type Engine = {
  editor: string;
  /** Holds the editor's own lines; notes between them, popups and editors inside of it have others. */
  layer: string;
  line: string;
  /** Line numbers in the margin. */
  number: string;
  /** One line of the file may be drawn as several that are no children of one element. */
  isWrappedInRows: boolean;
  /** Holds the pieces of one line of the file. */
  group?: string;
  /** What scrolls, where it is an element that knows how far. */
  scroller?: string;
  /** The window on its lines; where it has no room, only the margin is shown. */
  window?: string;
};

const engines: Engine[] = [
  {
    editor: '.monaco-editor',
    layer: '.lines-content > .view-lines',
    line: '.view-line',
    number: '.margin-view-overlays .line-numbers',
    isWrappedInRows: true,
    // A comparison in one column keeps the other side's editor for its line numbers.
    window: '.editor-scrollable',
  },
  {
    editor: '.cm-editor',
    layer: '.cm-content',
    line: '.cm-line',
    number: '.cm-lineNumbers .cm-gutterElement',
    isWrappedInRows: false,
    scroller: '.cm-scroller',
  },
  {
    editor: '.CodeMirror',
    layer: '.CodeMirror-code',
    line: '.CodeMirror-line',
    number: '.CodeMirror-linenumber',
    isWrappedInRows: false,
    scroller: '.CodeMirror-scroll',
  },
  {
    editor: '.ace_editor',
    layer: '.ace_text-layer',
    line: '.ace_line',
    number: '.ace_gutter-cell',
    isWrappedInRows: false,
    group: '.ace_line_group',
    scroller: '.ace_scrollbar-v',
  },
];

/** Editors whose text is not drawn by us but by themselves, line by line. */
export const engineSelector = engines.map(({ editor }) => editor).join(', ');

/** A line as an editor draws it. */
export type Row = {
  element: Element;
  /** Number of its line in the file, from 0. */
  number: number | undefined;
  /** It goes on with the line of the row above, which was too long for the window; `perhaps` where nothing tells for sure. */
  continues: boolean | 'perhaps';
};

/** `isStill`: the same rows as before, each where the editor had put it; their texts may be others. */
export type DrawnRows = { rows: Row[]; isTop: boolean; isStill: boolean };

/** Rows of an editor, and what it had drawn when they were measured: elements, and what it says of their places. */
type Known = { elements: HTMLElement[]; places: string[]; rows: Row[]; first: HTMLElement | undefined };

/** Measuring hundreds of lines at each key would be felt; goes with the editor. */
const known = new WeakMap<Element, Known>();

/** What an editor itself writes of where an element stands. */
const placeIn = (element: Element) =>
  `${element.getAttribute('style')};${element.parentElement?.getAttribute('style')}`;

const areSame = <One>(one: One[], other: One[]) =>
  one.length === other.length && one.every((value, index) => value === other[index]);

/** Monaco draws a changed line as a new element at the old one's height, which it writes on each. */
function areStill(before: HTMLElement[], now: HTMLElement[], { isWrappedInRows }: Engine): boolean {
  if (areSame(before, now)) return true;
  return (
    isWrappedInRows &&
    before.length === now.length &&
    now.every(({ style }, at) => style.top !== '' || before[at] === now[at])
  );
}

/** New elements take the rows of those in whose place they stand. */
function replace(known: Known, elements: HTMLElement[]): void {
  if (areSame(known.elements, elements)) return;
  const heirs = new Map(known.elements.map((element, at) => [element, elements[at] ?? element]));
  known.rows = known.rows.map((row) => ({ ...row, element: heirs.get(row.element as HTMLElement) ?? row.element }));
  known.first = known.first && heirs.get(known.first);
}

type Placed = { element: HTMLElement; top: number };

function placed(elements: Iterable<HTMLElement>): Placed[] {
  return [...elements].map((element) => ({ element, top: element.getBoundingClientRect().top }));
}

/** The rows that an editor draws now, from top to bottom: some recycle their lines and do not keep them in order. Undefined: no such editor. */
export function rowsOf(editor: Element): DrawnRows | undefined {
  const engine = engines.find(({ editor: selector }) => editor.matches(selector));
  if (!engine) return undefined;
  const layer = editor.querySelector(engine.layer) ?? editor;
  const isOwn = (element: Element) => element.parentElement?.closest(engine.editor) === editor;
  const window = engine.window ? layer.closest(engine.window) : undefined;
  if (window && window.getBoundingClientRect().width < 1) return { rows: [], isTop: false, isStill: false };
  const lines = [...layer.querySelectorAll<HTMLElement>(engine.line)].filter(isOwn);
  const margin = [...editor.querySelectorAll<HTMLElement>(engine.number)].filter(isOwn);
  const elements = [...lines, ...margin];
  const places = [...lines.map(placeIn), ...margin.map((element) => `${placeIn(element)};${element.textContent}`)];
  const before = known.get(editor);
  const isStill = before !== undefined && areSame(before.places, places) && areStill(before.elements, elements, engine);
  if (isStill) replace(before, elements);
  const { rows, first } = isStill ? before : measured(engine, layer, lines, margin);
  // Where only lengths tell which rows go on, any key may change it.
  const isKept = !engine.isWrappedInRows || rows.every(({ number }) => number !== undefined);
  if (isKept) known.set(editor, { elements, places, rows, first });
  else known.delete(editor);
  const number = rows[0]?.number;
  return { rows, isTop: number === 0 || (number === undefined && isAtTop(editor, engine, first)), isStill };
}

function measured(engine: Engine, layer: Element, elements: HTMLElement[], margin: HTMLElement[]) {
  const lines = placed(elements).sort((one, other) => one.top - other.top);
  const told = numbersIn(margin);
  const numbers = lines.map(
    ({ top }) => told.get(Math.round(top)) ?? told.get(Math.round(top) - 1) ?? told.get(Math.round(top) + 1),
  );
  const rows = lines.map(({ element }, index): Row => ({ element, number: numbers[index], continues: false }));
  if (engine.group) joinGroups(rows, engine.group);
  else if (engine.isWrappedInRows) joinWrapped(rows, layer);
  checkNumbers(rows);
  return { rows, first: lines[0]?.element };
}

/** Line numbers by where they stand. Relative ones, or none, give nothing. */
function numbersIn(margin: HTMLElement[]): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const { element, top } of placed(margin)) {
    const text = element.textContent?.trim() ?? '';
    if (/^\d+$/.test(text) && element.style.visibility !== 'hidden') numbers.set(Math.round(top), Number(text) - 1);
  }
  return numbers;
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
const breaks = /[^\p{L}\p{M}\p{N}_$]/u;
const endsInWord = /[\p{L}\p{M}\p{N}_$]$/u;
const beginsWithWord = /^[\p{L}\p{N}_$]/u;

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
    if (endsInWord.test(said) && beginsWithWord.test(word) && breaks.test(said.trimStart())) continue;
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

function isAtTop(editor: Element, { scroller, isWrappedInRows }: Engine, first: HTMLElement | undefined): boolean {
  if (isWrappedInRows) return first?.style.top === '0px';
  const scrolls = scroller ? editor.querySelector(scroller) : undefined;
  return scrolls ? scrolls.scrollTop === 0 : false;
}
