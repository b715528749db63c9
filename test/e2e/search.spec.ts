import { expect, test } from './harness';

test('somebody finds a model with the keyboard alone and opens its card', async ({ page, connect, sidelight }) => {
  await connect('snowflake');
  await page.goto(sidelight.address('search.html'));
  const field = page.getByRole('combobox', { name: 'Name, column or description' });
  await field.focus();
  await page.keyboard.type('fct_');
  const options = page.getByRole('option');
  await expect(options.nth(1)).toBeVisible();
  const second = await options.nth(1).locator('strong').innerText();
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(second);
});

test('search says in which field a word was found, and Escape leads from the card back to the same line', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('search.html'));
  const field = page.getByRole('combobox', { name: 'Name, column or description' });
  await expect(field).toBeFocused();
  await page.keyboard.type('order_no returns');
  const found = page.getByRole('option', { name: /fct_returns/ });
  await expect(found).toContainText(/Column ORDER_NO/i);
  await expect(found.locator('mark').first()).toBeVisible();
  while ((await found.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /fct_returns/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('order_no returns');
  await expect(found).toHaveAttribute('aria-selected', 'true');
});

test('search says when a table is no longer there, and the focus goes along from card to card', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('snowflake');
  await page.goto(sidelight.address('search.html'));
  const field = page.getByRole('combobox', { name: 'Name, column or description' });
  await field.fill('"SALES"."ORDERS"');
  await page.getByRole('option', { name: /fct_orders/ }).click();
  const back = page.getByRole('button', { name: 'Back to the results' });
  await expect(back).toBeFocused();
  await page.getByRole('button', { name: 'int_order_totals' }).click();
  await expect(page.getByRole('heading', { name: /int_order_totals/ })).toBeVisible();
  await expect(back).toBeFocused();
  await sidelight.ask('disconnect', { connectionId: 'demo-snowflake' });
  await expect(page.getByText('dbt has no table or view for this one.')).toBeVisible();
  await expect(field).toHaveValue('"SALES"."ORDERS"');
  await expect(page.getByRole('option')).toHaveCount(0);
});

test('search finds what a sync brings without another key', async ({ page, connect, sidelight }) => {
  await page.goto(sidelight.address('search.html'));
  await page.getByRole('combobox', { name: 'Name, column or description' }).fill('fct_orders');
  await expect(page.getByText('0 found')).toBeVisible();
  await connect('snowflake');
  await expect(page.getByRole('option', { name: /fct_orders/ })).toBeVisible();
});
