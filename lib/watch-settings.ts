import { browser } from 'wxt/browser';
import type { Connection, Preferences, SyncStatus } from './model';
import { readConnections, readPreferences, readStatuses } from './settings';

/** Everything our own pages show of the settings. */
export type Settings = { connections: Connection[]; statuses: Map<string, SyncStatus>; preferences: Preferences };

/** Changes whenever what is shown of any connection does. */
export function dataVersion(statuses: Settings['statuses']): string {
  return [...statuses].map(([id, { generation }]) => `${id} ${generation}`).join('\n');
}

/** Tells the settings now and after every change, the latest last. Returns what ends it. */
export function watchSettings(tell: (settings: Settings) => void): () => void {
  let asked = 0;
  const read = async () => {
    asked += 1;
    const turn = asked;
    const [connections, statuses, preferences] = await Promise.all([
      readConnections(),
      readStatuses(),
      readPreferences(),
    ]);
    if (turn === asked) tell({ connections, statuses, preferences });
  };
  const hear = (_: unknown, area: string) => {
    // A company's policy is an area of its own
    if (area === 'local' || area === 'managed') void read();
  };
  browser.storage.onChanged.addListener(hear);
  void read();
  return () => {
    asked += 1;
    browser.storage.onChanged.removeListener(hear);
  };
}
