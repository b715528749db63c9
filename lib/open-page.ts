import { browser } from 'wxt/browser';

/** One of our own pages in a tab of its own, with what is wanted there as its fragment. */
export function openPage(page: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(`/${page}` as '/options.html') }); // as: with a fragment behind it
}
