import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { Message, PageWord, Question, Reply } from '../../lib/messages/protocol';
import { forgetParts } from '../../lib/page/late-parts';
import { hearMoves } from '../../lib/page/moves';
import { useTranslator } from '../../lib/words';
import { cardDoor } from './card-door';
import { runPage } from './run-page';
import './style.css';

/** Storage keys whose change rings the bell: other names, other states, other wishes. */
const bells = ['connections', 'syncStatus', 'preferences'];

type Change = { oldValue?: unknown; newValue?: unknown };

/** What of the statuses a page shows, as one text. */
function shownOf(statuses: unknown): string {
  return JSON.stringify(statuses, (key, value) => (key === 'progress' ? undefined : value)) ?? '';
}

/** What is asked of this page; nothing when the message is for somebody else. */
function askedOf(message: unknown): Message<PageWord> | undefined {
  // as: messages to a tab come from our own pages of the same version, and the word tells their form.
  const asked = (message ?? {}) as Partial<Message<PageWord>>;
  return asked.word === 'page' || asked.word === 'open' ? (asked as Message<PageWord>) : undefined;
}

const isIn = (url: string, place: string) => url.toLowerCase().includes(place);

/** Whether keys go to this document, and not to a frame in it. */
const hasKeyboard = () => document.hasFocus() && !/^i?frame$/i.test(document.activeElement?.nodeName ?? '');

/**
 * Until somebody sees the page: a browser may load it before it is wanted (Chromium does while an address is typed), and its tab then still
 * has the address of another page, by which the background tells who asks.
 */
async function untilSeen(signal: AbortSignal): Promise<void> {
  if (!('prerendering' in document) || document.prerendering !== true) return;
  await new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true, signal }));
}

export default defineContentScript({
  // Registered by the background for the sites that somebody allowed; the manifest asks for none.
  matches: [],
  registration: 'runtime',
  cssInjectionMode: 'manual',
  noScriptStartedPostMessage: true,
  async main(ctx) {
    useTranslator((key, substitutions) => browser.i18n.getMessage(key, substitutions));
    forgetParts();
    const door = cardDoor(document, ctx.signal);
    let page: ({ stop: AbortController; generations: string } & ReturnType<typeof runPage>) | undefined;

    /** Questions that wait for news; each gives whether it has been answered. */
    let waiting: (() => boolean)[] = [];
    const tellNews = () => {
      waiting = waiting.filter((tell) => !tell());
    };

    let greetings = 0;
    /** Where the page was when it asked last, and what decides whether the answer is another one elsewhere. */
    let greeted = { url: '', places: [] as string[] };
    async function greet(): Promise<void> {
      greetings += 1;
      const turn = greetings;
      const url = document.location.href;
      const welcome = await send('hello', { url });
      // Two bells may ring at once; an answer from before the second must not be the last word.
      if (turn !== greetings) return;
      greeted = { url, places: welcome?.places ?? [] };
      if (isElsewhere()) return await greet();
      const generations = JSON.stringify([
        welcome?.connectionIds,
        welcome?.vocabulary.version,
        welcome?.preferences,
        welcome?.statuses.map(({ connectionId, generation, error }) => [connectionId, generation, error?.message]),
      ]);
      if (page?.generations === generations && welcome) return;
      page?.stop.abort();
      page = undefined;
      if (!welcome?.connectionIds.length || ctx.signal.aborted) {
        door.close();
        return tellNews();
      }
      door.renew(welcome.preferences);
      const stop = new AbortController();
      page = {
        stop,
        generations,
        ...runPage(document, welcome, door, () => page && tellNews(), AbortSignal.any([stop.signal, ctx.signal])),
      };
      tellNews();
    }

    const isElsewhere = () =>
      greeted.places.some((place) => isIn(document.location.href, place) !== isIn(greeted.url, place));
    const heardMove = () => {
      if (isElsewhere()) greet().catch(() => undefined);
    };
    const heardBell = (changes: Record<string, Change>, area: string) => {
      // A company's policy is an area of its own, with the same keys.
      if ((area !== 'local' && area !== 'managed') || !bells.some((key) => key in changes)) return;
      const { syncStatus, ...others } = changes;
      // A running sync tells its progress every second; only what a page shows is worth a question.
      const isNews = Object.keys(others).length > 0 || shownOf(syncStatus?.oldValue) !== shownOf(syncStatus?.newValue);
      if (isNews) greet().catch(() => undefined);
    };
    const answer = (message: unknown, _sender: unknown, reply: (value: Reply<'page'>) => void) => {
      const asked = askedOf(message);
      if (asked?.word === 'open' && hasKeyboard()) page?.openAtFocus();
      if (asked?.word !== 'page') return undefined;
      const question: Question<'page'> = asked.question;
      const tell = () => {
        try {
          const version = page?.version() ?? 0;
          if (version === question.after) return false;
          const report = page?.report() ?? { url: document.location.href, version, tables: [], unplaced: [], ms: 0 };
          const capture = question.capture ? page?.capture() : undefined;
          reply({ ok: true, value: { ...report, ...(capture && { capture }) } });
        } catch (thrown) {
          const { kind, message: text } = asAppError(thrown);
          reply({ ok: false, kind, message: text });
        }
        return true;
      };
      if (!tell()) waiting.push(tell);
      // Keeps the channel open until there are news.
      return true;
    };

    await untilSeen(ctx.signal);
    // Before the first hello: what changes while it is on its way would not be heard of
    browser.storage.onChanged.addListener(heardBell);
    await greet().catch(() => undefined);
    browser.runtime.onMessage.addListener(answer);
    // What applies is decided by the address of the tab, which no frame sees.
    if (window.top === window) hearMoves(window, heardMove, ctx.signal);
    ctx.onInvalidated(() => {
      page?.stop.abort();
      browser.storage?.onChanged.removeListener(heardBell);
    });
  },
});
