import type { BrowserContext, Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { expect, fixtures, test } from './harness';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop';

/** The popup in a tab of its own; it speaks of the tab in front, so it is drawn anew behind that. */
async function openOver(page: Page, popup: string, address: string, work: (tab: Page) => Promise<void>) {
  await page.goto(popup);
  const tab = await page.context().newPage();
  await tab.goto(address);
  await page.reload();
  await work(tab);
  await tab.close();
}

/** The tab that a click opens. The popup closes itself then, as popups do. */
async function opened(context: BrowserContext, click: () => Promise<void>): Promise<Page> {
  const coming = context.waitForEvent('page');
  await click();
  const page = await coming;
  await page.waitForLoadState();
  return page;
}

test('a missing token leads from the popup to the field that takes one', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('postgres');
  await sidelight.ask('disconnect', { connectionId: 'demo-postgres', only: 'token' });
  await openOver(page, sidelight.address('popup.html'), `${adminer}&ns=sales`, async () => {
    const add = page.getByRole('button', { name: 'Add a token' });
    const options = await opened(page.context(), () => add.click());
    await expect(options.getByRole('textbox', { name: 'New service token' })).toBeFocused();
    await options.close();
  });
});

test('a refresh that dbt refuses is told once, beside its connection', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('postgres');
  await sidelight.ask('disconnect', { connectionId: 'demo-postgres', only: 'token' });
  expect(await sidelight.refresh('demo-postgres')).toContain('has no token');
  await openOver(page, sidelight.address('popup.html'), `${adminer}&ns=sales`, async () => {
    const told = page.getByText('A token is needed');
    await expect(told).toHaveCount(1);
    await page.getByRole('button', { name: 'Refresh' }).click();
    // One sync of a connection at a time: the popup's own has its answer by then.
    await sidelight.ask('sync', { connectionId: 'demo-postgres' }).catch(() => undefined);
    await expect(page.getByRole('article').getByRole('alert')).toHaveCount(1);
    await expect(page.getByRole('alert')).toHaveCount(1, { timeout: 1 });
  });
});

test('without a connection the popup leads to the first run, and elsewhere to a form', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await page.goto(sidelight.address('popup.html'));
  const welcome = await opened(page.context(), () => page.getByRole('button', { name: 'Set it up' }).click());
  await expect(welcome.getByRole('heading', { name: 'Welcome to Sidelight' })).toBeVisible();
  await welcome.close();

  const fixture = fixtures().find(({ name }) => name === 'bigquery/2026-11-20-editor-two-tabs');
  if (!fixture) throw new Error('The fixture is gone.');
  site.serve(fixture.address.split('#')[0] ?? '', fixture.html);
  await connect('snowflake');
  const popup = await page.context().newPage();
  await openOver(popup, sidelight.address('popup.html'), fixture.address, async () => {
    const add = popup.getByRole('button', { name: "Add this page's console" });
    const options = await opened(page.context(), () => add.click());
    await expect(options.getByRole('combobox', { name: 'Warehouse' })).toHaveValue('bigquery');
    await options.close();
  });
});
