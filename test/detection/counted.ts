import { inOneGo } from '../../lib/page/lists';
import { dueAfter } from '../../lib/page/matters';
import { namesOf } from '../../lib/page/names';
import { type Reading, read, readEditors, readingLists } from '../../lib/page/read';
import { editors } from '../../lib/page/readers/editors';
import { rowMemory } from '../../lib/page/row-memory';
import { observed } from '../../lib/page/watch';
import { vocabularyOf } from '../grouped-names';

/** How many boxes and texts were asked for. */
let boxes = 0;
let texts = 0;

/** Has every call of a method noted. */
function countCalls(kind: object, name: string, note: () => void): void {
  const own = Object.getOwnPropertyDescriptor(kind, name);
  Object.defineProperty(kind, name, {
    ...own,
    value(this: unknown, ...given: unknown[]) {
      note();
      return own?.value.apply(this, given);
    },
  });
}

/** Has every reading of a property noted. */
function countReads(kind: object, name: string, note: () => void): void {
  const own = Object.getOwnPropertyDescriptor(kind, name);
  Object.defineProperty(kind, name, {
    ...own,
    get(this: unknown) {
      note();
      return own?.get?.call(this);
    },
  });
}

for (const kind of [Element.prototype, Range.prototype])
  countCalls(kind, 'getBoundingClientRect', () => {
    boxes += 1;
  });
countReads(CharacterData.prototype, 'data', () => {
  texts += 1;
});

/** Whatever else is asked of elements: what they say, their attributes, which of them there are. */
let questions = 0;
const asked = () => {
  questions += 1;
};
for (const name of ['getAttribute', 'querySelectorAll', 'querySelector']) countCalls(Element.prototype, name, asked);
countCalls(globalThis, 'getComputedStyle', asked);
countReads(Node.prototype, 'textContent', asked);

type Counts = { boxes: number; texts: number; questions: number; found: number };

function counted(run: () => Reading): { reading: Reading; counts: Counts } {
  boxes = 0;
  texts = 0;
  questions = 0;
  const reading = run();
  return { reading, counts: { boxes, texts, questions, found: reading.detections.length } };
}

function rowAt(depth: number, text: string): string {
  return `<div class="row" style="padding-left:${8 + depth * 16}px;height:24px"><span>${text}</span></div>`;
}

/** Names T_0, T_1 … below DB › S; every other row is one of them. */
function makePage(rows: number, names: number) {
  const body = Array.from({ length: rows }, (_, at) => rowAt(2, at % 2 ? `OTHER_${at}` : `T_${(at / 2) % names}`));
  document.body.innerHTML = `<div id="list" style="height:600px;width:300px;overflow:auto">${rowAt(0, 'DB')}${rowAt(1, 'S')}${body.join('')}</div>
<div id="grid" style="height:200px;width:300px;overflow:auto">${Array.from({ length: 60 }, (_, at) => `<div>${at}.5</div>`).join('')}</div>`;
  const all = Array.from({ length: names }, (_, at) => `T_${at}`);
  const vocabulary = vocabularyOf('snowflake', [{ database: 'DB', schema: 'S', isExact: true, names: all }]);
  const url = new URL('https://console.example/');
  return { document, url, names: namesOf(vocabulary), console: undefined, memory: rowMemory() };
}

/** What one whole pass asks of a page. */
function whole(rows: number, names: number): Counts {
  const facts = makePage(rows, names);
  return counted(() => read(facts)).counts;
}

/** A scroll by one row, a key's worth of change in one row, and all rows made anew: what each asks of the page. */
function step(rows: number) {
  const facts = makePage(rows, 20);
  let reading = counted(() => read(facts)).reading;
  const list = document.getElementById('list') ?? document.body;
  const observer = new MutationObserver(() => undefined);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const again = () => {
    dueAfter(observer.takeRecords(), { names: facts.names, reading, leaveAlone: [], named: [] });
    return inOneGo(readingLists(reading, new Set([list]), true));
  };
  list.scrollTop = 24;
  const scrolled = counted(again);
  reading = scrolled.reading;
  const label = list.children[6]?.querySelector('span');
  if (label) label.textContent = 'T_3';
  const changed = counted(again);
  reading = changed.reading;
  list.replaceChildren(...[...list.children].map((row) => row.cloneNode(true)));
  list.scrollTop = 24;
  const rebuilt = counted(again);
  return { scrolled: scrolled.counts, changed: changed.counts, rebuilt: rebuilt.counts };
}

/**
 * A list of some 34 rows is scrolled by three; it keeps its rows by key, writes others into them, or makes all anew; or what holds them is moved
 * by its style, and perhaps changed by it as well.
 */
function recycled(way: 'key' | 'text' | 'rebuilt' | 'translated' | 'faded') {
  const facts = makePage(33, 20);
  const list = document.getElementById('list') ?? document.body;
  const texts = [...list.children].map((row) => row.textContent ?? '');
  const depthOf = (at: number) => Math.min(at, 2);
  const isHeld = way === 'translated' || way === 'faded';
  const rowOf = (at: number) => {
    const row = document.createElement('div');
    row.innerHTML = rowAt(depthOf(at), texts[at] ?? `T_${at % 20}`);
    row.firstElementChild?.setAttribute('style', styleOf(at));
    return row.firstElementChild ?? row;
  };
  const styleOf = (at: number) =>
    `padding-left:${8 + depthOf(at) * 16}px;height:24px;${isHeld ? '' : `position:absolute;top:${at * 24}px`}`;
  const box = document.createElement('div');
  box.style.cssText = 'position:relative;height:24000px;transform:translateY(0px)';
  box.append(...texts.map((_, at) => rowOf(at)));
  list.replaceChildren(box);
  const { counts: first, reading: before } = counted(() => read(facts));
  let reading = before;
  const observer = new MutationObserver(() => undefined);
  observer.observe(document, observed);
  const again = () => {
    const stakes = { names: facts.names, reading, leaveAlone: [], named: [] };
    dueAfter(observer.takeRecords(), stakes);
    const done = counted(() => inOneGo(readingLists(reading, new Set([list]), true)));
    reading = done.reading;
    return done.counts;
  };
  list.scrollTop = 72;
  const those = texts.map((_, at) => at + 3);
  if (way === 'rebuilt') box.replaceChildren(...those.map(rowOf));
  else if (way === 'text')
    for (const [at, row] of [...box.children].entries()) {
      row.setAttribute('style', styleOf(at + 3));
      row.querySelector('span')?.replaceChildren(texts[at + 3] ?? `T_${(at + 3) % 20}`);
    }
  else
    for (const at of those.slice(-3)) {
      box.firstElementChild?.remove();
      box.append(rowOf(at));
    }
  if (isHeld) box.style.transform = 'translateY(72px)';
  if (way === 'faded') box.style.opacity = '0.5';
  return { first, step: again() };
}

/** What is due after changes of a kind. */
async function due(what: 'grid' | 'row' | 'style') {
  const facts = makePage(100, 20);
  const { reading } = counted(() => read(facts));
  const heard = new Promise<MutationRecord[]>((resolve) => {
    new MutationObserver(resolve).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  if (what === 'grid') for (const cell of document.querySelectorAll('#grid div')) cell.textContent = '7.25';
  const label = document.querySelector('#list .row:nth-child(5) span');
  if (what === 'row' && label) label.textContent = 'T_4';
  const grid = document.getElementById('grid');
  if (what === 'style' && grid) grid.style.outline = '1px solid';
  const records = await heard;
  boxes = 0;
  const after = dueAfter(records, { names: facts.names, reading, leaveAlone: [], named: [] });
  return { ...after, lists: [...after.lists].map(([list, when]) => [list.id, when]), boxes };
}

/** Letters, a name, a caret and then a line come into an editor of so many lines: what each asks of the page, how many rows are read, and how many names are new. */
function typed(lines: number) {
  const facts = { ...makePage(20, 20), editors };
  const line = (at: number) =>
    `<div class="cm-line">SELECT * FROM DB.S.T_${at % 20};${at > 0 ? ` -- ${at}` : ''}</div>`;
  const number = (at: number) => `<div class="cm-gutterElement" style="height:20px">${at + 1}</div>`;
  const all = Array.from({ length: lines }, (_, at) => at);
  document.body.innerHTML = `<style>.cm-line,.cm-gutterElement{height:20px}.cm-scroller{display:flex}</style><div class="cm-editor"><div class="cm-scroller">
<div class="cm-gutters"><div class="cm-gutter cm-lineNumbers">${all.map(number).join('')}</div></div><div class="cm-content">${all.map(line).join('')}</div></div></div>`;
  let reading = read(facts);
  const observer = new MutationObserver(() => undefined);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const again = () => {
    const records = observer.takeRecords();
    let rows: ReadonlySet<Element> | undefined;
    const before = new Set<unknown>(reading.detections);
    const { reading: next, counts } = counted(() => {
      const due = dueAfter(records, { names: facts.names, reading, leaveAlone: [], named: [] });
      const found = due.editors ? readEditors(reading) : { reading, changed: new Set<Element>() };
      rows = found.changed;
      return found.reading;
    });
    reading = next;
    const fresh = reading.detections.filter((detection) => !before.has(detection)).length;
    return { ...counts, rows: rows?.size, fresh };
  };
  const first = document.querySelector('.cm-line');
  const type = (text: string) => {
    // As an editor does: what stood there before stays.
    if (first?.firstChild instanceof Text) first.firstChild.appendData(text);
    return again();
  };
  const letter = type(' SELECT 1 ');
  const name = type('FROM DB.S.T_2');
  const caret = document.querySelector('.cm-scroller')?.appendChild(document.createElement('i'));
  if (caret) caret.style.left = '7px';
  const moved = again();
  first?.insertAdjacentHTML('afterend', line(3));
  document.querySelector('.cm-gutter')?.insertAdjacentHTML('beforeend', number(lines));
  return { letter, name, moved, line: again() };
}

export type Counted = {
  whole: typeof whole;
  step: typeof step;
  due: typeof due;
  typed: typeof typed;
  recycled: typeof recycled;
};
Object.assign(globalThis, { sidelightCounted: { whole, step, due, typed, recycled } satisfies Counted });
