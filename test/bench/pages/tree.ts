import type { ShownTable } from '../stage';

const css = `body{margin:0;font:13px/1.4 sans-serif}#tree{height:100vh;overflow:auto}
.row{display:flex;align-items:center;height:24px;white-space:nowrap}.icon{width:14px;height:14px;margin-right:6px;background:#ccd}`;

function row(depth: number, text: string): string {
  return `<div class="row" style="padding-left:${8 + depth * 16}px"><span class="icon"></span><span class="label">${text}</span></div>`;
}

/** A database tree of so many rows, half of them tables that dbt knows; nothing in it but what a person sees. */
export function treePage(rows: number, tables: ShownTable[]): string {
  const body: string[] = [row(0, 'ANALYTICS')];
  const perSchema = Math.max(40, Math.ceil(rows / 10));
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  for (const schema of schemas) {
    const known = tables.filter((table) => table.schema === schema);
    body.push(row(1, schema));
    for (let index = 0; index < perSchema && body.length < rows; index++) {
      const name = index % 2 === 0 ? known[(index / 2) % known.length]?.name : `SCRATCH_COPY_${index}`;
      body.push(row(2, name ?? ''));
    }
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>${css}</style></head><body><div id="tree">${body.join('')}</div></body></html>`;
}
