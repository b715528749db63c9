import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import type { Connection } from '../../lib/model';
import { demoIds, demoPlatform } from '../dbt-cloud/demo-platform';
import { generateProject } from '../dbt-cloud/generate-project';
import { type ExtensionBrowser, openBrowser } from '../e2e/browser';
import { demoConnection } from '../e2e/demo-site';
import { badges } from '../e2e/shadow';
import { controlExtension } from '../e2e/sidelight';
import { startSite } from '../e2e/site';

/** SHORT=1 does a little of each, to see that it works at all. */
const isShort = Boolean(process.env.SHORT);
const deaths = isShort ? 6 : 100;
const writingMs = isShort ? 10_000 : 600_000;

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';

declare const chrome: {
  runtime: { sendMessage: (message: unknown) => Promise<{ ok: boolean }> };
  storage: { local: { get: (key?: string) => Promise<Record<string, unknown>> } };
};

type World = {
  platform: ReturnType<typeof demoPlatform>;
  /** Opens the browser, each time with the profile that the last one left. */
  open: () => Promise<ExtensionBrowser>;
  /** Where Chromium keeps the profile. */
  profile: string;
};

/** A server, and a profile that outlives its browsers. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'sidelight-night-'));
  const platform = demoPlatform();
  const site = await startSite(platform);
  await serveConsoles(site);
  try {
    await work({
      platform,
      profile: join(home, 'profile'),
      open: () => openBrowser({ port: site.port, spki: site.spki, home }),
    });
  } finally {
    await site.close();
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Ends the browser as a crash does. */
async function kill({ context }: ExtensionBrowser): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const told = await session?.send('SystemInfo.getProcessInfo');
  const browser = told?.processInfo.find(({ type }) => type === 'browser');
  if (!browser) throw new Error('the browser told no process');
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(browser.id, 'SIGKILL');
  await closed;
}

/** What the cache shows of the demo's connection: badges there, and badges that should be there. */
async function shownIn(browser: ExtensionBrowser, connectionId: string) {
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${browser.extensionId}/popup.html`);
  const shown = await page.evaluate(async (id) => {
    const opening = indexedDB.open('sidelight');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const read = opening.result.transaction(['syncs', 'badges']);
    const sync = read.objectStore('syncs').get(id);
    await new Promise((resolve) => sync.addEventListener('success', resolve));
    const live: { generation: number; nodeCount: number; mark: string } | undefined = sync.result?.live;
    const scope = `${id}#${live?.generation}`;
    const records = read.objectStore('badges').getAll(IDBKeyRange.bound([scope], [scope, []]));
    await new Promise((resolve) => records.addEventListener('success', resolve));
    opening.result.close();
    const kept = records.result.join('').split('"uniqueId":').length - 1;
    return { kept, said: live?.nodeCount, mark: live?.mark };
  }, connectionId);
  await page.close();
  return shown;
}

/** All that lies in `storage.local`. */
async function keptIn({ context, extensionId }: ExtensionBrowser): Promise<Record<string, unknown>> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${extensionId}/popup.html`);
  const kept = await page.evaluate(() => chrome.storage.local.get());
  await page.close();
  return kept;
}

test('T1: with a damaged database folder badges come from memory, the token stays until the browser ends, and people are told', async () => {
  await inWorld(async ({ open, profile }) => {
    await mkdir(join(profile, 'Default'), { recursive: true });
    // Nothing can be opened, made or deleted below a file
    await writeFile(join(profile, 'Default', 'IndexedDB'), 'damaged');
    const { connection, token } = demoConnection('postgres');
    for (const start of ['first', 'again']) {
      const browser = await open();
      const sidelight = await controlExtension(browser.context, browser.extensionId);
      if (start === 'again') {
        // The token was nowhere but in the session. A sync may have begun by itself: its status tells the same
        await sidelight.ask('sync', { connectionId: connection.id }).catch(() => undefined);
        await expect.poll(async () => JSON.stringify((await keptIn(browser)).syncStatus)).toContain('unauthorized');
      }
      await sidelight.ask('connect', { connection, token, save: true });
      const told = async () => JSON.stringify((await keptIn(browser)).syncStatus);
      await expect.poll(told).toMatch(/works from memory/);
      await expect.poll(told).not.toMatch(/"error"/);
      const page = await browser.context.newPage();
      await page.goto(adminer);
      await expect.poll(async () => (await badges(page)).map(({ label }) => label)).toContain('payments');
      await sidelight.killWorker();
      await sidelight.ask('sync', { connectionId: connection.id });
      await sidelight.waitForSync(connection.id);
      expect(JSON.stringify(await keptIn(browser))).not.toContain(token);
      await browser.close();
    }
  });
});

test('T8: ten pages that write at the same time lose nothing and end', async () => {
  await inWorld(async ({ open }) => {
    const browser = await open();
    const { extensionId, context } = browser;
    const pages = await Promise.all(Array.from({ length: 10 }, () => context.newPage()));
    await Promise.all(pages.map((page) => page.goto(`chrome-extension://${extensionId}/popup.html`)));
    const { connection } = demoConnection('postgres');
    const last = await Promise.all(
      pages.map((page, number) =>
        page.evaluate(
          async ([like, ends, own]) => {
            let id = '';
            for (let round = 0; Date.now() < ends; round += 1) {
              const next = `${own}-${round}`;
              const adopted = { word: 'adopt', question: { connections: [{ ...like, id: next, name: next }] } };
              const forgotten = { word: 'disconnect', question: { connectionId: id } };
              const isDone = (await chrome.runtime.sendMessage(adopted)).ok;
              if (!isDone) throw new Error(`${next} was refused`);
              if (id !== '') await chrome.runtime.sendMessage(forgotten);
              id = next;
            }
            return id;
          },
          [connection, Date.now() + writingMs, `page${number}`] as const,
        ),
      ),
    );
    const [page] = pages;
    const stored = await page?.evaluate(() => chrome.storage.local.get());
    const { connections, syncStatus } = stored as { connections: Connection[]; syncStatus: object }; // as: the extension's own keys
    expect(connections.map(({ id }) => id).toSorted()).toEqual(last.toSorted());
    expect(Object.keys(syncStatus).toSorted()).toEqual(last.toSorted());
    await browser.close();
  });
});

test('W2: a browser killed at any moment has the old nodes whole or the new ones, and all settings', async () => {
  await inWorld(async ({ open, platform }) => {
    const { connection, token } = demoConnection('postgres');
    const environment = demoIds('postgres').production;
    let browser = await open();
    const first = await controlExtension(browser.context, browser.extensionId);
    await first.connect(connection, token);
    const sizes = [(await shownIn(browser, connection.id)).said ?? 0];
    for (let round = 1; round <= deaths; round += 1) {
      const models = 60 + round;
      const mark = new Date(Date.UTC(2026, 8, 1, 0, round)).toISOString();
      platform.setArtifacts(environment, generateProject({ models, columns: 2 }), mark);
      const sidelight = await controlExtension(browser.context, browser.extensionId);
      void sidelight.ask('connect', { connection, token, save: true }).catch(() => undefined);
      // At any moment of what a sync does here
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500));
      await kill(browser);
      browser = await open();
      const { kept, said } = await shownIn(browser, connection.id);
      expect(kept, `round ${round}`).toBe(said);
      expect(JSON.stringify((await keptIn(browser)).connections)).toContain(connection.name);
      const next = await controlExtension(browser.context, browser.extensionId);
      await next.connect(connection, token);
      // The status may still be that of the sync before
      await expect.poll(async () => (await shownIn(browser, connection.id)).mark).toBe(mark);
      const whole = await shownIn(browser, connection.id);
      expect(whole.kept, `round ${round}, resumed`).toBe(whole.said);
      expect([...sizes, whole.said]).toContain(said);
      sizes.splice(0, 1, whole.said ?? 0);
    }
    await browser.close();
  });
});
