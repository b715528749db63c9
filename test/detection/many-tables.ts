/** Rows of a tree of one database, one schema and very many tables, as a page and as a list that draws only what is visible. */
export type ManyTables = { isVirtual: boolean; database: string; count: number };

export const rowHeight = 24;
export const paneHeight = 600;
export const nameOf = (index: number) => `table_${index}`;

const style = `<style>body{margin:0;font:14px/${rowHeight}px sans-serif}#tree{height:${paneHeight}px;width:300px;overflow:auto;position:relative}
#tree div.row{height:${rowHeight}px;white-space:nowrap}</style>`;

/** The page as HTML. It has no markup that tells of depth but padding. */
export function manyTables({ isVirtual, database, count }: ManyTables): string {
  const rows = [database, 'big', ...Array.from({ length: count }, (_, index) => nameOf(index))];
  const padding = (index: number) => 8 + 16 * Math.min(index, 2);
  if (!isVirtual) {
    const divs = rows.map((label, index) => `<div class="row" style="padding-left:${padding(index)}px">${label}</div>`);
    return `<!doctype html>${style}<div id="tree">${divs.join('')}</div>`;
  }
  const drawn = Math.ceil(paneHeight / rowHeight) + 4;
  return `<!doctype html>${style}<div id="tree"><div style="height:${rows.length * rowHeight}px"></div></div><script>
    const rows = ${JSON.stringify(rows)};
    const tree = document.getElementById('tree');
    const slots = Array.from({ length: ${drawn} }, () => tree.appendChild(document.createElement('div')));
    for (const slot of slots) slot.className = 'row';
    function draw() {
      const first = Math.max(0, Math.floor(tree.scrollTop / ${rowHeight}) - 2);
      for (let index = first; index < first + ${drawn}; index++) {
        const slot = slots[index % ${drawn}];
        slot.textContent = rows[index] ?? '';
        slot.style.cssText = 'position:absolute;top:' + index * ${rowHeight} + 'px;padding-left:' + (8 + 16 * Math.min(index, 2)) + 'px';
      }
    }
    tree.addEventListener('scroll', draw);
    draw();
  </script>`;
}
