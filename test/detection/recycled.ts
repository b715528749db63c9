import { inOneGo } from '../../lib/page/lists';
import { dueAfter } from '../../lib/page/matters';
import { namesOf } from '../../lib/page/names';
import { type PageFacts, type Reading, read, readingLists } from '../../lib/page/read';
import { rowMemory } from '../../lib/page/row-memory';
import { observed } from '../../lib/page/watch';
import { vocabularyOf } from '../grouped-names';

/** One row of a flattened tree. `key`: what a page that keeps rows by key knows it by. `is`: the table that it truly is. */
type Item = { key: string; depth: number; text: string; is?: string };

/** How a page writes the rows that are to be seen: into the ones that it has, into their text nodes, by key, or all anew. */
export type Way = 'text' | 'node' | 'key' | 'rebuilt';

/** How a page puts rows where they belong: each for itself, or one below the other behind what is as high as those above, by how far their holder is pushed down. */
export type Layout = 'placed' | 'flow' | 'translated' | 'padded';

/** What happens between two looks. */
export type Turn =
  | 'down'
  | 'up'
  | 'jump'
  | 'rename'
  | 'open'
  | 'sort'
  | 'filter'
  | 'swap'
  | 'indent'
  | 'flat'
  | 'pool'
  | 'reparent'
  | 'nothing';

/** What was found. `wrong`: names said to be other tables than they are, where a look at all rows anew does not say so. */
export type Tried = { wrong: string[]; right: number; missing: number };

// Of one width, so that no box tells one from the other.
const tables = ['orders', 'client', 'parcel', 'refund', 'visits'];
const schemas = ['alpha', 'gamma', 'delta', 'theta'];
const height = 24;
const shown = 16;

const css = `body{margin:0;font:13px/24px monospace}#pane{width:320px;height:${(shown - 2) * height}px;overflow:auto}#rows{position:relative}#rows:not(.placed) .row{position:static}
.row{position:absolute;left:0;right:0;height:24px;box-sizing:border-box;white-space:nowrap;padding-left:calc(8px + var(--depth) * 16px)}
.deep0{--depth:0}.deep1{--depth:1}.deep2{--depth:2}.deep3{--depth:3}.deep4{--depth:4}.flat .deep3{--depth:2}.flat .deep2{--depth:1}`;

/** A whole number below `end`, always the same ones in the same order for one seed. */
function chance(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * end);
  };
}

/** What a page keeps rows by: a schema or a table stays itself when it is renamed or moved. */
type Table = { id: string; text: string };
type Group = { id: string; name: string; rows: Table[]; opened: Set<string> };

/**
 * A virtual tree: database, schemas with equal tables and some that nobody knows, and columns under tables that are open. Only
 * where rows are placed something in them tells where.
 */
function makeTree(way: Way, seed: number, layout: Layout) {
  const draw = chance(seed);
  document.body.innerHTML = `<style>${css}</style><div id="pane"><div id="before"></div><div id="rows"></div><div id="after"></div></div>`;
  const [before, after] = ['before', 'after'].map((id) => document.getElementById(id) ?? document.body) as [
    HTMLElement,
    HTMLElement,
  ]; // as: two in, two out
  /** What rows truly are, where no reader can see it. */
  const truth = new WeakMap<Element, Item>();
  const pane = document.getElementById('pane') ?? document.body;
  const rows = document.getElementById('rows') ?? document.body;
  rows.className = layout;
  const groups = schemas.map((name): Group => {
    const texts = [...tables, ...Array.from({ length: 2 }, (_, at) => `scratch_${name}_${at}`)];
    const rows = texts.toSorted(() => draw(3) - 1).map((text) => ({ id: `${name} ${text}`, text }));
    return { id: name, name, rows, opened: new Set() };
  });
  let filter = '';
  let pool: HTMLElement[] = [];
  let shift = 0;

  function itemsNow(): Item[] {
    const items: Item[] = [{ key: 'shop', depth: 0, text: 'shop' }];
    for (const { id: group, name, rows: own, opened } of groups) {
      const those = own.filter(({ text }) => text.includes(filter));
      if (those.length > 0) items.push({ key: group, depth: 1, text: name });
      for (const { id, text } of those) {
        items.push({ key: id, depth: 2, text, ...(tables.includes(text) && { is: `${name}.${text}` }) });
        if (!opened.has(id)) continue;
        for (const column of ['id', 'visits', 'at']) items.push({ key: `${id} ${column}`, depth: 3, text: column });
      }
    }
    return items;
  }

  function write(row: HTMLElement, item: Item, at: number): void {
    const look = `row deep${item.depth + shift}`;
    if (row.className !== look) row.className = look;
    const top = layout === 'placed' ? `${at * height}px` : '';
    if (row.style.top !== top) row.style.top = top;
    truth.set(row, item);
    const label = row.firstElementChild;
    const node = label?.firstChild;
    if (label?.textContent === item.text) return;
    if (way !== 'text' && node) node.nodeValue = item.text;
    else label?.replaceChildren(item.text);
  }

  function made(item: Item, at: number): HTMLElement {
    const row = pool.pop() ?? document.createElement('div');
    if (!row.firstElementChild) row.append(document.createElement('span'));
    write(row, item, at);
    return row;
  }

  function show(): void {
    const items = itemsNow();
    const first = Math.max(0, Math.floor(pane.scrollTop / height) - 1);
    const [above, below] = [first, Math.max(0, items.length - first - shown)].map((count) => `${count * height}px`);
    if (layout === 'placed') rows.style.height = `${items.length * height}px`;
    else if (layout === 'flow') Object.assign(before.style, { height: above });
    else if (layout === 'padded') rows.style.paddingTop = above ?? '';
    else rows.style.transform = `translateY(${above})`;
    if (layout === 'translated') after.style.height = `${(items.length - shown) * height}px`;
    else if (layout !== 'placed') after.style.height = below ?? '';
    const those = items.slice(first, first + shown);
    const now = [...rows.children] as HTMLElement[]; // as: rows are of our making
    if (way === 'rebuilt') rows.replaceChildren(...those.map((item, at) => made(item, first + at)));
    else if (way === 'key') showByKey(those, first, now);
    else {
      for (const row of now.slice(those.length)) row.remove();
      for (const [at, item] of those.entries()) {
        const row = now[at];
        if (row) write(row, item, first + at);
        else rows.append(made(item, first + at));
      }
    }
  }

  function showByKey(those: Item[], first: number, now: HTMLElement[]): void {
    const byKey = new Map(now.map((row) => [truth.get(row)?.key, row]));
    for (const row of now) if (!those.some(({ key }) => key === truth.get(row)?.key)) row.remove();
    let behind: Element | null = null;
    for (const [at, item] of [...those.entries()].toReversed()) {
      const row = byKey.get(item.key);
      if (row) write(row, item, first + at);
      const next: HTMLElement = row ?? made(item, first + at);
      if (!row || next.nextElementSibling !== behind) rows.insertBefore(next, behind);
      behind = next;
    }
  }

  const anyOf = <What>(those: What[]) => those[draw(those.length)];
  /** What happens out of sight nobody can know. */
  const isSeen = ({ id }: Group) => {
    const row = [...rows.children].find((one) => truth.get(one)?.key === id);
    return (row?.getBoundingClientRect().top ?? -1) >= 0;
  };
  const turns: Record<Turn, () => unknown> = {
    down: () => pane.scrollBy(0, height * (1 + draw(3))),
    up: () => pane.scrollBy(0, -height * (1 + draw(3))),
    jump: () => pane.scrollTo(0, draw(itemsNow().length * height)),
    nothing: () => undefined,
    /** Two schemas change their names, and nothing else changes. */
    rename() {
      const [one, other] = [groups.find(isSeen), groups.findLast(isSeen)];
      if (one && other) [one.name, other.name] = [other.name, one.name];
    },
    open() {
      const group = anyOf(groups);
      const table = group && anyOf(group.rows);
      if (table && !group.opened.delete(table.id)) group.opened.add(table.id);
    },
    sort: () => anyOf(groups)?.rows.reverse(),
    filter() {
      filter = filter === '' ? (anyOf(['s', 'a', 'or', 'is']) ?? '') : '';
    },
    swap: () => groups.reverse(),
    /** All rows move in or out by a level. */
    indent() {
      shift = 1 - shift;
    },
    /** The same, by a class of the list that moves the deepest ones only. */
    flat: () => pane.classList.toggle('flat'),
    /** Rows thrown away come back as others, changed while they hung nowhere. */
    pool() {
      pool = [...rows.children].slice(0, 6) as HTMLElement[]; // as: rows are of our making
      for (const row of pool) row.remove();
    },
    /** A table moves to the next schema, and its row stays where it is. */
    reparent() {
      const at = groups.findLastIndex(isSeen);
      const [one, other] = [groups[at - 1], groups[at]];
      const last = one?.rows.pop();
      if (last && other) other.rows.unshift(last);
    },
  };
  show();
  return {
    pane,
    turn(what: Turn) {
      turns[what]();
      show();
    },
    pick: draw,
    isOf: (row: Element | null) => (row ? truth.get(row)?.is : undefined),
  };
}

const refOf = ({ ref }: Reading['detections'][number]) => `${ref.schema}.${ref.name}`;

function said(reading: Reading): Map<Element, string> {
  return new Map(
    reading.detections.flatMap((one) => (one.anchor instanceof Element ? [[one.anchor, refOf(one)] as const] : [])),
  );
}

function listAgain(reading: Reading, list: Element): Reading {
  return inOneGo(readingLists(reading, new Set([list]), true));
}

/** Tries so many turns, chosen by the seed from those given, and looks at what is found after each of them. */
function recycled(way: Way, layout: Layout, those: Turn[], count: number, seed: number): Tried {
  const tree = makeTree(way, seed, layout);
  const vocabulary = vocabularyOf(
    'postgres',
    schemas.map((schema) => ({ database: 'shop', schema, isExact: true, names: tables })),
  );
  const facts = (): PageFacts => ({
    document,
    url: new URL('https://console.example/'),
    names: namesOf(vocabulary),
    console: undefined,
    memory: rowMemory(),
  });
  let kept = read(facts());
  // The same page read by somebody who remembers no row.
  let anew = read(facts());
  const observer = new MutationObserver(() => undefined);
  observer.observe(document, observed);
  const tried: Tried = { wrong: [], right: 0, missing: 0 };
  const path: Turn[] = [];
  for (let at = 0; at < count; at++) {
    const turn = those[tree.pick(those.length)] ?? 'nothing';
    path.push(turn);
    tree.turn(turn);
    const records = observer.takeRecords();
    if (kept.scene) dueAfter(records, { names: kept.scene.names, reading: kept, leaveAlone: [], named: [] });
    kept = listAgain(kept, tree.pane);
    anew = { ...listAgain(anew, tree.pane), looked: new Map() };
    const [found, expected] = [said(kept), said(anew)];
    for (const label of tree.pane.querySelectorAll<HTMLElement>('.row > span')) {
      const is = tree.isOf(label.parentElement);
      const [own, other] = [found.get(label), expected.get(label)];
      if (own === undefined && other === is && is !== undefined) tried.missing += 1;
      else if (own !== undefined && own === is) tried.right += 1;
      else if (own !== undefined && own !== other)
        tried.wrong.push(`${label.textContent} is ${is}, not ${own}, after ${path.slice(-4).join(', ')}`);
    }
  }
  return tried;
}

export type Recycled = typeof recycled;
Object.assign(globalThis, { sidelightRecycled: recycled });
