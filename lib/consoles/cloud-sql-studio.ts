import type { Console } from './console';

/** The editor of Cloud SQL, built from the same parts as BigQuery Studio. No address of its names a table. */
export const cloudSqlStudio: Console = {
  id: 'cloud-sql-studio',
  name: 'Cloud SQL Studio',
  dialect: 'postgres',
  addresses: ['https://console.cloud.google.com/*'],
  isConsole: ({ hostname, pathname }) =>
    hostname === 'console.cloud.google.com' && /^\/sql\/instances\/[^/]+\/studio(\/|$)/.test(pathname),
  leaveAlone: ['.cdk-overlay-container'],
};
