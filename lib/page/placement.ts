/** Where a badge goes: one element more in the row that moves nothing, or a spot in the overlay. */
export type Placement =
  | { kind: 'after'; element: Element }
  | { kind: 'inside'; element: Element }
  | { kind: 'before'; element: Element }
  | { kind: 'overlay' };

/** Room that a badge takes on a line, CSS pixels. */
const badgeWidth = 20;
/** So many ancestors of a label may cut it off; what is higher up scrolls or is the page. */
const clipLevels = 4;

/** Room behind a label's text in a box, before the box cuts it off; CSS pixels. */
function roomIn(box: Element, label: Element, view: Window): number {
  const range = label.ownerDocument.createRange();
  range.selectNodeContents(label);
  const text = range.getBoundingClientRect();
  const { left, right } = box.getBoundingClientRect();
  return view.getComputedStyle(box).direction === 'rtl' ? text.left - left : right - text.right;
}

/** Would a badge behind the label's text be cut off by the label's own box, or by a box around it? */
function isClipped(element: Element, view: Window): boolean {
  let box: Element | null = element;
  for (let level = 0; box && level < clipLevels; level++, box = box.parentElement) {
    const { overflowX, display } = view.getComputedStyle(box);
    if (overflowX === 'visible' || display === 'inline') continue;
    // Boxes that fit their text grow with a badge, unless they already cut it off.
    const isGrowing = /^(inline-|table-cell)/.test(display);
    if (roomIn(box, element, view) < (isGrowing ? -1 : badgeWidth)) return true;
  }
  return false;
}

const editable = ['', 'true', 'plaintext-only'].map((value) => `[contenteditable="${value}" i]`).join(', ');
/** What a person writes is no name of the page. */
export const written = `[role="textbox"], ${editable}`;

/** In a row of flexible boxes a badge is a box of its own, which never shrinks: the label gives way, not the badge. */
function placementInRow(element: Element, view: Window): Placement | undefined {
  const parent = element.parentElement;
  if (!parent) return undefined;
  const { display, flexDirection, justifyContent } = view.getComputedStyle(parent);
  if (!display.endsWith('flex') || !flexDirection.startsWith('row') || justifyContent.startsWith('space'))
    return undefined;
  const isWide = Number(view.getComputedStyle(element).flexGrow) > 0 && roomIn(element, element, view) >= badgeWidth;
  return { kind: isWide ? 'inside' : 'after', element };
}

/** Reads styles and boxes, writes nothing. */
export function placementOf(element: Element): Placement {
  const view = element.ownerDocument.defaultView;
  if (!view || element instanceof SVGElement || element.closest(`${editable}, svg`)) {
    return { kind: 'overlay' };
  }
  const inRow = placementInRow(element, view);
  if (inRow) return inRow;
  if (isClipped(element, view)) return { kind: 'before', element };
  return { kind: view.getComputedStyle(element).display.startsWith('inline') ? 'after' : 'inside', element };
}

/** Tells of many elements whether what stands behind them is dark; ancestors that they share are asked once. */
export function darkness(): (element: Element) => boolean {
  const known = new Map<Element, boolean>();
  return function isDark(element: Element): boolean {
    let answer = known.get(element);
    if (answer === undefined) {
      const parent = element.parentElement;
      answer = ownDarkness(element) ?? (parent ? isDark(parent) : isPageDark(element));
      known.set(element, answer);
    }
    return answer;
  };
}

/** Is what stands behind an element dark? Read from the page, for a console's theme need not be the system's. */
export function isOnDark(element: Element): boolean {
  return darkness()(element);
}

/** Of an element's own background; undefined where what is behind it shines through. */
function ownDarkness(element: Element): boolean | undefined {
  const colour = element.ownerDocument.defaultView?.getComputedStyle(element).backgroundColor;
  if (!colour || colour === 'rgba(0, 0, 0, 0)') return undefined;
  const { lightness, alpha } = readColour(colour);
  return alpha > 0.5 ? lightness < 0.5 : undefined;
}

/** How light a computed colour is, 0 to 1 with grey in the middle. Colours of newer spaces come as they were written, not as `rgb()`. */
function readColour(colour: string): { lightness: number; alpha: number } {
  const space = colour.slice(0, colour.indexOf('('));
  // `color(display-p3 0.1 …)`: the name in front holds a digit too.
  const numbers = colour.slice(space.length + 1).replace(/^[a-z][\w-]* /, '');
  const [first = 0, second = 0, third = 0, alpha = 1] = (numbers.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (space.startsWith('ok')) return { lightness: first - 0.1, alpha };
  if (space.startsWith('l')) return { lightness: first / 100, alpha };
  const most = space === 'color' ? 1 : 255;
  return { lightness: (0.2126 * first + 0.7152 * second + 0.0722 * third) / most, alpha };
}

function isPageDark(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  return view?.matchMedia('(prefers-color-scheme: dark)').matches === true && colorScheme(element, view);
}

/** Without any background of its own a page is white, unless it says that it supports dark. */
function colorScheme(element: Element, view: Window): boolean {
  return view.getComputedStyle(element.ownerDocument.documentElement).colorScheme.includes('dark');
}
