import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { expect, fixtures, test } from './harness';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop';
const worksheet =
  'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql';

/** A tab in front of the panel's own: the panel follows what is in front of its window. */
async function openInFront(context: BrowserContext, address: string, work: (tab: Page) => Promise<void>) {
  const tab = await context.newPage();
  await tab.goto(address);
  await work(tab);
  await tab.close();
}

test('the panel lists the tables of a query while somebody types, worst first', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sidelight.address('sidepanel.html'));
  await openInFront(page.context(), worksheet, async (tab) => {
    const query = page.getByRole('region', { name: 'In the query' });
    await expect(query.getByRole('button', { name: /fct_orders/ })).toBeVisible();
    await expect(query.getByRole('button', { name: /fct_payments/ })).toHaveCount(0);
    await tab.locator('.cm-content').click();
    await tab.keyboard.press('ControlOrMeta+End');
    await tab.keyboard.type('\nselect * from analytics.sales.payments;');
    await expect(query.getByRole('button').first()).toContainText('fct_payments');
    await expect(query.getByRole('status')).toContainText(/\d of \d healthy; fct_payments: /);
  });
});

test('a click opens the card, a parent opens in its place, and Back leads back', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(sidelight.address('sidepanel.html'));
  await openInFront(page.context(), `${adminer}&ns=sales`, async () => {
    await page.getByRole('button', { name: /fct_payments/ }).press('Enter');
    await expect(page.getByRole('heading', { name: /fct_payments/ })).toBeVisible();
    await page.getByRole('button', { name: 'stg_shopfront__payments' }).first().click();
    await expect(page.getByRole('heading', { name: /stg_shopfront__payments/ })).toBeVisible();
    await page.getByRole('button', { name: 'Back' }).press('Enter');
    await expect(page.getByRole('heading', { name: /fct_payments/ })).toBeVisible();
    await page.getByRole('button', { name: 'Back' }).press('Enter');
    await expect(page.getByRole('region', { name: 'On this page' })).toBeVisible();
  });
});

test('the panel counts healthy tables also where only problems are badged, and follows the tab in front', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(sidelight.address('sidepanel.html'));
  await expect(page.getByText('No connection applies to the page in front.')).toBeVisible();
  const context = page.context();
  const popup = await context.newPage();
  await popup.goto(sidelight.address('popup.html'));
  await popup.getByLabel('Problems only').check();
  await openInFront(context, `${adminer}&ns=sales`, async (tab) => {
    await expect(page.getByRole('button', { name: /dim_products/ }).first()).toBeVisible();
    await tab.goto(`${adminer}&ns=billing`);
    await expect(page.getByText('No table of dbt found on this page.')).toBeVisible();
  });
  await expect(page.getByText('No connection applies to the page in front.')).toBeVisible();
  await popup.getByLabel('All').check();
  await popup.close();
});

test('tables of a Monaco editor in BigQuery are listed', async ({ page, site, connect, sidelight }) => {
  const fixture = fixtures().find(({ name }) => name === 'bigquery/2026-11-20-editor-two-tabs');
  if (!fixture) throw new Error('The fixture is gone.');
  site.serve(fixture.address.split('#')[0] ?? '', fixture.html);
  await connect('bigquery');
  await page.goto(sidelight.address('sidepanel.html'));
  await openInFront(page.context(), fixture.address, async () => {
    await expect(
      page.getByRole('region', { name: 'In the query' }).getByRole('button', { name: /fct_orders/ }),
    ).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the panel in ${colorScheme}`, async ({ page, site, connect, sidelight }) => {
    await serveConsoles(site);
    await connect('snowflake');
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 700 });
    await page.goto(sidelight.address('sidepanel.html'));
    const violations = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    await openInFront(page.context(), worksheet, async () => {
      await expect(page.getByRole('region', { name: 'In the query' })).toBeVisible();
      expect(await violations()).toEqual([]);
      await page.getByRole('button', { name: /fct_orders/ }).click();
      await expect(page.getByRole('heading', { name: /fct_orders/ })).toBeVisible();
      expect(await violations()).toEqual([]);
    });
  });
}
