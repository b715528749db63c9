import { serveConsoles } from '../../demo/consoles/serve';
import { demoAccountId, demoHost, demoIds, demoTokens } from '../dbt-cloud/demo-platform';
import { badgeOf, card, clickBadge, expect, test } from './harness';
import { tabTo } from './keyboard';

test('somebody sets everything up by keyboard alone, from the first page to a badge', async ({
  page,
  site,
  sidelight,
}) => {
  await serveConsoles(site);
  const ids = demoIds('snowflake');
  await page.goto(sidelight.address('welcome.html'));
  await tabTo(page, 'radio', 'Snowflake');
  await tabTo(page, 'button', 'Next');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Its console' })).toBeFocused();
  // The hosts are granted in this copy of the extension: the browser's own question is answered in `npm run test:prompt`.
  await tabTo(page, 'button', 'Allow access');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textbox', /Access URL/);
  await page.keyboard.type(
    `https://${demoHost}/deploy/${demoAccountId}/projects/${ids.project}/environments/${ids.production}`,
  );
  await tabTo(page, 'textbox', 'Service token');
  await page.keyboard.type(demoTokens.jobViewer);
  await tabTo(page, 'button', 'Connect');
  await page.keyboard.press('Enter');
  await expect(page.getByText('58 tables')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('link', { name: 'Open app.snowflake.com' })).toBeVisible();
  await page.goto('https://app.snowflake.com/lantern/shop/#/data/databases/ANALYTICS/schemas/SALES');
  expect(await badgeOf(page, 'PAYMENTS')).toMatchObject({ state: 'degraded' });
});

test('the first run says at once what is wrong with a token or an address, before anything is asked', async ({
  page,
  platform,
  sidelight,
}) => {
  await page.goto(sidelight.address('welcome.html'));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Allow access' }).click();
  const address = page.getByRole('textbox', { name: /Access URL/ });
  await address.fill('http://lantern.us1.dbt.com/');
  await expect(page.getByText('Only https addresses.')).toBeVisible();
  await address.fill('https://lantern.getdbt.com.evil.example/');
  await expect(page.getByText('lantern.getdbt.com.evil.example only looks like dbt')).toBeVisible();
  await address.fill(`https://${demoHost}/deploy/${demoAccountId}/projects/71001/environments/72001`);
  await page.getByRole('textbox', { name: 'Service token' }).fill('hunter2!');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('This does not look like a dbt service token.')).toBeVisible();
  await address.fill('');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(address).toBeFocused();
  expect(platform.requests).toEqual([]);
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
});

test('the sample project works with no account and no network, through the same badges and cards', async ({
  page,
  platform,
  site,
  sidelight,
}) => {
  await page.goto(sidelight.address('welcome.html'));
  await page.getByRole('link', { name: 'Try with the sample project' }).click();
  expect(await badgeOf(page, 'lamps')).toMatchObject({ state: 'degraded' });
  expect(await badgeOf(page, 'customers')).toMatchObject({ state: 'healthy' });
  await clickBadge(page, 'lamps');
  await expect.poll(async () => (await card(page))?.text).toContain('accepted_values');
  expect([platform.requests, site.misses]).toEqual([[], []]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove the sample' }).click();
  await expect(page.getByText('The sample is removed.')).toBeVisible();
  await expect(page.locator('dbt-badge')).toHaveCount(0);
});
