import { AxeBuilder } from '@axe-core/playwright';
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the search page in ${colorScheme}`, async ({ page, connect, sidelight }) => {
    await connect('snowflake');
    await page.emulateMedia({ colorScheme });
    await page.goto(sidelight.address('search.html'));
    await page.getByRole('combobox').fill('order');
    await expect(page.getByRole('option').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
