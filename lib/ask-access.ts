import { browser } from 'wxt/browser';
import { AppError } from './errors';
import type { Connection } from './model';
import { hostsOf, sitesOf } from './sites';
import { words } from './words';

/** Asks the browser for a connection's hosts and no others. Must be called in a click: nothing may be awaited before it. */
export async function askForAccess(connection: Connection): Promise<void> {
  await askForSites([...sitesOf([connection]), ...hostsOf(connection)]);
}

/** The same for match patterns. Throws AppError of kind `not-allowed` when somebody refuses. */
export async function askForSites(patterns: string[]): Promise<void> {
  const origins = [...new Set(patterns)];
  if (origins.length === 0 || (await browser.permissions.request({ origins }))) return;
  throw new AppError('not-allowed', words('bgNotAllowed', origins.map(hostIn).join(', ')));
}

/** The host of a match pattern. */
function hostIn(pattern: string): string {
  return /^[^:]+:\/\/([^/]+)/.exec(pattern)?.[1] ?? pattern;
}
