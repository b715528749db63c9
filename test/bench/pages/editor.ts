import { readFileSync } from 'node:fs';
import { bundled } from '../bundle';
import type { ShownTable } from '../stage';

export type EditorId = 'monaco' | 'codemirror' | 'ace';

/** So many lines fit into the window of `viewport`. */
export const viewport = { width: 1280, height: 1640 };

const css = `html,body{margin:0;height:100%}#editor{height:1600px;font-size:6px}
#editor .cm-editor{height:1600px;font-size:6px}#editor .cm-scroller{line-height:8px!important}`;

/** Twenty thousand lines of SQL over tables that dbt knows. */
function textOf(tables: ShownTable[]): string {
  const lines: string[] = [];
  for (let at = 0; lines.length < 20_000; at++) {
    const { schema, name } = tables[at % tables.length] ?? { schema: 'X', name: 'Y' };
    lines.push(
      `-- step ${at}`,
      `SELECT o.id, o.note, count(*) AS n`,
      `FROM analytics.${schema}.${name} AS o`,
      'GROUP BY 1, 2;',
    );
  }
  return lines.join('\n');
}

const monacoCss = new URL('../node_modules/monaco-editor/min/vs/editor/editor.main.css', import.meta.url);
const scripts = new Map<string, Promise<string>>();

/** Each bundle is made once. */
function scriptOf(file: string): Promise<string> {
  let script = scripts.get(file);
  if (!script) {
    script = bundled(file);
    scripts.set(file, script);
  }
  return script;
}

export async function editorPage(editor: EditorId, tables: ShownTable[]): Promise<string> {
  const text = `<script type="text/plain" id="text">${textOf(tables)}</script>`;
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>${css}</style>`;
  const body = `</head><body data-editor="${editor}"><div id="editor"></div>${text}`;
  if (editor !== 'monaco')
    return `${head}${body}<script>${await scriptOf('./peers/editors.js')}</script></body></html>`;
  const start = `const place=document.getElementById('editor');const made=monaco.editor.create(place,{value:document.getElementById('text').textContent,
language:'sql',fontSize:6,lineHeight:8,minimap:{enabled:false},automaticLayout:false});made.focus();made.setPosition({lineNumber:100,column:1000});`;
  const style = readFileSync(monacoCss, 'utf8').replaceAll('</style', '');
  return `${head}<style>${style}</style>${body}<script>${await scriptOf('./peers/monaco.js')}</script><script>${start}</script></body></html>`;
}
