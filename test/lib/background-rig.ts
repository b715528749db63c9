import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import background from '../../entrypoints/background';
import type { Answer, Question, Reply, Word } from '../../lib/messages/protocol';
import type { SyncStatus } from '../../lib/model';
import { readStatuses } from '../../lib/settings';
import { fakePages, freshBrowser, patience } from './stand-ins';

const own = 'chrome-extension://test-extension-id';
export const optionsPage = {
  id: 'test-extension-id',
  origin: own,
  url: `${own}/options.html`,
  frameId: 0,
  tab: { id: 9 },
};
export const consoleAddress = 'https://app.snowflake.com/org/account/';
export const consolePage = {
  id: 'test-extension-id',
  origin: 'https://app.snowflake.com',
  url: consoleAddress,
  tab: { id: 1, url: consoleAddress },
};

/** The background as a browser that was just installed has it, with these hosts granted. */
export async function startBackground(granted: string[], fetch: typeof globalThis.fetch) {
  await freshBrowser();
  const pages = fakePages(granted, [7]);
  vi.stubGlobal('fetch', fetch);
  // Where tests run without a simulated browser there is no global scope that hears.
  if (!('addEventListener' in globalThis)) vi.stubGlobal('addEventListener', () => undefined);
  background.main();
  return pages;
}

/** Asks as one of our pages or as a console's; throws what the background refuses. */
export async function ask<W extends Word>(word: W, question: Question<W>, sender: object): Promise<Answer<W>> {
  const reply = await new Promise<Reply<W>>((resolve) => {
    // The fake's types want a whole browser's sender.
    void fakeBrowser.runtime.onMessage.trigger({ word, question }, sender, resolve as never);
  });
  if (!reply.ok) throw Object.assign(new Error(reply.message), { kind: reply.kind });
  return reply.value;
}

/** Waits for a status that pleases; fails with the last one. */
export async function statusWhere(id: string, pleases: (status: SyncStatus) => boolean): Promise<SyncStatus> {
  return await vi.waitFor(async () => {
    const status = (await readStatuses()).get(id);
    if (!status || !pleases(status)) throw new Error(`status of ${id}: ${JSON.stringify(status)}`);
    return status;
  }, patience);
}

export const isSynced = (status: SyncStatus) => status.syncedAt !== undefined && !status.progress && !status.error;
