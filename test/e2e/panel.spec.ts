import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { expect, test } from './harness';

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

test('axe finds nothing in the panel while it shows a card', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.setViewportSize({ width: 360, height: 700 });
  await page.goto(sidelight.address('sidepanel.html'));
  await openInFront(page.context(), worksheet, async () => {
    await page.getByRole('button', { name: /fct_orders/ }).click();
    await expect(page.getByRole('heading', { name: /fct_orders/ })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
