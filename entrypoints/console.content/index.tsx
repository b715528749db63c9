import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { Reply } from '../../lib/messages/protocol';
import { forgetParts } from '../../lib/page/late-parts';
import { useTranslator } from '../../lib/words';
import { runPage } from './run-page';
import './style.css';

/** Storage keys whose change rings the bell: other names, other states, other wishes. */
const bells = ['connections', 'syncStatus', 'preferences'];

type Change = { oldValue?: unknown; newValue?: unknown };

/** What of the statuses a page shows, as one text. */
function shownOf(statuses: unknown): string {
  return JSON.stringify(statuses, (key, value) => (key === 'progress' ? undefined : value)) ?? '';
}

/** Whether the page's fixture is asked for beside its report. */
function isCapture(message: object): boolean {
  const question = 'question' in message ? message.question : undefined;
  return typeof question === 'object' && question !== null && 'capture' in question && question.capture === true;
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
    let page: ({ stop: AbortController; generations: string } & ReturnType<typeof runPage>) | undefined;

    async function greet(): Promise<void> {
      const welcome = await send('hello', { url: document.location.href });
      const generations = JSON.stringify([
        welcome?.vocabulary.version,
        welcome?.preferences,
        welcome?.statuses.map(({ connectionId, generation, error }) => [connectionId, generation, error?.message]),
      ]);
      if (page?.generations === generations && welcome) return;
      page?.stop.abort();
      page = undefined;
      if (!welcome || ctx.signal.aborted) return;
      const stop = new AbortController();
      page = {
        stop,
        generations,
        ...runPage(document, welcome, AbortSignal.any([stop.signal, ctx.signal])),
      };
    }

    const heardBell = (changes: Record<string, Change>, area: string) => {
      if (area !== 'local' || !bells.some((key) => key in changes)) return;
      const { syncStatus, ...others } = changes;
      // A running sync tells its progress every second; only what a page shows is worth a question.
      const isNews = Object.keys(others).length > 0 || shownOf(syncStatus?.oldValue) !== shownOf(syncStatus?.newValue);
      if (isNews) greet().catch(() => undefined);
    };
    const answer = (message: unknown, _sender: unknown, reply: (value: Reply<'page'>) => void) => {
      if (typeof message !== 'object' || message === null || !('word' in message) || message.word !== 'page') return;
      try {
        const capture = isCapture(message) ? page?.capture() : undefined;
        reply(
          page
            ? { ok: true, value: { ...page.report(), ...(capture && { capture }) } }
            : { ok: true, value: { url: document.location.href, tables: [], unplaced: [], ms: 0 } },
        );
      } catch (thrown) {
        const { kind, message: text } = asAppError(thrown);
        reply({ ok: false, kind, message: text });
      }
    };

    await greet().catch(() => undefined);
    browser.storage.onChanged.addListener(heardBell);
    browser.runtime.onMessage.addListener(answer);
    ctx.onInvalidated(() => {
      page?.stop.abort();
      browser.storage?.onChanged.removeListener(heardBell);
    });
  },
});
