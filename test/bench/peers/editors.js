// The real editors with a file of 20,000 lines, 200 of them visible. `bench` in the address says which.
import { sql } from '@codemirror/lang-sql';
import ace from 'ace-builds/src-noconflict/ace.js';
import 'ace-builds/src-noconflict/mode-sql.js';
import { basicSetup, EditorView } from 'codemirror';

const place = document.getElementById('editor');
const text = document.getElementById('text').textContent;
const which = document.body.dataset.editor;

if (which === 'codemirror') {
  const view = new EditorView({ doc: text, extensions: [basicSetup, sql()], parent: place });
  view.focus();
  view.dispatch({ selection: { anchor: view.state.doc.line(100).to } });
}
if (which === 'ace') {
  ace.config.set('useWorker', false);
  const editor = ace.edit(place, { mode: 'ace/mode/sql', value: text, useWorker: false });
  editor.setOptions({ fontSize: 6 });
  editor.container.style.lineHeight = '8px';
  editor.renderer.updateFontSize();
  editor.focus();
  editor.gotoLine(100, 1000, false);
}
