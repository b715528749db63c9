import { browser } from 'wxt/browser';

/** The tab that is in front; its address only where we have access to it. */
export type FrontTab = { id: number; url: string };

/** Tells which tab of this window is in front, now and whenever that, its address or what we may know of it changes. Returns what ends it. */
export function followTab(tell: (tab: FrontTab | undefined) => void): () => void {
  let asked = 0;
  const look = async () => {
    asked += 1;
    const turn = asked;
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (turn === asked) tell(tab?.id === undefined ? undefined : { id: tab.id, url: tab.url ?? '' });
  };
  const hear = () => void look().catch(() => undefined);
  const bells = [
    browser.tabs.onActivated,
    browser.tabs.onUpdated,
    browser.permissions.onAdded,
    browser.permissions.onRemoved,
  ];
  for (const bell of bells) bell.addListener(hear);
  hear();
  return () => {
    asked += 1;
    for (const bell of bells) bell.removeListener(hear);
  };
}
