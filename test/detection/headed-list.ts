import { inOneGo } from '../../lib/page/lists';
import { namesOf } from '../../lib/page/names';
import { read, readingLists } from '../../lib/page/read';
import { rowMemory } from '../../lib/page/row-memory';
import { vocabularyOf } from '../grouped-names';

const rowHeight = 24;
const shown = 12;
const tables = Array.from({ length: 40 }, (_, index) => `table_${index}`);
const vocabulary = vocabularyOf(
  'postgres',
  ['alpha', 'beta'].map((schema) => ({ database: 'shop', schema, isExact: true, names: tables })),
);

/** A virtual list of tables that scrolls below a heading. */
function showList(heading: string) {
  document.body.innerHTML = `<style>body{margin:0;font:13px/${rowHeight}px sans-serif}#pane{width:300px;height:${shown * rowHeight}px;overflow:auto}
#rows{position:relative;height:${tables.length * rowHeight}px}#rows>div{position:absolute;left:10px}</style>${heading}<div id="pane"><div id="rows"></div></div>`;
  const pane = document.getElementById('pane') ?? document.body;
  const rows = document.getElementById('rows') ?? document.body;
  return {
    pane,
    draw: () => {
      const first = Math.floor(pane.scrollTop / rowHeight);
      const made = tables.slice(first, first + shown).map((name, index) => {
        const row = document.createElement('div');
        row.style.top = `${(first + index) * rowHeight}px`;
        row.textContent = name;
        return row;
      });
      rows.replaceChildren(...made);
    },
  };
}

/** Tables that have a badge at first and after each of three steps of scrolling in which the list alone is read again. */
function headedList(heading: string, isStill: boolean): string[][] {
  const { pane, draw } = showList(heading);
  draw();
  const url = new URL('https://console.example/');
  let reading = read({ document, url, names: namesOf(vocabulary), console: undefined, memory: rowMemory() });
  const found = () => reading.detections.map(({ ref }) => `${ref.schema}.${ref.name}`);
  const steps = [found()];
  for (let step = 0; step < 3; step++) {
    pane.scrollBy(0, 5 * rowHeight);
    draw();
    reading = inOneGo(readingLists(reading, new Set([pane]), isStill));
    steps.push(found());
  }
  return steps;
}

export type HeadedList = typeof headedList;
Object.assign(globalThis, { sidelightHeadedList: headedList });
