import type { Console } from './console';

/** `…/project/<ref>/editor/<oid>`, below `/dashboard` on the vendor's host and below any path elsewhere. */
const project = /\/project\/[^/]+\/(editor|sql|database)(\/|$)/;
const editor = /\/project\/[^/]+\/editor\/\d+$/;

/** A table's address has its number and its schema; only the label says the name. The database is not shown at all. */
export const supabase: Console = {
  id: 'supabase',
  dialect: 'postgres',
  isConsole: ({ hostname, pathname }, document) =>
    hostname === 'supabase.com'
      ? pathname.startsWith('/dashboard/')
      : project.test(pathname) && document.querySelector('[data-testid="tables-list"]') !== null,
  tableAt(url, label) {
    const schema = editor.test(url.pathname) ? url.searchParams.get('schema') : null;
    return schema && label ? { schema, name: label } : undefined;
  },
  session(document) {
    const schema = new URL(document.location.href).searchParams.get('schema');
    return schema ? { schema } : {};
  },
  isOneSchema: ({ pathname }) => /\/database\/tables$/.test(pathname),
  leaveAlone: ['.rdg'],
};
