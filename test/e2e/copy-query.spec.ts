import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { expect, fixtures, test } from './harness';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop';
const worksheet =
  'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql';

/** What stands in the clipboard now. */
async function clipboard(panel: Page): Promise<string> {
  await panel.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return panel.evaluate(() => navigator.clipboard.readText());
}

test('a whole worksheet is copied with references, and all else byte for byte', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sidelight.address('sidepanel.html'));
  const tab = await page.context().newPage();
  await tab.goto(worksheet);
  await page.getByRole('button', { name: 'Copy query with dbt references' }).click();
  await expect(page.getByText('Copied. References: 6. Names left as they were: 1.')).toBeVisible();
  const text = await readFile(new URL('../../demo/consoles/snowflake/worksheet.sql', import.meta.url), 'utf8');
  const expected = text
    .replace('    from orders\n', "    from {{ ref('fct_orders') }}\n")
    .replace('join order_lines as', "join {{ ref('fct_order_lines') }} as")
    .replace('join reference.lamp_types as', "join {{ ref('lamp_types') }} as")
    .replace('join analytics.sales.customers as', "join {{ ref('dim_customers') }} as")
    .replace('join raw.raw_shopfront."Web Customers" as', "join {{ source('shopfront', 'customers') }} as")
    .replace('join history.customers as', "join {{ ref('customers_history') }} as");
  expect(await clipboard(page)).toBe(expected);
  await tab.close();
});

test('what is written in a field of Adminer is copied with its own blanks', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(sidelight.address('sidepanel.html'));
  const tab = await page.context().newPage();
  const text = "select p.*,  '\u00a0 sales.payments'\n\tfrom sales.payments  p -- sales.payments\n";
  await tab.goto(`${adminer}&ns=sales&sql=${encodeURIComponent(text)}`);
  await page.getByRole('button', { name: 'Copy query with dbt references' }).click();
  await expect(page.getByText('Copied. References: 1.')).toBeVisible();
  expect(await clipboard(page)).toBe(text.replace('from sales.payments', "from {{ ref('fct_payments') }}"));
  await tab.close();
});

test('an editor that shows only a part says so, and a pasted query is copied as a whole', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  const fixture = fixtures().find(({ name }) => name === 'bigquery/2026-11-20-editor-two-tabs');
  if (!fixture) throw new Error('The fixture is gone.');
  site.serve(fixture.address.split('#')[0] ?? '', fixture.html);
  await connect('bigquery');
  await page.goto(sidelight.address('sidepanel.html'));
  const tab = await page.context().newPage();
  await tab.goto(fixture.address);
  await expect(page.getByText('Only the part on screen can be read')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy query with dbt references' })).toHaveCount(0);
  await page.getByText('Paste the whole query instead').click();
  const text = 'select *\n\tfrom `lantern-prod.sales.orders` o\n\n-- `lantern-prod.sales.orders`';
  await page.getByRole('textbox', { name: 'Whole query' }).fill(text);
  await page.getByRole('button', { name: 'Copy it with dbt references' }).click();
  await expect(page.getByText('Copied. References: 1.')).toBeVisible();
  expect(await clipboard(page)).toBe(text.replace('from `lantern-prod.sales.orders`', "from {{ ref('fct_orders') }}"));
  await tab.close();
});
