import type { Connection } from './model';

/** What the nodes of a connection depend on: when it changes, nothing fetched before is of use. */
export function fingerprintOf(connection: Connection): string {
  const { dialect, source } = connection;
  // The names of dropped files are for people
  return JSON.stringify([dialect, source.kind === 'artifacts' ? [source.kind, source.baseUrl ?? ''] : source]);
}
