// A page in the manner of BigQuery's console: its tree, and an editor built as Monaco builds one, whose lines follow what is typed.
// The real Monaco is in `npm run test:editors`.

const row = (level: number, name: string) =>
  `<li class="cfc-tree-row" role="treeitem" tabindex="-1" aria-level="${level}" style="padding-left:${level * 20}px"><span>${name}</span></li>`;

/** With the tables of one dataset in its tree, and `sql` in its editor. */
export function bigqueryPage(project: string, dataset: string, tables: string[], sql: string): string {
  const rows = [row(1, project), row(2, dataset), ...tables.map((name) => row(3, name))];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>BigQuery</title><style>
    body{margin:0;display:flex;gap:24px;font:14px/20px sans-serif;background:#fff;color:#222}li{list-style:none;line-height:32px}
    .monaco-editor{position:relative;width:640px;height:160px;border:1px solid #ccc;font:14px/19px monospace}
    .inputarea{position:absolute;width:1px;height:19px;opacity:0}.view-lines{position:relative;height:160px}
    .view-line{position:absolute;height:19px;white-space:pre}</style></head>
    <body><div id="bq-resource-tree" style="width:320px">${rows.join('')}</div>
    <bq-tab-content><bqui-query-panel><cfc-code-editor class="cfc-code-editor"><div class="monaco-editor" data-uri="inmemory://model/1">
    <textarea class="inputarea" aria-label="Editor content">${sql}</textarea>
    <div class="lines-content"><div class="view-lines"></div></div></div></cfc-code-editor></bqui-query-panel></bq-tab-content>
    <script>
      const field = document.querySelector('textarea');
      const draw = () => document.querySelector('.view-lines').replaceChildren(...field.value.split('\\n').map((text, at) => {
        const line = Object.assign(document.createElement('div'), { className: 'view-line' });
        line.style.top = at * 19 + 'px';
        line.append(document.createElement('span'));
        line.firstChild.append(Object.assign(document.createElement('span'), { className: 'mtk1', textContent: text.replaceAll(' ', '\\u00a0') }));
        return line;
      }));
      field.addEventListener('input', draw);
      document.querySelector('.monaco-editor').addEventListener('mousedown', (event) => { event.preventDefault(); field.focus(); });
      draw();
    </script></body></html>`;
}
