// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import script from '../../entrypoints/console.content';
import { freshBrowser, patience } from './stand-ins';

const page = new AbortController();

beforeEach(async () => {
  await freshBrowser();
  Object.assign(fakeBrowser, { i18n: { getMessage: (key: string) => key } });
});
afterEach(() => page.abort());

describe('the script on a page of a console', () => {
  it('hears of a sync that ends while it says hello for the first time', async () => {
    const asked: unknown[] = [];
    const sendMessage = async (message: unknown) => {
      asked.push(message);
      // Answered from before the sync, which ends while the answer is on its way.
      if (asked.length === 1) await fakeBrowser.storage.local.set({ syncStatus: { prod: { generation: 1 } } });
      return { ok: true, value: undefined };
    };
    Object.assign(fakeBrowser.runtime, { sendMessage });
    // as: of WXT's context it takes no more than this
    await script.main?.({ signal: page.signal, onInvalidated: () => undefined } as never);
    await vi.waitFor(() => expect(asked).toHaveLength(2), patience);
  });

  it('B4: follows what a company sets meanwhile', async () => {
    const sendMessage = vi.fn(async () => ({ ok: true, value: undefined }));
    Object.assign(fakeBrowser.runtime, { sendMessage });
    await script.main?.({ signal: page.signal, onInvalidated: () => undefined } as never); // as: see above
    expect(sendMessage).toHaveBeenCalledTimes(1);
    await fakeBrowser.storage.managed.set({ preferences: { density: 'problems' } });
    await vi.waitFor(() => expect(sendMessage).toHaveBeenCalledTimes(2), { timeout: 1000 });
  });
});
