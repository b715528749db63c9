import 'monaco-editor/languages/definitions/sql/register.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';

// Without workers Monaco does its work here; nothing that is measured needs one.
self.MonacoEnvironment = { getWorker: () => new Worker('data:text/javascript,') };
window.monaco = monaco;
