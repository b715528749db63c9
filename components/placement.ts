/** A box in the viewport, CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** A card's present size, and how tall it may become: its side is chosen once for all that may still arrive in it. */
export type CardSize = { width: number; height: number; tallest: number };

/** Where a card goes, and how tall it may be there. */
export type Place = { x: number; y: number; maxHeight: number };

/** Space between a name and its card, and between the card and the viewport's edge. */
const gapPx = 6;
const edgePx = 8;

const between = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

/**
 * Where a card goes so that it never covers the name it is about. In a list (`isInList`) beside it, so that the names below
 * stay in sight; elsewhere below or above. Where nothing fits, above or below with what room there is. `isRtl`: begin on the left.
 */
export function placeCard(
  name: Box,
  { width, height, tallest }: CardSize,
  viewport: { width: number; height: number },
  { isRtl, isInList }: { isRtl: boolean; isInList: boolean },
): Place {
  const bottom = name.y + name.height;
  const right = name.x + name.width;
  const roomBelow = Math.max(0, viewport.height - edgePx - gapPx - bottom);
  const roomAbove = Math.max(0, name.y - gapPx - edgePx);
  const within = (x: number) => between(x, edgePx, Math.max(edgePx, viewport.width - width - edgePx));
  const along = within(isRtl ? right - width : name.x);
  const beside = between(name.y, edgePx, Math.max(edgePx, viewport.height - height - edgePx));

  const sides = {
    below: { fits: roomBelow >= tallest, x: along, y: bottom + gapPx },
    above: { fits: roomAbove >= tallest, x: along, y: name.y - gapPx - height },
    right: { fits: right + gapPx + width + edgePx <= viewport.width, x: within(right + gapPx), y: beside },
    left: { fits: name.x - gapPx - width >= edgePx, x: within(name.x - gapPx - width), y: beside },
  };
  const [after, before] = isRtl ? [sides.left, sides.right] : [sides.right, sides.left];
  const order = isInList ? [after, sides.below, sides.above, before] : [sides.below, sides.above, after, before];
  const side = order.find(({ fits }) => fits);
  if (side) return { x: side.x, y: side.y, maxHeight: tallest };

  const isBelow = roomBelow >= roomAbove;
  const maxHeight = Math.min(tallest, isBelow ? roomBelow : roomAbove);
  return { x: along, y: isBelow ? sides.below.y : name.y - gapPx - Math.min(height, maxHeight), maxHeight };
}

/** A pinned card stays out of the way: in the upper corner at the end of the line, or in the other one where its name is there. */
export function dockCard(
  name: Box,
  { width, height }: CardSize,
  viewport: { width: number; height: number },
  isRtl: boolean,
): { x: number; y: number } {
  const corners = [viewport.width - width - edgePx * 2, edgePx * 2];
  const [first = edgePx, second = edgePx] = isRtl ? corners.toReversed() : corners;
  const y = edgePx * 2;
  const covers = (x: number) => name.x < x + width && name.x + name.width > x && name.y < y + height;
  return { x: Math.max(edgePx, covers(first) && !covers(second) ? second : first), y };
}
