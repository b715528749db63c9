// The real editors, as a console would put them on its page. What a test needs of them hangs on `window.editors`.
import { sql as codeMirrorSql, MySQL, PostgreSQL, StandardSQL } from '@codemirror/lang-sql';
import { foldEffect } from '@codemirror/language';
import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import ace from 'ace-builds/src-noconflict/ace';
import { basicSetup, EditorView } from 'codemirror';
import 'ace-builds/src-noconflict/ext-language_tools';
import 'ace-builds/src-noconflict/mode-pgsql';
import CodeMirror5 from 'codemirror5';
import 'codemirror5/lib/codemirror.css';
import 'codemirror5/mode/sql/sql';
import 'codemirror5/addon/fold/foldcode';
import 'codemirror5/addon/fold/foldgutter';
import 'codemirror5/addon/fold/indent-fold';
import 'codemirror5/addon/hint/show-hint';
import 'codemirror5/addon/hint/show-hint.css';
import 'codemirror5/addon/hint/sql-hint';
import 'monaco-editor/editor/editor.main';
import * as monaco from 'monaco-editor/editor/editor.api';
import MonacoWorker from 'monaco-editor/editor/editor.worker?worker&inline';
import { jush } from './jush.js';

globalThis.MonacoEnvironment = { getWorker: () => new MonacoWorker() };

/** A box on the page, side by side with others. */
function box({ width = 560, height = 360, hidden = false } = {}) {
  const element = document.createElement('div');
  element.style.cssText = `display:${hidden ? 'none' : 'inline-block'};vertical-align:top;width:${width}px;height:${height}px;overflow:hidden`;
  document.body.append(element);
  return element;
}

const makers = {
  monaco({ text, options, ...size }) {
    const editor = monaco.editor.create(box(size), {
      value: text,
      language: 'sql',
      automaticLayout: true,
      minimap: { enabled: false },
      ...options,
    });
    return {
      editor,
      focus: () => editor.focus(),
      scrollTo: (line) => editor.setScrollTop((line - 1) * editor.getOption(monaco.editor.EditorOption.lineHeight)),
      replace: (value) => editor.setValue(value),
      open: (value) => editor.setModel(monaco.editor.createModel(value, 'sql')),
      caret: (line, column) => editor.setPosition({ lineNumber: line, column }),
      fold: (line) => editor.setPosition({ lineNumber: line, column: 1 }) ?? editor.getAction('editor.fold').run(),
      act: (id) => editor.getAction(id).run(),
      carets: (spots) =>
        editor.setSelections(
          spots.map(([line, column]) => ({
            selectionStartLineNumber: line,
            selectionStartColumn: column,
            positionLineNumber: line,
            positionColumn: column,
          })),
        ),
    };
  },
  diff({ text, original, options, ...size }) {
    const editor = monaco.editor.createDiffEditor(box({ width: 1100, ...size }), { automaticLayout: true, ...options });
    editor.setModel({
      original: monaco.editor.createModel(original, 'sql'),
      modified: monaco.editor.createModel(text, 'sql'),
    });
    return { editor, focus: () => editor.getModifiedEditor().focus() };
  },
  codemirror6({ text, extensions = [], isNumbered = true, ...size }) {
    const dialect = size.dialect === 'mysql' ? MySQL : size.dialect === 'standard' ? StandardSQL : PostgreSQL;
    const parent = box(size);
    const theme = EditorView.theme({ '&': { height: `${size.height ?? 360}px` } });
    const setup = isNumbered ? [basicSetup] : [];
    const view = new EditorView({
      parent,
      doc: text,
      extensions: [...setup, codeMirrorSql({ dialect, schema: { marts: ['orders', 'customers'] } }), theme, extensions],
    });
    return {
      editor: view,
      focus: () => view.focus(),
      scrollTo: (line) => {
        view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.line(line).from, { y: 'start' }) });
      },
      replace: (value) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } }),
      open: (value) =>
        view.setState(EditorState.create({ doc: value, extensions: [...setup, codeMirrorSql(), theme] })),
      caret: (line, column) => view.dispatch({ selection: { anchor: view.state.doc.line(line).from + column - 1 } }),
      fold: (line, to) =>
        view.dispatch({
          effects: foldEffect.of({ from: view.state.doc.line(line).to, to: view.state.doc.line(to).to }),
        }),
      carets: undefined,
    };
  },
  merge({ text, original, ...size }) {
    const extensions = [basicSetup, codeMirrorSql({ dialect: PostgreSQL })];
    const view = new MergeView({
      a: { doc: original, extensions },
      b: { doc: text, extensions },
      parent: box({ width: 1100, ...size }),
    });
    return { editor: view, focus: () => view.b.focus() };
  },
  codemirror5({ text, options, ...size }) {
    const parent = box(size);
    const editor = CodeMirror5(parent, {
      value: text,
      mode: 'text/x-pgsql',
      lineNumbers: true,
      foldGutter: true,
      gutters: ['CodeMirror-linenumbers', 'CodeMirror-foldgutter'],
      ...options,
    });
    editor.setSize('100%', size.height ?? 360);
    return {
      editor,
      focus: () => editor.focus(),
      scrollTo: (line) => editor.scrollTo(0, editor.heightAtLine(line - 1, 'local')),
      replace: (value) => editor.setValue(value),
      open: (value) => editor.swapDoc(CodeMirror5.Doc(value, 'text/x-pgsql')),
      caret: (line, column) => editor.setCursor({ line: line - 1, ch: column - 1 }),
      fold: (line) => editor.foldCode({ line: line - 1, ch: 0 }, CodeMirror5.fold.indent),
      hint: () => CodeMirror5.showHint(editor, CodeMirror5.hint.sql, { tables: { 'marts.orders': [], marts: [] } }),
      carets: (spots) =>
        editor.setSelections(
          spots.map(([line, column]) => ({
            anchor: { line: line - 1, ch: column - 1 },
            head: { line: line - 1, ch: column - 1 },
          })),
        ),
    };
  },
  ace({ text, options, ...size }) {
    const editor = ace.edit(box(size), { mode: 'ace/mode/pgsql', enableBasicAutocompletion: true, ...options });
    editor.session.setUseWorker(false);
    editor.session.setValue(text);
    editor.setAnimatedScroll(false);
    return {
      editor,
      focus: () => editor.focus(),
      scrollTo: (line) => editor.session.setScrollTop((line - 1) * editor.renderer.lineHeight),
      replace: (value) => editor.session.setValue(value),
      open: (value) => editor.setSession(ace.createEditSession(value, 'ace/mode/pgsql')),
      caret: (line, column) => editor.moveCursorTo(line - 1, column - 1),
      fold: (line, to) => editor.session.addFold('...', new ace.Range(line - 1, 1000, to - 1, 1000)),
      carets: undefined,
    };
  },
  jush({ text, ...size }) {
    const element = jush(box(size), text);
    return { editor: element, focus: () => element.focus() };
  },
  textarea({ text, ...size }) {
    const element = document.createElement('textarea');
    element.value = text;
    element.style.cssText = 'width:100%;height:100%';
    box(size).append(element);
    return { editor: element, focus: () => element.focus() };
  },
  pre({ text, tag = 'pre', className = 'sql', ...size }) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    element.style.cssText = 'white-space:pre;display:block';
    box(size).append(element);
    return { editor: element, focus: () => element.focus() };
  },
};

const made = [];

Object.assign(globalThis, {
  editors: {
    make: (kind, options) => {
      const one = makers[kind](options);
      made.push(one);
      return made.length - 1;
    },
    // Nothing is given back: editors are no plain values.
    call: async (index, what, ...args) => {
      await made[index][what](...args);
    },
    clear: () => {
      for (const { editor } of made.splice(0)) {
        editor.dispose?.();
        if (editor.dom) editor.destroy();
      }
      for (const model of monaco.editor.getModels()) model.dispose();
      document.body.replaceChildren();
    },
  },
});
