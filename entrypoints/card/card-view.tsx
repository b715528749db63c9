import { AmbiguousCard } from '../../components/AmbiguousCard';
import { cardCss } from '../../components/card-css';
import { NodeCard } from '../../components/NodeCard';
import { placeCard } from '../../components/placement';
import { type Mount, mountInShadow } from '../../components/shadow';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { NodeDetails } from '../../lib/messages/protocol';
import type { BadgeFacts, Preferences } from '../../lib/model';
import { type Answered, nodesOf } from '../../lib/page/answered';
import type { CardView } from '../../lib/page/late-parts';
import { isOnDark } from '../../lib/page/placement';

/** A card that follows another within this time opens at once: somebody is going down a list. */
const chainMs = 300;
/** Time to move from the badge to its card. */
const leaveMs = 300;
/** A faster answer needs no skeleton; it would only flicker. */
const skeletonMs = 600;

/** What the card now shows. `facts` absent: the list of candidates. */
type Shown = {
  answered: Answered;
  anchor: HTMLElement;
  facts: BadgeFacts | undefined;
  details?: NodeDetails;
  error?: AppError;
  isWaiting?: boolean;
};

/** The one card of a page: `<dbt-card>` on the body, in the browser's top layer. Escape closes it and gives the focus back. */
export function cardView(document: Document, preferences: Preferences, signal: AbortSignal): CardView {
  let host: HTMLElement | undefined;
  let mount: Mount | undefined;
  let shown: Shown | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closedAt = 0;
  let focusedBefore: Element | null = null;

  const after = (ms: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };

  function open(answered: Answered, anchor: HTMLElement, isDeliberate: boolean): void {
    clearTimeout(timer);
    if (shown?.anchor === anchor && !isDeliberate) return;
    const nodes = nodesOf(answered.resolution);
    const facts = nodes.length === 1 ? nodes[0] : undefined;
    focusedBefore = document.activeElement;
    shown = { answered, anchor, facts };
    draw();
    if (facts) fetchDetails(facts.key, shown);
    if (isDeliberate) mount?.root.querySelector<HTMLElement>('button, [tabindex="0"]')?.focus();
  }

  function fetchDetails(key: string, forShown: Shown): void {
    const waiting = setTimeout(() => update(forShown, { isWaiting: true }), skeletonMs);
    send('node', { key })
      .then(
        (details) => update(forShown, { ...(details && { details }), isWaiting: false }),
        (thrown: unknown) => update(forShown, { error: asAppError(thrown), isWaiting: false }),
      )
      .finally(() => clearTimeout(waiting));
  }

  function update(before: Shown, change: Partial<Shown>): void {
    if (shown !== before) return;
    Object.assign(before, change);
    draw();
  }

  /** A node named in the card, or one of several candidates, opens in the same place. */
  function show(facts: BadgeFacts): void {
    if (!shown) return;
    shown = { answered: shown.answered, anchor: shown.anchor, facts };
    draw();
    fetchDetails(facts.key, shown);
  }

  function openNode(uniqueId: string): void {
    const from = shown;
    if (!from?.facts) return;
    const key = from.facts.key.slice(0, from.facts.key.length - from.facts.uniqueId.length) + uniqueId;
    send('node', { key }).then(
      (details) => {
        if (shown !== from || !details) return;
        shown = { answered: from.answered, anchor: from.anchor, facts: details.facts, details };
        draw();
      },
      (thrown: unknown) => update(from, { error: asAppError(thrown) }),
    );
  }

  function tree({ answered, facts, details, error, isWaiting }: Shown) {
    const { evidence, label } = answered.detection;
    const now = Date.now();
    if (!facts) {
      const candidates = nodesOf(answered.resolution);
      return (
        <AmbiguousCard
          name={label}
          candidates={candidates}
          evidence={evidence}
          now={now}
          onOpen={show}
          onClose={close}
        />
      );
    }
    return (
      <NodeCard
        facts={facts}
        node={details?.node}
        description={details?.description}
        fullName={details?.fullName}
        isFromPackage={details?.isFromPackage}
        origin={details?.origin}
        error={error}
        isWaiting={isWaiting === true}
        evidence={evidence}
        now={now}
        onOpenNode={openNode}
        onClose={close}
        onCopy={(text) => void navigator.clipboard.writeText(text).catch(() => undefined)}
      />
    );
  }

  function draw(): void {
    if (!shown) return;
    const content = tree(shown);
    if (!host || !mount) {
      host = document.createElement('dbt-card');
      host.setAttribute('popover', 'manual');
      mount = mountInShadow(host, cardCss, content);
      host.addEventListener('pointerenter', () => clearTimeout(timer));
      mount.root.addEventListener('pointerenter', () => clearTimeout(timer));
      mount.root.addEventListener('pointerleave', () => after(leaveMs, close));
      for (const type of ['keydown', 'keyup', 'keypress', 'click', 'mousedown', 'pointerdown'])
        host.addEventListener(type, keepInside);
    } else mount.draw(content);
    host.setAttribute('data-theme', isOnDark(shown.anchor.parentElement ?? document.body) ? 'dark' : 'light');
    if (!host.isConnected) document.body.append(host);
    if (!host.matches(':popover-open')) host.showPopover();
    position();
  }

  /** Keys and clicks in the card are not the console's. */
  function keepInside(event: Event): void {
    event.stopPropagation();
    if (event instanceof KeyboardEvent && event.type === 'keydown' && event.key === 'Escape') close();
  }

  function position(): void {
    const card = mount?.root.firstElementChild;
    const view = document.defaultView;
    if (!shown || !(card instanceof HTMLElement) || !view) return;
    const name = shown.answered.detection.anchor?.getBoundingClientRect();
    const badge = shown.anchor.getBoundingClientRect();
    const left = Math.min(name?.left ?? badge.left, badge.left);
    const top = Math.min(name?.top ?? badge.top, badge.top - 8);
    const bottom = Math.max(name?.bottom ?? badge.bottom, badge.bottom + 8);
    const around = {
      x: left,
      y: top,
      width: Math.max(name?.right ?? badge.right, badge.right + 16) - left,
      height: bottom - top,
    };
    const { width, height } = card.getBoundingClientRect();
    const isRtl = view.getComputedStyle(shown.anchor).direction === 'rtl';
    const { x, y } = placeCard(around, { width, height }, { width: view.innerWidth, height: view.innerHeight }, isRtl);
    card.style.position = 'absolute';
    card.style.left = `${Math.round(x)}px`;
    card.style.top = `${Math.round(y)}px`;
  }

  function close(): void {
    clearTimeout(timer);
    if (!shown) return;
    shown = undefined;
    closedAt = Date.now();
    const hadFocus = document.activeElement === host;
    host?.hidePopover();
    host?.remove();
    if (hadFocus && focusedBefore instanceof HTMLElement) focusedBefore.focus();
  }

  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && shown) close();
    },
    { signal, capture: true },
  );
  document.addEventListener('pointerdown', ({ target }) => target !== host && close(), { signal, capture: true });
  signal.addEventListener('abort', () => {
    close();
    mount?.unmount();
  });

  return {
    close,
    wish(answered, badge, { wish, isDeliberate }, since = performance.now()) {
      if (wish === 'leave') {
        after(leaveMs, close);
        return;
      }
      if (isDeliberate) open(answered, badge, true);
      else if (preferences.dwellMs > 0) {
        const isChain = shown !== undefined || Date.now() - closedAt < chainMs;
        const restedMs = performance.now() - since;
        after(isChain ? 0 : Math.max(0, preferences.dwellMs - restedMs), () => open(answered, badge, false));
      }
    },
  };
}
