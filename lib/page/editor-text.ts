import { type Row, type RowChanges, rowsOf } from './editor-rows';

/** Pieces inside an editor's lines that are not its text: placeholders, suggestions in grey, folded text, widgets. */
const notText =
  '.cm-placeholder, .cm-widgetBuffer, .cm-ghostText, .CodeMirror-placeholder, .CodeMirror-widget, .ghost-text, .ghost-text-decoration, .suggest-preview-text, .ace_ghost_text, .ace_placeholder, .ace_fold, [contenteditable="false"]';
/** Signs drawn for blanks. */
const drawnBlanks = '.mtkw, .mtkz, .ace_invisible';
/** From here on a line is too long to be drawn whole. CodeMirror 6 puts an empty box without a class in the place of the rest. */
const cutMarks =
  '.cm-gap, .cm-line div[contenteditable="false"]:not([class]):empty[style*="height"], .mtkoverflow, .ace_toggle_wrap';
/** A row without any of these says what its texts say. */
const odd = `${notText}, ${drawnBlanks}, ${cutMarks}`;

/** A text node's place in the text; `data` is what it said. */
type Span = { node: Text; start: number; data: string };

/** What one element of an editor shows: one row, or the whole text. `spans`: looked for when one is wanted. `isCut`: more of it is not drawn. */
type Drawn = {
  element: Element;
  content: string;
  text: string;
  spans: Span[] | undefined;
  isCut: boolean;
  isRow: boolean;
};

/** A piece of a line: the text of `drawn` from `from` on, at `start` in the line. */
type Piece = { drawn: Drawn; start: number; from: number };

/** A line of the file, as far as it is drawn. */
export type Line = { text: string; pieces: Piece[]; number: number | undefined };

/**
 * The lines that an editor shows. `isTop`: the first one is the first of the file. `isBroken`: the last one is not drawn to its end.
 */
export type EditorText = RowChanges & { lines: Line[]; isTop: boolean; isBroken: boolean };

const drawnBy = new WeakMap<Element, Drawn>();

/** No-break and zero-width characters read as blanks. */
function plain(data: string): string {
  return data.replace(/[\u00a0\u200b\ufeff]/g, ' ');
}

/** The text of an element and the nodes that show it; line ends that highlighters write as <br> or as blocks count. */
function draw(element: Element, content: string, isRow: boolean): Drawn {
  const spans: Span[] = [];
  const drawn: Drawn = { element, content, text: '', spans, isCut: false, isRow };
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => {
      if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
      if (node.matches(cutMarks)) drawn.isCut = true;
      return drawn.isCut || node.matches(notText) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    },
  );
  for (let node = walker.nextNode(); node && !drawn.isCut; node = walker.nextNode()) {
    if (!isRow && (node.nodeName === 'BR' || (node.nodeName === 'DIV' && drawn.text !== ''))) drawn.text += '\n';
    if (!(node instanceof Text)) continue;
    const { data } = node;
    spans.push({ node, start: drawn.text.length, data });
    drawn.text += node.parentElement?.matches(drawnBlanks) ? ' '.repeat(data.length) : plain(data);
  }
  return drawn;
}

/** What a row shows; read anew only when its text has changed. `isSame`: it is known that it has not. */
function rowDrawn(element: Element, isSame: boolean): Drawn {
  const known = drawnBy.get(element);
  if (known && isSame) return known;
  const content = element.textContent ?? '';
  if (known?.content === content) return known;
  const isPlain = !element.querySelector(odd);
  const drawn = isPlain
    ? { element, content, text: plain(content), spans: undefined, isCut: false, isRow: true }
    : draw(element, content, true);
  drawnBy.set(element, drawn);
  return drawn;
}

/** The nodes that show a text now: colours may have changed while the text stayed. */
function spansOf(piece: Piece): Span[] {
  const { element, spans, text, content, isRow } = piece.drawn;
  if (spans?.every(({ node, data }) => node.data === data && element.contains(node))) return spans;
  const fresh = draw(element, content, isRow);
  if (fresh.text !== text) return [];
  piece.drawn = fresh;
  if (isRow) drawnBy.set(element, fresh);
  return fresh.spans ?? [];
}

/** The lines of an editor that are drawn. `isHeard`: what happened to it since the last look was heard of. */
export function editorText(editor: Element, isHeard = false): EditorText {
  const drawnRows = rowsOf(editor, isHeard);
  if (drawnRows) {
    const { rows, ...told } = drawnRows;
    return { ...told, ...linesOf(rows, told.changed) };
  }
  // A line end may be an element that came without any text: the whole is always read anew.
  const drawn = draw(editor, '', false);
  let from = 0;
  const lines = drawn.text.split('\n').map((text): Line => {
    const line = { text, pieces: [{ drawn, start: 0, from }], number: undefined };
    from += text.length + 1;
    return line;
  });
  return { lines, isTop: true, isBroken: false, changed: undefined, isStill: false };
}

/** What stands below a line that is not drawn to its end may be anything: it is left out. */
function linesOf(rows: Row[], changed: ReadonlySet<Element> | undefined): { lines: Line[]; isBroken: boolean } {
  const lines: Line[] = [];
  for (const [index, { element, number, continues }] of rows.entries()) {
    // The rest of a line that began out of sight may be a comment.
    if (continues === true && (index === 0 || lines.length === 0)) continue;
    const drawn = rowDrawn(element, changed?.has(element) === false);
    const line = lines.at(-1);
    if (!continues || !line) {
      lines.push({ text: drawn.text, pieces: [{ drawn, start: 0, from: 0 }], number });
    } else {
      const from = drawn.text.length - drawn.text.trimStart().length;
      // Around a dot a blank changes nothing but how the name reads.
      if (continues === 'perhaps' && !line.text.endsWith('.') && drawn.text[from] !== '.') line.text += ' ';
      line.pieces.push({ drawn, start: line.text.length, from });
      line.text += drawn.text.slice(from);
    }
    if (drawn.isCut) return { lines, isBroken: true };
  }
  return { lines, isBroken: false };
}

/** A spot in the document. */
export type Spot = { node: Text; offset: number };

/** Where a character of a line stands; at the end of a stretch, `isEnd`, that is behind the character before it. */
export function spotOf({ pieces }: Line, offset: number, isEnd: boolean): Spot | undefined {
  const piece = isEnd
    ? pieces.findLast(({ start }) => start < offset)
    : pieces.findLast(({ start }) => start <= offset);
  if (!piece) return undefined;
  const at = piece.from + offset - piece.start;
  const spans = spansOf(piece);
  const span = isEnd
    ? spans.find(({ start, data }) => at > start && at <= start + data.length)
    : spans.findLast(({ start, data }) => at >= start && at < start + data.length);
  return span && { node: span.node, offset: at - span.start };
}

/** The text from one place to another; `end` counts in the line `endLine`. */
export function textBetween(
  lines: readonly Pick<Line, 'text'>[],
  line: number,
  start: number,
  endLine: number,
  end: number,
): string {
  if (line === endLine) return lines[line]?.text.slice(start, end) ?? '';
  const texts = lines.slice(line, endLine + 1).map(({ text }) => text);
  return [texts[0]?.slice(start), ...texts.slice(1, -1), texts.at(-1)?.slice(0, end)].join('\n');
}
