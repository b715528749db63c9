import type { Console } from './console';

/** The query tool, a frame or a tab of its own, talks to one database; the browser around it shows many. */
const queryTool = /\/(sqleditor|datagrid)\/panel\//;

/** `database/user@server`, as the query tool's connection button shows it, beside its editor wherever that stands. */
function connectedTo(document: Document, near: Element | undefined): string[] {
  const root = near?.getRootNode();
  const around = root instanceof ShadowRoot ? [root, document] : [document];
  return around
    .flatMap((one) => [...one.querySelectorAll('button')])
    .flatMap(({ textContent }) => /^([^/]+)\/[^/@]+@[^@]+$/.exec(textContent?.trim() ?? '')?.[1] ?? []);
}

export const pgadmin: Console = {
  id: 'pgadmin',
  dialect: 'postgres',
  isConsole: ({ pathname }, document) =>
    (/\/browser\/?$/.test(pathname) && document.getElementById('id-object-explorer') !== null) ||
    (queryTool.test(pathname) && document.getElementById('sqleditor-container') !== null),
  session(document, near) {
    const { pathname, searchParams } = new URL(document.location.href);
    if (!queryTool.test(pathname)) return {};
    // The connection can be changed in the tool, the address cannot.
    const [connected, other] = connectedTo(document, near);
    const database = connected ?? searchParams.get('database_name');
    return database && other === undefined ? { database } : {};
  },
  isOneDatabase: true,
  leaveAlone: ['#id-dataoutput', '#id-history', '#id-messages', '.rdg', '.cm-tooltip-autocomplete'],
};
