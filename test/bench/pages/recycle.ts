import { readFileSync } from 'node:fs';
import type { ShownTable } from '../stage';

const script = readFileSync(new URL('./recycle.js', import.meta.url), 'utf8');

const css = `body{margin:0;font:13px/1.4 sans-serif;display:flex}#probe{position:fixed;left:0;top:0;width:1px;height:1px}
#list{width:420px;height:792px;overflow:auto}#rows{position:relative}.row{position:absolute;left:0;right:0;display:flex;align-items:center;height:24px;white-space:nowrap;box-sizing:border-box}
.icon{width:14px;height:14px;margin-right:6px;background:#ccd}#results{height:400px;overflow:auto}td{padding:2px 8px}`;

/** One row of the flattened tree; `isTable`: dbt knows it. */
type Item = { text: string; depth: number; isTable: boolean };

/** Schemas with ten tables each, every other of them unknown to dbt. */
function itemsOf(tables: ShownTable[]): Item[] {
  const items: Item[] = [{ text: 'ANALYTICS', depth: 0, isTable: false }];
  let schema = '';
  for (const [index, table] of tables.entries()) {
    if (table.schema !== schema) items.push({ text: table.schema, depth: 1, isTable: false });
    schema = table.schema;
    items.push({ text: table.name, depth: 2, isTable: true });
    items.push({ text: `SCRATCH_COPY_${index}`, depth: 2, isTable: false });
  }
  return items;
}

const cells = Array.from({ length: 24 }, () => `<tr>${'<td>0</td>'.repeat(8)}</tr>`).join('');

export function recyclingPage(tables: ShownTable[], peers = ''): string {
  const items = JSON.stringify(itemsOf(tables));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>${css}</style></head><body><div id="list"><div id="rows"></div></div>
<div id="results"><table id="grid">${cells}</table></div><div id="probe"></div><script type="application/json" id="items">${items}</script>
<script>${script}</script><script>${peers}</script></body></html>`;
}
