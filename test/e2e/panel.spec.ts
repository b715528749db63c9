import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { accessOf } from './access';
import { badgeOf, expect, test } from './harness';

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
    await page.getByRole('button', { name: /fct_payments/ }).press('Enter');
    await expect(page.getByRole('heading', { name: /fct_payments/ })).toBeVisible();
    await sidelight.ask('disconnect', { connectionId: 'demo-postgres' });
    await expect(page.getByText('dbt has no table or view for this one.')).toBeVisible();
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

test('the panel says which connection has trouble, and leads to the field that ends it', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await sidelight.ask('disconnect', { connectionId: 'demo-postgres', only: 'token' });
  await page.goto(sidelight.address('sidepanel.html'));
  const context = page.context();
  await openInFront(context, `${adminer}&ns=sales`, async () => {
    const state = page.getByRole('article', { name: 'Lantern on postgres' });
    await expect(state.getByText('A token is needed')).toBeVisible();
    const coming = context.waitForEvent('page');
    await state.getByRole('button', { name: 'Add a token' }).click();
    const options = await coming;
    await expect(options.getByRole('textbox', { name: 'New service token' })).toBeFocused();
    await options.close();
  });
});

test('access withdrawn in the browser leaves the way to allow it in the panel, and the tables come back with it', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(sidelight.address('sidepanel.html'));
  const access = await accessOf(shared.browser);
  try {
    await openInFront(page.context(), `${adminer}&ns=sales`, async (tab) => {
      await expect(page.getByRole('region', { name: 'On this page' })).toBeVisible();
      await access.set('ON_CLICK');
      // Whoever looks only now finds a page in front whose address we may not know.
      await page.reload();
      await expect(page.getByText('No connection applies to the page in front.')).toBeVisible();
      const state = page.getByRole('article', { name: 'Lantern on postgres' });
      await expect(state.getByText('adminer.lantern.example')).toContainText('so that Sidelight can work there.');
      await expect(state.getByRole('button', { name: 'Allow access' })).toBeVisible();
      await access.set('ON_ALL_SITES');
      await expect(page.getByRole('region', { name: 'On this page' })).toBeVisible();
      await expect(state).toHaveCount(0);
      await badgeOf(tab, 'payments');
    });
  } finally {
    await access.set('ON_ALL_SITES');
    await access.close();
  }
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
