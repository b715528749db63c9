import { consoles } from './consoles';
import { type ErrorKind, errorKinds } from './errors';
import type { PageReport } from './messages/protocol';
import type { Connection, Preferences, SyncStatus } from './model';

/**
 * What a report about trouble may hold: numbers, times and words of our own. Nothing that somebody wrote or that dbt or a
 * page said gets in: no name, no address, no sentence. Connections are told apart by their number.
 */
export type Diagnostics = {
  version: string;
  browser: string;
  language: string;
  preferences: { density: string; dwellMs: number; offSites: number; linkStyle: string };
  /** How many keys of the company's policy were not understood. */
  policyIgnored: number;
  connections: ConnectionReport[];
  pages: PageFacts[];
};

type ConnectionReport = {
  dialect: string;
  source: string;
  sites: number;
  isNarrowed: boolean;
  isStaging: boolean;
  isManaged: boolean;
  tables: number;
  syncedAt: string | undefined;
  isRunning: boolean;
  error: string | undefined;
  notes: string[];
  log: { at: string | undefined; outcome: string; tables: number }[];
};

type PageFacts = {
  /** Id of a known console; `other` for one at somebody's own address. */
  console: string;
  ms: number;
  /** Tables found by each reader, and how they are drawn. */
  readers: Record<string, number>;
  drawn: Record<string, number>;
  answers: Record<string, number>;
  unplaced: number;
};

export type Seen = {
  version: string;
  browser: string;
  language: string;
  preferences: Preferences;
  policyIgnored: number;
  managedIds: string[];
  connections: Connection[];
  statuses: Map<string, SyncStatus>;
  pages: { console: string | undefined; report: PageReport }[];
};

const readers = ['address', 'links', 'dotted', 'outline', 'crumbs', 'editors'];

/** The report, built field by field. */
export function diagnosticsOf(seen: Seen): Diagnostics {
  const { density, dwellMs, offSites, linkStyle } = seen.preferences;
  return {
    version: plain(seen.version, /^[\d.]{1,20}$/),
    browser: plain(seen.browser, /^[A-Za-z]{1,20}[ /]\d{1,5}$/),
    language: plain(seen.language, /^[A-Za-z]{2,3}(-[A-Za-z\d]{2,8})*$/),
    preferences: { density, dwellMs, offSites: offSites.length, linkStyle },
    policyIgnored: seen.policyIgnored,
    connections: seen.connections.map((connection) =>
      connectionReport(connection, seen.statuses.get(connection.id), seen.managedIds),
    ),
    pages: seen.pages.map(pageFacts),
  };
}

function connectionReport(
  { id, dialect, source, sites, onlyWhere, isStaging }: Connection,
  status: SyncStatus | undefined,
  managedIds: string[],
): ConnectionReport {
  const kind = source.kind === 'artifacts' && source.baseUrl === undefined ? 'files' : source.kind;
  return {
    dialect,
    source: source.kind === 'dbt-cloud' && source.jobId !== undefined ? 'dbt-cloud job' : kind,
    sites: sites.length,
    isNarrowed: onlyWhere.length > 0,
    isStaging,
    isManaged: managedIds.includes(id),
    tables: status?.nodeCount ?? 0,
    syncedAt: time(status?.syncedAt),
    isRunning: status?.progress !== undefined,
    error: status?.error && kindOf(status.error.kind),
    notes: (status?.notes ?? []).map((note) => kindOf(note.kind)),
    log: (status?.log ?? []).map(({ at, outcome, nodeCount }) => ({
      at: time(at),
      outcome: outcome === 'ok' ? outcome : kindOf(outcome),
      tables: nodeCount,
    })),
  };
}

function pageFacts({ console, report: { tables, unplaced, ms } }: Seen['pages'][number]): PageFacts {
  return {
    console: consoles.find(({ id }) => id === console)?.id ?? 'other',
    ms: Math.round(ms),
    readers: counts(tables.map(({ reader }) => (readers.includes(reader) ? reader : 'other'))),
    drawn: counts(tables.map(({ drawn }) => drawn)),
    answers: counts(tables.map(({ resolution }) => resolution.status)),
    unplaced: unplaced.length,
  };
}

function counts(texts: string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const text of texts) found[text] = (found[text] ?? 0) + 1;
  return found;
}

function kindOf(text: string): string {
  return errorKinds.includes(text as ErrorKind) ? text : 'other'; // as: asked in the same breath
}

/** A time as we write it; nothing for what is none. */
function time(text: string | undefined): string | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

function plain(text: string, form: RegExp): string {
  return form.test(text) ? text : 'other';
}
