import { browser } from 'wxt/browser';

/** The tab that is in front; its address only where we have access to it. */
export type FrontTab = { id: number; url: string };

/** Tells which tab of this window is in front, now and whenever that or its address changes. Returns what ends it. */
export function followTab(tell: (tab: FrontTab | undefined) => void): () => void {
  let asked = 0;
  const look = async () => {
    asked += 1;
    const turn = asked;
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (turn === asked) tell(tab?.id === undefined ? undefined : { id: tab.id, url: tab.url ?? '' });
  };
  const hear = () => void look().catch(() => undefined);
  browser.tabs.onActivated.addListener(hear);
  browser.tabs.onUpdated.addListener(hear);
  hear();
  return () => {
    asked += 1;
    browser.tabs.onActivated.removeListener(hear);
    browser.tabs.onUpdated.removeListener(hear);
  };
}
