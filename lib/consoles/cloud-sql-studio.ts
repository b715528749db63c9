import type { Console } from './console';

/** The editor of Cloud SQL, built from the same parts as BigQuery Studio. No address of its names a table. */
export const cloudSqlStudio: Console = {
  id: 'cloud-sql-studio',
  dialect: 'postgres',
  isConsole: ({ hostname, pathname }) =>
    hostname === 'console.cloud.google.com' && /^\/sql\/instances\/[^/]+\/studio(\/|$)/.test(pathname),
  leaveAlone: ['.cdk-overlay-container'],
};
