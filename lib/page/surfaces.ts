import { isTransparent } from './lines';

/** Rooms of a page that are read each for itself: what scrolls, what floats above, and the page. Asked once per element and pass. */
export type Surfaces = {
  /** The element that scrolls or carries another, or the page itself. */
  of: (element: Element) => Element;
  /** The same, for an element that was asked about as a parent of another. */
  known: (element: Element) => Element | undefined;
  /** Does an element stand in a menu, a list of suggestions, a hint or a message that floats above the page? */
  isFloating: (element: Element) => boolean;
};

/** What is lower holds one row at most: it may cut it off, it does not scroll it. CSS pixels. */
const lowestRoom = 48;

const isNear = (one: number, other: number) => Math.abs(one - other) < 3;

/** Docked parts (side bars, sticky rows, split panes) fill their place from edge to edge; what floats does not. */
function isDocked(box: DOMRect, around: DOMRect): boolean {
  const isAcross = isNear(box.left, around.left) && isNear(box.right, around.right);
  const isAlong = isNear(box.top, around.top) && isNear(box.bottom, around.bottom);
  return isAcross || isAlong;
}

/** A box taken out of the flow, above others, with an edge of its own to be told from them. */
function floats(element: Element, view: Window): boolean {
  const { position, zIndex, boxShadow, borderTopWidth, borderLeftWidth, backgroundColor } =
    view.getComputedStyle(element);
  if (position !== 'fixed' && position !== 'absolute') return false;
  if (zIndex === 'auto' && position === 'absolute') return false;
  const hasEdge =
    boxShadow !== 'none' || (Number.parseFloat(borderTopWidth) > 0 && Number.parseFloat(borderLeftWidth) > 0);
  const isFilled = !isTransparent(backgroundColor);
  if (!hasEdge && !(isFilled && position === 'fixed')) return false;
  const around = position === 'fixed' ? undefined : (element as HTMLElement).offsetParent; // as: SVG has no position
  const frame = around?.getBoundingClientRect() ?? new DOMRect(0, 0, view.innerWidth, view.innerHeight);
  return !isDocked(element.getBoundingClientRect(), frame);
}

export function surfacesOf(document: Document): Surfaces {
  const known = new WeakMap<Element, { surface: Element; isFloating: boolean }>();
  const view = document.defaultView;
  const page = { surface: document.documentElement, isFloating: false };

  /** A body scrolls the page, unless the page's root has a way of its own to deal with what does not fit. */
  const isRoom = (element: Element) =>
    element !== document.body || view?.getComputedStyle(document.documentElement).overflowY !== 'visible';

  function around(element: Element): { surface: Element; isFloating: boolean } {
    const root = element.getRootNode();
    const parent = element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
    if (!parent || !view || parent === document.documentElement) return page;
    let found = known.get(parent);
    if (!found) {
      const outer = around(parent);
      const isFloating = floats(parent, view);
      const scrolls =
        parent.clientHeight >= lowestRoom &&
        parent.scrollHeight > parent.clientHeight + 1 &&
        /auto|scroll|overlay|hidden/.test(view.getComputedStyle(parent).overflowY);
      const isOwn = isRoom(parent) && (scrolls || isFloating);
      found = { surface: isOwn ? parent : outer.surface, isFloating: isFloating || outer.isFloating };
      known.set(parent, found);
    }
    return found;
  }

  return {
    of: (element) => around(element).surface,
    known: (element) => known.get(element)?.surface,
    isFloating: (element) => around(element).isFloating || (view !== null && floats(element, view)),
  };
}
