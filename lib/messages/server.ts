import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { AppError, asAppError } from '../errors';
import { parseUrl } from '../parsed';
import { connectionShape, isComplete } from '../settings-shapes';
import { originPattern } from '../sites';
import { words } from '../words';
import type { Answer, PageWord, Question, Reply, Word } from './protocol';

/** Who asks: a console's page through our content script, at the address of its tab, or one of our own pages. */
export type Asker = { from: 'page'; address: string; tabId?: number; frameId?: number } | { from: 'extension' };

/** The words that the background answers. */
export type BackgroundWord = Exclude<Word, PageWord>;
export type Answers = {
  [W in BackgroundWord]: (question: Question<W>, asker: Asker) => Promise<Answer<W>>;
};

/** What the browser says of a sender; all of it may be missing. */
export type Sender = {
  id?: string | undefined;
  origin?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined; url?: string | undefined } | undefined;
};

/** The words a page may say; all others belong to our own pages. */
const pageWords: ReadonlySet<string> = new Set<BackgroundWord>(['hello', 'resolve', 'bring', 'node']);

const maxNames = 500;
const text = z.string().check(z.maxLength(1024));
const id = z.string().check(z.maxLength(64));
const phrase = z.string().check(z.minLength(1), z.maxLength(10_000));

/** What each word's question looks like; sizes are bounded. */
const shapes: { [W in BackgroundWord]: z.ZodMiniType<Question<W>> } = {
  hello: z.strictObject({ url: z.string().check(z.maxLength(100_000)) }),
  resolve: z.strictObject({
    connectionIds: z.array(id).check(z.maxLength(100)),
    refs: z
      .array(z.strictObject({ database: z.exactOptional(text), schema: z.exactOptional(text), name: text }))
      .check(z.maxLength(maxNames)),
  }),
  bring: z.strictObject({ part: z.enum(['card', 'editors']) }),
  node: z.strictObject({ key: z.string().check(z.maxLength(2048)) }),
  search: z.strictObject({ text, limit: z.int().check(z.gte(1), z.lte(200)) }),
  connect: z
    .strictObject({
      connection: connectionShape,
      token: z.exactOptional(z.string().check(z.maxLength(500_000))),
      save: z.boolean(),
      keep: z.exactOptional(
        z.union([
          z.strictObject({ mode: z.enum(['disk', 'session']) }),
          z.strictObject({ mode: z.literal('passphrase'), passphrase: phrase }),
        ]),
      ),
    })
    .check(z.refine(({ connection, save }) => !save || isComplete(connection))),
  unlock: z.strictObject({ connectionId: id, passphrase: phrase }),
  disconnect: z.strictObject({ connectionId: z.exactOptional(id), only: z.exactOptional(z.literal('token')) }),
  adopt: z.strictObject({ connections: z.array(connectionShape.check(z.refine(isComplete))).check(z.maxLength(200)) }),
  sync: z.strictObject({ connectionId: z.exactOptional(id) }),
};

const envelope = z.strictObject({ word: z.string(), question: z.unknown() });

/**
 * Answers every message to the background, from the first turn of the worker on. `isGranted` says whether we may be on
 * the pages of a match pattern. What it returns tells how many messages were refused so far.
 */
export function serve(answers: Answers, isGranted: (pattern: string) => Promise<boolean>): () => number {
  let refused = 0;
  const isTooFast = makeCaps();
  const refusedHello = (): Reply => {
    refused += 1;
    return { ok: true, value: undefined };
  };

  const reply = async (message: unknown, sender: Sender): Promise<Reply> => {
    try {
      const read = envelope.safeParse(message);
      if (!read.success || !isWord(read.data.word)) throw badQuestion();
      const { word, question } = read.data;
      const asker = await askerOf(sender, word, isGranted);
      // A page that may not be here learns what every other page learns: there is nothing to do.
      if (!asker && word === 'hello') return refusedHello();
      if (!asker) throw new AppError('not-allowed', words('bgRefused'));
      if (isTooFast(word, sender.tab?.id)) throw new AppError('rate-limited', words('bgTooFast'));
      const checked = checkedCall(answers, word, question, asker);
      if (!checked) throw badQuestion();
      return await checked().then(
        (value) => ({ ok: true, value }),
        (thrown: unknown) => failure(asAppError(thrown)),
      );
    } catch (thrown) {
      refused += 1;
      return failure(asAppError(thrown));
    }
  };

  browser.runtime.onMessage.addListener((message: unknown, sender: Sender, sendResponse: (answer: Reply) => void) => {
    if (sender.id !== browser.runtime.id) {
      refused += 1;
      return undefined;
    }
    void reply(message, sender).then(sendResponse);
    // Keeps the channel open in every browser; a returned promise would not, in some.
    return true;
  });
  return () => refused;
}

/** The call of a word's answer; nothing when the question is not shaped as that word's. */
function checkedCall<W extends BackgroundWord>(
  answers: Answers,
  word: W,
  question: unknown,
  asker: Asker,
): (() => Promise<Answer<W>>) | undefined {
  const read = shapes[word].safeParse(question);
  return read.success ? () => answers[word](read.data, asker) : undefined;
}

function isWord(word: string): word is BackgroundWord {
  return Object.hasOwn(shapes, word);
}

function badQuestion(): AppError {
  return new AppError('bug', words('bgBadQuestion'));
}

function failure({ kind, message }: AppError): Reply {
  return { ok: false, kind, message };
}

/**
 * Who the sender is; nothing when it may not say this word. Our own pages count only as top pages: an options page has a
 * tab too, so the origin decides. A page's address is what the browser says of its tab, never what the page says.
 */
async function askerOf(
  sender: Sender,
  word: BackgroundWord,
  isGranted: (pattern: string) => Promise<boolean>,
): Promise<Asker | undefined> {
  const ownOrigin = browser.runtime.getURL('/').replace(/\/$/, '');
  const origin = sender.origin ?? originOf(sender.url);
  if (origin === ownOrigin) {
    const isTop = (sender.frameId ?? 0) === 0 && sender.url?.startsWith(`${ownOrigin}/`);
    return isTop ? { from: 'extension' } : undefined;
  }
  const [pattern] = originPattern(origin);
  if (!pageWords.has(word) || sender.tab === undefined || pattern === undefined) return undefined;
  const address = sender.tab.url ?? sender.url ?? '';
  if (!(await isGranted(pattern))) return undefined;
  const { frameId, tab } = sender;
  return {
    from: 'page',
    address,
    ...(tab.id !== undefined && { tabId: tab.id }),
    ...(frameId !== undefined && { frameId }),
  };
}

/** `moz-extension:` addresses have the opaque origin `null` in `URL`: scheme and host are taken as they stand. */
function originOf(address: string | undefined): string | undefined {
  const url = parseUrl(address ?? '');
  return url && `${url.protocol}//${url.host}`;
}

const messagesPerSecond = 50;
/** A card is opened by a person: nobody opens one a second for a minute. */
const nodesPerMinute = 60;

/** Counts each tab's messages; what is forgotten with the worker is forgiven. */
function makeCaps(): (word: BackgroundWord, tabId: number | undefined) => boolean {
  const isOverAll = makeCap(messagesPerSecond, 1000);
  const isOverNodes = makeCap(nodesPerMinute, 60_000);
  return (word, tabId) => {
    if (tabId === undefined) return false;
    return isOverAll(tabId) || (word === 'node' && isOverNodes(tabId));
  };
}

/** A window that begins with a tab's first message and starts anew when it is over. */
function makeCap(limit: number, windowMs: number): (tabId: number) => boolean {
  const windows = new Map<number, { start: number; count: number }>();
  return (tabId) => {
    const now = Date.now();
    const present = windows.get(tabId);
    const window = present && Math.abs(now - present.start) < windowMs ? present : { start: now, count: 0 };
    window.count += 1;
    windows.set(tabId, window);
    return window.count > limit;
  };
}
