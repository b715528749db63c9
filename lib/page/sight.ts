import { beginsInName, endsInName, hasLetterOrDigit } from './letters';
import { type Box, type Boxes, isPainted, trail } from './lines';
import { labelText, type Names } from './names';
import { pickerSelector } from './pickers';
import { written } from './placement';
import { emptySight, gather, type Parts, type Run, type Sight } from './seen';
import { visibleStretch } from './visible-stretch';

/** Texts longer than this are prose, not names (DETECTION section 2). */
const longestLabel = 300;
/** A parent with more children than this is a long list: only its visible stretch is visited. */
const longList = 400;
const naming = ['title', 'aria-label', 'data-id', 'data-name'];
const saying = [...naming, 'href'];

/** Elements whose text nobody reads as a name: code of the page, drawings, fields, and our own. */
const unread = new Set(
  'SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT CANVAS VIDEO AUDIO svg math OPTION DATALIST DBT-BADGE DBT-CARD DBT-OVERLAY'.split(
    ' ',
  ),
);
export const editorSelector =
  '.monaco-editor, .cm-editor, .CodeMirror, .ace_editor, textarea, pre.jush, code.jush, pre[class*="sql" i], code[class*="sql" i]';
/** Popups of editors and lists of suggestions: never names of the page. */
export const popups =
  '.suggest-widget, .cm-tooltip, .CodeMirror-hints, .ace_autocomplete, [role="log"], [role="tooltip"], [aria-haspopup][aria-expanded="true"] + :is([role="listbox"], [role="menu"])';

/** Do two texts read on without a blank between them, as one name? */
function areGlued(one: Run | undefined, other: Run): boolean {
  return endsInName(one?.text ?? '') && beginsInName(other.text ?? '');
}

const noText: Run = { text: undefined, nodes: [], pieces: 0 };

/** What the children of one element give. `parts`: those that read on as one name. */
type Whole = Run & { parts: Run[][] };

/** An element or shadow root whose children are being read. `outer`: what a row's own sight becomes a part of. */
type Open = {
  parent: Element | ShadowRoot;
  host: Element;
  depth: number;
  run: Whole;
  children: Generator<Node>;
  outer: Sight | undefined;
};

/** What is higher may hold several rows, CSS pixels. */
const highestPart = 48;

/** So many nodes are visited between two moments at which the thread may be given back. */
const pieceSize = 32;

/**
 * Reads what is visible below `root`, and nothing else: what lies outside the window is skipped by its box, long lists are
 * entered at their visible stretch. Reads boxes, writes nothing. Comes in pieces of well under a millisecond. `depth`: how
 * far below the body `root` lies. `parts`: rows that need not be looked through again.
 */
export function* look(
  root: Element,
  names: Names,
  leaveAlone: readonly string[],
  boxOf: Boxes,
  depth: number,
  parts: Parts,
): Generator<void, Sight> {
  let sight = emptySight();
  const view = root.ownerDocument.defaultView;
  if (!view) return sight;
  const { innerHeight: bottom, innerWidth: right } = view;
  const skipped = [popups, written, ...leaveAlone].join(', ');

  /** 'out' is certain; elements without a box of their own may still show their children. */
  function place(box: Box): 'in' | 'above' | 'below' | 'aside' | 'boxless' {
    if (box.left === box.right && box.top === box.bottom) return 'boxless';
    if (box.bottom < 0) return 'above';
    if (box.top > bottom) return 'below';
    return box.right < 0 || box.left > right ? 'aside' : 'in';
  }

  /** A collapsed part of the page, or one for screen readers only: it has no size to speak of, and shows nothing beyond it. */
  function isFolded(element: Element, { left, top, right: end, bottom: foot }: Box): boolean {
    const [width, height] = [end - left, foot - top];
    const isNothing = Math.min(width, height) < 1 || Math.max(width, height) <= 2;
    return isNothing && view?.getComputedStyle(element).overflow !== 'visible';
  }

  /** One row, wholly inside the window: what it gives does not depend on where it stands. */
  function isPart(element: Element): boolean {
    const { top, bottom: foot } = boxOf(element);
    return foot > top && foot - top <= highestPart && top >= 0 && foot <= bottom;
  }

  function isShown(element: Element, depth: number): boolean {
    if (parts.same(element)) return true;
    if (isMute(element)) return element.checkVisibility();
    const box = boxOf(element);
    const where = place(box);
    if (where === 'in') return !isFolded(element, box);
    if (where === 'boxless') return view?.getComputedStyle(element).display !== 'none';
    // Portals hang below the body at odd places; only deeper down a box tells for its children.
    return element.childElementCount > 0 && (depth < 3 || reachesIn(element, box));
  }

  /** Virtual lists hold their rows in boxes as high as the list, or with no height at all, and scroll those out of the window. */
  function reachesIn(element: Element, { left, top, right: end, bottom: foot }: Box): boolean {
    const height = foot - top;
    if (height >= 1 && height <= highestPart) return false;
    const [down, along] = [element.scrollHeight - element.clientHeight, element.scrollWidth - element.clientWidth];
    const isIn = place({ left, top, right: end + along, bottom: foot + down }) === 'in';
    return isIn && view?.getComputedStyle(element).overflow === 'visible';
  }

  function* shownChildren(parent: ParentNode & Node, depth: number): Generator<Node> {
    let count = 0;
    for (let child = parent.firstElementChild; child && count <= longList; child = child.nextElementSibling) count++;
    if (count > longList) {
      for (const child of visibleStretch(parent, (one) => place(boxOf(one))))
        if (!unread.has(child.nodeName)) yield child;
      return;
    }
    for (let child = parent.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) yield child;
      else if (child instanceof Element && !unread.has(child.nodeName) && isShown(child, depth)) yield child;
    }
  }

  function note(text: string, nodes: Text[], element: Element): void {
    if (nodes.length > 1) sight.joined.push({ text, nodes, element });
    const isName = names.hasTable(text);
    if (!isName && !text.includes('.') && (nodes.length > 1 || !trail.test(text))) return;
    const those = isName ? sight.names : sight.dotted;
    const last = those.at(-1);
    // An arrow beside a name is another text, and the name with it still one name.
    if (last?.text === text && element.contains(last.element)) return;
    if (!isName || isPainted(element)) those.push({ text, nodes, element });
  }

  function visitText(node: Text, element: Element): Run {
    if (node.data.length > 4 * longestLabel) return noText;
    const text = labelText(node.data);
    if (text === '') return { text: node.data, nodes: [], pieces: 0 };
    if (text.length > longestLabel) return noText;
    sight.texts.push(node);
    note(text, [node], element);
    return { text: node.data, nodes: [node], pieces: 1 };
  }

  /** Texts of one child, added to those of its parent. */
  function add(run: Whole, part: Run): void {
    run.nodes.push(...part.nodes);
    if (part.nodes.length > 0) run.pieces++;
    const whole = run.text === undefined || part.text === undefined ? undefined : run.text + part.text;
    run.text = whole !== undefined && whole.length <= 2 * longestLabel ? whole : undefined;
    if (run.text === undefined) run.nodes = [];
    if (areGlued(run.parts.at(-1)?.at(-1), part)) run.parts.at(-1)?.push(part);
    else run.parts.push([part]);
  }

  const open: Open[] = [];
  /** The row that is being looked through. */
  let row: Element | undefined;
  const enter = (parent: Element | ShadowRoot, host: Element, depth: number, outer?: Sight) =>
    open.push({
      parent,
      host,
      depth,
      run: { text: '', nodes: [], pieces: 0, parts: [] },
      children: shownChildren(parent, depth),
      outer,
    });

  /** Opens an element; false when nothing in it is to be read. */
  function visit(element: Element, depth: number): boolean {
    if (element.matches(editorSelector)) {
      sight.editors.push(element);
      return false;
    }
    if (element.matches(skipped)) return false;
    const outer = !row && isPart(element) ? sight : undefined;
    if (outer) [row, sight] = [element, emptySight()];
    noteAttributes(element, sight);
    enter(element, element, depth, outer);
    return true;
  }

  function noteGlued(pieces: Run[]): void {
    const nodes = pieces.flatMap((piece) => piece.nodes);
    const element = nodes.at(-1)?.parentElement;
    if (element) note(labelText(pieces.map(({ text }) => text).join('')), nodes, element);
  }

  function close({ parent, host, depth, run, outer }: Open): void {
    const around = open.at(-1);
    if (parent !== host) return;
    // A name in pieces (`fct_<mark>ord</mark>ers`) is a name of the lowest element that holds them all.
    if (run.text !== undefined && run.pieces > 1) note(labelText(run.text), run.nodes, host);
    // Its pieces may have no element of their own, but an icon or a count beside them.
    for (const pieces of run.parts) if (pieces.length > 1 && pieces.length < run.pieces) noteGlued(pieces);
    const words = run.parts.filter((pieces) => pieces.some(({ text }) => hasLetterOrDigit(text ?? ''))).flat();
    if (words.length > 1 && words.length < run.pieces) noteGlued(words);
    if (around) add(around.run, run);
    if (host.shadowRoot) enter(host.shadowRoot, host, depth + 1);
    if (!outer) return;
    gather(outer, sight);
    parts.add(host, sight, run);
    [row, sight] = [undefined, outer];
  }

  let visited = 0;
  visit(root, depth);
  for (let last = open.at(-1); last; last = open.at(-1)) {
    const { value: child, done } = last.children.next();
    const same = child instanceof Element && parts.same(child);
    if (done) {
      open.pop();
      close(last);
    } else if (same) {
      gather(sight, same.sight);
      add(last.run, same.run);
    } else if (!(child instanceof Element)) add(last.run, visitText(child as Text, last.host));
    else if (!visit(child, last.depth + 1)) add(last.run, noText);
    if (++visited % pieceSize === 0) yield;
  }
  return sight;
}

/** Icons, fillers and lines: nothing in them, and nothing said of them. Their boxes tell nothing here. */
function isMute(element: Element): boolean {
  const isEmpty = !element.firstChild && !element.shadowRoot;
  return isEmpty && !saying.some((attribute) => element.hasAttribute(attribute)) && !element.matches(editorSelector);
}

function noteAttributes(element: Element, sight: Sight): void {
  if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) sight.links.push(element);
  if (element.matches(pickerSelector)) sight.pickers.push(element);
  for (const attribute of naming) {
    const value = element.getAttribute(attribute);
    if (value && value.length <= longestLabel) sight.namedElements.push({ element, attribute, value });
  }
}
