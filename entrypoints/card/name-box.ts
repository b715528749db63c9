import type { Box } from '../../components/placement';
import type { Answered } from '../../lib/page/answered';

/** A badge's host is as wide as its glyph and has no height; the button in it is so much larger, to all sides. */
const buttonToGlyph = 24 / 13;

type Sides = { left: number; top: number; right: number; bottom: number };

const isDrawn = ({ left, top, right, bottom }: Sides) => right - left > 0 && bottom - top > 0;

/** The text of a label, as far as its own box shows it: a label is often as wide as its row, or wider than what is seen. */
function labelSides(label: Element): Sides {
  const range = label.ownerDocument.createRange();
  range.selectNodeContents(label);
  const text = range.getBoundingClientRect();
  const box = label.getBoundingClientRect();
  const shown = {
    left: Math.max(text.left, box.left),
    top: Math.max(text.top, box.top),
    right: Math.min(text.right, box.right),
    bottom: Math.min(text.bottom, box.bottom),
  };
  return isDrawn(shown) ? shown : box;
}

function badgeSides(badge: Element): Sides {
  const { left, top, width, height } = badge.getBoundingClientRect();
  const [x, y, reach] = [left + width / 2, top + height / 2, (width * buttonToGlyph) / 2];
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** Where a name and its badge are in the window; nothing once both have left the page. */
export function nameBox({ detection: { anchor } }: Answered, badge: Element | undefined): Box | undefined {
  // Its badge may stand beside another name by now.
  if (anchor instanceof Element && !anchor.isConnected) return undefined;
  const name = anchor instanceof Element ? labelSides(anchor) : anchor?.getBoundingClientRect();
  const all = [name, badge?.isConnected ? badgeSides(badge) : undefined].filter(
    (sides): sides is Sides => sides !== undefined && isDrawn(sides),
  );
  if (all.length === 0) return undefined;
  const x = Math.min(...all.map(({ left }) => left));
  const y = Math.min(...all.map(({ top }) => top));
  const width = Math.max(...all.map(({ right }) => right)) - x;
  return { x, y, width, height: Math.max(...all.map(({ bottom }) => bottom)) - y };
}

/** The text where a name stands. */
export function nameText({ detection: { anchor } }: Answered): string {
  return (anchor instanceof Range ? anchor.toString() : anchor?.textContent) ?? '';
}
