import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { demoTokens } from '../dbt-cloud/demo-platform';
import { badgeOf, expect, test } from './harness';
import type { Sidelight } from './sidelight';

declare const chrome: { storage: { session: { clear: () => Promise<void> } } };

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';

/** What a restart of the browser leaves of a token: nothing in the session's memory. Until the next sync is told so. */
async function restart(page: Page, sidelight: Sidelight): Promise<void> {
  await page.evaluate(() => chrome.storage.session.clear());
  await expect.poll(() => sidelight.refresh('demo-postgres')).toMatch(/locked|Token needed/);
}

async function keepOtherwise(page: Page, keeping: string, passphrase?: string): Promise<void> {
  await page.getByRole('button', { name: 'Replace token' }).click();
  await page.getByRole('textbox', { name: 'New service token' }).fill(demoTokens.jobAdmin);
  await page.getByRole('combobox', { name: 'Keep the token' }).selectOption(keeping);
  if (passphrase !== undefined) await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('textbox', { name: 'New service token' })).toHaveCount(0);
}

test('S15: a sealed token is unlocked once after a start of the browser, in the popup; badges stay meanwhile', async ({
  page,
  site,
  connect,
  sidelight,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  await keepOtherwise(page, 'on this computer, locked with a passphrase', 'four lamps');
  await restart(page, sidelight);
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeVisible();
  await page.goto(adminer);
  expect(await badgeOf(page, 'payments')).toMatchObject({ state: 'degraded' });
  await page.goto(sidelight.address('popup.html'));
  await expect(page.getByText('The token of "Lantern on postgres" is locked.')).toBeVisible();
  const phrase = page.getByRole('textbox', { name: 'Passphrase' });
  await phrase.fill('five lamps');
  await phrase.press('Enter');
  await expect(page.getByText('Wrong passphrase.')).toBeVisible();
  await phrase.fill('four lamps');
  // A wrong phrase costs a second before the next one is heard.
  await expect(async () => {
    await phrase.press('Enter');
    await expect(phrase).toHaveCount(0, { timeout: 1_500 });
  }).toPass();
  await expect(page.getByText('58 tables')).toBeVisible();
});

test('S14: a token kept until the browser closes is asked for again after that, and everything else is still there', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  await keepOtherwise(page, 'until the browser closes');
  await restart(page, sidelight);
  await expect(page.getByText('Token needed:')).toBeVisible();
  await expect(page.getByText('58 tables')).toBeVisible();
});
