import { boxOf, elementsOf, isEditor, isShown, isZone, parentOf, textsOf } from './walk';

/** A thing that stands on a line and is moved as one: a text, an icon, an editor, a list that scrolls by itself. */
export type Atom = { node: Element | Text; box: DOMRect };

/** One line of a pane as a person sees it. Lengths in CSS pixels from the pane's inner edge, in its writing direction. */
export type PaneRow = {
  atoms: Atom[];
  y: number;
  height: number;
  indent: number;
  x: number;
  level: number | undefined;
};

/** A part of the page that is read from top to bottom: a tree, a list, a page's body. */
export type Pane = { element: HTMLElement; rows: PaneRow[]; isRtl: boolean; origin: { start: number; top: number } };

export function isScroller(element: Element): boolean {
  return (
    element.scrollHeight > element.clientHeight + 1 && /auto|scroll|hidden/.test(getComputedStyle(element).overflowY)
  );
}

/** A menu or a hint: laid above the page, with a ground and an edge of its own. It is no line of what it lies upon. */
export function isLaidAbove(element: Element): boolean {
  const { position, zIndex, backgroundColor, boxShadow, borderTopWidth } = getComputedStyle(element);
  const hasEdge = boxShadow !== 'none' || Number.parseFloat(borderTopWidth) > 0;
  return /^(fixed|absolute)$/.test(position) && Number(zIndex) > 0 && hasEdge && backgroundColor !== 'rgba(0, 0, 0, 0)';
}

/** Children with boxes of their own; what has none is looked through. */
function boxesIn(element: Element): HTMLElement[] {
  return [...element.children].flatMap((child) => {
    if (!(child instanceof HTMLElement) || !isShown(child)) return [];
    return getComputedStyle(child).display === 'contents' ? boxesIn(child) : [child];
  });
}

/** Asked of every element, by all that hold it. */
let known = { tops: new Map<Text, number>(), columns: new Map<Element, boolean>() };

function topOf(node: Text): number {
  const top = known.tops.get(node) ?? boxOf(node).top;
  known.tops.set(node, top);
  return top;
}

function lineCount(element: Element): number {
  const tops = textsOf(element)
    .map(topOf)
    .toSorted((one, other) => one - other);
  return tops.filter((top, index) => index === 0 || top - (tops[index - 1] ?? 0) > 8).length;
}

function areSideBySide(one: DOMRect, other: DOMRect): boolean {
  const overlap = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const isApart = one.right <= other.left + 1 || other.right <= one.left + 1;
  return isApart && overlap > Math.min(one.height, other.height) / 2;
}

/** Do two parts with several lines each stand side by side in here? Cells of one row do not count. */
function hasColumns(element: Element): boolean {
  const found = known.columns.get(element) ?? findColumns(element);
  known.columns.set(element, found);
  return found;
}

function findColumns(element: Element): boolean {
  const wide = boxesIn(element).filter((child) => isEditor(child) || lineCount(child) > 1);
  const boxes = wide.map((child) => child.getBoundingClientRect());
  return boxes.some((box, index) => boxes.slice(index + 1).some((other) => areSideBySide(box, other)));
}

function split(element: HTMLElement): HTMLElement[] {
  const isOne = ![element, ...elementsOf(element)].some((one) => !isEditor(one) && hasColumns(one));
  if (isOne) return [element, ...elementsOf(element).filter((one) => !isEditor(one) && isScroller(one))];
  return boxesIn(element).flatMap((child) => (isEditor(child) || isZone(child) ? [] : split(child)));
}

function atomsOf(parent: Element, pane: Element): Atom[] {
  const atoms: Atom[] = [];
  for (const node of parent.childNodes) {
    if (node instanceof Text) {
      const box = boxOf(node);
      if (node.data.trim() !== '' && box.width > 0) atoms.push({ node, box });
    } else if (node instanceof Element && isShown(node) && !isLaidAbove(node)) {
      const box = node.getBoundingClientRect();
      const isWhole =
        node instanceof SVGElement ||
        isEditor(node) ||
        isZone(node) ||
        node.shadowRoot !== null ||
        /^(SELECT|INPUT|IFRAME)$/.test(node.nodeName);
      const isLeaf = node.childElementCount === 0 && node.textContent?.trim() === '';
      if (isWhole || (node !== pane && isScroller(node))) atoms.push({ node, box });
      else if (isLeaf && box.width >= 3 && box.height >= 3) atoms.push({ node, box });
      else if (!isLeaf) atoms.push(...atomsOf(node, pane));
    }
  }
  return atoms;
}

export const isWord = ({ node }: Atom) => node instanceof Text && /[\p{L}\p{N}]/u.test(node.data);

function levelOf({ node }: Atom, pane: Element): number | undefined {
  for (let element = parentOf(node); element && element !== pane; element = parentOf(element)) {
    const said = element.getAttribute('aria-level');
    if (said) return Number(said);
    if (element.matches('[role="treeitem"], li, tr')) return undefined;
  }
  return undefined;
}

function paneOf(element: HTMLElement): Pane {
  const isRtl = getComputedStyle(element).direction === 'rtl';
  const frame = element.getBoundingClientRect();
  const top = frame.top + element.clientTop - element.scrollTop;
  const origin = { start: isRtl ? frame.right : frame.left + element.clientLeft, top };
  const startOf = (box: DOMRect) => (isRtl ? origin.start - box.right : box.left - origin.start);
  const middle = ({ box }: Atom) => box.top + box.height / 2;
  const lines: Atom[][] = [];
  for (const atom of atomsOf(element, element).toSorted((one, other) => middle(one) - middle(other))) {
    const line = lines.at(-1);
    const first = line?.[0];
    if (line && first && middle(atom) - middle(first) < Math.min(atom.box.height, first.box.height) / 2)
      line.push(atom);
    else lines.push([atom]);
  }
  const rows = lines.map((line): PaneRow => {
    const atoms = line.toSorted((one, other) => startOf(one.box) - startOf(other.box));
    const y = Math.min(...atoms.map(({ box }) => box.top)) - top;
    const height = Math.max(...atoms.map(({ box }) => box.bottom)) - top - y;
    const starts = atoms.map(({ box }) => startOf(box));
    const name = atoms.find(isWord);
    return {
      atoms,
      y,
      height,
      indent: starts[0] ?? 0,
      x: name ? startOf(name.box) : (starts[0] ?? 0),
      level: name && levelOf(name, element),
    };
  });
  return { element, rows, isRtl, origin };
}

/** The page's parts with at least three lines. */
export function panesOf(root: HTMLElement): Pane[] {
  known = { tops: new Map(), columns: new Map() };
  return split(root)
    .map(paneOf)
    .filter(({ rows }) => rows.length >= 3);
}
