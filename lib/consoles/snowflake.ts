import type { TableRef } from '../model';
import { decoded } from './addresses';
import type { Console } from './console';
import { pickedPair } from './pickers';

/** The public host, and the two forms over PrivateLink: regional `app.<region>.…` and regionless `app-<org>-<account>.…`. */
const host = /^(app\.snowflake\.com|app(\.[\w-]+|-[\w-]+)\.privatelink\.snowflakecomputing\.com)$/;

/** Object kinds of the address that are no relations; all others are, for there are kinds that nobody has listed. */
const notTables =
  /^(stage|file-format|sequence|pipe|task|(user-)?function|procedure|model|streamlit|notebook|secret)s?$/;

/**
 * `…/#/data/databases/D/schemas/S/<kind>/T[/tab]`. The pieces are stored names: exact case, decoded after splitting.
 * Not so `#/workspaces/ws/D/S/…`, which says where a file is stored.
 */
function tableAt(url: URL): TableRef | undefined {
  if (!host.test(url.hostname)) return undefined;
  const match = /^#\/data\/databases\/([^/?]+)\/schemas\/([^/?]+)\/([a-z-]+)\/([^/?]+)/.exec(url.hash);
  const [, database, schema, kind, name] = match ?? [];
  if (!database || !schema || !kind || !name || notTables.test(kind)) return undefined;
  return { database: decoded(database), schema: decoded(schema), name: decoded(name) };
}

export const snowflake: Console = {
  id: 'snowflake',
  dialect: 'snowflake',
  isConsole: (url) => host.test(url.hostname),
  tableAt,
  // Worksheets have one picker, Workspaces one for each file; both show `DATABASE.SCHEMA`.
  session: (document, near) => pickedPair(document, near, 'snowflake'),
  leaveAlone: ['[data-testid*="query-results"]', '[data-testid="results-view-error"]'],
  hints: [{ selector: '[data-testid="databaseAndSchemaSelector"]', seen: '2024-08-01', names: 'session' }],
};
