/** The nouns of the product. Every other file speaks in these; this one imports nothing. */

/** The five warehouses. The word is the same one dbt uses for its adapters. */
export type DialectId = 'snowflake' | 'bigquery' | 'databricks' | 'redshift' | 'postgres';

/**
 * A relation name as the warehouse stores it: quotes removed, unquoted parts folded by the warehouse's own rule.
 * A part that the page does not show is absent. `database` is BigQuery's project and Databricks' catalog,
 * `schema` is BigQuery's dataset.
 */
export type TableRef = { database?: string; schema?: string; name: string };

/**
 * The relation of a dbt node. `isExact` says that the spelling of every part is known (dbt gave the quoted form,
 * `relation_name`); otherwise the parts are as configured in dbt and may differ from the warehouse in case.
 */
export type Relation = TableRef & { isExact: boolean };

/** The dbt resource types that have a table or view in the warehouse. */
export type NodeType = (typeof nodeTypes)[number];

/** All of them, the most important first. */
export const nodeTypes = ['model', 'snapshot', 'seed', 'source'] as const;

/** One column: from the catalog (what the warehouse has), completed by the YAML (what people wrote). */
export type Column = { name: string; type?: string; description?: string };

/** A test's last result, in dbt's words. `none`: it never ran. `other`: a word we do not know. */
export type TestStatus = 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'none' | 'other';

/** One test of a node. `failures` counts rows; `message` is what dbt reported; `at` is when it last ran (ISO 8601, UTC). */
export type Test = {
  uniqueId: string;
  name: string;
  /** Short name of a generic test (`unique`, `not_null`, …); absent for singular tests. */
  kind?: string;
  column?: string;
  status: TestStatus;
  failures?: number;
  message?: string;
  at?: string;
};

/** The last attempt to build a node, and the last success. Times are ISO 8601, UTC; `seconds` is the execution time. */
export type Run = {
  status: (typeof runStatuses)[number];
  at?: string;
  message?: string;
  seconds?: number;
  /** Ids of the dbt platform's run and job that made the last attempt. */
  runId?: string;
  jobId?: string;
  /** Name of that job, where the token may read jobs. */
  jobName?: string;
  lastSuccessAt?: string;
};

export const runStatuses = ['success', 'error', 'skipped', 'reused', 'none', 'other'] as const;

/** One limit of a source's freshness: so many minutes, hours or days. */
export type FreshnessLimit = { count: number; period: 'minute' | 'hour' | 'day' };

/** The last freshness check of a source, or of a model that has limits of its own. It says how things were at `checkedAt`, not how they are now. */
export type Freshness = {
  status: (typeof freshnessStatuses)[number];
  loadedAt?: string;
  checkedAt?: string;
  /** Why the check itself failed. */
  message?: string;
  warnAfter?: FreshnessLimit;
  errorAfter?: FreshnessLimit;
};

export const freshnessStatuses = ['pass', 'warn', 'error', 'runtime error', 'none', 'other'] as const;

/** Who is responsible: dbt's group and its owner. */
export type Owner = { group?: string; name?: string; email?: string };

/** Something downstream that people look at: a dashboard, a notebook, an application. */
export type Exposure = { name: string; type?: string; url?: string; owner?: string };

/** Trouble of a node further up that reaches this one. */
export type UpstreamTrouble = {
  uniqueId: string;
  name: string;
  what: (typeof upstreamTroubles)[number];
};

export const upstreamTroubles = ['failed', 'error', 'skipped', 'late'] as const;

/** A cached model, source, seed or snapshot: everything the card can show. Absent means that dbt did not say. */
export type DbtNode = {
  /** `connectionId` and `uniqueId` in one, as `nodeKeyOf` makes it. */
  key: string;
  connectionId: string;
  uniqueId: string;
  type: NodeType;
  /** dbt's name, the one `ref()` takes; for a source, its table name in dbt. */
  name: string;
  packageName?: string;
  relation: Relation;
  /** Markdown, as written. */
  description?: string;
  sourceName?: string;
  sourceDescription?: string;
  loader?: string;
  materialization?: string;
  columns: Column[];
  /** False when dbt has no catalog for it: columns are then only the ones somebody documented. */
  hasCatalog: boolean;
  tests: Test[];
  run?: Run;
  freshness?: Freshness;
  owner?: Owner;
  tags: string[];
  /** `meta`, flattened to text: values that are not plain become JSON. */
  meta: Record<string, string>;
  access?: string;
  hasContract?: boolean;
  version?: string;
  latestVersion?: string;
  /** A day, as its midnight in UTC (ISO 8601). May lie in the future. */
  deprecationDate?: string;
  exposures: Exposure[];
  /** Unique ids of direct parents and children that have a relation or are ephemeral models. */
  parents: string[];
  children: string[];
  /** Trouble found above this node when its connection was synced; nearest first. */
  upstream: UpstreamTrouble[];
  /** The source whose data were loaded last of all that this node's last successful build could not have seen. */
  newerSource?: { uniqueId: string; name: string; loadedAt: string };
  /** dbt's page for this node; https, or http on this machine. */
  link?: string;
  /** The log of the run that made the last attempt. */
  runLink?: string;
};

/** What the search tells of a node. `columns`, `tags` and `description`: only where a word that was searched for stands. */
export type FoundNode = Pick<
  DbtNode,
  'key' | 'type' | 'name' | 'relation' | 'sourceName' | 'columns' | 'tags' | 'description'
>;

/** dbt's own four words for health, https://docs.getdbt.com/docs/explore/data-health-signals. */
export type HealthState = 'healthy' | 'caution' | 'degraded' | 'unknown';

/** No connection is kept under a longer name. */
export const longestName = 200;

/** Generations are counted on from: beyond this a number and one more may be the same. */
export const largestGeneration = 2 ** 50;

/** No generation is read in more pages. */
export const mostPages = 10_000;

/** All states, worst first. */
export const fromWorst: readonly HealthState[] = ['degraded', 'caution', 'unknown', 'healthy'];

/**
 * Why a node has its state: one word a fact, worst first. The words that people read are chosen from these
 * by the components; `names` (at most twenty, of a badge's reasons only what its words need), `count` and `at` are what those words need.
 */
export type HealthReason = {
  what:
    | 'run-error'
    | 'run-skipped'
    | 'tests-failed'
    | 'tests-error'
    | 'tests-warned'
    | 'tests-skipped'
    | 'tests-not-run'
    | 'tests-passed'
    | 'no-tests'
    | 'never-built'
    | 'freshness-error'
    | 'freshness-late'
    | 'freshness-failed'
    | 'freshness-passed'
    | 'freshness-unchecked'
    | 'deprecated'
    | 'deprecation-ahead'
    | 'upstream-trouble'
    | 'older-than-source';
  count?: number;
  /** Of the tests, or of the nodes above, nearest first. */
  names?: string[];
  /** What the warehouse said of the run, or of the first test. */
  message?: string;
  /** ISO 8601. */
  at?: string;
  /** By how much data were older than allowed when dbt checked them; milliseconds, more than 0. */
  lateMs?: number;
};

/** The glyph family of a badge: shape tells the state without colour. */
export type BadgeShape = (typeof badgeShapes)[number];

export const badgeShapes = ['tick', 'triangle', 'cross', 'clock', 'strike', 'ring', 'arrow'] as const;

/** One state per node with its reasons, worst first (never empty). */
export type Health = { state: HealthState; shape: BadgeShape; reasons: HealthReason[] };

/** What a badge needs to know of a node, and all that a page is told before somebody opens the card. */
export type BadgeFacts = {
  connectionId: string;
  uniqueId: string;
  type: NodeType;
  name: string;
  relation: Relation;
  health: Health;
  /** ISO 8601: when the node was last built successfully, or when the source's data were loaded. */
  updatedAt?: string;
  /** The connection's name, where nodes of several connections fit one name: nothing else may tell them apart. */
  connectionName?: string;
};

/**
 * What the index says of a TableRef. Two candidates are never silently one. `spoken`: the same as a screen reader says it, in the
 * reader's language; only the background's answers to a page have it.
 */
export type Resolution =
  | { status: 'matched'; node: BadgeFacts; spoken?: string }
  | { status: 'ambiguous'; nodes: BadgeFacts[]; spoken?: string }
  | { status: 'unknown' };

/**
 * A TableRef seen at one spot, and why we believe it. An Element gets a badge beside it; a Range is only marked;
 * nothing at all (`undefined`) means the page as such, drawn as a page badge in a corner.
 */
export type Detection = {
  /** File name of the reader. */
  reader: string;
  /** Why, in words a person can check: "tree: ANALYTICS › MARTS › FCT_ORDERS". */
  evidence: string;
  /** The text as the page shows it. */
  label: string;
  ref: TableRef;
  anchor: Element | Range | undefined;
  /** Texts outside of its row that it stands by: when they say something else, it may be another table. */
  heads?: readonly Node[];
  /** Only listed among the page's tables: where it stands (a plain text field) nothing can be drawn. */
  isListed?: true;
};

/**
 * The names worth looking at on a page: all relations of the connected projects, grouped by schema. Parts are spelled as
 * `relation` has them. `exactness` of a group is that of its relations.
 */
export type Vocabulary = {
  dialect: DialectId;
  /** Changes whenever a sync changed the names; the page compares it to know whether to ask again. */
  version: string;
  projects: ProjectNames[];
};

/** The relation names of one connection. `tables` is a list of `lib/sql/name-list`, by number of the schema; `version` changes with the names and with nothing else. */
export type ProjectNames = { version: string; schemas: ProjectSchema[]; tables: string };

/** Where relations are. `isExact` as in Relation. */
export type ProjectSchema = { database?: string; schema?: string; isExact: boolean };

/** Where a connection's metadata come from. */
export type SourceSettings =
  | {
      kind: 'dbt-cloud';
      /** Origin of the access URL, e.g. `https://ab123.us1.dbt.com`. */
      accessUrl: string;
      /** Full address of the Discovery API, derived from the access URL or typed. */
      discoveryUrl: string;
      /** Ids are digits; text, because they may exceed 53 bits one day. Absent when unknown: links and jobs are then missing. */
      accountId?: string;
      projectId?: string;
      /** Empty only where a job is read instead, and in a check that is to find it out. */
      environmentId: string;
      environmentName?: string;
      projectName?: string;
      deploymentType?: 'production' | 'staging';
      linkStyle: 'catalog' | 'docs';
      docsJobId?: string;
      /** Read the latest run of this job instead of the environment: for accounts whose environments keep no metadata. */
      jobId?: string;
    }
  | {
      kind: 'artifacts';
      /** Address of the folder that holds manifest.json, ending in a slash; absent when the files were dropped in. */
      baseUrl?: string;
      /** Names of the dropped files, for people. */
      fileNames?: string[];
    };

/** One warehouse, where its console is, and the dbt source that describes it. Never holds a token. */
export type Connection = {
  id: string;
  name: string;
  dialect: DialectId;
  /** Match patterns of the pages this connection applies to, e.g. `https://app.snowflake.com/*`. */
  sites: string[];
  /**
   * Narrower than a host where one console serves many warehouses: text that the page's address must contain
   * (an account, a workspace, a project). Empty: applies to every page of its sites.
   */
  onlyWhere: string[];
  /** True for a connection somebody marked as staging: its badges say so. */
  isStaging: boolean;
  source: SourceSettings;
};

/** Somebody said that a connection is one for staging, or dbt does. */
export function isOfStaging({ isStaging, source }: Connection): boolean {
  return isStaging || (source.kind === 'dbt-cloud' && source.deploymentType === 'staging');
}

/** How a token is to be kept: on disk as usual, until the browser closes, or sealed with a phrase. */
export type Keeping = { mode: 'disk' | 'session' } | { mode: 'passphrase'; passphrase: string };

/** How far a running sync is. `total` is absent until the source said how many there are. */
export type SyncProgress = {
  done: number;
  total?: number;
  /** How much of dbt's files has been read, while that is all that can be told. */
  bytes?: { done: number; total?: number };
  /** How much of the work is done that begins when all nodes are there. */
  filing?: { done: number; total: number };
  startedAt: string;
};

/** What people are told of a connection's data. Times are ISO 8601, UTC. */
export type SyncStatus = {
  connectionId: string;
  /** When the data now shown were fetched. Absent: never. */
  syncedAt?: string;
  nodeCount: number;
  /** Changes with every change of data; pages compare it. */
  generation: number;
  progress?: SyncProgress;
  /** Why the last try failed; the data shown are those of `syncedAt`. */
  error?: { kind: string; message: string; at: string };
  /** Things that do not stop badges but that people should know: "No jobs found for this project". */
  notes: { kind: string; message: string }[];
  /** How the last syncs ended, newest first; `outcome` is `ok` or the kind of the error. */
  log?: { at: string; outcome: string; nodeCount: number }[];
};

/** What people chose for all pages. */
export type Preferences = {
  density: 'problems' | 'all';
  /** Milliseconds of rest on a badge before the card opens; 0: only a click opens it. */
  dwellMs: number;
  /** Origins where badges are switched off. */
  offSites: string[];
  /** Where links of new connections lead: dbt's Catalog, or the older docs site. */
  linkStyle: 'catalog' | 'docs';
};
