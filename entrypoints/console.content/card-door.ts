import { send } from '../../lib/messages/client';
import type { Preferences } from '../../lib/model';
import type { Answered, BadgeWish } from '../../lib/page/answered';
import type { CardView } from '../../lib/page/late-parts';

/** Stands for the card until its part is there: brings it at the first wish, and then passes on the newest one. */
export function cardDoor(document: Document, preferences: Preferences, signal: AbortSignal): CardView['wish'] {
  let card: CardView | undefined;
  let newest: Parameters<CardView['wish']> | undefined;
  let isAsked = false;

  function open(): CardView | undefined {
    if (!card && !signal.aborted) card = globalThis.sidelightCard?.(document, preferences, signal);
    return card;
  }

  async function bring(): Promise<void> {
    if (isAsked) return;
    isAsked = true;
    try {
      await send('bring', { part: 'card' });
    } finally {
      isAsked = false;
    }
    if (newest) open()?.wish(...newest);
    newest = undefined;
  }

  return (answered: Answered, badge: HTMLElement, wish: BadgeWish) => {
    const since = performance.now();
    if (open()) card?.wish(answered, badge, wish, since);
    else {
      newest = [answered, badge, wish, since];
      // A worker that does not answer is asked again by the next wish.
      bring().catch(() => undefined);
    }
  };
}
