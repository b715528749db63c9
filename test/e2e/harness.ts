import { test as base, type Page } from '@playwright/test';
import type { SyncStatus } from '../../lib/model';
import { type DemoWarehouse, demoPlatform } from '../dbt-cloud/demo-platform';
import type { Platform } from '../dbt-cloud/platform';
import { type ExtensionBrowser, openBrowser } from './browser';
import { demoConnection } from './demo-site';
import { type Box, badges, card, type SeenBadge, type SeenCard } from './shadow';
import { controlExtension, type Sidelight } from './sidelight';
import { type Site, startSite } from './site';

export { expect } from '@playwright/test';
export { type Fixture, fixtures } from './fixtures';
export { badges, card } from './shadow';

/** One test's own: the rest is shared by all tests of a worker and is cleaned behind each. */
type TestFixtures = {
  page: Page;
  site: Site;
  platform: Platform;
  sidelight: Sidelight;
  /** Adds the demo connection of a warehouse and waits for its nodes. `sites` default to the warehouse's consoles. */
  connect: (warehouse: DemoWarehouse, sites?: string[]) => Promise<SyncStatus>;
};
type Shared = { platform: Platform; site: Site; browser: ExtensionBrowser; sidelight: Sidelight };

/** One browser and one server a worker, a new page a test: five times faster than a browser each. */
export const test = base.extend<TestFixtures, { shared: Shared }>({
  shared: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern; there are none
    async ({}, use) => {
      // All tests of a worker share it: a quick machine asks more in a minute than one account may.
      const platform = demoPlatform({ limits: { discovery: Number.POSITIVE_INFINITY } });
      const site = await startSite(platform);
      const browser = await openBrowser({ port: site.port, spki: site.spki });
      const sidelight = await controlExtension(browser.context, browser.extensionId);
      await use({ platform, site, browser, sidelight });
      await browser.close();
      await site.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ shared }, use) => {
    const page = await shared.browser.context.newPage();
    await use(page);
    await page.close();
  },
  site: async ({ shared }, use) => {
    await use(shared.site);
    shared.site.clear();
  },
  platform: async ({ shared }, use) => {
    shared.platform.requests.length = 0;
    await use(shared.platform);
    shared.platform.faults.clear();
  },
  sidelight: async ({ shared }, use) => {
    await use(shared.sidelight);
    await shared.sidelight.disconnectAll();
  },
  connect: async ({ sidelight }, use) => {
    await use((warehouse, sites) => {
      const { connection, token } = demoConnection(warehouse, sites);
      return sidelight.connect(connection, token);
    });
  },
});

function middle({ x, y, width, height }: Box): [number, number] {
  return [x + width / 2, y + height / 2];
}

/** The badge beside a label, as soon as it is there. */
export async function badgeOf(page: Page, label: string): Promise<SeenBadge> {
  let found: SeenBadge | undefined;
  await base
    .expect(async () => {
      found = (await badges(page)).find((badge) => badge.label === label);
      base.expect(found, `a badge beside ${label}`).toBeDefined();
    })
    .toPass({ timeout: 10_000 });
  if (!found) throw new Error(`no badge beside ${label}`);
  return found;
}

/** Rests on the badge beside a label until its card is open. */
export async function openCard(page: Page, label: string): Promise<SeenCard> {
  const badge = await badgeOf(page, label);
  await page.mouse.move(0, 0);
  await page.mouse.move(...middle(badge.box), { steps: 3 });
  return openedCard(page);
}

/** Clicks on the badge beside a label and waits for its card. */
export async function clickBadge(page: Page, label: string): Promise<SeenCard> {
  const badge = await badgeOf(page, label);
  await page.mouse.click(...middle(badge.box));
  return openedCard(page);
}

async function openedCard(page: Page): Promise<SeenCard> {
  let seen: SeenCard | undefined;
  await base
    .expect(async () => {
      seen = await card(page);
      base.expect(seen?.text, 'an open card').toBeTruthy();
    })
    .toPass({ timeout: 10_000 });
  if (!seen) throw new Error('no card is open');
  return seen;
}
