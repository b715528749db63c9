import { browser } from 'wxt/browser';
import { AppError } from '../errors';
import { words } from '../words';
import type { Answer, Message, PageWord, Question, Reply, Word } from './protocol';

/** The words that the background answers. */
type BackgroundWord = Exclude<Word, PageWord>;

/** Asking these twice does no harm: a worker that died over the first question is asked again. */
const repeatable: ReadonlySet<BackgroundWord> = new Set<BackgroundWord>([
  'hello',
  'resolve',
  'bring',
  'node',
  'search',
]);
const maxTries = 3;
const repeatableLimitMs = 5000;
/** Checking a connection asks dbt several things, one after another. */
const limitMs = 60_000;

/** Asks the background. Throws AppError: the background's own, or `disconnected` when nobody answers. */
export async function send<W extends BackgroundWord>(word: W, question: Question<W>): Promise<Answer<W>> {
  const [tries, limit] = repeatable.has(word) ? [maxTries, repeatableLimitMs] : [1, limitMs];
  for (let left = tries; left > 0 && isConnected(); left -= 1) {
    const reply = await replyOf<W>(browser.runtime.sendMessage({ word, question } satisfies Message), limit);
    if (reply) return unwrap(reply);
  }
  throw new AppError('disconnected', words('bgDisconnected'));
}

/** The longest time that a timer can wait: nobody knows when there will be news. */
const newsLimitMs = 2 ** 31 - 1;

/** Asks the content script of a tab's frame. Throws AppError of kind `disconnected` when there is none. */
export async function sendToTab(
  tabId: number,
  word: 'page',
  question: Question<'page'>,
  frameId = 0,
): Promise<Answer<'page'>> {
  const message = { word, question } satisfies Message;
  const limit = question.after === undefined ? repeatableLimitMs : newsLimitMs;
  const reply = await replyOf<'page'>(browser.tabs.sendMessage(tabId, message, { frameId }), limit);
  if (!reply) throw new AppError('disconnected', words('bgDisconnected'));
  return unwrap(reply);
}

/** Tells all frames of a tab; nobody answers. */
export async function sendToFrames(tabId: number, word: 'open', question: Question<'open'>): Promise<void> {
  await browser.tabs.sendMessage(tabId, { word, question } satisfies Message);
}

/** False after an update or removal of the extension: this context is then an orphan. */
function isConnected(): boolean {
  // The orphan's `runtime` loses its id; the types do not say so.
  const runtime: { id?: string } | undefined = browser.runtime;
  return runtime?.id !== undefined;
}

function unwrap<W extends Word>(reply: Reply<W>): Answer<W> {
  if (reply.ok) return reply.value;
  throw new AppError(reply.kind, reply.message);
}

/** The reply; nothing when the other side is gone, silent too long, or not ours. */
function replyOf<W extends Word>(sending: Promise<unknown>, limit: number): Promise<Reply<W> | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), limit);
    const settle = (reply: Reply<W> | undefined) => {
      clearTimeout(timer);
      resolve(reply);
    };
    sending.then(
      (reply) => settle(isReply<W>(reply) ? reply : undefined),
      () => settle(undefined),
    );
  });
}

/** Replies come from our own code of the same version: their form is checked, not their content. */
function isReply<W extends Word>(reply: unknown): reply is Reply<W> {
  return typeof reply === 'object' && reply !== null && 'ok' in reply;
}
