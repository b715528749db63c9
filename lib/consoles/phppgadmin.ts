import type { TableRef } from '../model';
import type { Console } from './console';

/** Parameters whose value names a relation (7.13). */
const relations = ['table', 'view', 'matview'];

/** `tblproperties.php?server=H%3A5432%3Aallow&database=D&schema=S&table=T`: every address and link carries all of it. */
function tableAt({ pathname, searchParams }: URL): TableRef | undefined {
  if (!isOwn(pathname, searchParams)) return undefined;
  const name = relations.map((key) => searchParams.get(key)).find((value) => value);
  const database = searchParams.get('database');
  const schema = searchParams.get('schema');
  return name && database && schema ? { database, schema, name } : undefined;
}

/** `server` is `host:port:sslmode`, which no other console writes. */
const isOwn = (pathname: string, parameters: URLSearchParams) =>
  pathname.endsWith('.php') && /^[^:]*:\d*:\w*$/.test(parameters.get('server') ?? '');

export const phppgadmin: Console = {
  id: 'phppgadmin',
  dialect: 'postgres',
  // Two frames: the tree has no parameters, the other has no tree.
  isConsole: ({ pathname, searchParams }, document) =>
    isOwn(pathname, searchParams) ||
    (/\/browser\.php$/.test(pathname) && document.getElementsByClassName('webfx-tree-item').length > 0),
  tableAt,
  session(document) {
    const { searchParams } = new URL(document.location.href);
    const database = searchParams.get('database');
    const schema = searchParams.get('schema');
    return { ...(database && { database }), ...(schema && { schema }) };
  },
};
