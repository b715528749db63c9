import type { Page } from '@playwright/test';
import { demoConnection } from '../e2e/demo-site';
import { pressInCard } from '../e2e/in-card';
import { said } from '../e2e/said';
import { badges, card, type SeenBadge } from '../e2e/shadow';
import type { Stage, Surface } from './surface';

/** Surfaces in a console's own page. */

const size = { width: 1280, height: 800 };
const schema = (name: string) => `https://app.snowflake.com/lantern/shop/#/data/databases/ANALYTICS/schemas/${name}`;
const worksheet =
  'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql';

/** Asks until there is an answer; the surface is not there at once. */
async function until<T>(page: Page, ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await page.waitForTimeout(100);
  }
}

/** The first badge beside a label, once all have come: which is first must not depend on which came first. */
async function badgeBeside(page: Page, label: string): Promise<SeenBadge> {
  let before = '';
  return await until(page, async () => {
    await page.waitForTimeout(300);
    const seen = await badges(page);
    const isSame = JSON.stringify(seen) === before;
    before = JSON.stringify(seen);
    return isSame ? seen.find((badge) => badge.label === label) : undefined;
  });
}

async function rest(page: Page, label: string, words: string): Promise<void> {
  const { x, y, width, height } = (await badgeBeside(page, label)).box;
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  await until(page, async () => ((await card(page))?.text.includes(words) ? true : undefined));
}

async function visit({ page, connect }: Stage, address: string): Promise<void> {
  await connect('snowflake');
  await page.goto(address);
}

const cardSurface = (name: string, where: string, label: string, words: string): Surface => ({
  name: `console-card-${name}`,
  size,
  isCut: true,
  async open(stage) {
    await visit(stage, schema(where));
    await rest(stage.page, label, words);
  },
  again: (page) => rest(page, label, words),
});

export const consoleSurfaces: Surface[] = [
  {
    name: 'console-badges',
    size,
    isCut: true,
    async open(stage) {
      await visit(stage, schema('SALES'));
      await badgeBeside(stage.page, 'PAYMENTS');
    },
  },
  cardSurface('tests', 'SALES', 'PAYMENTS', said('cardTests')),
  cardSurface('error', 'INTERMEDIATE', 'INT_GLASS_YIELD', said('cardLastRun')),
  cardSurface('deprecated', 'SALES', 'PRODUCTS_V1', said('cardDeprecation')),
  cardSurface('healthy', 'SALES', 'ORDERS', said('cardDescription')),
  {
    name: 'console-card-source',
    size,
    isCut: true,
    async open(stage) {
      await visit(stage, schema('SALES').replace('ANALYTICS/schemas/SALES', 'RAW/schemas/RAW_SHOPFRONT'));
      await rest(stage.page, 'Web Customers', said('cardFreshness'));
    },
    again: (page) => rest(page, 'Web Customers', said('cardFreshness')),
  },
  {
    name: 'console-card-pinned-with-back',
    size,
    isCut: true,
    async open(stage) {
      await visit(stage, schema('SALES'));
      await rest(stage.page, 'PAYMENTS', said('cardParents'));
      await pressInCard(stage.page, said('cardPin'));
      await pressInCard(stage.page, 'stg_shopfront__payments');
      await until(stage.page, async () =>
        (await card(stage.page))?.text.includes(`stg_shopfront__payments ${said('healthTypeModel')}`)
          ? true
          : undefined,
      );
    },
  },
  {
    name: 'console-card-ambiguous',
    size,
    isCut: true,
    async open(stage) {
      await stage.connect('snowflake');
      const { connection, token } = demoConnection('snowflake');
      await stage.sidelight.connect({ ...connection, id: 'second', name: 'A second project' }, token);
      await stage.page.goto(schema('SALES'));
      await rest(stage.page, 'PAYMENTS', said('cardAmbiguous', '2'));
    },
    again: (page) => rest(page, 'PAYMENTS', said('cardAmbiguous', '2')),
  },
  {
    name: 'console-worksheet',
    size,
    isCut: true,
    async open(stage) {
      await visit(stage, worksheet);
      const spot = stage.page.getByText('from orders').first();
      await until(stage.page, async () => ((await badges(stage.page)).length > 2 ? true : undefined));
      await spot.hover({ position: { x: 90, y: 8 } });
      await until(stage.page, () => card(stage.page));
    },
  },
  {
    name: 'console-warning',
    size,
    isCut: true,
    async open(stage) {
      await stage.connect('snowflake');
      stage.platform.faults.add({ fault: 'unauthorized' });
      await until(stage.page, async () => {
        const told = await stage.sidelight.refresh('demo-snowflake');
        return told.includes('unauthorized') ? true : undefined;
      });
      await stage.page.goto(schema('SALES'));
      await badgeBeside(stage.page, 'PAYMENTS');
      await stage.page.mouse.move(size.width - 22, size.height - 22);
    },
  },
];
