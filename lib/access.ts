import { browser } from 'wxt/browser';
import type { Connection } from './model';
import { changeStatus, readStatuses } from './settings';
import { hostsOf, sitesOf } from './sites';
import { notAllowed } from './sync';

/** Whether we may be on all pages of a match pattern; false for what the browser takes for none. */
export async function isGranted(pattern: string): Promise<boolean> {
  return await browser.permissions.contains({ origins: [pattern] }).catch(() => false);
}

/** Those of the match patterns that people allowed. */
export async function grantedOf(patterns: string[]): Promise<string[]> {
  const answers = await Promise.all(patterns.map(isGranted));
  return patterns.filter((_, at) => answers[at]);
}

/** Tells people, and by the bell also open pages, which connections lack access to their console or to dbt. */
export async function noteAccess(connections: Connection[], now: number): Promise<void> {
  const told = await readStatuses();
  for (const connection of connections) {
    const wanted = [...sitesOf([connection]), ...hostsOf(connection)];
    const granted = await grantedOf(wanted);
    const missing = wanted.filter((pattern) => !granted.includes(pattern));
    const { kind, message } = notAllowed(missing);
    const former = told.get(connection.id)?.error;
    const isToldMissing = former?.kind === kind;
    // Another host that is missing is news: open pages of it hear only of what changes
    const isTold = missing.length === 0 ? !isToldMissing : isToldMissing && former.message.startsWith(message);
    if (isTold) continue;
    await changeStatus(connection.id, ({ error: _former, ...status }) => {
      if (missing.length === 0) return status;
      return { ...status, error: { kind, message, at: new Date(now).toISOString() } };
    });
  }
}
