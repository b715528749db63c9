import { expect, test } from './harness';

test('the options page opens without an error in its console', async ({ page, sidelight }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(sidelight.address('options.html'));
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(errors).toEqual([]);
});

test('the background answers again after the browser has stopped it', async ({ connect, sidelight }) => {
  const { nodeCount } = await connect('snowflake');
  expect(nodeCount).toBeGreaterThan(0);
  await sidelight.killWorker();
  expect(await sidelight.ask('search', { text: 'order', limit: 1 })).toHaveLength(1);
});

test('forgetting a connection leaves nothing to find', async ({ connect, sidelight }) => {
  await connect('snowflake');
  await sidelight.disconnectAll();
  expect(await sidelight.ask('search', { text: 'order', limit: 1 })).toEqual([]);
});
