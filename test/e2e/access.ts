import type { ExtensionBrowser } from './browser';

// Of the browser's page of extensions, in which the function runs.
declare const chrome: {
  developerPrivate: { updateExtensionConfiguration: (of: object) => Promise<unknown> };
};

/** Where people say in the browser's own settings which sites the extension may read: on none until a click, or on all. */
export async function accessOf({ context, extensionId }: ExtensionBrowser) {
  const extensions = await context.newPage();
  await extensions.goto('chrome://extensions');
  return {
    set: (hostAccess: 'ON_CLICK' | 'ON_ALL_SITES') =>
      extensions.evaluate((of) => chrome.developerPrivate.updateExtensionConfiguration(of), {
        extensionId,
        hostAccess,
      }),
    close: () => extensions.close(),
  };
}
