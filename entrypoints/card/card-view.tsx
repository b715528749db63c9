import type { Box } from '../../components/placement';
import { visibleText } from '../../components/visible-text';
import { asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { Preferences } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { type Answered, nodesOf } from '../../lib/page/answered';
import type { CardView, SeenName } from '../../lib/page/late-parts';
import { words } from '../../lib/words';
import { type CardSpot, cardHost } from './card-host';
import { CardPage, NothingHere, type Page } from './card-page';
import { deepActive, focusedName } from './focused-name';
import { nameBox, nameText } from './name-box';

/** A card that follows another within this time opens at once: somebody is going down a list. */
const chainMs = 300;
/** Time to move from the badge to its card. */
const leaveMs = 300;
/** A faster answer needs no skeleton; it would only flicker. */
const skeletonMs = 600;
/** How often ages in an open card are brought up to date, as on our own pages. */
const tickMs = 20_000;
/** Long enough to read one short sentence. */
const hintMs = 4000;

/** What the card now shows. `page` absent: the list of candidates. `trail`: where *Back* leads, newest last. */
type Shown = {
  answered: Answered;
  badge: HTMLElement | undefined;
  name: Box;
  /** What stood there: a row that now shows another name is not the row of this card. */
  text: string;
  page: Page | undefined;
  trail: (Page | undefined)[];
  isPinned: boolean;
  isByKey: boolean;
};

const isNear = (one: Box, other: Box) => Math.abs(one.x - other.x) < 2 && Math.abs(one.y - other.y) < 2;

/** The one card of a page. Escape closes it and gives the focus back. */
export function cardView(document: Document, preferences: Preferences, signal: AbortSignal): CardView {
  const view = document.defaultView ?? window;
  let shown: Shown | undefined;
  let isHinting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ticks: ReturnType<typeof setInterval> | undefined;
  let frame = 0;
  let closedAt = Number.NEGATIVE_INFINITY;
  let focusedBefore: HTMLElement | undefined;

  const after = (ms: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  /** Whoever reads by keys or types in the card has not left it with the pointer. */
  const leave = () => {
    clearTimeout(timer);
    if (!shown?.isPinned && !shown?.isByKey && !host.isTyping()) after(leaveMs, () => host.isHovered() || close());
  };
  const host = cardHost(
    document,
    {
      entered: () => clearTimeout(timer),
      left: leave,
      // A pinned card leaves the console its Escape.
      escaped(isInside) {
        const isOurs = isInside || !shown?.isPinned;
        if (isOurs) close();
        return isOurs;
      },
      tabbedOut: () => (shown?.isPinned ? giveFocusBack() : close()),
    },
    signal,
  );

  function open(answered: Answered, badge: HTMLElement | undefined, how: 'rest' | 'click' | 'key'): void {
    clearTimeout(timer);
    const name = nameBox(answered, badge);
    const isRest = how === 'rest';
    if (!name || (isRest && shown && (shown.isPinned || isNear(shown.name, name)))) return;
    if (!shown) focusedBefore = deepActive(document);
    const nodes = nodesOf(answered.resolution);
    const facts = nodes.length === 1 ? nodes[0] : undefined;
    const isPinned = shown?.isPinned ?? false;
    const [text, isByKey] = [nameText(answered), how === 'key'];
    shown = { answered, badge, name, text, page: facts && { facts }, trail: [], isPinned, isByKey };
    isHinting = false;
    draw();
    clearInterval(ticks);
    ticks = setInterval(draw, tickMs);
    changes.observe(document, { childList: true, characterData: true, subtree: true });
    if (shown.page) fetchDetails(shown.page);
    if (!isRest) host.focus();
  }

  function fetchDetails(page: Page): void {
    const waiting = setTimeout(() => update(page, { isWaiting: true }), skeletonMs);
    send('node', { key: nodeKeyOf(page.facts) })
      .then(
        (details) => update(page, { ...(details && { details, facts: details.facts }), isWaiting: false }),
        (thrown: unknown) => update(page, { error: asAppError(thrown), isWaiting: false }),
      )
      .finally(() => clearTimeout(waiting));
  }

  function update(page: Page, change: Partial<Page>): void {
    Object.assign(page, change);
    if (shown?.page === page) draw();
  }

  /** Another page in the same place; the keyboard goes along when it was in the card. */
  function turn(page: Page | undefined, trail: (Page | undefined)[]): void {
    if (!shown) return;
    const hadFocus = host.hasFocus();
    shown = { ...shown, page, trail };
    draw();
    if (hadFocus) host.focus();
  }

  function show(page: Page): void {
    if (!shown) return;
    turn(page, [...shown.trail, shown.page]);
    if (!page.details) fetchDetails(page);
  }

  function openNode(uniqueId: string): void {
    const from = shown?.page;
    if (!from) return;
    send('node', { key: nodeKeyOf({ ...from.facts, uniqueId }) }).then(
      (details) => {
        if (shown?.page !== from) return;
        if (details) show({ facts: details.facts, details });
        else update(from, { notice: words('cardNodeUnknown', visibleText(uniqueId, 200)) });
      },
      (thrown: unknown) => update(from, { error: asAppError(thrown) }),
    );
  }

  function pin(isPinned: boolean): void {
    if (!shown) return;
    shown.isPinned = isPinned;
    draw();
  }

  function spotOf({ answered, name, isPinned }: Shown): CardSpot {
    const { anchor } = answered.detection;
    const near = anchor instanceof Range ? anchor.startContainer.parentElement : anchor;
    return { name, near: near ?? document.body, isInList: anchor instanceof Element, isDocked: isPinned };
  }

  function draw(): void {
    if (!shown) return;
    const { answered, page, trail, isPinned } = shown;
    const content = (
      <CardPage
        {...{ answered, page, isPinned }}
        depth={trail.length}
        onOpen={(facts) => show({ facts })}
        onOpenNode={openNode}
        onPin={pin}
        onBack={trail.length > 0 ? () => turn(trail.at(-1), trail.slice(0, -1)) : undefined}
        onClose={close}
      />
    );
    host.show(content, spotOf(shown));
  }

  /** The page moved or changed: the card follows its name, and goes when the name is out of sight. */
  function follow(moved?: Event): void {
    // A pinned card stays where it is, whatever becomes of its name.
    if (!shown || frame !== 0 || (shown.isPinned && moved?.type !== 'resize' && moved?.type !== 'change')) return;
    frame = view.requestAnimationFrame(() => {
      frame = 0;
      if (!shown) return;
      const name = nameBox(shown.answered, shown.badge);
      const isInSight =
        name && nameText(shown.answered) === shown.text && name.y + name.height > 0 && name.y < view.innerHeight;
      if (isInSight) shown.name = name;
      if (isInSight || shown.isPinned) host.place(spotOf(shown));
      else if (!host.hasFocus()) close();
    });
  }

  // Nothing tells of a pointer that stands where a name was.
  const changes = new MutationObserver(() => follow());

  function giveFocusBack(): void {
    if (host.hasFocus()) focusedBefore?.focus({ preventScroll: true });
  }

  function close(): void {
    clearTimeout(timer);
    clearInterval(ticks);
    if (!shown && !isHinting) return;
    if (shown) closedAt = performance.now();
    shown = undefined;
    isHinting = false;
    changes.disconnect();
    giveFocusBack();
    host.hide();
  }

  /** Nothing dbt knows is where the keyboard is: said in one sentence, which goes by itself. */
  function hint(): void {
    if (shown) return;
    isHinting = true;
    const near = deepActive(document) ?? document.body;
    const { x, y, width, height } = near.getBoundingClientRect();
    host.show(<NothingHere />, { name: { x, y, width, height }, near, isInList: false, isDocked: true });
    after(hintMs, close);
  }

  const options = { signal, capture: true };
  document.addEventListener(
    'pointerdown',
    ({ target, isTrusted }) => isTrusted && target !== host.element && !shown?.isPinned && close(),
    options,
  );
  document.addEventListener('scroll', follow, { ...options, passive: true });
  view.addEventListener('resize', follow, options);
  view.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', follow, options);
  signal.addEventListener('abort', () => {
    close();
    host.remove();
  });

  return {
    close,
    renew() {
      leave();
      for (const page of [shown?.page, ...(shown?.trail ?? [])]) if (page) fetchDetails(page);
    },
    wish(answered, badge, wish) {
      if (wish.wish === 'leave') return leave();
      if (wish.isDeliberate) return open(answered, badge, 'click');
      if (preferences.dwellMs === 0) return;
      const isChain = shown !== undefined || performance.now() - closedAt < chainMs;
      // The browser tells of a pointer with its next frame, and a part may come late: neither is a second dwell.
      const restedMs = performance.now() - wish.at;
      after(isChain ? 0 : Math.max(0, preferences.dwellMs - restedMs), () => open(answered, badge, 'rest'));
    },
    openAtFocus(seen: SeenName[]) {
      const found = focusedName(document, seen);
      if (found) open(found.answered, found.host, 'key');
      else hint();
    },
  };
}
