import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Reply } from '../../../lib/messages/protocol';
import { type Answers, type Asker, type Sender, serve } from '../../../lib/messages/server';
import { aCloudConnection, freshBrowser } from '../stand-ins';

const own = 'chrome-extension://test-extension-id';
const site = 'https://app.snowflake.com';
const page: Sender = {
  id: 'test-extension-id',
  origin: site,
  url: `${site}/frame`,
  tab: { id: 1, url: `${site}/org/a` },
};
const options: Sender = {
  id: 'test-extension-id',
  origin: own,
  url: `${own}/options.html`,
  frameId: 0,
  tab: { id: 2 },
};
const popup: Sender = { id: 'test-extension-id', origin: own, url: `${own}/popup.html` };

/** Words that were answered, with who asked. */
let answered: { word: string; question: unknown; asker: Asker }[] = [];
let refused: () => number = () => 0;

beforeEach(async () => {
  await freshBrowser();
  answered = [];
  const answer =
    (word: string, value: unknown) =>
    async (question: unknown, asker: Asker): Promise<never> => {
      answered.push({ word, question, asker });
      // The tests look at replies as JSON: the types of the values do not matter here.
      return value as never;
    };
  const answers: Answers = {
    hello: answer('hello', undefined),
    resolve: answer('resolve', []),
    bring: answer('bring', null),
    node: answer('node', undefined),
    search: answer('search', []),
    connect: answer('connect', { steps: [] }),
    unlock: answer('unlock', null),
    disconnect: answer('disconnect', null),
    adopt: answer('adopt', []),
    sync: answer('sync', null),
  };
  refused = serve(answers, async (pattern) => pattern === `${site}/*`);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** The reply to a message; `silence` when the listener does not answer at all. */
async function ask(message: unknown, sender: Sender): Promise<Reply | 'silence'> {
  return new Promise((resolve) => {
    // The fake's types want a whole browser's sender; ours is what browsers leave out at times.
    const heard = fakeBrowser.runtime.onMessage.trigger(message, sender as never, resolve as never);
    void heard.then((answers) => {
      if (!answers.includes(true as never)) resolve('silence');
    });
  });
}

const hello = { word: 'hello', question: { url: 'https://lies.example/' } };
const connect = { word: 'connect', question: { connection: aCloudConnection(), token: 'dbtc_canary', save: true } };
const privileged = [
  connect,
  { word: 'disconnect', question: { connectionId: 'prod' } },
  { word: 'disconnect', question: {} },
  { word: 'unlock', question: { connectionId: 'prod', passphrase: 'canary' } },
  { word: 'adopt', question: { connections: [] } },
  { word: 'sync', question: {} },
  { word: 'search', question: { text: 'a', limit: 5 } },
];

/** Where a part of the content script goes when the page asks for it. */
const spot = { tabId: 1 };

describe('the background', () => {
  it('answers a page, and takes its address from the browser', async () => {
    expect(await ask(hello, page)).toEqual({ ok: true, value: undefined });
    expect(answered).toEqual([
      { word: 'hello', question: hello.question, asker: { from: 'page', address: `${site}/org/a`, ...spot } },
    ]);
  });

  it.each(privileged)('answers $word from the options page and the popup', async (message) => {
    expect(await ask(message, options)).toMatchObject({ ok: true });
    expect(await ask(message, popup)).toMatchObject({ ok: true });
    expect(answered.map(({ asker }) => asker)).toEqual([{ from: 'extension' }, { from: 'extension' }]);
  });

  it.each(privileged)('M2: refuses $word from a content script, and counts it', async (message) => {
    expect(await ask(message, page)).toMatchObject({ ok: false, kind: 'not-allowed' });
    expect(answered).toEqual([]);
    expect(refused()).toBe(1);
  });

  it.each<[string, Sender]>([
    ['another extension', { ...page, id: 'other' }],
    ['nobody', {}],
  ])('M3: is silent to %s', async (_who, sender) => {
    expect(await ask(hello, sender)).toBe('silence');
    expect(answered).toEqual([]);
    expect(refused()).toBe(1);
  });

  it.each<[string, Sender]>([
    ['an opaque origin', { ...page, origin: 'null' }],
    ['a host that is not granted', { ...page, origin: 'https://evil.example' }],
    ['a look-alike host', { ...page, origin: 'https://app.snowflake.com.evil.example' }],
    ['another scheme', { ...page, origin: 'http://app.snowflake.com' }],
    ['a page without a tab', { ...page, tab: undefined }],
    ['our page in a frame', { ...options, frameId: 3 }],
    ['our origin with another address', { ...popup, url: `${site}/popup.html` }],
    ['our origin as a prefix', { ...page, origin: `${own}.evil.example`, url: `${own}.evil.example/` }],
    ['a file', { ...page, origin: 'file://' }],
  ])('M3: refuses %s', async (_who, sender) => {
    expect(await ask(hello, sender)).toEqual({ ok: true, value: undefined });
    const resolve = { word: 'resolve', question: { connectionIds: ['prod'], refs: [] } };
    for (const message of [resolve, ...privileged]) {
      expect(await ask(message, sender)).toMatchObject({ ok: false, kind: 'not-allowed' });
    }
    expect(answered).toEqual([]);
    expect(refused()).toBe(2 + privileged.length);
  });

  it('M3: decides by the address where a browser tells no origin', async () => {
    const firefox: Sender = { id: 'test-extension-id', url: `${own}/popup.html` };
    expect(await ask(connect, firefox)).toMatchObject({ ok: true });
    expect(await ask(connect, { ...page, origin: undefined })).toMatchObject({ ok: false });
    expect(await ask(hello, { ...page, origin: undefined })).toMatchObject({ ok: true });
  });

  it('M4: takes 500 names of 1,024 characters, and not one more', async () => {
    const names = (count: number, length: number) => ({
      word: 'resolve',
      question: { connectionIds: ['prod'], refs: Array.from({ length: count }, () => ({ name: 'x'.repeat(length) })) },
    });
    expect(await ask(names(500, 1024), page)).toMatchObject({ ok: true });
    expect(await ask(names(501, 1), page)).toMatchObject({ ok: false, kind: 'bug' });
    expect(await ask(names(1, 1025), page)).toMatchObject({ ok: false, kind: 'bug' });
    expect(await ask(names(100_000, 1), page)).toMatchObject({ ok: false, kind: 'bug' });
  });

  it('M4: takes 50 messages a second from one tab and leaves the other tabs their share', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const replies = await Promise.all(Array.from({ length: 60 }, () => ask(hello, page)));
    expect(replies.filter((reply) => reply !== 'silence' && reply.ok)).toHaveLength(50);
    expect(await ask(hello, { ...page, tab: { id: 9, url: site } })).toMatchObject({ ok: true });
    vi.spyOn(Date, 'now').mockReturnValue(1_001_000);
    expect(await ask(hello, page)).toMatchObject({ ok: true });
  });

  it('P4: gives a tab the details of 60 nodes a minute', async () => {
    let now = 1_000_000;
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    const outcomes: boolean[] = [];
    for (let count = 0; count < 62; count += 1) {
      now += 100;
      const reply = await ask({ word: 'node', question: { key: 'prod/model.a' } }, page);
      outcomes.push(reply !== 'silence' && reply.ok);
    }
    expect(outcomes.filter(Boolean)).toHaveLength(60);
    expect(await ask({ word: 'node', question: { key: 'a' } }, popup)).toMatchObject({ ok: true });
  });

  it('tells what an answer threw as its kind and sentence, and nothing else', async () => {
    serveFailing(new TypeError('the token is dbtc_canary'));
    const reply = await ask(connect, options);
    expect(reply).toMatchObject({ ok: false, kind: 'bug' });
    expect(JSON.stringify(reply)).not.toContain('canary');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('M5: knows no word %s', async (word) => {
    expect(await ask({ word, question: {} }, options)).toMatchObject({ ok: false, kind: 'bug' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'M5: takes %s for a name like any other',
    async (name) => {
      const question = { connectionIds: ['prod'], refs: [{ name, schema: name, database: name }] };
      expect(await ask({ word: 'resolve', question }, page)).toMatchObject({ ok: true });
      expect(answered[0]?.question).toEqual(question);
    },
  );

  it('M5: drops or refuses __proto__ as a key and leaves the prototypes alone', async () => {
    const poisoned = JSON.parse('{"word":"sync","question":{"__proto__":{"polluted":true}}}');
    await ask(poisoned, options);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(JSON.stringify(answered)).not.toContain('polluted');
  });

  it('M1: refuses mutated messages without an exception, and changes nothing', async () => {
    vi.spyOn(Date, 'now').mockImplementation(() => (clock += 100));
    let clock = 0;
    const word = fc.oneof(
      fc.constantFrom('hello', 'resolve', 'node', 'search', 'connect', 'unlock', 'disconnect', 'adopt', 'sync'),
      fc.string(),
    );
    const anything = fc.anything({ withDate: true, withMap: true, withNullPrototype: true, maxDepth: 4 });
    const message = fc.oneof(
      anything,
      fc.record({ word, question: anything }),
      fc.record({ word, question: anything, extra: anything }),
      fc.record({ word: fc.constant('resolve'), question: fc.record({ connectionIds: anything, refs: anything }) }),
      fc.record({
        word: fc.constant('connect'),
        question: fc.record({ connection: anything, token: anything, save: anything }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(message, fc.constantFrom(page, options), async (mutated, sender) => {
        answered = [];
        const reply = await ask(mutated, sender);
        const [asked] = answered;
        if (asked) return;
        expect(reply).toMatchObject({ ok: false });
      }),
      { numRuns: 3000 },
    );
    const cyclic: Record<string, unknown> = { word: 'sync' };
    cyclic.question = cyclic;
    expect(await ask(cyclic, options)).toMatchObject({ ok: false, kind: 'bug' });
  });
});

function serveFailing(thrown: unknown): void {
  fakeBrowser.runtime.onMessage.removeAllListeners();
  const fail = () => Promise.reject(thrown);
  serve(
    {
      hello: fail,
      resolve: fail,
      bring: fail,
      node: fail,
      search: fail,
      connect: fail,
      unlock: fail,
      disconnect: fail,
      adopt: fail,
      sync: fail,
    },
    async () => true,
  );
}
