import { serveConsoles } from '../../demo/consoles/serve';
import { badgeOf, expect, test } from './harness';

test('a refused token is told by one quiet mark, and the badges stay', async ({
  page,
  site,
  connect,
  platform,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto('https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales');
  await badgeOf(page, 'payments');
  platform.faults.add({ fault: 'unauthorized' });
  // Right after a whole sync a click asks nothing of dbt: people click twice.
  const refresh = () => sidelight.ask('sync', { connectionId: 'demo-postgres' }).then(String, String);
  await expect.poll(refresh, { timeout: 20_000, intervals: [2_000] }).toContain('unauthorized');
  await expect(page.locator('dbt-overlay')).toBeAttached();
  await page.goto(sidelight.address('popup.html'));
  await expect(page.getByText('401 Unauthorized')).toBeVisible();
  await page.goto('https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales');
  expect(await badgeOf(page, 'payments')).toMatchObject({ state: 'degraded' });
});

test('problems only hides what is healthy, at once and everywhere', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto('https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales');
  await badgeOf(page, 'payments');
  const count = () => page.locator('dbt-badge').count();
  const all = await count();
  const popup = await shared.browser.context.newPage();
  await popup.goto(sidelight.address('popup.html'));
  await popup.getByLabel('Problems only').check();
  await expect.poll(count).toBeLessThan(all);
  expect(await badgeOf(page, 'payments')).toMatchObject({ state: 'degraded' });
  await popup.getByLabel('All').check();
  await expect.poll(count).toBe(all);
  await popup.close();
});
