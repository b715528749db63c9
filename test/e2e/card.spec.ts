import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { contentOfTexts } from '../dbt-cloud/artifact-content';
import { demoArtifacts, demoIds } from '../dbt-cloud/demo-platform';
import { badgeOf, badges, card, clickBadge, expect, fixtures, openCard, test } from './harness';
import { controlsOfCard, focusInCard, pressInCard } from './in-card';
import { insideEach } from './shadow';
import { pressShortcut } from './shortcut';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';
const snowflake = 'https://app.snowflake.com/lantern/shop/#';
const sales = `${snowflake}/data/databases/ANALYTICS/schemas/SALES`;
const worksheet = `${snowflake}/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql`;

/** Milliseconds, with room for a busy machine; only what must not happen is waited for. */
const [longerThanLeaving, longerThanDwelling] = [700, 900];

const gone = (page: Page) => expect.poll(() => card(page)).toBeUndefined();
const says = (page: Page, words: string | RegExp) =>
  expect.poll(async () => (await card(page))?.text ?? '').toMatch(words);

async function moveTo(page: Page, label: string): Promise<void> {
  const { x, y, width, height } = (await badgeOf(page, label)).box;
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
}

test('a card follows the pointer from badge to badge, stays while it is on the card, and goes when it has left', async ({
  page,
  site,
  connect,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  await openCard(page, 'payments');
  await moveTo(page, 'returns');
  await says(page, /fct_returns/);
  await pressInCard(page, 'Copy name');
  await says(page, /fct_returns[\s\S]*Copied/);
  await page.mouse.move(1200, 790);
  await gone(page);
});

test('a card goes with its name, and stays when it is kept open', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  const removeRow = (name: string) =>
    page.evaluate((text) => {
      const cell = [...document.querySelectorAll('td, th')].find((one) => one.textContent?.startsWith(text));
      cell?.parentElement?.remove();
    }, name);
  await openCard(page, 'payments');
  await removeRow('payments');
  await gone(page);
  await openCard(page, 'returns');
  await pressInCard(page, 'Keep open');
  await removeRow('returns');
  await page.waitForTimeout(longerThanLeaving);
  await says(page, /fct_returns/);
});

test('names in the card open their cards, with a way back; a pinned one stays until it is closed', async ({
  page,
  site,
  connect,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sales);
  await openCard(page, 'PAYMENTS');
  await pressInCard(page, 'stg_shopfront__payments');
  await says(page, /^stg_shopfront__payments model/);
  await pressInCard(page, 'Back');
  await says(page, /^fct_payments model/);
  expect(await controlsOfCard(page)).not.toContain('Back');
  await pressInCard(page, 'Keep open');
  await moveTo(page, 'RETURNS');
  await page.mouse.move(700, 700, { steps: 3 });
  await page.mouse.click(700, 700);
  await page.keyboard.press('Escape');
  await says(page, /^fct_payments model/);
  await pressInCard(page, 'Close');
  await gone(page);
});

test('a card that somebody reads stays when a sync brings news, and goes when its connection does', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sales);
  await openCard(page, 'PAYMENTS');
  await pressInCard(page, 'Keep open');
  await page.mouse.move(0, 0);
  const before = (await sidelight.report(page)).tables.length;
  expect(await sidelight.refresh('demo-snowflake')).toBe('');
  await expect.poll(async () => (await sidelight.report(page)).tables.length).toBe(before);
  await page.waitForTimeout(longerThanLeaving);
  await says(page, /^fct_payments model/);
  await clickBadge(page, 'RETURNS');
  await says(page, /^fct_returns model/);
  expect(await page.locator('dbt-card').count()).toBe(1);
  await sidelight.ask('disconnect', { connectionId: 'demo-snowflake' });
  await gone(page);
});

test('a card that stays shows what a sync brought, where it was scrolled to and with the focus where it was', async ({
  page,
  site,
  connect,
  platform,
  sidelight,
}) => {
  const link = `${adminer}&table=payments`;
  site.serve(link, `<p style="margin: 380px 40px"><a href="${link.replaceAll('&', '&amp;')}">payments</a></p>`);
  await connect('postgres');
  // No side of the name has room for all of a card: it is as high as the room there is.
  await page.setViewportSize({ width: 420, height: 800 });
  await page.goto(link);
  await clickBadge(page, 'payments');
  await says(page, /Columns/);
  for (let stops = 0; stops < 3; stops += 1) await page.keyboard.press('Tab');
  const focused = await focusInCard(page);
  const scrolledTo = async (top = '') => {
    const [there = 0] = await insideEach(
      page,
      'dbt-card',
      function (wanted) {
        const body = this.querySelector('.card-body');
        if (body && wanted !== '') body.scrollTop = Number(wanted);
        return body?.scrollTop;
      },
      top,
    );
    return there;
  };
  const scrolled = await scrolledTo('100000');
  expect(scrolled).toBeGreaterThan(100);

  const folder = demoArtifacts('postgres');
  const texts = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')] as const),
  );
  const manifest = JSON.parse(texts['manifest.json'] ?? '');
  manifest.nodes['model.lantern.fct_payments'].description = 'Payments, as of this noon.';
  const { production } = demoIds('postgres');
  platform.setArtifacts(production, contentOfTexts({ ...texts, 'manifest.json': JSON.stringify(manifest) }));
  try {
    expect(await sidelight.refresh('demo-postgres')).toBe('');
    await says(page, /as of this noon/);
    expect(await focusInCard(page)).toBe(focused);
    const kept = await scrolledTo();
    expect(kept).toBe(Math.min(scrolled, await scrolledTo('100000')));
  } finally {
    platform.setArtifacts(production, folder);
  }
});

test('the shortcut opens the card of the focused row; Tab goes through it and back, Escape closes it', async ({
  page,
  site,
  connect,
  shared,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sales);
  await badgeOf(page, 'PAYMENTS');
  const row = page.getByRole('treeitem', { name: 'PAYMENTS' });
  await row.focus();
  await pressShortcut(shared.browser.context, page);
  await says(page, /Got 1 result/);
  await expect.poll(() => focusInCard(page)).toBe('Details');
  await page.keyboard.press('Escape');
  await gone(page);
  await expect(row).toBeFocused();

  await pressShortcut(shared.browser.context, page);
  await says(page, /Got 1 result/);
  const order: string[] = [];
  for (let stops = 0; stops < 40 && (await card(page)); stops += 1) {
    order.push((await focusInCard(page)) ?? '');
    await page.keyboard.press('Tab');
  }
  expect(order).toEqual(expect.arrayContaining(['Details', 'stg_shopfront__payments', 'Open in dbt', 'Copy name']));
  await gone(page);
  await expect(row).toBeFocused();

  await page.getByPlaceholder('Filter objects').focus();
  await pressShortcut(shared.browser.context, page);
  await says(page, /^No table that dbt knows is here/);
  await page.keyboard.press('Escape');
  await gone(page);
});

test('what is typed in the card is not heard by the console', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(sales);
  await page.evaluate(() => {
    Object.assign(window, { heard: [] });
    for (const type of ['keydown', 'keyup', 'wheel', 'click', 'input'])
      document.addEventListener(type, () => 'heard' in window && (window.heard as string[]).push(type), true);
  });
  await clickBadge(page, 'ORDERS');
  await pressInCard(page, 'Show all');
  await page.keyboard.press('k');
  await page.keyboard.press('Escape');
  await gone(page);
  expect(
    await page.evaluate(() => 'heard' in window && (window.heard as string[]).filter((type) => /key/.test(type))),
  ).toEqual([]);
});

test('a healthy name in an editor opens its card at the pointer and at the caret', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(worksheet);
  const marks = async () => (await sidelight.report(page)).tables.map(({ label, drawn }) => `${label} ${drawn}`);
  await expect.poll(marks).toContain('order_lines mark');
  const { tables } = await sidelight.report(page);
  const { x, y, width, height } = tables.find(({ label }) => label === 'order_lines')?.box ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  await says(page, /^fct_order_lines model/);
  const box = (await card(page))?.box;
  expect(box && (box.y >= y + height || box.y + box.height <= y || box.x >= x + width || box.x + box.width <= x)).toBe(
    true,
  );
  if (!box) throw new Error('the card has no box');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(longerThanLeaving);
  await says(page, /^fct_order_lines model/);
  await page.mouse.move(1270, 780);
  await gone(page);

  // Whoever presses in the text goes to work there.
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.waitForTimeout(longerThanDwelling);
  expect(await card(page)).toBeUndefined();
  await pressShortcut(shared.browser.context, page);
  await says(page, /^fct_order_lines model/);
  await page.keyboard.press('Escape');
  await gone(page);
  await page.keyboard.type('x');
  await expect(page.locator('.cm-content')).toContainText(/order_\w*x\w*lines|orderx_lines|order_xlines|ordexr_lines/);
});

test('a name in BigQuery’s editor opens its card', async ({ page, site, connect, sidelight }) => {
  const fixture = fixtures().find(({ name }) => name === 'bigquery/2026-11-20-editor-two-tabs');
  if (!fixture) throw new Error('the fixture is gone');
  site.serve(fixture.address, fixture.html);
  await connect('bigquery');
  await page.goto(fixture.address);
  const spot = async () => (await sidelight.report(page)).tables.find(({ label }) => label === 'sales.customers')?.box;
  await expect.poll(spot).toBeDefined();
  const { x = 0, y = 0 } = (await spot()) ?? {};
  const line = page.getByText('sales.customers c USING').first();
  await line.hover({ position: { x: 60, y: 9 } });
  await says(page, /^dim_customers model/);
  expect(x + y).toBeGreaterThan(0);
});

test('forged events open nothing and fetch nothing', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  await badgeOf(page, 'payments');
  await page.evaluate(() => {
    for (const badge of document.querySelectorAll('dbt-badge'))
      for (const type of ['pointerenter', 'pointerover', 'mouseenter', 'click', 'focus'])
        badge.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
  });
  await page.mouse.move(1200, 700);
  expect(await page.locator('dbt-card').count()).toBe(0);
  await openCard(page, 'payments');
  await page.evaluate(() => {
    const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    document.body.dispatchEvent(key);
    document.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  });
  expect((await card(page))?.text).toContain('fct_payments');
});

for (const [what, viewport, dir] of [
  ['a wide window', { width: 1280, height: 800 }, 'ltr'],
  ['a window at 200 %', { width: 640, height: 400 }, 'ltr'],
  ['a page from right to left', { width: 1000, height: 600 }, 'rtl'],
] as const) {
  test(`a card covers no part of its name and stays in ${what}`, async ({ page, site, connect }) => {
    await serveConsoles(site);
    await connect('postgres');
    await page.setViewportSize(viewport);
    await page.goto(adminer);
    await badgeOf(page, 'payments');
    await page.evaluate((direction) => {
      document.documentElement.dir = direction;
    }, dir);
    const names = ['customers', 'products', 'web_sessions'];
    for (const name of names) {
      const link = page.getByRole('link', { name, exact: true }).first();
      await link.scrollIntoViewIfNeeded();
      await openCard(page, name);
      await says(page, /Copy name/);
      const [at, box] = [await link.boundingBox(), (await card(page))?.box];
      if (!at || !box) throw new Error(`no card of ${name}`);
      const isApart =
        box.x >= at.x + at.width ||
        box.x + box.width <= at.x ||
        box.y >= at.y + at.height ||
        box.y + box.height <= at.y;
      const isInside =
        box.x >= 0 && box.y >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height;
      expect({ name, isApart, isInside, isLow: box.height <= 0.6 * viewport.height + 1 }).toEqual({
        name,
        isApart: true,
        isInside: true,
        isLow: true,
      });
      await page.keyboard.press('Escape');
      await gone(page);
      await page.mouse.move(0, 0);
    }
  });
}

test('badges change no row: neither its height nor where its text begins', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await page.goto(sales);
  const rows = page.getByRole('treeitem');
  await expect(rows.first()).toBeVisible();
  const boxes = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[role="treeitem"], tr, .label')].map((row) => {
        const { x, y, height } = row.getBoundingClientRect();
        return [x, y, height];
      }),
    );
  const before = await boxes();
  await connect('snowflake');
  await badgeOf(page, 'PAYMENTS');
  expect(await boxes()).toEqual(before);
  expect((await badges(page)).every(({ box }) => box.width >= 12 && box.width <= 14)).toBe(true);
});

test('badges follow the colours of the console: the system’s, and those of a switch in the page', async ({
  page,
  site,
  connect,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  await page.addStyleTag({
    content: `@media (prefers-color-scheme: dark) { body { background: #111 !important } }
      html[data-mode=dark] body { background: #111 !important }`,
  });
  await badgeOf(page, 'payments');
  const theme = () => page.evaluate(() => document.querySelector('dbt-badge')?.getAttribute('data-theme'));
  await expect.poll(theme).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(theme).toBe('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(theme).toBe('light');
  await page.evaluate(() => document.documentElement.setAttribute('data-mode', 'dark'));
  await expect.poll(theme).toBe('dark');
});
