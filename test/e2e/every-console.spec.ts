import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import type { DemoWarehouse } from '../dbt-cloud/demo-platform';
import { bigqueryPage } from './bigquery-page';
import { badgeOf, badges, card, expect, openCard, test } from './harness';
import { focusInCard, pressInCard } from './in-card';
import { pressShortcut } from './shortcut';

/** What somebody does all day, on a page of each kind: a catalogue with CodeMirror, a tree with Monaco, plain pages with a field. */
type Place = {
  warehouse: DemoWarehouse;
  /** Where tables are listed, and where SQL is written. */
  list: string;
  editor: string;
  troubled: string;
  healthy: string;
  row: (page: Page) => ReturnType<Page['locator']>;
  field: (page: Page) => ReturnType<Page['locator']>;
};

const snowsight = 'https://app.snowflake.com/lantern/shop/#';
const desk = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';
const bigquery = 'https://console.cloud.google.com/bigquery?project=lantern-prod&ws=!1m0';

const places: Record<string, Place> = {
  Snowflake: {
    warehouse: 'snowflake',
    list: `${snowsight}/data/databases/ANALYTICS/schemas/SALES`,
    editor: `${snowsight}/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql`,
    troubled: 'PAYMENTS',
    healthy: 'ORDERS',
    row: (page) => page.getByRole('treeitem', { name: 'PAYMENTS' }),
    field: (page) => page.locator('.cm-content'),
  },
  BigQuery: {
    warehouse: 'bigquery',
    list: bigquery,
    editor: bigquery,
    troubled: 'payments',
    healthy: 'orders',
    row: (page) => page.getByRole('treeitem', { name: 'payments' }),
    field: (page) => page.getByRole('textbox', { name: 'Editor content' }),
  },
  Adminer: {
    warehouse: 'postgres',
    list: desk,
    editor: `${desk}&sql=`,
    troubled: 'payments',
    healthy: 'orders',
    row: (page) => page.getByRole('link', { name: 'payments', exact: true }).first(),
    field: (page) => page.getByRole('textbox', { name: 'Statement' }),
  },
};

const says = (page: Page, words: RegExp) => expect.poll(async () => (await card(page))?.text ?? '').toMatch(words);
const gone = (page: Page) => expect.poll(() => card(page)).toBeUndefined();
const labels = async (page: Page) => (await badges(page)).map(({ label }) => label);
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

for (const [name, place] of Object.entries(places)) {
  test(`badge, card, keyboard, popup, search, side panel and the mark of an error work on ${name}`, async ({
    page: beside,
    site,
    platform,
    connect,
    sidelight,
    shared,
  }) => {
    test.slow();
    const { context } = shared.browser;
    const { troubled, healthy } = place;
    await serveConsoles(site);
    site.serve(bigquery, bigqueryPage('lantern-prod', 'sales', ['customers', 'orders', 'payments'], 'select 1'));
    await connect(place.warehouse);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const tab = await context.newPage();
    await tab.goto(place.list);

    await test.step('a rest opens the card; it is copied from, pinned, followed to dbt and closed', async () => {
      expect(await badgeOf(tab, troubled)).toMatchObject({ state: 'degraded' });
      await openCard(tab, troubled);
      await pressInCard(tab, 'Copy ref()');
      await says(tab, /^fct_payments model[\s\S]*1 test failed[\s\S]*Copied/);
      expect(await clipboard(tab)).toBe("{{ ref('fct_payments') }}");
      await pressInCard(tab, 'Keep open');
      await tab.mouse.move(1, 790);
      const coming = context.waitForEvent('page');
      await pressInCard(tab, 'Open in dbt');
      const inDbt = await coming;
      expect(inDbt.url()).toMatch(/^https:\/\/lantern\.us1\.dbt\.com\/.*fct_payments/);
      await inDbt.close();
      await pressInCard(tab, 'Close');
      await gone(tab);
    });

    await test.step('the shortcut opens the card of the focused row, Escape gives the focus back', async () => {
      await tab.mouse.move(1, 790);
      await place.row(tab).focus();
      await pressShortcut(context, tab);
      await expect.poll(() => focusInCard(tab)).toBe('Details');
      await tab.keyboard.press('Escape');
      await gone(tab);
      await expect(place.row(tab)).toBeFocused();
    });

    await test.step('the popup counts, hides what is healthy, and switches the site off and on', async () => {
      await beside.goto(sidelight.address('popup.html'));
      await expect(beside.getByText(/\d+ tables of dbt on this page/)).toBeVisible();
      await beside.getByLabel('Problems only').check();
      await expect.poll(() => labels(tab)).not.toContain(healthy);
      await expect.poll(() => labels(tab)).toContain(troubled);
      await beside.getByLabel('All').check();
      await expect.poll(() => labels(tab)).toContain(healthy);
      const isOn = beside.getByRole('checkbox', { name: `Show badges on ${new URL(place.list).host}` });
      await isOn.uncheck();
      await expect.poll(() => labels(tab)).toEqual([]);
      await isOn.check();
      await expect.poll(() => labels(tab)).toContain(healthy);
    });

    await test.step('search finds a model and opens its card', async () => {
      await beside.goto(sidelight.address('search.html'));
      await beside.getByRole('combobox').fill('fct_payments');
      await expect(beside.getByRole('option').first()).toContainText('fct_payments');
      await beside.keyboard.press('Enter');
      await expect(beside.getByRole('dialog')).toContainText('1 test failed');
    });

    await test.step('the side panel follows what is typed, and copies it with references', async () => {
      await beside.goto(sidelight.address('sidepanel.html'));
      await tab.goto('about:blank');
      await tab.goto(place.editor);
      await place.field(tab).focus();
      await tab.keyboard.press('ControlOrMeta+a');
      const query = beside.getByRole('region', { name: 'In the query' });
      await tab.keyboard.type('select * from sales.orders');
      await expect(query.getByRole('button')).toContainText(['fct_orders']);
      await tab.keyboard.type(' join sales.payments using (order_no)');
      await expect(query.getByRole('button')).toContainText(['fct_payments', 'fct_orders']);
      await expect(query.getByRole('status')).toContainText('1 of 2 healthy; fct_payments: 1 test failed');
      await beside.getByRole('button', { name: /^Copy (query|the part on screen) with dbt references$/ }).click();
      await expect(beside.getByText('Copied. References: 2.')).toBeVisible();
      expect((await clipboard(beside)).trim()).toBe(
        "select * from {{ ref('fct_orders') }} join {{ ref('fct_payments') }} using (order_no)",
      );
    });

    await test.step('a refused token leaves one quiet mark, and what was read before', async () => {
      platform.faults.add({ fault: 'unauthorized' });
      await expect.poll(() => sidelight.refresh(`demo-${place.warehouse}`)).toContain('unauthorized');
      await tab.goto('about:blank');
      await tab.goto(place.list);
      await expect(tab.locator('dbt-overlay')).toBeAttached();
      expect(await badgeOf(tab, troubled)).toMatchObject({ state: 'degraded' });
      await beside.goto(sidelight.address('popup.html'));
      await expect(beside.getByText('401 Unauthorized')).toBeVisible();
    });
    await tab.close();
  });
}
