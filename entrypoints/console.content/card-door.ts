import { send } from '../../lib/messages/client';
import type { Preferences } from '../../lib/model';
import type { CardView, SeenName } from '../../lib/page/late-parts';

/** What can be asked of the card, whether its part is there or not. */
export type CardDoor = Omit<CardView, 'renew'> & {
  /** The page is read anew. */
  renew: (preferences: Preferences) => void;
};

/**
 * Stands for the card until its part is there: brings it at the first wish, and then passes on the newest one. There is one as long as
 * the content script runs, for a sync is no reason to take away what somebody reads.
 */
export function cardDoor(document: Document, signal: AbortSignal): CardDoor {
  const preferences = {} as Preferences; // as: told before anything is wished, and anew with each welcome
  let card: CardView | undefined;
  let newest: ((card: CardView) => void) | undefined;
  let asked: Promise<void> | undefined;

  function open(): CardView | undefined {
    if (!card && !signal.aborted) card = globalThis.sidelightCard?.(document, preferences, signal);
    return card;
  }

  function passNewest(): void {
    const there = open();
    if (there) newest?.(there);
  }

  function pass(wish: (card: CardView) => void): void {
    const there = open();
    if (there) wish(there);
    else {
      newest = wish;
      // A worker that does not answer is asked again by the next wish.
      asked ??= send('bring', { part: 'card' })
        .then(passNewest)
        .catch(() => undefined)
        .finally(() => (asked = undefined));
    }
  }

  return {
    wish: (answered, badge, wish) => pass((there) => there.wish(answered, badge, wish)),
    openAtFocus: (seen: SeenName[]) => pass((there) => there.openAtFocus(seen)),
    close: () => card?.close(),
    renew(next) {
      Object.assign(preferences, next);
      card?.renew();
    },
  };
}
