import { textLooks } from './freeze';
import { type Atom, isLaidAbove, isWord, type Pane, type PaneRow } from './panes';
import { isShown, parentOf } from './walk';

const carried = ['title', 'aria-label', 'data-id', 'data-name', 'data-testid', 'class'];
const rowLike = '[role="treeitem"], [role="row"], [role="option"], li, tr';

/** A bare element with the attributes of another. */
function shallow(element: Element, tag?: string): HTMLElement {
  const copy = document.createElement(tag ?? element.nodeName.toLowerCase());
  for (const { name, value } of element.attributes)
    if (name !== 'style' && name !== 'slot') copy.setAttribute(name, value);
  return copy;
}

/** Measures an atom, for it to be taken to its new place later; its own element comes along as a copy, and the link around it. */
function carry({ node, box }: Atom, top: number): () => HTMLElement {
  const place = `flex:none;position:static;margin:${box.top - top}px 0 0 0`;
  if (node instanceof Element) {
    const { overflow } = getComputedStyle(node);
    return () => {
      // as: an SVG element has a style, too
      const { style } = node as HTMLElement;
      style.cssText += `;${place};box-sizing:border-box;width:${box.width}px;height:${box.height}px;overflow:${overflow};transform:none`;
      return node as HTMLElement;
    };
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
  outer.style.cssText += `;${place}`;
  return () => {
    carrier.append(node);
    return outer;
  };
}

/** Measures a row, for it to be built later: one flexible box with everything at its old place. */
function planRow(row: PaneRow, pane: Pane): () => HTMLElement {
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
  // Its old class still has its old looks; none of them may reach it.
  element.style.cssText = `all:unset;display:flex;align-items:flex-start;height:${row.height}px;white-space:nowrap;direction:${pane.isRtl ? 'rtl' : 'ltr'}`;
  const startOf = (box: DOMRect) => (pane.isRtl ? pane.origin.start - box.right : box.left - pane.origin.start);
  const parts = row.atoms.map((atom) => ({ box: atom.box, start: startOf(atom.box), take: carry(atom, top) }));
  return () => {
    let end = 0;
    for (const { box, start, take } of parts) {
      const part = take();
      part.style.marginInlineStart = `${start - end}px`;
      end = start + box.width;
      element.append(part);
    }
    return element;
  };
}

/** Elements for the rows of a pane. All are measured before the first is moved: a page that was changed is laid out anew. */
export function builtRows(pane: Pane): { row: PaneRow; element: HTMLElement }[] {
  const plans = pane.rows.map((row) => ({ row, build: planRow(row, pane) }));
  return plans.map(({ row, build }) => ({ row, element: build() }));
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
