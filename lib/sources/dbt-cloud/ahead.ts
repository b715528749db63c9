import type { SourceContext } from '../source';
import { type ListAsk, type ListPage, readPage } from './discovery';
import type { Platform } from './failures';

/**
 * The one page that comes next, asked for as soon as its cursor is known: what makes nodes of a page then works while dbt
 * answers. It only saves time: a page that failed, or that nobody comes for, is asked for again like any other.
 */
export type Ahead = {
  /** Asks for a page that will be wanted soon. */
  ask: (context: SourceContext, asked: ListAsk) => void;
  /** That page where it was asked for, else the page asked for now. */
  page: (context: SourceContext, asked: ListAsk) => Promise<ListPage>;
};

export function aheadOf(platform: Platform): Ahead {
  let coming: { name: string; page: Promise<ListPage> } | undefined;
  return {
    ask(context, asked) {
      coming = { name: JSON.stringify(asked), page: readPage(platform, context, asked) };
      // Whoever comes for it hears of a failure
      coming.page.catch(() => undefined);
    },
    page(context, asked) {
      const known = coming;
      coming = undefined;
      return known?.name === JSON.stringify(asked) ? known.page : readPage(platform, context, asked);
    },
  };
}
