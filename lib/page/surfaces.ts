import { isTransparent } from './lines';

/** Rooms of a page that are read each for itself: what scrolls, what floats above, and the page. Asked once per element and pass. */
export type Surfaces = {
  /** The element that scrolls or carries another, or the page itself. */
  of: (element: Element) => Element;
  /** The column of the page that an element stands in, beside others; else what scrolls it. Lines end where it does. */
  pane: (element: Element) => Element;
  /** The same, for an element that was asked about as a parent of another. */
  known: (element: Element) => Element | undefined;
  /** Does an element stand in a menu, a list of suggestions, a hint or a message that floats above the page? */
  isFloating: (element: Element) => boolean;
};

/** What is lower holds one row at most: it may cut it off, it does not scroll it. CSS pixels. */
const lowestRoom = 48;

/** What is lower than several rows is no pane beside another. CSS pixels. */
const lowestPane = 160;
/** Among more elements than these each is a row. */
const mostPanes = 12;

/** Is an element as high as several rows, and beside something as high: a menu, or what is shown beside it? */
function isPane(element: Element): boolean {
  const siblings = element.parentElement?.children ?? [];
  if (element.clientHeight < lowestPane || siblings.length > mostPanes) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return Array.from(siblings).some((other) => {
    const box = other.getBoundingClientRect();
    const isAside = box.right <= left + 1 || box.left >= right - 1;
    return isAside && Math.min(bottom, box.bottom) - Math.max(top, box.top) >= lowestPane;
  });
}

export const isNear = (one: number, other: number) => Math.abs(one - other) < 3;

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

type Room = { surface: Element; pane: Element; isFloating: boolean };

export function surfacesOf(document: Document): Surfaces {
  const known = new WeakMap<Element, Room>();
  const view = document.defaultView;
  const whole = document.documentElement;
  const page: Room = { surface: whole, pane: whole, isFloating: false };

  /** A body scrolls the page, unless the page's root has a way of its own to deal with what does not fit. */
  const isRoom = (element: Element) =>
    element !== document.body || view?.getComputedStyle(document.documentElement).overflowY !== 'visible';

  function around(element: Element): Room {
    const root = element.getRootNode();
    const parent = element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
    if (!parent || !view || parent === whole) return page;
    let found = known.get(parent);
    if (!found) {
      const outer = around(parent);
      const isFloating = floats(parent, view);
      const scrolls =
        parent.clientHeight >= lowestRoom &&
        parent.scrollHeight > parent.clientHeight + 1 &&
        /auto|scroll|overlay|hidden/.test(view.getComputedStyle(parent).overflowY);
      const isOwn = isRoom(parent) && (scrolls || isFloating);
      const surface = isOwn ? parent : outer.surface;
      // Rows of what scrolls are kept and moved as one list.
      const pane = isOwn || (surface === whole && isPane(parent)) ? parent : outer.pane;
      found = { surface, pane, isFloating: isFloating || outer.isFloating };
      known.set(parent, found);
    }
    return found;
  }

  return {
    of: (element) => around(element).surface,
    pane: (element) => around(element).pane,
    known: (element) => known.get(element)?.surface,
    isFloating: (element) => around(element).isFloating || (view !== null && floats(element, view)),
  };
}
