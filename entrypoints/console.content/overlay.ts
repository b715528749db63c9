import { addStyle } from '../../components/own-style';
import type { BadgeFacts, HealthState } from '../../lib/model';
import { type Answered, type BadgeWish, nodesOf } from '../../lib/page/answered';
import { isOnDark } from '../../lib/page/placement';
import { badgeElement } from './badge-element';
import type { Drawn } from './page-view';

/** Names in editors are marked in the colour and pattern of their state; style.css holds the looks. */
const marks: Record<HealthState, string> = {
  healthy: 'sidelight-healthy',
  caution: 'sidelight-caution',
  degraded: 'sidelight-degraded',
  unknown: 'sidelight-unknown',
};

const stateOf = (answered: Answered): HealthState => {
  const states = nodesOf(answered.resolution).map((node: BadgeFacts) => node.health.state);
  const worst: HealthState[] = ['degraded', 'caution', 'unknown', 'healthy'];
  return worst.find((state) => states.includes(state)) ?? 'unknown';
};

/** The same name at the same spot with the same answer: what hangs there stays. */
function isSame(one: Answered, other: Answered): boolean {
  const [left, right] = [one.detection.anchor, other.detection.anchor];
  const isSameSpot =
    left instanceof Range && right instanceof Range
      ? left.startContainer === right.startContainer && left.startOffset === right.startOffset
      : left === right;
  return isSameSpot && one.detection.label === other.detection.label && one.resolution === other.resolution;
}

type Hung = { answered: Answered; host: HTMLElement; drawn: Drawn };

const layerCss = `:host{all:initial!important;position:fixed!important;inset:0!important;pointer-events:none!important;
z-index:2147483000!important;display:block!important;contain:layout style!important}
.spot{position:absolute;left:0;top:0;pointer-events:auto;display:flex;height:0;transform-origin:0 0}
.page{position:absolute;inset-inline-end:20px;inset-block-end:32px;pointer-events:auto;display:flex;transform:scale(1.4)}`;

/** In text a badge is small enough for the blank behind a name, and raised so that no letter is covered. */
const scaleInText = 0.72;

/**
 * The one layer for badges that cannot stand in the page: at names in editors, in drawings, and the page badge in a corner. It lets
 * every click through but those on the badges themselves.
 */
export function overlay(document: Document, opened: (answered: Answered, host: HTMLElement, wish: BadgeWish) => void) {
  let host: HTMLElement | undefined;
  let root: ShadowRoot | undefined;
  let hung: Hung[] = [];
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

  function hang(answered: Answered, drawn: Drawn): Hung {
    const { anchor } = answered.detection;
    const near = anchor instanceof Range ? anchor.startContainer.parentElement : anchor;
    const isDark = isOnDark(near ?? document.body);
    const badge: HTMLElement = badgeElement(document, answered.resolution, isDark, (wish) =>
      opened(answered, badge, wish),
    );
    const spot = document.createElement('span');
    spot.className = drawn === 'page-badge' ? 'page' : 'spot';
    spot.append(badge);
    layer().append(spot);
    return { answered, host: badge, drawn };
  }

  /** Where a badge hangs: behind the end of its name, or nowhere while the name is out of sight. */
  function place(items: Hung[]): void {
    const boxes = items.map(({ answered: { detection } }) => detection.anchor?.getBoundingClientRect());
    const width = document.defaultView?.innerWidth ?? 0;
    for (const [index, { answered, host: badge, drawn }] of items.entries()) {
      const box = boxes[index];
      const spot = badge.parentElement;
      if (!spot || !box || drawn === 'page-badge') continue;
      const isShown = box.width > 0 && box.height > 0;
      spot.style.display = isShown ? '' : 'none';
      const isInText = answered.detection.anchor instanceof Range;
      const x = Math.min(isInText ? box.right - 3.5 : box.right + 1, width - 24);
      const y = isInText ? box.top + 3 : (box.top + box.bottom) / 2;
      spot.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)${isInText ? ` scale(${scaleInText})` : ''}`;
    }
  }

  function mark(answers: Answered[]): void {
    marked = answers;
    const { highlights } = CSS;
    if (!highlights) return;
    for (const [state, name] of Object.entries(marks)) {
      const ranges = answers.flatMap((answered) => {
        const { anchor } = answered.detection;
        return anchor instanceof Range && stateOf(answered) === state ? [anchor] : [];
      });
      if (ranges.length > 0) highlights.set(name, new Highlight(...ranges));
      else highlights.delete(name);
    }
  }

  return {
    show(answers: Answered[]): void {
      mark(answers.filter(({ detection }) => detection.anchor instanceof Range));
      const before = hung;
      hung = answers.flatMap((answered) => {
        const { anchor } = answered.detection;
        // In an editor a healthy name is only underlined: what is well needs no sign in somebody's text.
        if (anchor instanceof Range && stateOf(answered) === 'healthy') return [];
        const drawn: Drawn = anchor ? 'overlay' : 'page-badge';
        const same = before.find((one) => one.drawn === drawn && isSame(one.answered, answered));
        if (same) before.splice(before.indexOf(same), 1);
        return [same ? { ...same, answered } : hang(answered, drawn)];
      });
      for (const { host: badge } of before) badge.parentElement?.remove();
      place(hung);
      if (hung.length === 0) host?.remove();
    },
    follow: () => place(hung),
    drawn: (): { answered: Answered; drawn: Drawn; host: HTMLElement }[] => [
      ...hung.map(({ answered, drawn, host: badge }) => ({ answered, drawn, host: badge })),
      ...marked
        .filter((answered) => !hung.some((item) => item.answered === answered))
        .map((answered) => ({ answered, drawn: 'mark' as const, host: host ?? document.body })),
    ],
    remove(): void {
      mark([]);
      hung = [];
      host?.remove();
      host = undefined;
      root = undefined;
    },
  };
}
