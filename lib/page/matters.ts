import { labelText, type Names } from './names';
import type { Reading } from './read';
import { editorSelector, popups } from './sight';

/**
 * When a change of the page has to be answered. `now`: before the page is painted, for it touches a name or brings one.
 * `editors`: the same, and it lies in an editor. `frame`: something moved. `follow`: something moved in an editor. `later`: it
 * may matter (a panel shown by a class, a text far from all names), but not to what is drawn already.
 */
export type Haste = 'now' | 'editors' | 'frame' | 'follow' | 'later' | 'never';

/** What decides whether a change matters. `isBeside`: a badge of ours stands in or at an element. */
export type Stakes = {
  names: Names;
  reading: Reading;
  leaveAlone: readonly string[];
  isBeside: (element: Element) => boolean;
};

/** More records than this are a page that is being rebuilt. */
const mostRecords = 200;
/** A piece of page with more texts than this is read as a whole. */
const mostTexts = 40;
/** A label in pieces is not longer than this. */
const longestLabel = 300;
const dotted = /[\p{L}\p{N}_"`\]]\.[\p{L}_"`[]/u;

function isNaming(raw: string, names: Names): boolean {
  if (raw.length > longestLabel) return false;
  const text = labelText(raw);
  return text !== '' && (names.hasTable(text) || dotted.test(text));
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

/** The list that an element stands in, if it holds names. */
function namedList(element: Element, { lists, scrollerOf }: Reading): Element | undefined {
  for (let around: Element | null = element; around; around = around.parentElement) {
    if (lists.has(around)) return around;
    const scroller = scrollerOf(around);
    if (scroller) return lists.has(scroller) ? scroller : undefined;
  }
  return undefined;
}

/** Is it, or does it hold, a badge or a list with names? */
function isAround(element: Element, { reading, isBeside }: Stakes): boolean {
  if (isBeside(element)) return true;
  for (const scroller of reading.lists.keys()) if (element.contains(scroller)) return true;
  return false;
}

function hasteOfAttribute(name: string, element: Element, stakes: Stakes): Haste {
  const { reading, names } = stakes;
  const isLook = name === 'class' || name === 'style' || name === 'hidden' || name === 'open' || name === 'selected';
  if (!isLook) {
    const value = element.getAttribute(name) ?? '';
    return namedList(element, reading) || isNaming(value, names) ? 'now' : 'later';
  }
  if (isAround(element, stakes)) return 'frame';
  // Rows of virtual lists are moved by their style.
  const list = namedList(element, reading);
  return list && list !== element.ownerDocument.documentElement ? 'frame' : 'later';
}

function hasteOf({ type, target, attributeName, addedNodes, removedNodes }: MutationRecord, stakes: Stakes): Haste {
  const element = target instanceof Element ? target : target.parentElement;
  if (!element) return 'never';
  const editor = element.closest(editorSelector);
  if (editor) return type === 'attributes' ? 'follow' : 'editors';
  if (stakes.leaveAlone.some((zone) => element.closest(zone)) || element.closest(popups)) return 'never';
  if (type === 'attributes') return hasteOfAttribute(attributeName ?? '', element, stakes);
  const list = namedList(element, stakes.reading);
  // In a page that scrolls as a whole everything is one list: a clock in its corner is no row.
  if (list && list !== element.ownerDocument.documentElement) return 'now';
  if (stakes.isBeside(element)) return 'now';
  if (type === 'characterData') return brings(target, stakes.names) ? 'now' : 'later';
  for (const node of addedNodes) if (brings(node, stakes.names)) return 'now';
  return removedNodes.length > 0 && list ? 'frame' : 'later';
}

/** How soon changes have to be answered, each way once. Reads no boxes. */
export function hastes(records: MutationRecord[], stakes: Stakes): ReadonlySet<Haste> {
  const found = new Set<Haste>();
  if (records.length > mostRecords) return found.add('now');
  for (const record of records) {
    found.add(hasteOf(record, stakes));
    if (found.has('now')) break;
  }
  return found;
}

/** Editors have hidden fields of their own, which tell nothing that their lines do not. */
function fieldHaste(field: Element): Haste {
  return field.parentElement?.closest(editorSelector) ? 'never' : 'editors';
}

/** How soon an event of the page has to be answered. */
export function hasteOfEvent({ type, target }: Event, stakes: Stakes): Haste {
  if (!(target instanceof Element)) return 'frame';
  const editor = target.closest(editorSelector);
  if (type === 'input') return editor === target && target.nodeName === 'TEXTAREA' ? fieldHaste(target) : 'never';
  if (editor) return 'follow';
  return type === 'scroll' || isAround(target, stakes) ? 'frame' : 'later';
}
