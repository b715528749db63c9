import type { TableRef } from '../model';
import { editorText } from './editor-text';
import { editorSelector } from './sight';

/** The text of one editor. `isWhole`: all of it, byte for byte; otherwise what is on screen, as it is drawn. */
export type QueryText = {
  text: string;
  isWhole: boolean;
  /** Database and schema that the console has chosen for this editor. */
  session: Partial<TableRef>;
  /** Whether the caret is in it, and how much room it takes (CSS pixels): of several editors one is meant. */
  hasFocus: boolean;
  area: number;
};

/** One-line fields are no place for a query, CSS pixels. */
const lowestEditor = 24;
/** Beyond this nobody wrote a query by hand, and it would have to travel. */
const mostCharacters = 1_000_000;

/** The texts of all editors that can be seen and written in. Reads the page, changes nothing. */
export function queryTexts(document: Document, session: (editor: Element) => Partial<TableRef>): QueryText[] {
  return editorsIn(document).flatMap((editor): QueryText[] => {
    const { width, height } = editor.getBoundingClientRect();
    if (height < lowestEditor || !editor.checkVisibility({ visibilityProperty: true })) return [];
    const read = textOf(editor);
    if (!read || read.text.trim() === '' || read.text.length > mostCharacters) return [];
    // as: an editor in a shadow root has that for its root, which tells of the focus as a document does.
    const root = editor.getRootNode() as Document | ShadowRoot;
    const hasFocus = editor.contains(root.activeElement);
    return [{ ...read, session: session(editor), hasFocus, area: width * height }];
  });
}

/** Editors do not lie in one another: what an editor is made of is not another one. */
function editorsIn(root: Document | ShadowRoot): Element[] {
  const found = [...root.querySelectorAll(editorSelector)].filter(
    (editor) => !editor.parentElement?.closest(editorSelector),
  );
  if (found.length > 0) return found;
  // Looked for only where the page itself shows none: a whole page is walked for it.
  return [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? editorsIn(shadowRoot) : []));
}

function textOf(editor: Element): { text: string; isWhole: boolean } | undefined {
  if (editor instanceof HTMLTextAreaElement) return { text: editor.value, isWhole: true };
  if (editor.matches('.cm-editor')) return codeMirrorText(editor);
  if (editor.matches('.monaco-editor, .CodeMirror, .ace_editor')) return drawnText(editor);
  // Coloured SQL that nobody can write in is text of the page, not a query.
  return editor instanceof HTMLElement && editor.isContentEditable
    ? { text: plainText(editor), isWhole: true }
    : undefined;
}

/** What is on screen of an editor that draws only that: tabs have become blanks, long lines may be cut in two. */
function drawnText(editor: Element): { text: string; isWhole: boolean } {
  return {
    text: editorText(editor)
      .lines.map(({ text }) => text)
      .join('\n'),
    isWhole: false,
  };
}

/**
 * CodeMirror 6 keeps its lines as they are; `.cm-gap` stands for lines that are not drawn, and what cannot be edited stands for
 * folded text or a character that is not shown.
 */
function codeMirrorText(editor: Element): { text: string; isWhole: boolean } {
  const isWhole = !editor.querySelector(
    '.cm-content .cm-gap, .cm-line [contenteditable="false"]:not(.cm-widgetBuffer)',
  );
  if (!isWhole) return drawnText(editor);
  const lines = [...editor.querySelectorAll('.cm-content .cm-line')].map((line) => line.textContent ?? '');
  return { text: lines.join('\n'), isWhole };
}

/** The text of a field that highlights what is written in it: colours are elements, line ends may be. */
function plainText(field: HTMLElement): string {
  const walker = field.ownerDocument.createTreeWalker(field, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const isLaidOut = !/^(pre|break-spaces)/.test(getComputedStyle(field).whiteSpace);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) text += node.data;
    else if (node.nodeName === 'BR' || (node.nodeName === 'DIV' && text !== '')) text += '\n';
  }
  // Where blanks would fall together the browser writes no-break ones for those that somebody typed.
  return isLaidOut ? text.replaceAll('\u00a0', ' ') : text;
}
