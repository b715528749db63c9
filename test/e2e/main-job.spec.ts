import { serveConsoles } from '../../demo/consoles/serve';
import { demoAccountId, demoHost, demoIds, demoTokens } from '../dbt-cloud/demo-platform';
import { badgeOf, badges, card, clickBadge, expect, openCard, test } from './harness';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop';
const snowflake = 'https://app.snowflake.com/lantern/shop/#/data/databases/ANALYTICS/schemas';

test('somebody connects a dbt project in the settings and sees badges on the console', async ({
  page,
  site,
  sidelight,
  shared,
}) => {
  await serveConsoles(site);
  const ids = demoIds('snowflake');
  await page.goto(sidelight.address('options.html'));
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  await page.getByRole('combobox', { name: 'Warehouse' }).selectOption({ label: 'Snowflake' });
  await page.getByRole('textbox', { name: 'Name' }).fill('Production');
  await page
    .getByRole('textbox', { name: 'Access URL' })
    .fill(`https://${demoHost}/deploy/${demoAccountId}/projects/${ids.project}/environments/${ids.production}`);
  await page.getByLabel('Service token').fill(`Bearer ${demoTokens.jobViewer} `);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(
    page.getByRole('region', { name: 'Result of the test' }).or(page.getByLabel('Result of the test')),
  ).toContainText('OK');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('58 tables')).toBeVisible();

  const console = await shared.browser.context.newPage();
  await console.goto(`${snowflake}/SALES`);
  expect(await badgeOf(console, 'PAYMENTS')).toMatchObject({ state: 'degraded', isVisible: true });
  await console.close();
});

test('badges stand beside dbt relations only, each with its state', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(`${adminer}&ns=sales`);
  await badgeOf(page, 'payments');
  const seen = await badges(page);
  expect(seen.filter(({ label }) => label === 'payments').map(({ state }) => state)).toEqual(['degraded', 'degraded']);
  expect(seen.filter(({ label }) => label === 'orders_old')).toEqual([]);
  expect(seen.every(({ isVisible }) => isVisible)).toBe(true);
  await page.goto(`${adminer}&ns=billing`);
  await page.waitForLoadState('networkidle');
  expect(await badges(page)).toEqual([]);
});

test('the card says why, and is as good after the worker was stopped', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(`${adminer}&ns=sales`);
  // A whole word: the key of the word ends in it too.
  expect((await openCard(page, 'payments')).text).toMatch(/\bDegraded\b/);
  await page.keyboard.press('Escape');
  await expect.poll(() => card(page)).toBeUndefined();
  await sidelight.killWorker();
  const next = await openCard(page, 'customers');
  expect(next.text).toContain('dim_customers');
  await expect.poll(async () => (await card(page))?.text).toContain('One row per customer');
});

test('a click opens the card, Escape closes it, and the row below hears nothing', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(`${snowflake}/SALES`);
  await badgeOf(page, 'ORDERS');
  await page.evaluate(() => {
    Object.assign(window, { heard: 0 });
    document.addEventListener('click', () => Object.assign(window, { heard: 1 }));
  });
  expect((await clickBadge(page, 'ORDERS')).text).toContain('fct_orders');
  expect(await page.evaluate(() => 'heard' in window && window.heard)).toBe(0);
  await page.keyboard.press('Escape');
  await expect.poll(() => card(page)).toBeUndefined();
});

test('names in a worksheet are marked and nothing is put into its text', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(
    'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql',
  );
  await expect
    .poll(async () => (await sidelight.report(page)).tables.map(({ label, drawn }) => `${label} ${drawn}`))
    .toEqual(
      expect.arrayContaining(['orders mark', 'history.customers overlay', 'raw.raw_shopfront."Web Customers" overlay']),
    );
  expect(await page.locator('.cm-content dbt-badge').count()).toBe(0);
});

test('forgetting the connection leaves the page as it was', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await page.goto(`${adminer}&ns=sales`);
  const before = await page.content();
  await connect('postgres');
  await badgeOf(page, 'payments');
  expect(await page.content()).not.toBe(before);
  await sidelight.disconnectAll();
  await expect.poll(() => page.content()).toBe(before);
});
