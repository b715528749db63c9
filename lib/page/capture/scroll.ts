/**
 * A saved page opens unscrolled. What was scrolled away is therefore pushed out at the top by a margin on the children that
 * move the others: this gives each child's share as declarations.
 */
export function scrollShift(scroller: Element): (child: Element) => string {
  const { scrollTop, scrollLeft } = scroller;
  const view = scroller.ownerDocument.defaultView;
  if (!view || (!scrollTop && !scrollLeft)) return () => '';
  const { display, flexDirection } = view.getComputedStyle(scroller);
  const isRow = display.endsWith('flex') && flexDirection.startsWith('row');
  let isFirst = true;
  return (child) => {
    const { position, display: shown, float, marginTop, marginLeft } = view.getComputedStyle(child);
    if (shown === 'none' || position === 'fixed') return '';
    const isFree = position === 'absolute' || float !== 'none' || isRow;
    const movesDown = isFree || isFirst;
    if (!isFree) isFirst = false;
    const top = `margin-top: ${(Number.parseFloat(marginTop) || 0) - scrollTop}px`;
    const left = `margin-left: ${(Number.parseFloat(marginLeft) || 0) - scrollLeft}px`;
    return [scrollTop && movesDown ? top : '', scrollLeft ? left : ''].filter(Boolean).join('; ');
  };
}
