import { missChanges, nextCall, noteChange } from './changes';
import { hasDottedName } from './letters';
import { labelText, type Names } from './names';
import type { Reading } from './read';
import { editorSelector, popups } from './sight';

/**
 * What is due after changes. `page`: all that is visible is read again, before the page is painted or before the next frame.
 * `lists`: the same, for lists in which something changed. `editors`: SQL changed. `isFollow`: something moved in an editor.
 * `isLater`: it may matter (a panel shown by a class, a text far from all names), but not to what is drawn already. `isParted`: what badges stand by
 * says something else, or is gone.
 */
export type Due = {
  page: 'now' | 'frame' | undefined;
  lists: Map<Element, 'now' | 'frame'>;
  editors: 'now' | 'frame' | undefined;
  isFollow: boolean;
  isLater: boolean;
  isParted: boolean;
};

/** How soon one change has to be answered. */
type Haste = 'now' | 'frame' | 'later';

/** What decides whether a change matters. `named`: elements that have a badge. */
export type Stakes = { names: Names; reading: Reading; leaveAlone: readonly string[]; named: readonly Element[] };

/** Where an element stands, as far as it does not change between two passes. */
type Zone = 'editor' | 'left alone' | 'page';

/** The same for one callback: also the rows that have badges, what was found due so far, and the line of an editor that changed last. */
type Weighing = Stakes & { rows: ReadonlySet<Element> | undefined; due: Due; line?: Node };

function weighing(stakes: Stakes): Weighing {
  const due: Due = {
    page: undefined,
    lists: new Map(),
    editors: undefined,
    isFollow: false,
    isLater: false,
    isParted: false,
  };
  return { ...stakes, rows: undefined, due };
}

/** Looked up once per element and look at the whole page: a results grid changes a thousand cells at a time. */
const zones = new WeakMap<object, WeakMap<Element, Zone>>();

function zoneOf(element: Element, { reading, leaveAlone }: Stakes): Zone {
  const look = reading.scene ?? reading;
  let known = zones.get(look);
  if (!known) {
    known = new WeakMap();
    zones.set(look, known);
  }
  const before = known.get(element);
  if (before) return before;
  const isLeftAlone = [popups, ...leaveAlone].join(', ');
  const path: Element[] = [];
  let zone: Zone = 'page';
  for (let around: Element | null = element; around; around = around.parentElement) {
    const found = known.get(around);
    if (found) {
      zone = found;
      break;
    }
    path.push(around);
    if (around.matches(editorSelector)) zone = 'editor';
    else if (around.matches(isLeftAlone)) zone = 'left alone';
    if (zone !== 'page') break;
  }
  for (const one of path) known.set(one, zone);
  return zone;
}

/** The elements that have badges, and what is around them up to their rows. */
function rowsOf(named: Iterable<Element>): ReadonlySet<Element> {
  const rows = new Set<Element>();
  for (const name of named) {
    let around: Element | null = name;
    for (let level = 0; around && level < rowLevels; level++, around = around.parentElement) rows.add(around);
  }
  return rows;
}

/** Is it a row with a badge, or a part of one? */
function isInRow(element: Element, all: Weighing): boolean {
  all.rows ??= rowsOf(all.named);
  const { rows } = all;
  let around: Element | null = element;
  for (let level = 0; around && level < rowLevels; level++, around = around.parentElement)
    if (rows.has(around)) return true;
  return false;
}

/** So many changes are weighed at once, two or three microseconds each; what is left then is looked at with the next frame. */
const mostRecords = 1000;
/** So many levels up and down from a badge's name is its row. */
const rowLevels = 3;
/** A piece of page with more texts than this is read as a whole. */
const mostTexts = 40;
/** A label in pieces is not longer than this. */
const longestLabel = 300;
/** Figures and times name nothing. */
const figure = /^[\d\s.,:;%/+-]*$/;

function isNaming(raw: string, names: Names): boolean {
  if (raw.length > longestLabel || figure.test(raw)) return false;
  const text = labelText(raw);
  return text !== '' && (names.hasTable(text) || hasDottedName(text));
}

/** Does a text, or the label that it is a piece of, name a table? */
function textBrings(node: Text, names: Names): boolean {
  const parent = node.parentElement;
  const whole = parent?.childElementCount === 0 && parent.childNodes.length === 1;
  return isNaming(node.data, names) || (!whole && isNaming(parent?.textContent ?? '', names));
}

function brings(node: Node, names: Names): boolean {
  if (node.nodeType === Node.TEXT_NODE) return textBrings(node as Text, names); // as: its type says so
  if (!(node instanceof Element)) return false;
  if (node.matches(editorSelector)) return true;
  if (node.firstElementChild && node.querySelector(editorSelector)) return true;
  if (node.firstElementChild && isNaming(node.textContent ?? '', names)) return true;
  const walker = node.ownerDocument.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let count = 0; walker.nextNode(); count++) {
    if (count === mostTexts) return true;
    if (isNaming(walker.currentNode.nodeValue ?? '', names)) return true;
  }
  return false;
}

/** The list that an element stands in, if it holds names and scrolls for itself. */
function namedList(element: Element, { lists, surfaces }: Reading): Element | undefined {
  const page = element.ownerDocument.documentElement;
  for (let around: Element | null = element; around; around = around.parentElement) {
    const scroller = lists.has(around) ? around : surfaces?.known(around);
    // In a page that scrolls as a whole everything is one list: a clock in its corner is no row.
    if (scroller) return lists.has(scroller) && scroller !== page ? scroller : undefined;
  }
  return undefined;
}

/** Is it, or does it hold, a row with a badge or a list with names? */
function isAround(element: Element, weighing: Weighing): boolean {
  if (isInRow(element, weighing)) return true;
  for (const scroller of weighing.reading.lists.keys()) if (element.contains(scroller)) return true;
  for (const name of weighing.named) if (element.contains(name)) return true;
  return false;
}

/** Was any of these in a piece of page that is gone? */
const isAroundAny = (node: Node, those: ReadonlySet<Node>) =>
  !node.isConnected && [...those].some((one) => node.contains(one));

/** Attributes that change how things look, and where. */
const looks = new Set(['class', 'style', 'hidden', 'open', 'selected']);

function note({ due }: Weighing, haste: Haste, list: Element | undefined): void {
  if (haste === 'later') due.isLater = true;
  else if (!list) due.page = haste === 'now' ? haste : (due.page ?? haste);
  else if (haste === 'now' || !due.lists.has(list)) due.lists.set(list, haste);
}

function hasteOf(
  { type, target, attributeName, addedNodes, removedNodes }: MutationRecord,
  element: Element,
  all: Weighing,
): Haste {
  const { names } = all;
  if (type === 'attributes') {
    if (looks.has(attributeName ?? '')) return isAround(element, all) ? 'frame' : 'later';
    return isNaming(element.getAttribute(attributeName ?? '') ?? '', names) ? 'now' : 'later';
  }
  const { heads } = all.reading;
  const isParted = [target, ...removedNodes].some((node) => heads.has(node) || isAroundAny(node, heads));
  if (isParted) all.due.isParted = true;
  if (isParted || isInRow(element, all)) return 'now';
  const brought = type === 'characterData' ? [target] : [...addedNodes];
  return brought.some((node) => brings(node, names)) ? 'now' : 'later';
}

function weighEditor(record: MutationRecord, element: Element, all: Weighing): void {
  const { due } = all;
  const { scene } = all.reading;
  const unheard = record.type === 'attributes' ? 'place' : 'text';
  const change = scene?.editors ? scene.editors.hear(record, element) : unheard;
  if (change === 'place') due.isFollow = true;
  else if (change === 'less') due.editors ??= 'frame';
  else if (change) due.editors = 'now';
  if (change === 'line') all.line = record.target;
}

function weigh(record: MutationRecord, all: Weighing): void {
  const { type, target, attributeName } = record;
  const element = target instanceof Element ? target : target.parentElement;
  // What is gone was told of where it went.
  if (!element?.isConnected) return;
  const zone = zoneOf(element, all);
  if (zone === 'editor') weighEditor(record, element, all);
  else noteChange(record, element);
  if (zone !== 'page') return;
  const list = namedList(element, all.reading);
  // Rows of virtual lists are moved by their style.
  const isLook = type === 'attributes' && looks.has(attributeName ?? '');
  note(all, list ? (isLook ? 'frame' : 'now') : hasteOf(record, element, all), list);
}

/** What is due after changes of the page. Reads no boxes. */
export function dueAfter(records: MutationRecord[], stakes: Stakes): Due {
  const all = weighing(stakes);
  nextCall();
  let weighed = 0;
  for (const record of records) {
    // A line is read once, however many of its nodes came and went.
    if (record.target === all.line && record.type !== 'attributes') continue;
    weigh(record, all);
    const isEnough = all.due.page === 'now';
    if (!isEnough && ++weighed <= mostRecords) continue;
    missChanges();
    if (!isEnough) note(all, 'frame', undefined);
    const { scene } = all.reading;
    if (scene) scene.editors?.miss(scene);
    break;
  }
  return all.due;
}

/** Editors have hidden fields of their own, which tell nothing that their lines do not. */
function isPlainField(element: Element): boolean {
  return element.nodeName === 'TEXTAREA' && !element.parentElement?.closest(editorSelector);
}

/** What is due after an event of the page. */
export function dueAfterEvent({ type, target }: Event, stakes: Stakes): Due {
  const all = weighing(stakes);
  if (type !== 'scroll' && type !== 'input') missChanges();
  if (!(target instanceof Element)) note(all, 'frame', undefined);
  else if (type === 'input') all.due.editors = isPlainField(target) ? 'now' : undefined;
  else if (zoneOf(target, stakes) === 'editor') all.due.isFollow = true;
  else if (type === 'scroll') note(all, 'frame', namedList(target, stakes.reading));
  else note(all, isAround(target, all) ? 'frame' : 'later', undefined);
  return all.due;
}
