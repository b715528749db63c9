import { browser } from 'wxt/browser';
import { grantedOf } from './access';
import type { Connection } from './model';
import type { LatePart } from './page/late-parts';
import { sitesOf } from './sites';

const scriptId = 'console';
const file = '/content-scripts/console.js';
/** Marks in editors; `::highlight` rules must stand in the page's own tree. */
const sheet = '/content-scripts/console.css';

/**
 * Has the content script run on all pages that a connection is for and that people allowed, and on no others. Pages that
 * are open already get it at once, so that nobody has to reload them.
 */
export async function registerContentScripts(connections: Connection[]): Promise<void> {
  const matches = await grantedOf(sitesOf(connections));
  const [present] = await browser.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  const before = present?.matches ?? [];
  if (matches.join() === before.toSorted().join()) return;
  if (present) await browser.scripting.unregisterContentScripts({ ids: [scriptId] });
  if (matches.length > 0) await register(matches);
  await inject(matches.filter((pattern) => !before.includes(pattern)));
}

/** Whether a page that any connection is for is open in a tab. */
export async function isConsoleOpen(connections: Connection[]): Promise<boolean> {
  const matches = await grantedOf(sitesOf(connections));
  return matches.length > 0 && (await browser.tabs.query({ url: matches })).length > 0;
}

/** Puts a part that the content script begins without beside it, in the frame that asks. */
export async function bring(part: LatePart, tabId: number, frameId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [`/${part}.js`] });
}

async function register(matches: string[]): Promise<void> {
  const script = {
    id: scriptId,
    js: [file],
    css: [sheet],
    matches,
    allFrames: true,
    persistAcrossSessions: true,
    runAt: 'document_idle' as const,
  };
  try {
    // Frames without an address of their own: consoles put editors into them. Refused for patterns with a path.
    await browser.scripting.registerContentScripts([{ ...script, matchOriginAsFallback: true }]);
  } catch {
    await browser.scripting.registerContentScripts([script]);
  }
}

async function inject(patterns: string[]): Promise<void> {
  if (patterns.length === 0) return;
  const tabs = await browser.tabs.query({ url: patterns });
  await Promise.all(
    tabs.map(async ({ id }) => {
      if (id === undefined) return;
      // A tab may be asleep, gone, or showing an error page: the next load brings the script.
      const target = { tabId: id, allFrames: true };
      await browser.scripting.insertCSS({ target, files: [sheet] }).catch(() => undefined);
      await browser.scripting.executeScript({ target, files: [file] }).catch(() => undefined);
    }),
  );
}
