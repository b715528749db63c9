import { textLooks } from './freeze';
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
function isLaidAbove(element: Element): boolean {
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

function lineCount(element: Element): number {
  const tops = textsOf(element)
    .map((node) => boxOf(node).top)
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

const isWord = ({ node }: Atom) => node instanceof Text && /[\p{L}\p{N}]/u.test(node.data);

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
  return split(root)
    .map(paneOf)
    .filter(({ rows }) => rows.length >= 3);
}

const carried = ['title', 'aria-label', 'data-id', 'data-name', 'data-testid', 'class'];
const rowLike = '[role="treeitem"], [role="row"], [role="option"], li, tr';

/** A bare element with the attributes of another. */
function shallow(element: Element, tag?: string): HTMLElement {
  const copy = document.createElement(tag ?? element.nodeName.toLowerCase());
  for (const { name, value } of element.attributes)
    if (name !== 'style' && name !== 'slot') copy.setAttribute(name, value);
  return copy;
}

/** Takes an atom to its new place; its own element comes along as a copy, and the link around it. */
function carry({ node, box }: Atom, top: number): HTMLElement {
  const place = `flex:none;position:static;margin:${box.top - top}px 0 0 0`;
  if (node instanceof Element) {
    // as: an SVG element has a style, too
    const { style } = node as HTMLElement;
    const { overflow } = getComputedStyle(node);
    style.cssText += `;${place};box-sizing:border-box;width:${box.width}px;height:${box.height}px;overflow:${overflow};transform:none`;
    return node as HTMLElement;
  }
  const parent = node.parentElement ?? document.body;
  const range = document.createRange();
  range.selectNodeContents(node);
  const isWrapped = new Set([...range.getClientRects()].map(({ top: at }) => Math.round(at))).size > 1;
  const shape = isWrapped ? `white-space:normal;width:${box.width + 1}px` : 'white-space:nowrap';
  const carrier = shallow(parent, parent.shadowRoot || parent === document.body ? 'span' : undefined);
  carrier.style.cssText = `all:unset;${textLooks(parent)};display:block;${shape}`;
  // The box of a line is higher than its text: the carrier begins where the text's own box does.
  carrier.style.lineHeight = isWrapped ? getComputedStyle(parent).lineHeight : `${box.height}px`;
  const link = parent.closest('a[href]');
  const outer = link && link !== parent ? shallow(link) : carrier;
  if (outer !== carrier) {
    outer.style.cssText = 'all:unset;display:block';
    outer.append(carrier);
  }
  carrier.append(node);
  outer.style.cssText += `;${place}`;
  return outer;
}

/** A row's element: one flexible box with everything at its old place. */
export function buildRow(row: PaneRow, pane: Pane): HTMLElement {
  const top = pane.origin.top + row.y;
  const name = row.atoms.find(isWord)?.node ?? row.atoms[0]?.node;
  const like = name && parentOf(name)?.closest(rowLike);
  const element = document.createElement('div');
  if (like && pane.element.contains(like))
    for (const { name: key, value } of like.attributes)
      if (key !== 'style' && key !== 'open') element.setAttribute(key, value);
  for (let around = name ? parentOf(name) : null; around && around !== pane.element; around = parentOf(around)) {
    if (around.getBoundingClientRect().height > row.height * 1.7) break;
    for (const key of carried) {
      const value = around.getAttribute(key);
      if (value !== null && !element.hasAttribute(key)) element.setAttribute(key, value);
    }
  }
  let end = 0;
  const startOf = (box: DOMRect) => (pane.isRtl ? pane.origin.start - box.right : box.left - pane.origin.start);
  const measured = row.atoms.map((atom) => ({ atom, start: startOf(atom.box) }));
  for (const { atom, start } of measured) {
    const part = carry(atom, top);
    part.style.marginInlineStart = `${start - end}px`;
    end = start + atom.box.width;
    element.append(part);
  }
  // Its old class still has its old looks; none of them may reach it.
  element.style.cssText = `all:unset;display:flex;align-items:flex-start;height:${row.height}px;white-space:nowrap;direction:${pane.isRtl ? 'rtl' : 'ltr'}`;
  return element;
}

/** Empties a pane of everything that is seen; what is hidden stays hidden in it, and menus stay where they are. Gives the box for the new rows. */
export function emptied(pane: Pane): HTMLElement {
  const last = pane.rows.at(-1);
  const { element } = pane;
  const hidden = document.createElement('div');
  hidden.style.display = 'none';
  const above = [...element.querySelectorAll<HTMLElement>('*')]
    .filter((one) => isShown(one) && isLaidAbove(one))
    .map((one) => ({ one, box: one.getBoundingClientRect() }));
  hidden.append(...[...element.querySelectorAll('*')].filter((one) => isHiddenRoot(one)));
  const content = document.createElement('div');
  content.style.cssText = `display:flow-root;position:relative;margin:0;padding:0;height:${last ? last.y + last.height : 0}px`;
  const { scrollTop } = element;
  element.style.padding = '0';
  if (/flex|grid|table/.test(getComputedStyle(element).display)) element.style.display = 'block';
  element.replaceChildren(...[...element.children].filter((one) => one.nodeName === 'STYLE'), content);
  if (hidden.childElementCount > 0) element.append(hidden);
  for (const { one, box } of above) {
    one.style.cssText += `;position:fixed;inset:${box.top}px auto auto ${box.left}px;width:${box.width}px;height:${box.height}px;margin:0;box-sizing:border-box`;
    element.append(one);
  }
  element.scrollTop = scrollTop;
  return content;
}

function isHiddenRoot(element: Element): boolean {
  return (
    getComputedStyle(element).display === 'none' &&
    element.nodeName !== 'STYLE' &&
    (element.parentElement === null || isShown(element.parentElement))
  );
}
