import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demoPlatform } from '../dbt-cloud/demo-platform';
import { openBare, openBrowser } from './browser';
import { demoConnection } from './demo-site';
import { controlExtension } from './sidelight';
import { startSite } from './site';

const origin = 'https://app.snowflake.com';
const console = `${origin}/lantern/shop/#/tree`;

const rows = `<div style="height: 24px">ANALYTICS</div><div style="height: 24px; padding-left: 16px">SALES</div>
<div style="height: 24px; padding-left: 32px">ORDERS</div><div style="height: 24px; padding-left: 32px">PAYMENTS</div>`;

/** A console that does `then` as soon as it has a badge. */
const consoleThat = (then: string) => `<!doctype html><body>${rows}
<script>
  const watcher = new MutationObserver(() => {
    if (!document.querySelector('dbt-badge')) return;
    watcher.disconnect();
    ${then}
  });
  watcher.observe(document, { subtree: true, childList: true });
</script>`;

/** Has a console loaded before it is wanted, from an address that no connection is for, and then goes there. */
const start = `<!doctype html><body>
<script type="speculationrules">{ "prerender": [{ "urls": ["${console}"], "eagerness": "immediate" }] }</script>
<script>setTimeout(() => { location.href = '${console}'; }, 3000);</script>`;

test('a console that was loaded while its address was typed has its badges', async () => {
  const site = await startSite(demoPlatform({}));
  const home = await mkdtemp(join(tmpdir(), 'sidelight-'));
  const options = { port: site.port, spki: site.spki, home };
  site.serve(`${origin}/start`, start);
  site.serve(
    console,
    consoleThat(
      `fetch(performance.getEntriesByType('navigation')[0].activationStart > 0 ? '/told/early' : '/told/late')`,
    ),
  );
  // A browser that has just begun puts scripts into pages late.
  site.serve(`${origin}/lantern/first`, consoleThat(`location.href = '/start'`));
  let close: (() => Promise<void>) | undefined;
  try {
    const browser = await openBrowser(options);
    const { connection, token } = demoConnection('snowflake', [`${origin}/lantern/*`]);
    await (await controlExtension(browser.context, browser.extensionId)).connect(connection, token);
    await browser.close();
    close = await openBare(options, `${origin}/lantern/first`);
    const told = () => site.misses.filter((address) => address.startsWith(`${origin}/told/`));
    await expect.poll(told, { timeout: 20_000 }).toEqual([`${origin}/told/early`]);
  } finally {
    await close?.();
    await site.close();
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});
