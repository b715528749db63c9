import type { Detection } from '../../lib/model';
import type { Answered, BadgeWish } from '../../lib/page/answered';
import { darkness, type Placement, placementOf } from '../../lib/page/placement';
import { type BadgeElement, badgeElement } from './badge-element';
import { overlay } from './overlay';

/** How a detection came to be seen. */
export type Drawn = 'badge' | 'mark' | 'page-badge' | 'overlay' | 'none';

/** A badge now in the page. It belongs to (element, text): when the text changes, it changes or goes. */
type Mounted = {
  answered: Answered;
  text: string;
  badge: BadgeElement;
  isDark: boolean;
  placement: Placement['kind'];
};

/**
 * What may have changed since the last look. `content`: texts changed, rows came and went; `anything`: also colours.
 */
export type Extent = 'content' | 'anything';

/** A badge that has to be put somewhere. */
type Fresh = { anchor: Element; answered: Answered; isDark: boolean; kind: Placement['kind'] };

export type PageView = {
  /**
   * Makes the page show exactly these, as far as they lie in the window. Reads first, then writes. Comes in pieces: the thread may be
   * given back between two of them.
   */
  show: (answers: Answered[], extent: Extent) => Generator<void, void>;
  /** The same where nothing changed but letters in lines of editors that stay where they are: asks for no box. */
  showLetters: (answers: Answered[]) => void;
  /** What lies in the overlay is to be moved to where its names are now: all, or what stands in these rows. True when there is any. */
  loosen: (rows?: ReadonlySet<Element>) => boolean;
  /** Takes away every badge whose name is no longer what it was, or all of them. */
  drop: (isAll?: boolean) => void;
  /** Moves what was loosened. */
  follow: () => void;
  /** The elements that have a badge. */
  named: () => readonly Element[];
  drawn: () => { answered: Answered; drawn: Drawn; host: HTMLElement }[];
  /** Leaves the page as it was found. */
  remove: () => void;
};

const isInWindow = (element: Element, view: Window) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom >= 0 && top <= view.innerHeight;
};

function put(host: HTMLElement, anchor: Element, kind: Placement['kind']): void {
  if (kind === 'before') anchor.prepend(host);
  else if (kind === 'inside') anchor.append(host);
  else anchor.after(host);
}

const isInText = ({ anchor, isListed }: Detection) => anchor instanceof Range && !isListed;

/** So many badges are placed or drawn in one piece. */
const pieceSize = 6;

/** The only code that adds to or removes from the page. `opened` hears what people ask of a badge. */
export function pageView(
  document: Document,
  opened: (answered: Answered, host: HTMLElement | undefined, wish: BadgeWish) => void,
  signal: AbortSignal,
): PageView {
  const mounted = new Map<Element, Mounted>();
  const layer = overlay(document, opened, signal);
  /** What the overlay holds beside marks and badges in text. */
  let elsewhere: Answered[] = [];

  const isStale = (anchor: Element, { text }: Mounted) => !anchor.isConnected || anchor.textContent !== text;
  const unmount = (anchor: Element) => {
    mounted.get(anchor)?.badge.host.remove();
    mounted.delete(anchor);
  };

  /** `used`: a badge whose name is gone, which comes to stand beside another one. */
  function mount({ anchor, answered, isDark, kind }: Fresh, used: Mounted | undefined): void {
    const text = anchor.textContent ?? '';
    const one = used ?? made(answered, isDark);
    redraw(one, answered, isDark, text);
    one.placement = kind;
    put(one.badge.host, anchor, kind);
    mounted.set(anchor, one);
  }

  function made(answered: Answered, isDark: boolean): Mounted {
    const badge = badgeElement(document, (wish) => opened(one.answered, badge.host, wish));
    badge.draw(answered.resolution, isDark);
    const one: Mounted = { answered, text: '', badge, isDark, placement: 'after' };
    return one;
  }

  /** The row kept its place and shows another table: so does its badge. */
  function redraw(one: Mounted, answered: Answered, isDark: boolean, text: string): void {
    const isSame = one.answered.resolution === answered.resolution && one.isDark === isDark;
    Object.assign(one, { answered, isDark, text });
    if (!isSame) one.badge.draw(answered.resolution, isDark);
  }

  function* show(answers: Answered[], extent: Extent): Generator<void, void> {
    const view = document.defaultView;
    if (!view) return;
    const isDarkAt = darkness();
    // Read.
    const wanted = new Map<Element, Answered>();
    const apart: Answered[] = [];
    for (const answered of answers) {
      const { anchor } = answered.detection;
      if (answered.resolution.status === 'unknown' || answered.detection.isListed) continue;
      if (anchor instanceof Element) wanted.set(anchor, answered);
      else apart.push(answered);
    }
    const gone = [...mounted].filter(([anchor, one]) => {
      if (!anchor.isConnected || !one.badge.host.isConnected) return true;
      return !wanted.has(anchor) && (isStale(anchor, one) || isInWindow(anchor, view));
    });
    // A row that moved to another element keeps the object that says what it is.
    const byRef = new Map([...mounted.values()].map((one) => [one.answered.detection.ref, one]));
    const kept: { one: Mounted; answered: Answered; isDark: boolean; text: string }[] = [];
    const fresh: Fresh[] = [];
    let count = 0;
    for (const [anchor, answered] of wanted) {
      const one = mounted.get(anchor);
      const text = anchor.textContent ?? '';
      const isThere = one?.badge.host.isConnected === true;
      const same = [one, byRef.get(answered.detection.ref)].find((other) => other?.text === text);
      const isDark = (extent === 'content' ? (same ?? one)?.isDark : undefined) ?? isDarkAt(anchor);
      const kind = same?.placement ?? placementOf(anchor).kind;
      if (kind === 'overlay') apart.push(answered);
      if (isThere && kind === one.placement) kept.push({ one, answered, isDark, text });
      else fresh.push({ anchor, answered, isDark, kind });
      if (++count % pieceSize === 0) yield;
    }
    elsewhere = apart.filter(({ detection }) => !(detection.anchor instanceof Range));
    const hang = layer.show(apart, false);
    // Write.
    const used: Mounted[] = [];
    for (const [anchor, one] of gone) {
      unmount(anchor);
      if (isStale(anchor, one)) used.push(one);
    }
    for (const { one, answered, isDark, text } of kept) redraw(one, answered, isDark, text);
    for (const [index, one] of fresh.entries()) {
      unmount(one.anchor);
      // What it shows already need not be drawn; the last one does where none is like it.
      const like = used.findIndex(({ answered }) => answered.resolution === one.answered.resolution);
      if (one.kind !== 'overlay') mount(one, used.splice(like, 1)[0]);
      if ((index + 1) % pieceSize === 0) yield;
    }
    hang();
  }

  return {
    show,
    showLetters(answers) {
      const inText = answers.filter(
        ({ detection, resolution }) => isInText(detection) && resolution.status !== 'unknown',
      );
      layer.show([...elsewhere, ...inText], true)();
    },
    loosen: layer.loosen,
    drop: (isAll = false) => {
      for (const [anchor, one] of mounted) if (isAll || isStale(anchor, one)) unmount(anchor);
    },
    follow: layer.follow,
    named: () => [...mounted.keys()],
    drawn: () => [
      ...[...mounted.values()].map(({ answered, badge }) => ({ answered, drawn: 'badge' as const, host: badge.host })),
      ...layer.drawn(),
    ],
    remove() {
      for (const anchor of [...mounted.keys()]) unmount(anchor);
      layer.remove();
    },
  };
}
