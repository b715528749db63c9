import type { ErrorKind } from '../errors';
import type { MarkdownNode } from '../markdown';
import type {
  BadgeFacts,
  Connection,
  DbtNode,
  DialectId,
  FoundNode,
  Keeping,
  Preferences,
  Resolution,
  SyncStatus,
  TableRef,
  Vocabulary,
} from '../model';
import type { LatePart } from '../page/late-parts';

/** What a page learns when it says hello. `undefined` instead: do nothing here, keep no observer. */
export type Welcome = {
  dialect: DialectId;
  /** None: nothing is for this address, but something is for others of this console. */
  connectionIds: string[];
  /** Texts in an address that decide which connections apply, in lower case. */
  places: string[];
  preferences: Preferences;
  /** One per dialect that applies here; in practice one. */
  vocabulary: Vocabulary;
  /** Statuses of the connections that apply here, for the quiet mark. */
  statuses: SyncStatus[];
};

/** One line of "tables on this page". */
export type PageTable = {
  label: string;
  reader: string;
  evidence: string;
  ref: TableRef;
  resolution: Resolution;
  drawn: 'badge' | 'mark' | 'page-badge' | 'overlay' | 'none';
  box: { x: number; y: number; width: number; height: number };
};

/**
 * A page as a fixture pair, with everything that is not a name of the vocabulary made unreadable. `removed` says what was
 * taken out, and how often.
 */
export type PageCapture = { html: string; json: string; removed: { what: Removal; count: number }[] };
export type Removal =
  | 'texts'
  | 'scripts'
  | 'values'
  | 'results'
  | 'links'
  | 'pictures'
  | 'frames'
  | 'attributes'
  | 'rules';

/**
 * What a page tells about itself: all tables that dbt knows, also those whose badges are not drawn. `version` changes with
 * what is told of them; 0 where no connection applies. `unplaced`: names of the vocabulary that were seen without enough
 * evidence. `isPending`: some names are asked for and not yet answered. `capture`: when it was asked for.
 */
export type PageReport = {
  url: string;
  version?: number;
  tables: PageTable[];
  unplaced: string[];
  ms: number;
  isPending?: boolean;
  capture?: PageCapture;
};

/** Where a node's metadata come from, for a card's footer. */
export type NodeOrigin = {
  project?: string;
  environment?: string;
  isStaging: boolean;
  /** When the data shown were fetched; ISO 8601. */
  syncedAt?: string;
  /** Why they are not newer: a sentence. */
  trouble?: string;
};

/** Everything about one node, ready to be drawn: Markdown parsed, the relation printed in its warehouse's quoting. */
export type NodeDetails = {
  node: DbtNode;
  facts: BadgeFacts;
  description: MarkdownNode[];
  fullName: string;
  origin: NodeOrigin;
  /** Of an installed package, not of the project itself: a reference has to name the package. */
  isFromPackage: boolean;
};

/** One step of checking a connection, in the order it was done. */
export type CheckStep = { step: string; outcome: 'ok' | 'warning' | 'failed' | 'skipped'; message: string };

/** What a check found out, for the form to offer. */
export type CheckResult = {
  steps: CheckStep[];
  /** Accounts that the token sees, when the account was not given. */
  accounts?: { id: string; name: string }[];
  /** `docsJobId`: the job whose docs site the project shows. */
  projects?: { id: string; name: string; docsJobId?: string }[];
  environments?: { id: string; name: string; deploymentType?: 'production' | 'staging' }[];
  /** dbt's adapter type of the environment, e.g. `snowflake`. */
  adapterType?: string;
  /** dbt asked us to slow down; `until` (epoch ms) where it said how long. */
  wait?: { until?: number };
};

/**
 * The twelve words. The signature is the contract: what is asked and what is answered. Who may ask is in `server.ts`.
 * A token travels once, in `connect`, from an extension page to the background; no answer holds one.
 */
export type Protocol = {
  /** Page → background: shall I run here, and with which names? */
  hello: (question: { url: string }) => Welcome | undefined;
  /** Page → background: at most 500 names; answers in the same order. */
  resolve: (question: { connectionIds: string[]; refs: TableRef[] }) => Resolution[];
  /** Page → background: put a part of the content script, which begins without it, beside it. */
  bring: (question: { part: LatePart }) => null;
  /** Page, popup → background: everything about one node. */
  node: (question: { key: string }) => NodeDetails | undefined;
  /** Popup, side panel → background. */
  search: (question: { text: string; limit: number }) => FoundNode[];
  /**
   * Options → background. `save: false` only checks (the token may be left out when the connection has one);
   * `save: true` checks, keeps and starts the first sync.
   */
  connect: (question: { connection: Connection; token?: string; save: boolean; keep?: Keeping }) => CheckResult;
  /** Options, popup → background: a token sealed with a phrase is opened until the browser closes. */
  unlock: (question: { connectionId: string; passphrase: string }) => null;
  /**
   * Options → background: connection, token and nodes forgotten; with `only` nothing but its token. Without an id:
   * everything there is.
   */
  disconnect: (question: { connectionId?: string; only?: 'token' }) => null;
  /** Options → background: connections of a settings file kept, without tokens. Answers what people have to do next. */
  adopt: (question: { connections: Connection[] }) => string[];
  /** Popup, options → background. Without an id: all connections. */
  sync: (question: { connectionId?: string }) => null;
  /**
   * Popup, side panel → content script, frame by frame. `capture`: also the page as a fixture, where a connection applies.
   * `after`: the version known already; the answer waits until there is another one.
   */
  page: (question: { capture?: boolean; after?: number }) => PageReport;
  /** Background → content script, every frame: open the card of what the keyboard is on. The frame that has the keyboard does. */
  open: (question: Record<never, never>) => null;
};

export type Word = keyof Protocol;
/** The words that a content script hears; the background answers all others. */
export type PageWord = 'page' | 'open';
export type Question<W extends Word> = Parameters<Protocol[W]>[0];
export type Answer<W extends Word> = ReturnType<Protocol[W]>;

/** What crosses the wire. */
export type Message<W extends Word = Word> = { word: W; question: Question<W> };
export type Reply<W extends Word = Word> =
  | { ok: true; value: Answer<W> }
  | { ok: false; kind: ErrorKind; message: string };
