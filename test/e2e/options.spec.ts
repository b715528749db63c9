import { readFile } from 'node:fs/promises';
import { demoTokens } from '../dbt-cloud/demo-platform';
import { clickBadge, expect, test } from './harness';

// Of the page that a function runs in; its types are not those of this project.
declare const chrome: {
  storage: {
    local: {
      get: (keys: string[]) => Promise<Record<string, unknown>>;
      set: (values: Record<string, unknown>) => Promise<void>;
    };
  };
};

test('a token is replaced and removed in its place; a refused one leaves the old one at work', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  const connection = page.getByRole('article', { name: 'Lantern on snowflake' });
  await connection.getByRole('button', { name: 'Replace token' }).click();
  const field = connection.getByRole('textbox', { name: 'New service token' });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await field.fill('not a token');
  await connection.getByRole('button', { name: 'Save' }).click();
  await expect(connection.getByText('This does not look like a dbt service token.')).toBeVisible();
  await field.fill(demoTokens.jobAdmin);
  await connection.getByRole('button', { name: 'Save' }).click();
  await expect(field).toHaveCount(0);
  await connection.getByRole('button', { name: 'Remove token' }).click();
  await expect(connection.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await connection.getByRole('button', { name: 'Remove token now' }).click();
  await expect(connection.getByText('"Lantern on snowflake" has no token. Paste one in Settings.')).toBeVisible();
  await expect(connection.getByText('58 tables')).toBeVisible();
  // What is gone is neither replaced nor kept.
  await expect(connection.getByRole('button', { name: 'Remove token' })).toHaveCount(0);
  await connection.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Service token' })).toHaveAttribute('placeholder', '');
  await expect(page.getByRole('combobox', { name: 'Keep the token' })).toHaveValue('disk');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await connection.getByRole('button', { name: 'Add a token' }).click();
  await field.fill(demoTokens.jobAdmin);
  await connection.getByRole('button', { name: 'Save' }).click();
  await expect(connection.getByRole('button', { name: 'Remove token' })).toBeVisible();
});

test('a connection whose token dbt refuses has one button for another, and its form does not offer to keep it', async ({
  page,
  connect,
  platform,
  sidelight,
}) => {
  await connect('snowflake');
  platform.faults.add({ fault: 'unauthorized' });
  expect(await sidelight.refresh('demo-snowflake')).toContain('401 Unauthorized');
  await page.goto(sidelight.address('options.html'));
  await expect(page.getByRole('alert')).toContainText('401 Unauthorized');
  await expect(page.getByRole('button', { name: 'Replace token' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Service token' })).toHaveAttribute('placeholder', '');
});

test('a connection is removed only when somebody says yes', async ({ page, connect, sidelight }) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  await remove.click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(remove).toBeFocused();
  await remove.click();
  await page.getByRole('button', { name: 'Remove now' }).click();
  await expect(page.getByText('No connection yet')).toBeVisible();
});

test('what was typed into a form stays when its connection is removed in another tab, and is asked for before it goes', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  await page.getByRole('article', { name: 'Lantern on snowflake' }).getByRole('button', { name: 'Edit' }).click();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Renamed');
  // Another form would take the place of this one.
  await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await sidelight.ask('disconnect', { connectionId: 'demo-postgres' });
  await sidelight.ask('disconnect', { connectionId: 'demo-snowflake' });
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(name).toHaveValue('Renamed');
  // Its token went with it.
  await expect(page.getByRole('textbox', { name: 'Service token' })).toHaveAttribute('placeholder', '');
  await expect(page.getByRole('combobox', { name: 'Keep the token' })).toHaveValue('disk');
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
});

test('the keyboard goes into a form that opens, and back to where it was when the form closes', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  const cancel = page.getByRole('button', { name: 'Cancel' });
  const warehouse = page.getByRole('combobox', { name: 'Warehouse' });
  for (const name of ['Edit', 'Add connection']) {
    await page.getByRole('button', { name }).press('Enter');
    await expect(warehouse).toBeFocused();
    await cancel.press('Enter');
    await expect(page.getByRole('button', { name })).toBeFocused();
  }
  await page.getByRole('button', { name: 'Replace token' }).press('Enter');
  await cancel.press('Enter');
  await expect(page.getByRole('button', { name: 'Replace token' })).toBeFocused();
});

test('S6: settings leave as a file without tokens and come back; a bad file changes nothing', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  await page.getByRole('radio', { name: 'Problems only' }).check();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export to a file' }).click();
  const path = await (await download).path();
  const text = await readFile(path, 'utf8');
  expect(text).toContain('Lantern on snowflake');
  expect(text).not.toContain('dbtc_');
  await expect(
    page.getByText('Exported. Tokens are not exported. Paste them again on the other computer.'),
  ).toBeVisible();

  await page.getByRole('radio', { name: 'All', exact: true }).check();
  const open = (name: string, content: string) =>
    page
      .getByLabel('Import a file')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await open('photo.json', 'not json');
  await expect(page.getByText('This is not a file of Sidelight settings. Nothing was changed.')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Lantern on snowflake' })).toBeVisible();

  await open('settings.json', text);
  await expect(page.getByRole('button', { name: 'Use this file' })).toBeVisible();
  await open('photo.json', 'not json');
  await expect(page.getByText('This is not a file of Sidelight settings. Nothing was changed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use this file' })).toHaveCount(0);

  await open('settings.json', text.replace('"accountId": "70401"', '"accountId": "70499"'));
  await page.getByRole('button', { name: 'Use this file' }).click();
  await page.getByRole('button', { name: 'Use it now' }).click();
  await expect(page.getByText('The settings of the file are in use.')).toBeVisible();
  await expect(
    page.getByText('The address of "Lantern on snowflake" changed. Paste its token again.').first(),
  ).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Problems only' })).toBeChecked();
  // What is to be done next stands at the other end of the page.
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeFocused();
});

test('S8: diagnostics are shown in full and name nothing', async ({ page, connect, sidelight }) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  await page.getByRole('button', { name: 'Show the report' }).click();
  const report = page.locator('pre');
  await expect(report).toContainText('"tables": 58');
  await expect(report).toContainText('"outcome": "ok"');
  expect(await report.innerText()).not.toMatch(/lantern|dbt\.com|dbtc_/i);
});

test('everything is forgotten at one wish', async ({ page, connect, sidelight }) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByRole('button', { name: 'Delete everything now' }).click();
  await expect(page.getByText('Everything is deleted.')).toBeVisible();
  await expect(page.getByText('No connection yet')).toBeVisible();
  expect(await sidelight.ask('search', { text: 'order', limit: 1 })).toEqual([]);
});

test('settings name the shortcut and the page where it is changed, and where links of a connection lead', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('options.html'));
  await expect(page.getByText('Alt+Shift+K')).toBeVisible();
  const coming = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'Change in the browser' }).click();
  const shortcuts = await coming;
  expect(shortcuts.url()).toMatch(/^chrome:\/\/extensions\/shortcuts/);
  await shortcuts.close();
  const connection = page.getByRole('article', { name: 'Lantern on snowflake' });
  await expect(connection.getByText('Links open: dbt Catalog')).toBeVisible();
  await connection.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('combobox', { name: 'Links open' }).selectOption('the older docs site');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(connection.getByText('Links open: the older docs site')).toBeVisible();
});

test('no word is too long for a narrow window: not in the list, in the form, nor in popup and search', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(sidelight.address('options.html'));
  await page.evaluate(async () => {
    const { connections, syncStatus } = await chrome.storage.local.get(['connections', 'syncStatus']);
    // as: the extension's own keys, typed in lib/settings
    const [connection] = connections as { id: string }[];
    const id = connection?.id ?? '';
    const status = (syncStatus as Record<string, object>)[id];
    const error = {
      kind: 'unavailable',
      message: `${'host'.repeat(60)} did not answer.`,
      at: new Date().toISOString(),
    };
    await chrome.storage.local.set({
      connections: [{ ...connection, name: 'warehouse_of_the_'.repeat(10) }],
      syncStatus: { [id]: { ...status, error, notes: [{ kind: 'note', message: 'note'.repeat(60) }] } },
    });
  });
  const surplus = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect(page.getByText('did not answer.')).toBeVisible();
  expect(await surplus()).toBe(0);
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeVisible();
  expect(await surplus()).toBe(0);
  await page.goto(sidelight.address('popup.html'));
  await expect(page.getByText('did not answer.')).toBeVisible();
  expect(await surplus()).toBe(0);
  await page.goto(sidelight.address('search.html'));
  await page.getByRole('combobox').fill('order');
  await expect(page.getByRole('option').nth(9)).toBeVisible();
  expect(await surplus()).toBe(0);
  await page.goto(sidelight.address('welcome.html'));
  await page.getByRole('button', { name: 'Next' }).click();
  expect(await surplus()).toBe(0);
});

test("our own pages grow with the font that somebody chose in the browser, and the sample's card with its page", async ({
  page,
  sidelight,
}) => {
  const debug = await page.context().newCDPSession(page);
  for (const file of ['options', 'welcome', 'popup', 'search', 'sidepanel', 'capture', 'sample']) {
    await page.goto(sidelight.address(`${file}.html`));
    const title = page.getByRole('heading').or(page.getByRole('paragraph')).first();
    const heightOf = async () => (await title.boundingBox())?.height ?? 0;
    await debug.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
    await expect.poll(heightOf, file).toBeGreaterThan(0);
    const before = await heightOf();
    await debug.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    await expect.poll(heightOf, file).toBeGreaterThanOrEqual(2 * before - 1);
    const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width, file).toBeLessThanOrEqual(room);
  }
  const { box } = await clickBadge(page, 'lamps');
  expect(box.width).toBeGreaterThan(600);
  expect(box.x + box.width).toBeLessThanOrEqual(1280);
});
