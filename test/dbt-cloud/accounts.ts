/** What the stand-in platform holds: accounts, projects, environments, jobs, runs and tokens. Plain data. */
import type { ContentOf } from './content';

/** The permission sets of a service token that matter here, by dbt's own names. */
export type PermissionSet = 'Metadata Only' | 'Job Viewer' | 'Job Admin' | 'Account Viewer' | 'Semantic Layer Only';

/** A token. A personal one has its owner's rights, which are all of them here. */
export type Token = {
  token: string;
  kind: 'service' | 'personal';
  accountIds: number[];
  permissions: PermissionSet[];
  /** Only these projects; absent: all projects of its accounts. */
  projectIds?: number[];
};

/** `content` is a folder with dbt artifacts, or anything that makes nodes; absent: the environment never ran. */
export type Environment = {
  id: number;
  name: string;
  type: 'deployment' | 'development';
  deploymentType?: 'production' | 'staging';
  dbtVersion?: string;
  connectionId?: number;
  state?: number;
  content?: string | ContentOf;
  /** ISO 8601. Absent: the latest time that the content names. */
  updatedAt?: string;
};

export type Job = {
  id: number;
  name: string;
  environmentId: number;
  state?: number;
  jobType?: 'scheduled' | 'ci' | 'merge' | 'other';
  generateDocs?: boolean;
  runGenerateSources?: boolean;
  executeSteps: string[];
  dbtVersion?: string;
};

/** Status: 1 queued, 2 starting, 3 running, 10 success, 20 error, 30 cancelled. Times are ISO 8601. */
export type Run = {
  id: number;
  jobId: number;
  status: 1 | 2 | 3 | 10 | 20 | 30;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  hasDocs?: boolean;
  hasSources?: boolean;
};

export type Project = {
  id: number;
  name: string;
  state?: number;
  connectionId?: number;
  docsJobId?: number;
  freshnessJobId?: number;
  environments: Environment[];
  jobs?: Job[];
  runs?: Run[];
};

/** A connection to a warehouse as dbt keeps it. `config` is what the single call shows and the list does not. */
export type WarehouseConnection = {
  id: number;
  name: string;
  adapterVersion: string;
  config: Record<string, string | number | null>;
};

/** One account on its hosts. `discoveryHosts` are derived from `hosts` where they are not given. */
export type Account = {
  id: number;
  name: string;
  plan?: string;
  locked?: boolean;
  state?: number;
  hosts: string[];
  discoveryHosts?: string[];
  staticSubdomain?: string;
  vanitySubdomain?: string;
  connections?: WarehouseConnection[];
  projects: Project[];
};

/** Which parts of the platform a token may read. */
export type Area = 'discovery' | 'account' | 'environments' | 'jobs' | 'projects' | 'connections';

const reads: Record<PermissionSet, Area[]> = {
  'Metadata Only': ['discovery'],
  'Job Viewer': ['discovery', 'account', 'environments', 'jobs', 'projects'],
  'Job Admin': ['discovery', 'account', 'environments', 'jobs', 'projects', 'connections'],
  'Account Viewer': ['discovery', 'account', 'environments', 'jobs', 'projects', 'connections'],
  'Semantic Layer Only': [],
};

/** dbt's table of permission sets (dbt-cloud-api.md section 3), reading only. */
export function mayRead(token: Token, area: Area): boolean {
  return token.kind === 'personal' || token.permissions.some((set) => reads[set].includes(area));
}

/** The Discovery host that belongs to an access host, by dbt's own scheme. */
export function discoveryHostOf(host: string): string {
  const isOld = host.endsWith('.getdbt.com') || host === 'emea.dbt.com' || host === 'au.dbt.com';
  const labels = host.split('.');
  if (isOld || !host.endsWith('.dbt.com') || labels.length < 4) return `metadata.${host}`;
  return [labels[0], 'metadata', ...labels.slice(1)].join('.');
}

/** The hosts on which an account's Discovery API answers. */
export function discoveryHosts(account: Account): string[] {
  return account.discoveryHosts ?? account.hosts.map(discoveryHostOf);
}
