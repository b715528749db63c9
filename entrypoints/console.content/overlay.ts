import { addStyle } from '../../components/own-style';
import { type Answered, type BadgeWish, worstOf } from '../../lib/page/answered';
import type { TextMarks } from '../../lib/page/late-parts';
import { darkness } from '../../lib/page/placement';
import { type BadgeElement, badgeElement } from './badge-element';
import type { Drawn } from './page-view';

/** The same name at the same spot with the same answer: what hangs there stays. */
function isSame(one: Answered, other: Answered): boolean {
  return (
    one === other ||
    (one.detection.label === other.detection.label &&
      one.resolution === other.resolution &&
      one.detection.anchor === other.detection.anchor)
  );
}

function isWithin({ detection: { anchor } }: Answered, rows: ReadonlySet<Element>): boolean {
  const node = anchor instanceof Range ? anchor.startContainer : anchor;
  return node !== undefined && [...rows].some((row) => row.contains(node));
}

const isWell = ({ resolution }: Answered) => worstOf(resolution)?.health.state === 'healthy';

/** Where a badge hangs; nothing while its name is out of sight. */
type Place = { x: number; y: number; isInText: boolean } | undefined;
type Hung = {
  answered: Answered;
  badge: BadgeElement;
  spot: HTMLElement;
  drawn: Drawn;
  isDark: boolean;
  place: Place;
  /** It may stand elsewhere by now. */
  isLoose: boolean;
};

const layerCss = `:host{all:initial!important;position:fixed!important;inset:0!important;pointer-events:none!important;
z-index:2147483000!important;display:block!important;contain:layout style!important;direction:ltr!important}
:host::before,:host::after{content:none!important;display:none!important}
.spot{position:absolute;left:0;top:0;pointer-events:auto;display:flex;height:0;transform-origin:0 0}
.page{position:absolute;inset-inline-end:20px;inset-block-end:32px;pointer-events:auto;display:flex;transform:scale(1.4)}`;

/** In text a badge is small enough for the blank behind a name, and raised so that no letter is covered. */
const scaleInText = 0.72;

/**
 * The one layer for badges that cannot stand in the page: at names in editors, in drawings, and the page badge in a corner. It lets
 * every click through but those on the badges themselves.
 */
export function overlay(
  document: Document,
  opened: (answered: Answered, host: HTMLElement | undefined, wish: BadgeWish) => void,
  signal: AbortSignal,
) {
  let host: HTMLElement | undefined;
  let root: ShadowRoot | undefined;
  let hung: Hung[] = [];
  let marks: TextMarks | undefined;
  let marked: Answered[] = [];

  function layer(): ShadowRoot {
    if (!host || !root) {
      host = document.createElement('dbt-overlay');
      root = host.attachShadow({ mode: 'closed' });
      addStyle(root, layerCss);
    }
    if (!host.isConnected) document.body.append(host);
    return root;
  }

  function hang(answered: Answered, drawn: Drawn, isDark: boolean): Hung {
    const badge = badgeElement(document, (wish) => opened(one.answered, badge.host, wish));
    badge.draw(answered.resolution, isDark);
    const spot = document.createElement('span');
    spot.className = drawn === 'page-badge' ? 'page' : 'spot';
    spot.append(badge.host);
    layer().append(spot);
    const one: Hung = { answered, badge, spot, drawn, isDark, place: undefined, isLoose: false };
    return one;
  }

  /** Behind the end of the name. Reads only. */
  function placeOf({ detection: { anchor } }: Answered): Place {
    const box = anchor?.getBoundingClientRect();
    if (!box || box.width <= 0 || box.height <= 0) return undefined;
    const isInText = anchor instanceof Range;
    const x = Math.min(isInText ? box.right - 3.5 : box.right + 1, (document.defaultView?.innerWidth ?? 0) - 24);
    return { x: Math.round(x), y: Math.round(isInText ? box.top + 3 : (box.top + box.bottom) / 2), isInText };
  }

  /** Writes only; what stands where it stood is not written again. */
  function move(one: Hung, place: Place): void {
    const { spot, drawn } = one;
    if (drawn === 'page-badge' || (place && one.place === place)) return;
    one.place = place;
    const transform = place && `translate(${place.x}px, ${place.y}px)${place.isInText ? ` scale(${scaleInText})` : ''}`;
    const display = place ? '' : 'none';
    if (spot.style.display !== display) spot.style.display = display;
    if (transform && spot.style.transform !== transform) spot.style.transform = transform;
  }

  function loosen(rows?: ReadonlySet<Element>): boolean {
    for (const one of hung) one.isLoose ||= !rows || isWithin(one.answered, rows);
    return hung.some(({ isLoose }) => isLoose);
  }

  function follow(): void {
    const loose = hung.filter(({ isLoose }) => isLoose);
    const places = loose.map(({ answered }) => placeOf(answered));
    for (const [index, one] of loose.entries()) {
      one.isLoose = false;
      move(one, places[index]);
    }
  }

  return {
    /** Reads where everything stands, and gives what writes it. */
    show(answers: Answered[], isStill: boolean): () => void {
      const isDarkAt = darkness();
      const before = new Set(hung);
      const byDetection = new Map(hung.map((one) => [one.answered.detection, one]));
      const next = answers.flatMap((answered) => {
        const { anchor } = answered.detection;
        // In an editor a healthy name is only underlined: what is well needs no sign in somebody's text.
        if (anchor instanceof Range && isWell(answered)) return [];
        const drawn: Drawn = anchor ? 'overlay' : 'page-badge';
        const isThis = (one: Hung) => one.drawn === drawn && before.has(one) && isSame(one.answered, answered);
        const known = byDetection.get(answered.detection);
        const same = known && isThis(known) ? known : hung.find(isThis);
        if (same) before.delete(same);
        if (same && isStill) return [{ answered, drawn, same, isDark: same.isDark, place: same.place }];
        // What is new in a line that stays is placed before the next paint, when the editor has done its own.
        const near = anchor instanceof Range ? anchor.startContainer.parentElement : anchor;
        const isDark = isDarkAt(near ?? document.body);
        return [{ answered, drawn, same, isDark, place: isStill ? undefined : placeOf(answered) }];
      });
      return () => {
        marked = answers.filter(({ detection }) => detection.anchor instanceof Range);
        // Whoever found names in text came with what marks them.
        marks ??= globalThis.sidelightMarks?.(document, (answered, wish) => opened(answered, undefined, wish), signal);
        marks?.show(marked);
        for (const { spot } of before) spot.remove();
        hung = next.map(({ answered, drawn, same, isDark, place }) => {
          const one = same ?? hang(answered, drawn, isDark);
          one.answered = answered;
          if (one.isDark !== isDark) one.badge.draw(answered.resolution, isDark);
          one.isDark = isDark;
          if (same && isStill) return one;
          one.isLoose = isStill;
          move(one, place);
          return one;
        });
        if (hung.length === 0) host?.remove();
      };
    },
    follow,
    loosen,
    drawn: (): { answered: Answered; drawn: Drawn; host: HTMLElement }[] => [
      ...hung.map(({ answered, drawn, badge }) => ({ answered, drawn, host: badge.host })),
      ...marked
        .filter((answered) => !hung.some((item) => item.answered === answered))
        .map((answered) => ({ answered, drawn: 'mark' as const, host: host ?? document.body })),
    ],
    remove(): void {
      marked = [];
      marks?.show([]);
      hung = [];
      host?.remove();
      host = undefined;
      root = undefined;
    },
  };
}
