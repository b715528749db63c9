import type { TableRef } from '../model';
import { decoded } from './addresses';
import type { Console } from './console';
import { pickedPair } from './pickers';

/** Clouds as the vendor's own SDK lists them (2026-08), without its internal ones. */
const host =
  /^[\w-]+(\.\d+)?\.(cloud\.databricks\.(com|us)|gcp\.databricks\.com|azuredatabricks\.net|databricks\.azure\.(us|cn))$/;
/** Hosts of the same domains that are no workspaces: account consoles, documentation, published notebooks. */
const notWorkspaces = /^(accounts|accounts-dod|docs|databricks-prod-cloudfront)\./;

const isWorkspace = ({ hostname }: URL) => host.test(hostname) && !notWorkspaces.test(hostname);

/** First pieces below `/explore/data` that are not catalogs. */
const reserved = new Set(['volumes', 'models', 'functions']);

/** Pieces of `/explore/data/<catalog>/<schema>/<name>`, decoded. */
function explored(url: URL): string[] {
  if (!isWorkspace(url)) return [];
  const pieces = /^\/explore\/data\/(.+)$/.exec(url.pathname)?.[1]?.split('/').filter(Boolean) ?? [];
  return reserved.has(pieces[0] ?? '') ? [] : pieces.map(decoded);
}

function tableAt(url: URL): TableRef | undefined {
  const [database, schema, name, more] = explored(url);
  return database && schema && name && more === undefined ? { database, schema, name } : undefined;
}

export const databricks: Console = {
  id: 'databricks',
  dialect: 'databricks',
  isConsole: isWorkspace,
  tableAt,
  session(document, near) {
    const [database, schema] = explored(new URL(document.location.href));
    if (database) return { database, ...(schema && { schema }) };
    return pickedPair(document, near, 'databricks');
  },
  leaveAlone: ['.results-table'],
};
