import type { Detection, DialectId, TableRef } from '../../model';
import { createSqlReader, type SqlReader } from '../../sql/sql-reader';
import { trusted } from '../place';
import type { Reader, Scene } from './reader';

/** How each editor engine keeps its visible lines. These class names are the libraries' own, unchanged for years. */
const engines: { editor: string; line: string }[] = [
  { editor: '.monaco-editor', line: '.view-line' },
  { editor: '.cm-editor', line: '.cm-line' },
  { editor: '.CodeMirror', line: '.CodeMirror-line' },
  { editor: '.ace_editor', line: '.ace_line' },
];

/** Pieces inside an editor's lines that are not its text: placeholders, suggestions in grey, widgets. */
const notText =
  '.cm-placeholder, .cm-widgetBuffer, .cm-ghostText, .CodeMirror-placeholder, .CodeMirror-widget, .ghost-text, .ghost-text-decoration, .suggest-preview-text, .ace_ghost_text, .ace_placeholder, [contenteditable="false"]';

/** One-line inputs are built from editors too; no statement is read in what is lower than this, CSS pixels. */
const lowestEditor = 24;

/** A text node's place in the editor's text. */
type Span = { node: Text; start: number };
type EditorText = { text: string; spans: Span[]; isWindow: boolean };

/** Texts of a line in order, and the line ends (`undefined`) that highlighters write as <br>. */
function textsOf(root: Element): (Text | undefined)[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const texts: (Text | undefined)[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === 'BR') texts.push(undefined);
    // The walker shows texts and elements only.
    else if (node.nodeType === Node.TEXT_NODE && !node.parentElement?.closest(notText)) texts.push(node as Text);
  }
  return texts;
}

/** Visible lines from top to bottom: engines that recycle lines do not keep them in order. */
function linesOf(editor: Element): { lines: Element[]; isWindow: boolean } {
  const engine = engines.find(({ editor: selector }) => editor.matches(selector));
  if (!engine) return { lines: [editor], isWindow: false };
  const lines = [...editor.querySelectorAll<HTMLElement>(engine.line)].map((line) => ({
    line,
    top: line.getBoundingClientRect().top,
  }));
  return { lines: lines.sort((a, b) => a.top - b.top).map(({ line }) => line), isWindow: true };
}

/** The lines of an editor that are drawn, with the nodes that show them. No-break and zero-width characters read as blanks. */
export function editorText(editor: Element): EditorText {
  const { lines, isWindow } = linesOf(editor);
  const spans: Span[] = [];
  let text = '';
  for (const [index, line] of lines.entries()) {
    if (index > 0) text += '\n';
    for (const node of textsOf(line)) {
      if (!node) {
        text += '\n';
        continue;
      }
      spans.push({ node, start: text.length });
      text += node.data.replace(/\u00a0/g, ' ').replace(/[\u200b\ufeff]/g, ' ');
    }
  }
  return { text, spans, isWindow };
}

/** The range of the document that shows a stretch of the editor's text. */
function rangeOf(spans: Span[], start: number, end: number): Range | undefined {
  const holds =
    (offset: number) =>
    ({ node, start: from }: Span) =>
      offset >= from && offset <= from + node.data.length;
  const first = spans.findLast(holds(start));
  const last = spans.find(holds(end));
  if (!first || !last) return undefined;
  const range = first.node.ownerDocument.createRange();
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

/** What was read of each editor before it was scrolled: open comments, CTE names, `USE`. Goes with the editor. */
const readers = new WeakMap<Element, SqlReader>();

function readerOf(editor: Element, dialect: DialectId): SqlReader {
  let reader = readers.get(editor);
  if (!reader) {
    reader = createSqlReader(dialect);
    readers.set(editor, reader);
  }
  return reader;
}

function readEditor(editor: Element, scene: Scene): Detection[] {
  if (editor.nodeName === 'TEXTAREA' || editor.getBoundingClientRect().height < lowestEditor) return [];
  const { names } = scene;
  const session = scene.console?.session?.(scene.document, editor) ?? {};
  const context = { ...scene.around.session, ...session };
  const around = { ...scene.around, session: context };
  const { text, spans, isWindow } = editorText(editor);
  const lines = text.split('\n');
  let offset = 0;
  const starts = lines.map((line) => {
    const start = offset;
    offset += line.length + 1;
    return start;
  });
  const isKnown = (ref: TableRef) => names.relations(ref).length > 0;
  const options = { context, isKnown, ...(isWindow ? {} : { firstLine: 0 }) };
  return readerOf(editor, names.dialect)
    .read(lines, options)
    .flatMap(({ ref, line, start, endLine, end }): Detection[] => {
      const [from, to] = [(starts[line] ?? 0) + start, (starts[endLine] ?? 0) + end];
      const placed = names.hasTable(ref.name) ? trusted(ref, names, around) : undefined;
      const anchor = placed && rangeOf(spans, from, to);
      if (!placed || !anchor) return [];
      const label = text.slice(from, to);
      return [{ reader: 'editors', evidence: `SQL: ${label}`, label, ref: placed, anchor }];
    });
}

/** SQL in editors that can be seen, whichever engine draws them. Names are only marked; nothing is put into the text. */
export const editors: Reader = {
  id: 'editors',
  read: (scene) =>
    scene.sight.editors.filter((editor) => editor.checkVisibility()).flatMap((editor) => readEditor(editor, scene)),
};
