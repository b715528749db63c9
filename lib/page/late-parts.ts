import type { Preferences, SyncStatus } from '../model';
import type { Answered, BadgeWish } from './answered';
import type { SqlReaderOfPage } from './readers/reader';

/** A name that dbt knows, and its badge where it has one. */
export type SeenName = { answered: Answered; host: HTMLElement | undefined };

/** The one card of a page. */
export type CardView = {
  /** A badge, or a marked name without one, was rested on, left, or clicked. */
  wish: (answered: Answered, badge: HTMLElement | undefined, wish: BadgeWish) => void;
  /** Somebody asked by keys: the card of the name in the focused row or at the caret. */
  openAtFocus: (seen: SeenName[]) => void;
  close: () => void;
  /** There is news: a card that is pinned, read by keys or under the pointer stays, and says it. */
  renew: () => void;
};

/** Marks of names in editors: exactly these are shown. */
export type TextMarks = { show: (answers: Answered[]) => void };

/** What the content script begins without; the background puts each beside it when asked (`bring`). */
export type LatePart = 'card' | 'editors';

declare global {
  var sidelightCard: ((document: Document, preferences: Preferences, signal: AbortSignal) => CardView) | undefined;
  /** Shows the quiet mark for what is wrong with the connections; gives what takes it away. Part of `card`. */
  var sidelightWarning: ((document: Document, statuses: SyncStatus[]) => () => void) | undefined;
  var sidelightEditors: SqlReaderOfPage | undefined;
  /** Part of `editors`. `opened` hears what people ask of a mark. */
  var sidelightMarks:
    | ((document: Document, opened: (answered: Answered, wish: BadgeWish) => void, signal: AbortSignal) => TextMarks)
    | undefined;
}

/** An update may leave the parts of the version before it in the same world: they are not ours. */
export function forgetParts(): void {
  globalThis.sidelightCard = undefined;
  globalThis.sidelightWarning = undefined;
  globalThis.sidelightEditors = undefined;
  globalThis.sidelightMarks = undefined;
}
