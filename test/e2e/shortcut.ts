import type { BrowserContext, Page } from '@playwright/test';

type Commands = {
  tabs: { query: (filter: object) => Promise<{ url?: string }[]> };
  commands: { onCommand: { dispatch: (command: string, tab: object) => void } };
};
declare const chrome: Commands;

/** The browser's own shortcut, which no test can press: the command it stands for. */
export async function pressShortcut(context: BrowserContext, page: Page): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(async (address) => {
    const tab = (await chrome.tabs.query({})).find(({ url }) => url === address);
    if (tab) chrome.commands.onCommand.dispatch('open-card', tab);
  }, page.url());
}
