import type { SourceContext } from '../source';
import { type ListAsk, type ListPage, readKin, readPage } from './discovery';
import type { Platform } from './failures';

/** One page of a list, and its nodes' neighbours where those are asked for: `undefined` when dbt finds that too much. */
export type PageAndKin = { page: ListPage; kin: Promise<unknown[] | undefined> };

/**
 * The one page that comes next, asked for as soon as its cursor is known: what makes nodes of a page then works while dbt
 * answers. It only saves time: a page that failed, or that nobody comes for, is asked for again like any other.
 */
export type Ahead = {
  /** Asks for a page that will be wanted soon. */
  ask: (context: SourceContext, asked: ListAsk, hasKin: boolean) => void;
  /** That page where it was asked for, else the page asked for now. */
  page: (context: SourceContext, asked: ListAsk, hasKin: boolean) => Promise<PageAndKin>;
};

export function aheadOf(platform: Platform): Ahead {
  let coming: { name: string; both: Promise<PageAndKin> } | undefined;
  return {
    ask(context, asked, hasKin) {
      coming = { name: JSON.stringify(asked), both: readBoth(platform, context, asked, hasKin) };
      // Whoever comes for it hears of a failure
      coming.both.catch(() => undefined);
    },
    page(context, asked, hasKin) {
      const known = coming;
      coming = undefined;
      return known?.name === JSON.stringify(asked) ? known.both : readBoth(platform, context, asked, hasKin);
    },
  };
}

/** Both are on their way at once. A page that had to become smaller has fewer neighbours: these are then asked for anew. */
async function readBoth(
  platform: Platform,
  context: SourceContext,
  asked: ListAsk,
  hasKin: boolean,
): Promise<PageAndKin> {
  const early = hasKin ? readKin(platform, context, asked) : Promise.resolve(undefined);
  // Heard of by whoever awaits it, when the page itself has been found good
  early.catch(() => undefined);
  const page = await readPage(platform, context, asked);
  if (!hasKin || page.size === asked.size) return { page, kin: early };
  const kin = readKin(platform, context, { ...asked, size: page.size });
  kin.catch(() => undefined);
  return { page, kin };
}
