import type { TableRef } from '../model';
import type { Console } from './console';

/** Address keys whose value is a table's name. Adminer: `include/*.inc.php`, 4.8.1 and 6.0.1. */
const tablePages = ['table', 'select', 'edit', 'create', 'indexes', 'foreign', 'trigger', 'check', 'view'];

/** `?pgsql=<server>&username=<u>&db=<d>&ns=<s>&table=<t>` on any host and path. */
function tableAt(url: URL): TableRef | undefined {
  const parameters = url.searchParams;
  if (!parameters.has('pgsql')) return undefined;
  const name = tablePages.map((page) => parameters.get(page)).find((value) => value);
  const database = parameters.get('db');
  const schema = parameters.get('ns');
  if (!name || !database || !schema) return undefined;
  return { database, schema, name };
}

export const adminer: Console = {
  id: 'adminer',
  dialect: 'postgres',
  isConsole: (url, document) =>
    url.searchParams.has('pgsql') && (url.searchParams.has('username') || document.getElementById('menu') !== null),
  tableAt,
  session: (document) => {
    const parameters = new URL(document.location.href).searchParams;
    const database = parameters.get('db');
    const schema = parameters.get('ns');
    return { ...(database && { database }), ...(schema && { schema }) };
  },
  isOneDatabase: true,
  leaveAlone: ['td[id^="val["]', '#fieldset-history'],
};
