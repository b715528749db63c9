import type { TableRef } from '../model';
import { decoded } from './addresses';
import type { Console } from './console';

/** One token of `ws`: field number, type letter, value. */
type Token = { field: number; type: string; value: string };

/** Fields of one tab that say what kind of tab it is. */
const tableField = 4;
const datasetField = 3;

/** `!1m5!1m4!4m3!1sP!2sD!3sT` as tokens. `*21` and `*2A` are the characters that would end or escape one. */
function tokensOf(ws: string): Token[] {
  return [...ws.matchAll(/!(\d+)([a-z])([^!]*)/g)].map(([, field, type = '', value = '']) => ({
    field: Number(field),
    type,
    value: value.replace(/\*(2[1A])/gi, (_, code: string) => decoded(`%${code}`)),
  }));
}

/** The messages among tokens: `mN` is made of the N tokens behind it, nested ones counted. */
function messagesIn(tokens: Token[]): { field: number; tokens: Token[] }[] {
  const messages = [];
  for (let at = 0; at < tokens.length; at++) {
    const { field = 0, type, value } = tokens[at] ?? {};
    if (type !== 'm') continue;
    const length = Number(value);
    messages.push({ field, tokens: tokens.slice(at + 1, at + 1 + length) });
    at += length;
  }
  return messages;
}

/** What the tabs of an address show. A query's tab shows nothing. An empty project is the one of the header. */
function tabsOf(url: URL): Partial<TableRef>[] {
  const tokens = tokensOf(url.searchParams.get('ws') ?? '');
  const tabs = messagesIn(tokens).flatMap((list) => messagesIn(list.tokens));
  return tabs.map((tab) => {
    const shown = messagesIn(tab.tokens).find(({ field }) => field === tableField || field === datasetField);
    const textOf = (field: number) => shown?.tokens.find((token) => token.type === 's' && token.field === field)?.value;
    const database = textOf(1) || url.searchParams.get('project');
    const schema = textOf(2);
    const name = shown?.field === tableField ? textOf(3) : undefined;
    return { ...(database && { database }), ...(schema && { schema }), ...(name && { name }) };
  });
}

/** `?p=P&d=D&t=T&page=table`, the older link. */
function olderLink({ searchParams }: URL): TableRef | undefined {
  const database = searchParams.get('p') || searchParams.get('project');
  const schema = searchParams.get('d');
  const name = searchParams.get('t');
  return searchParams.get('page') === 'table' && database && schema && name ? { database, schema, name } : undefined;
}

const isStudio = ({ hostname, pathname }: URL) =>
  hostname === 'console.cloud.google.com' && /^\/bigquery(\/|$)/.test(pathname);
const isTable = (tab: Partial<TableRef>): tab is TableRef => tab.name !== undefined && tab.schema !== undefined;

export const bigquery: Console = {
  id: 'bigquery',
  dialect: 'bigquery',
  // Moving between Google's products loads no new page, so the whole host; `isConsole` looks at the path.
  isConsole: isStudio,
  tableAt(url) {
    if (!isStudio(url)) return undefined;
    const [tab, ...others] = tabsOf(url);
    if (!tab) return olderLink(url);
    return isTable(tab) && others.length === 0 ? tab : undefined;
  },
  openTables: (url) => (isStudio(url) ? tabsOf(url).filter(isTable) : []),
  session(document) {
    const project = new URL(document.location.href).searchParams.get('project');
    return project ? { database: project } : {};
  },
  leaveAlone: ['bq-results-table-optimized', 'bq-results-table', '.cdk-overlay-container', 'query-validation-status'],
};
