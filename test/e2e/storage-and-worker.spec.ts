import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { demoArtifacts, demoIds } from '../dbt-cloud/demo-platform';
import { generateProject } from '../dbt-cloud/generate-project';
import { accessOf } from './access';
import { badgeOf, badges, card, expect, openCard, test } from './harness';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';
const connectionId = 'demo-postgres';
const environment = demoIds('postgres').production;

/** The extension's own API and database, as one of its pages has them. */
type ExtensionPage = {
  alarms: { clearAll: () => Promise<unknown>; getAll: () => Promise<{ periodInMinutes?: number }[]> };
};
declare const chrome: ExtensionPage;

test.afterEach(({ platform }) => platform.setArtifacts(environment, demoArtifacts('postgres')));

/** How many badges the cache holds of what is shown, and how many it should. */
async function shownNodes(page: Page): Promise<{ kept: number; said: number }> {
  return await page.evaluate(async (id) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no error'));
      });
    const database = await done(indexedDB.open('sidelight'));
    const read = database.transaction(['syncs', 'badges']);
    const { live } = await done(read.objectStore('syncs').get(id));
    const scope = `${id}#${live.generation}`;
    const records = await done(read.objectStore('badges').getAll(IDBKeyRange.bound([scope], [scope, []])));
    const kept = records.join('').split('"uniqueId":').length - 1;
    database.close();
    return { kept, said: live.nodeCount };
  }, connectionId);
}

test('N9: the host that dbt sends us to hears nothing', async ({ connect, platform, site, sidelight }) => {
  await connect('postgres');
  platform.faults.add({ fault: 'redirect', to: 'https://elsewhere.example/graphql', status: 307 });
  platform.setArtifacts(environment, generateProject({ models: 3 }), '2026-08-22T00:00:00.000Z');
  await expect.poll(() => sidelight.refresh(connectionId)).toContain('sends us elsewhere. Check it in Settings');
  expect(site.misses).toEqual([]);
});

test('N20: ten tabs and fifty clicks on Refresh are one sync, with at most 60 requests', async ({
  site,
  connect,
  platform,
  sidelight,
  shared,
}) => {
  test.setTimeout(90_000);
  await serveConsoles(site);
  await connect('postgres');
  platform.requests.length = 0;
  const tabs = await Promise.all(Array.from({ length: 10 }, () => shared.browser.context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto(adminer)));
  await Promise.all(Array.from({ length: 50 }, () => sidelight.ask('sync', { connectionId }).catch(() => null)));
  await sidelight.waitForSync(connectionId);
  const [front] = tabs.slice(-1);
  await front?.bringToFront();
  if (front) await badgeOf(front, 'payments');
  expect(platform.requests.filter(({ body }) => body.includes('Probe')).length).toBeLessThanOrEqual(1);
  expect(platform.requests.length).toBeLessThanOrEqual(60);
  await Promise.all(tabs.map((tab) => tab.close()));
  // The fifty clicks came from one page, which is heard again after a second: the next test begins with its questions.
  const isHeard = () =>
    sidelight.ask('search', { text: 'payments', limit: 1 }).then(
      () => true,
      () => false,
    );
  await expect.poll(isHeard).toBe(true);
});

test('W1: a worker killed in the middle of a sync leaves the old nodes whole or the new ones, and the next one finishes', async ({
  page,
  connect,
  platform,
  sidelight,
}) => {
  test.setTimeout(90_000);
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  for (const [round, requests] of [1, 4, 8].entries()) {
    const before = await shownNodes(page);
    platform.requests.length = 0;
    platform.setArtifacts(
      environment,
      generateProject({ models: 110 + round, columns: 1 }),
      `2026-09-0${round + 1}T00:00:00.000Z`,
    );
    const syncing = connect('postgres').catch(() => undefined);
    await expect
      .poll(() => platform.requests.filter(({ body }) => body.includes('uniqueId')).length)
      .toBeGreaterThanOrEqual(requests);
    await sidelight.killWorker();
    const { kept, said } = await shownNodes(page);
    expect(kept).toBe(said);
    expect([before.kept, 110 + round + 9]).toContain(kept);
    await syncing;
    await connect('postgres');
    await expect.poll(async () => (await shownNodes(page)).said).toBe(110 + round + 9);
  }
});

test('W3: rest on a badge opens its card also when the worker has died', async ({ page, site, connect, sidelight }) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  await badgeOf(page, 'payments');
  for (const label of ['payments', 'customers']) {
    await sidelight.killWorker();
    expect((await openCard(page, label)).text).toContain(label);
    await page.keyboard.press('Escape');
    await expect.poll(() => card(page)).toBeUndefined();
  }
});

test('W4: alarms that were wiped are there again with the next worker, and let it die between two rings', async ({
  page,
  sidelight,
}) => {
  await page.goto(sidelight.address('options.html'));
  await page.evaluate(() => chrome.alarms.clearAll());
  await sidelight.killWorker();
  await sidelight.ask('search', { text: 'x', limit: 1 });
  const periods = () =>
    page.evaluate(async () => (await chrome.alarms.getAll()).map((one) => one.periodInMinutes ?? 0));
  await expect.poll(periods).toHaveLength(1);
  expect(Math.min(...(await periods()))).toBeGreaterThanOrEqual(5);
});

test('W5: the lock of a sync is free within a second after its worker was killed', async ({
  page,
  connect,
  platform,
  sidelight,
}) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  platform.setArtifacts(environment, generateProject({ models: 3 }), '2026-08-23T00:00:00.000Z');
  platform.faults.add({ fault: 'silent', list: 'models' });
  void connect('postgres').catch(() => undefined);
  const isFree = () =>
    page.evaluate(
      (name) => navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null),
      `sync:${connectionId}`,
    );
  await expect.poll(isFree).toBe(false);
  await sidelight.killWorker();
  const ms = await page.evaluate(async (name) => {
    const start = performance.now();
    await navigator.locks.request(name, () => undefined);
    return performance.now() - start;
  }, `sync:${connectionId}`);
  expect(ms).toBeLessThan(1000);
});

test('W6: reading stops when access to a host is withdrawn, and Settings offers to allow it again', async ({
  page,
  site,
  connect,
  sidelight,
  shared,
}) => {
  await serveConsoles(site);
  await connect('postgres');
  await page.goto(adminer);
  await badgeOf(page, 'payments');
  const access = await accessOf(shared.browser);
  try {
    await access.set('ON_CLICK');
    await expect.poll(async () => (await badges(page)).length, { timeout: 1_500 }).toBe(0);
    const options = await shared.browser.context.newPage();
    await options.goto(sidelight.address('options.html'));
    await expect(options.getByText(/Allow access/).first()).toBeVisible();
    await options.close();
  } finally {
    await access.set('ON_ALL_SITES');
    await access.close();
  }
  await badgeOf(page, 'payments');
});

test('T2: an emptied database is noticed, and the token asked for', async ({ page, connect, sidelight }) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  await page.evaluate(
    () => new Promise((resolve) => (indexedDB.deleteDatabase('sidelight').onsuccess = () => resolve(undefined))),
  );
  await expect(sidelight.ask('sync', { connectionId })).rejects.toThrow(
    "The browser emptied this extension's storage. Paste the token of",
  );
  await connect('postgres').catch(() => undefined);
  // What was said stands until the new nodes are there.
  const synced = () => sidelight.waitForSync(connectionId).then(({ nodeCount }) => nodeCount, String);
  await expect.poll(synced).toBeGreaterThan(50);
});

test('T4: storage that another tab holds back is told after five seconds, and works once it is let go', async ({
  page,
  connect,
  sidelight,
}) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  // An options tab of an older version, which does not step aside.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('sidelight').onsuccess = () => {
          indexedDB.open('sidelight', 1).onsuccess = (event) => {
            Object.assign(window, { held: (event.target as IDBOpenDBRequest).result });
            resolve(undefined);
          };
        };
      }),
  );
  const asked = Date.now();
  await expect(sidelight.ask('search', { text: 'x', limit: 1 })).rejects.toThrow('Close other tabs of this extension');
  expect(Date.now() - asked).toBeLessThan(7000);
  await page.evaluate(() => 'held' in window && (window.held as IDBDatabase).close());
  await expect.poll(() => sidelight.ask('search', { text: 'x', limit: 1 }).catch(String)).toEqual([]);
});

test('T4: a newer version that wants to upgrade does not have to wait for us', async ({ page, connect, sidelight }) => {
  await connect('postgres');
  await page.goto(sidelight.address('options.html'));
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('sidelight', 99);
        request.onblocked = () => setTimeout(() => resolve('blocked'), 2000);
        request.onsuccess = () => {
          request.result.close();
          resolve('upgraded');
        };
      }),
  );
  expect(outcome).toBe('upgraded');
  // T5: what the newer one wrote is rebuilt.
  await connect('postgres');
});
