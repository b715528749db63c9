/** A box in the viewport, CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** Space between a name and its card, and between the card and the viewport's edge. */
const gapPx = 6;
const edgePx = 8;

/**
 * Where a card goes so that it never covers the name it is about: below, else above, else beside it; the side with most
 * room when nothing fits. `isRtl` prefers to grow towards the left.
 */
export function placeCard(
  anchor: Box,
  card: { width: number; height: number },
  viewport: { width: number; height: number },
  isRtl: boolean,
): { x: number; y: number } {
  const between = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));
  const x = between(
    isRtl ? anchor.x + anchor.width - card.width : anchor.x,
    edgePx,
    Math.max(edgePx, viewport.width - card.width - edgePx),
  );
  const below = anchor.y + anchor.height + gapPx;
  if (below + card.height + edgePx <= viewport.height) return { x, y: below };
  const above = anchor.y - gapPx - card.height;
  if (above >= edgePx) return { x, y: above };
  const y = between(anchor.y, edgePx, Math.max(edgePx, viewport.height - card.height - edgePx));
  const after = anchor.x + anchor.width + gapPx;
  const before = anchor.x - gapPx - card.width;
  const fitsAfter = after + card.width + edgePx <= viewport.width;
  const fitsBefore = before >= edgePx;
  if (fitsAfter && !(isRtl && fitsBefore)) return { x: after, y };
  if (fitsBefore) return { x: before, y };
  const isMoreBelow = viewport.height - below >= anchor.y - gapPx;
  return { x, y: isMoreBelow ? below : above };
}
