import { type Answered, type BadgeWish, nodesOf } from '../../lib/page/answered';
import { isOnDark, type Placement, placementOf } from '../../lib/page/placement';
import { badgeElement } from './badge-element';
import { overlay } from './overlay';

/** How a detection came to be seen. */
export type Drawn = 'badge' | 'mark' | 'page-badge' | 'overlay' | 'none';

/** A badge now in the page. It belongs to (element, text): when the text changes, it goes. */
type Mounted = { answered: Answered; text: string; host: HTMLElement; signature: string; placement: Placement['kind'] };

export type PageView = {
  /** Makes the page show exactly these, as far as they lie in the window. Reads first, then writes. */
  show: (answers: Answered[]) => void;
  /** Takes away every badge whose name is no longer what it was. */
  drop: () => void;
  /** Moves what lies in the overlay to where its names are now. */
  follow: () => void;
  drawn: () => { answered: Answered; drawn: Drawn; host: HTMLElement }[];
  /** Leaves the page as it was found. */
  remove: () => void;
};

/** What a badge says, as one text: while it stays the same, the badge stays the same. */
function signatureOf({ resolution }: Answered, isDark: boolean): string {
  const nodes = nodesOf(resolution).map(({ key, health }) =>
    [key, health.state, health.shape, health.reasons.length].join(' '),
  );
  return [resolution.status, isDark, ...nodes].join('\n');
}

const isInWindow = (element: Element, view: Window) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom >= 0 && top <= view.innerHeight;
};

/** The only code that adds to or removes from the page. `opened` hears what people ask of a badge. */
export function pageView(
  document: Document,
  opened: (answered: Answered, host: HTMLElement, wish: BadgeWish) => void,
): PageView {
  const mounted = new Map<Element, Mounted>();
  const layer = overlay(document, opened);

  const isStale = ([anchor, { text }]: [Element, Mounted]) => !anchor.isConnected || anchor.textContent !== text;
  const unmount = (anchor: Element) => {
    mounted.get(anchor)?.host.remove();
    mounted.delete(anchor);
  };

  function mount(anchor: Element, answered: Answered, placement: Placement, isDark: boolean): void {
    const host = badgeElement(document, answered.resolution, isDark, (wish) => opened(answered, host, wish));
    if (placement.kind === 'before') anchor.prepend(host);
    else if (placement.kind === 'inside') anchor.append(host);
    else anchor.after(host);
    const text = anchor.textContent ?? '';
    mounted.set(anchor, { answered, text, host, signature: signatureOf(answered, isDark), placement: placement.kind });
  }

  function show(answers: Answered[]): void {
    const view = document.defaultView;
    if (!view) return;
    // Read.
    const wanted = new Map<Element, Answered>();
    const apart: Answered[] = [];
    for (const answered of answers) {
      const { anchor } = answered.detection;
      if (answered.resolution.status === 'unknown') continue;
      if (anchor instanceof Element) wanted.set(anchor, answered);
      else apart.push(answered);
    }
    const gone = [...mounted].filter((entry) => {
      const [anchor, { host }] = entry;
      return isStale(entry) || !host.isConnected || (!wanted.has(anchor) && isInWindow(anchor, view));
    });
    const fresh = [...wanted].flatMap(([anchor, answered]) => {
      const isDark = isOnDark(anchor);
      const known = mounted.get(anchor);
      if (known?.host.isConnected && !isStale([anchor, known]) && known.signature === signatureOf(answered, isDark)) {
        known.answered = answered;
        return [];
      }
      return [{ anchor, answered, isDark, placement: placementOf(anchor) }];
    });
    // Write.
    for (const [anchor] of gone) unmount(anchor);
    for (const { anchor, answered, isDark, placement } of fresh) {
      unmount(anchor);
      if (placement.kind === 'overlay') apart.push(answered);
      else mount(anchor, answered, placement, isDark);
    }
    layer.show(apart);
  }

  return {
    show,
    drop: () => {
      for (const entry of mounted) if (isStale(entry)) unmount(entry[0]);
    },
    follow: layer.follow,
    drawn: () => [
      ...[...mounted.values()].map(({ answered, host }) => ({ answered, drawn: 'badge' as const, host })),
      ...layer.drawn(),
    ],
    remove() {
      for (const anchor of [...mounted.keys()]) unmount(anchor);
      layer.remove();
    },
  };
}
