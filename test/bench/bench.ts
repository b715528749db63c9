import type { Page } from '@playwright/test';
import type { Stage } from './stage';
import { type Cost, costOf, type TraceEvent, traced } from './trace';

/** What the rows of one run share. `longest` and `evaluations` are gathered from every trace for P4 and P12. */
export type Bench = {
  stage: Stage;
  runs: number;
  /** For what takes long: as many, but not more than five, so that a whole run ends within half an hour. */
  fewRuns: number;
  longest: { ms: number; where: string };
  throttledLongest: { ms: number; where: string };
  evaluations: number[];
  /** Records an action and takes note of our longest call in it. */
  cost: (page: Page, where: string, action: () => Promise<void>, how?: Recording) => Promise<Cost>;
};

export type Recording = { isPageStill?: boolean; isThrottled?: boolean; keep?: (events: TraceEvent[]) => void };

export function newBench(stage: Stage, runs: number): Bench {
  const bench: Bench = {
    stage,
    runs,
    fewRuns: Math.min(runs, 5),
    longest: { ms: 0, where: '' },
    throttledLongest: { ms: 0, where: '' },
    evaluations: [],
    async cost(page, where, action, { isPageStill = false, isThrottled = false, keep } = {}) {
      const events = await traced(page, action);
      keep?.(events);
      const cost = costOf(events, { isPageStill });
      const longest = isThrottled ? bench.throttledLongest : bench.longest;
      if (cost.longest > longest.ms)
        Object.assign(longest, { ms: cost.longest, where: `${where}: ${cost.longestName}` });
      if (cost.evaluate > 0) bench.evaluations.push(cost.evaluate);
      return cost;
    },
  };
  return bench;
}

/** Slows a page's processor down so many times. */
export async function throttle(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** Until there are so many badges in the page. */
export async function waitForBadges(page: Page, count: number): Promise<void> {
  await page.waitForFunction((least) => document.querySelectorAll('dbt-badge').length >= least, count, {
    polling: 200,
    timeout: 120_000,
  });
}
