import type { Answered, BadgeWish } from '../../lib/page/answered';

const isUnder = (range: Range, x: number, y: number) =>
  [...range.getClientRects()].some(
    ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom,
  );

/**
 * A mark in an editor is no element, so nothing tells when the pointer comes to it: looks at most once a frame, while the pointer
 * moves, at the marks of what it moves over. Ends with the signal.
 */
export function watchMarks(
  document: Document,
  marks: () => Answered[],
  opened: (answered: Answered, wish: BadgeWish) => void,
  signal: AbortSignal,
): void {
  const view = document.defaultView;
  let pointer: PointerEvent | undefined;
  let under: Answered | undefined;

  const options = { signal, passive: true, capture: true };

  function look(): void {
    if (!pointer) return;
    const { target, clientX, clientY, timeStamp: at } = pointer;
    pointer = undefined;
    if (!(target instanceof Node)) return;
    const found = marks().find(
      ({ detection: { anchor } }) =>
        anchor instanceof Range && target.contains(anchor.startContainer) && isUnder(anchor, clientX, clientY),
    );
    if (found === under || (found && under && found.resolution === under.resolution)) return;
    if (under) opened(under, { wish: 'leave' });
    under = found;
    if (found) opened(found, { wish: 'open', isDeliberate: false, at });
  }

  document.addEventListener(
    'pointermove',
    (event) => {
      if (!event.isTrusted || event.buttons !== 0 || (!under && marks().length === 0)) return;
      if (!pointer) view?.requestAnimationFrame(look);
      pointer = event;
    },
    options,
  );
  // Whoever presses is at work in the text: no card comes until the pointer has left the name.
  document.addEventListener(
    'pointerdown',
    ({ isTrusted }) => {
      if (!isTrusted) return;
      look();
      if (under) opened(under, { wish: 'leave' });
    },
    options,
  );
}
