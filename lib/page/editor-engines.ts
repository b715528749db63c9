/** How one editor library keeps the lines that it draws. These class names are the libraries' own, unchanged for years. */
export type Engine = {
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

/** The library that draws an editor; undefined where it is plain text. */
export const engineOf = (editor: Element): Engine | undefined =>
  engines.find(({ editor: selector }) => editor.matches(selector));

/** Editors whose text is not drawn by us but by themselves, line by line. */
export const engineSelector = engines.map(({ editor }) => editor).join(', ');
