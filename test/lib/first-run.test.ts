import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { startBackground } from './background-rig';
import { aCloudConnection, patience } from './stand-ins';

async function pagesOpenedAfter(reason: 'install' | 'update', managed: object = {}): Promise<unknown[]> {
  await startBackground([], async () => new Response(null, { status: 503 }));
  await fakeBrowser.storage.managed.set(managed);
  const create = vi.spyOn(fakeBrowser.tabs, 'create').mockResolvedValue({ id: 1 } as never);
  // The fake's types want all that a browser tells.
  await fakeBrowser.runtime.onInstalled.trigger({ reason } as never);
  await new Promise((resolve) => setTimeout(resolve));
  await vi.waitFor(async () => expect((await fakeBrowser.alarms.getAll()).length).toBeGreaterThan(0), patience);
  const opened = create.mock.calls.map(([options]) => options);
  create.mockRestore();
  return opened;
}

describe('the first page', () => {
  it('opens after an installation', async () => {
    expect(await pagesOpenedAfter('install')).toEqual([{ url: expect.stringContaining('/welcome.html') }]);
  });

  it('does not open after an update', async () => {
    expect(await pagesOpenedAfter('update')).toEqual([]);
  });

  it('does not open where a company has set a connection', async () => {
    expect(await pagesOpenedAfter('install', { connections: [aCloudConnection()] })).toEqual([]);
  });
});
