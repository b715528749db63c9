import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { send } from '../../../lib/messages/client';
import { freshBrowser } from '../stand-ins';

beforeEach(async () => {
  await freshBrowser();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Answers messages in turn: with a reply, with silence for ever, or as a worker that dies. */
function background(...turns: ('silence' | 'death' | object)[]): { asked: () => number } {
  let asked = 0;
  fakeBrowser.runtime.onMessage.addListener(((
    _message: unknown,
    _sender: unknown,
    sendResponse: (value: unknown) => void,
  ) => {
    const turn = turns[asked] ?? 'silence';
    asked += 1;
    if (turn === 'death') throw new Error('message channel closed before a response was received');
    if (turn !== 'silence') sendResponse(turn);
    return true;
  }) as never);
  return { asked: () => asked };
}

describe('send', () => {
  it('gives the value of the reply', async () => {
    background({ ok: true, value: [] });
    expect(await send('resolve', { connectionIds: [], refs: [] })).toEqual([]);
  });

  it('throws what the background answered', async () => {
    background({ ok: false, kind: 'storage', message: 'Storage is full.' });
    await expect(send('sync', {})).rejects.toMatchObject({ kind: 'storage', message: 'Storage is full.' });
  });

  it('M8: asks a dying worker again, three times in all', async () => {
    const { asked } = background('death', 'death', { ok: true, value: [] });
    expect(await send('search', { text: 'a', limit: 1 })).toEqual([]);
    expect(asked()).toBe(3);
  });

  it('M8: waits five seconds three times, then says that nobody answers', async () => {
    const { asked } = background();
    const sending = expect(send('node', { key: 'a' })).rejects.toMatchObject({ kind: 'disconnected' });
    await vi.advanceTimersByTimeAsync(15_000);
    await sending;
    expect(asked()).toBe(3);
  });

  it('asks only once for what may not happen twice', async () => {
    const { asked } = background('death');
    await expect(send('disconnect', { connectionId: 'a' })).rejects.toMatchObject({ kind: 'disconnected' });
    expect(asked()).toBe(1);
  });

  it('sends nothing once the extension was updated', async () => {
    const { asked } = background({ ok: true, value: [] });
    Object.assign(fakeBrowser.runtime, { id: undefined });
    await expect(send('search', { text: 'a', limit: 1 })).rejects.toMatchObject({ kind: 'disconnected' });
    expect(asked()).toBe(0);
  });
});
