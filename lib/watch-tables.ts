import { browser } from 'wxt/browser';
import { sendToTab } from './messages/client';
import type { PageReport } from './messages/protocol';

/** Somebody types faster than anybody reads: between two reports of a frame there is at least this much. */
const restMs = 150;
/** A frame that does not answer may be loading, or on its way to another page; after these tries nothing of ours runs there. */
const returnMs = 500;
const mostTries = 10;

/** Tells what all frames of a tab report, now and after every change, without asking twice. Returns what ends it. */
export function watchTables(tabId: number, tell: (reports: PageReport[]) => void): () => void {
  const reports = new Map<number, PageReport | undefined>();
  let isOver = false;
  let triesLeft = mostTries;
  const tellAll = () => !isOver && tell([...reports.values()].filter((report) => report !== undefined));

  async function listen(frameId: number): Promise<void> {
    reports.set(frameId, undefined);
    try {
      while (!isOver) {
        const after = reports.get(frameId)?.version;
        const report = await sendToTab(tabId, 'page', { ...(after !== undefined && { after }) }, frameId);
        if (isOver) return;
        triesLeft = mostTries;
        reports.set(frameId, report);
        tellAll();
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
    } catch {
      reports.delete(frameId);
      tellAll();
      triesLeft -= 1;
      if (triesLeft > 0) setTimeout(look, returnMs);
    }
  }

  /** Frames are known only by going into them. */
  async function findFrames(): Promise<void> {
    const found = await browser.scripting.executeScript({ target: { tabId, allFrames: true }, func: () => true });
    for (const { frameId } of found) if (!isOver && !reports.has(frameId)) void listen(frameId);
  }
  // A page we may not enter has no tables for us.
  const look = () => void (isOver ? undefined : findFrames().catch(() => undefined));
  const heard = (updated: number) => {
    if (updated !== tabId) return;
    triesLeft = mostTries;
    look();
  };
  browser.tabs.onUpdated.addListener(heard);
  look();
  return () => {
    isOver = true;
    browser.tabs.onUpdated.removeListener(heard);
  };
}
