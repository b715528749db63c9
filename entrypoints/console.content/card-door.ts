import { send } from '../../lib/messages/client';
import type { Preferences } from '../../lib/model';
import type { CardView, SeenName } from '../../lib/page/late-parts';

/** What can be asked of the card, whether its part is there or not. */
export type CardDoor = Pick<CardView, 'wish' | 'openAtFocus'>;

/** Stands for the card until its part is there: brings it at the first wish, and then passes on the newest one. */
export function cardDoor(document: Document, preferences: Preferences, signal: AbortSignal): CardDoor {
  let card: CardView | undefined;
  let newest: ((card: CardView) => void) | undefined;
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
    const there = open();
    if (there) newest?.(there);
    newest = undefined;
  }

  function pass(wish: (card: CardView) => void): void {
    const there = open();
    if (there) wish(there);
    else {
      newest = wish;
      // A worker that does not answer is asked again by the next wish.
      bring().catch(() => undefined);
    }
  }

  return {
    wish: (answered, badge, wish) => pass((there) => there.wish(answered, badge, wish)),
    openAtFocus: (seen: SeenName[]) => pass((there) => there.openAtFocus(seen)),
  };
}
