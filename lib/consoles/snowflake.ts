import type { TableRef } from '../model';
import type { Console } from './console';

const host = /^(app\.snowflake\.com|app[.-][^/]*\.privatelink\.snowflakecomputing\.com)$/;

/** A percent-encoded piece of an address, decoded once; nonsense stays as it is. */
function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/**
 * `…/#/data/databases/D/schemas/S/<kind>/T[/tab]`. The pieces are stored names: exact case, decoded after splitting.
 * Functions, stages and the like have other kinds; what has brackets is no table.
 */
function tableAt(url: URL): TableRef | undefined {
  if (!host.test(url.hostname)) return undefined;
  const match = /^#\/data\/databases\/([^/]+)\/schemas\/([^/]+)\/[a-z-]+\/([^/?]+)/.exec(url.hash);
  if (!match?.[1] || !match[2] || !match[3]) return undefined;
  const name = decoded(match[3]);
  if (name.includes('(')) return undefined;
  return { database: decoded(match[1]), schema: decoded(match[2]), name };
}

export const snowflake: Console = {
  id: 'snowflake',
  name: 'Snowflake Snowsight',
  dialect: 'snowflake',
  addresses: ['https://app.snowflake.com/*', 'https://*.privatelink.snowflakecomputing.com/*'],
  isConsole: (url) => host.test(url.hostname),
  tableAt,
  hints: [{ selector: '[data-testid="databaseAndSchemaSelector"]', seen: '2024-08-01', names: 'session' }],
  leaveAlone: ['[data-testid*="query-results"]', '[data-testid="results-view-error"]'],
};
