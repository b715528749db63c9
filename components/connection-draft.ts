import type { CheckResult } from '../lib/messages/protocol';
import { type Connection, type DialectId, longestName, type SourceSettings } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import type { KeepingDraft } from './KeepingFields';

/** A known console, as far as the form shows it. */
export type ConsoleChoice = { id: string; name: string; dialect: DialectId; addresses: string[] };

/** What was read from a pasted dbt address. Structure of `lib/sources/dbt-cloud/urls`. */
export type ReadDbtAddress = (
  text: string,
  typedDiscovery?: string,
) =>
  | { status: 'ok'; address: DbtAddress }
  | { status: 'question'; address: DbtAddress; question: string }
  | { status: 'refused'; message: string };

type DbtAddress = {
  accessUrl: string;
  discoveryUrl: string;
  accountId?: string;
  projectId?: string;
  environmentId?: string;
  jobId?: string;
};

/** Where metadata come from, as people choose it: artifacts are at an address, or dropped in. */
export type SourceKind = 'dbt-cloud' | 'artifacts' | 'files';

/** What stands in the form's fields. Ids and addresses as typed; the token is only ever here and in `connect`. */
export type ConnectionDraft = KeepingDraft & {
  name: string;
  dialect: DialectId;
  /** Ids of the known consoles it applies to. */
  consoleIds: string[];
  /** Address of a self-hosted console. */
  ownSite: string;
  onlyWhere: string;
  isStaging: boolean;
  sourceKind: SourceKind;
  dbtUrl: string;
  discoveryUrl: string;
  /** The question about an unusual host was answered with yes. */
  isHostConfirmed: boolean;
  accountId: string;
  projectId: string;
  environmentId: string;
  jobId: string;
  /** Read the job's latest run and not the environment. */
  readsJob: boolean;
  linkStyle: 'catalog' | 'docs';
  baseUrl: string;
  /** Files dropped in since the form was opened, by dbt's names. */
  files: Partial<Record<string, File>>;
  /** Names of the files that the connection has already. */
  keptFiles: string[];
  token: string;
};

/** Which field keeps the draft from being a connection, and what to do about it. */
export type DraftProblem = { field: keyof ConnectionDraft; message: string };

/** An empty form, or the fields of a connection that is edited. */
export function draftOf(connection: Connection | undefined, consoles: ConsoleChoice[]): ConnectionDraft {
  const dialect = connection?.dialect ?? 'snowflake';
  const known = consoles.filter((console) => console.dialect === dialect && console.addresses.length > 0);
  const chosen = known.filter(
    ({ addresses }) => connection === undefined || addresses.every((address) => connection.sites.includes(address)),
  );
  const others = connection?.sites.filter((site) => !chosen.some(({ addresses }) => addresses.includes(site))) ?? [];
  const source = connection?.source;
  const cloud = source?.kind === 'dbt-cloud' ? source : undefined;
  const artifacts = source?.kind === 'artifacts' ? source : undefined;
  return {
    name: connection?.name ?? '',
    dialect,
    consoleIds: chosen.map(({ id }) => id),
    ownSite: others.map((site) => site.replace(/\/\*$/, '/')).join(' '),
    onlyWhere: connection?.onlyWhere.join(' ') ?? '',
    isStaging: connection?.isStaging ?? false,
    sourceKind: artifacts && artifacts.baseUrl === undefined ? 'files' : (source?.kind ?? 'dbt-cloud'),
    dbtUrl: cloud?.accessUrl ?? '',
    discoveryUrl: cloud?.discoveryUrl ?? '',
    isHostConfirmed: false,
    accountId: cloud?.accountId ?? '',
    projectId: cloud?.projectId ?? '',
    environmentId: cloud?.environmentId ?? '',
    jobId: cloud?.jobId ?? '',
    readsJob: cloud?.jobId !== undefined,
    linkStyle: cloud?.linkStyle ?? 'catalog',
    baseUrl: artifacts?.baseUrl ?? '',
    files: {},
    keptFiles: artifacts?.fileNames ?? [],
    token: '',
    keep: cloud === undefined ? 'disk' : 'same',
    passphrase: '',
  };
}

/** The consoles of a warehouse that are known by their address. */
export function knownConsoles(consoles: ConsoleChoice[], dialect: DialectId): ConsoleChoice[] {
  return consoles.filter((console) => console.dialect === dialect && console.addresses.length > 0);
}

/** A host alone is taken as https, but for this computer's own. Throws for what is no address. */
function addressOf(typed: string): URL {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(typed)) return new URL(typed);
  return new URL(`${/^(?:localhost|127\.0\.0\.1|\[::1\])(?![\w.-])/i.test(typed) ? 'http' : 'https'}://${typed}`);
}

/** The match pattern of a whole origin; `undefined` for what is no web address. */
function sitePattern(typed: string): string | undefined {
  try {
    const url = addressOf(typed);
    return /^https?:$/.test(url.protocol) && url.username === '' ? `${url.origin}/*` : undefined;
  } catch {
    return undefined;
  }
}

const parts = (text: string) => text.split(/[\s,]+/).filter((part) => part !== '');

/** The match patterns of all pages a draft is for, or what is wrong with them. */
export function sitesOf(draft: ConnectionDraft, consoles: ConsoleChoice[]): string[] | DraftProblem {
  const known = knownConsoles(consoles, draft.dialect).filter(({ id }) => draft.consoleIds.includes(id));
  const own = parts(draft.ownSite).map(sitePattern);
  if (own.includes(undefined)) return problem('ownSite', 'optionsSiteRefused');
  const sites = [...known.flatMap(({ addresses }) => addresses), ...own.flatMap((site) => site ?? [])];
  return sites.length === 0 ? problem('ownSite', 'optionsSiteMissing') : [...new Set(sites)];
}

/** The connection a draft describes, or what is missing. `purpose`: a test may find out the environment, saving needs it. */
export function connectionOf(
  draft: ConnectionDraft,
  purpose: 'test' | 'save',
  given: {
    id: string;
    consoles: ConsoleChoice[];
    readAddress: ReadDbtAddress;
    before?: Connection | undefined;
    found?: CheckResult | undefined;
  },
): Connection | DraftProblem {
  const sites = sitesOf(draft, given.consoles);
  if (!Array.isArray(sites)) return sites;
  const source = sourceOf(draft, purpose, given.readAddress);
  if ('field' in source) return source;
  const name = draft.name.trim().slice(0, longestName);
  if (name === '' && purpose === 'save') return problem('name', 'optionsNameMissing');
  return {
    id: given.id,
    name: name === '' ? words('optionsUnnamed') : name,
    dialect: draft.dialect,
    sites,
    onlyWhere: parts(draft.onlyWhere),
    isStaging: draft.isStaging,
    source: { ...namesOf(source, given.before, given.found), ...source },
  };
}

function sourceOf(
  draft: ConnectionDraft,
  purpose: 'test' | 'save',
  readAddress: ReadDbtAddress,
): SourceSettings | DraftProblem {
  if (draft.sourceKind === 'dbt-cloud') return cloudOf(draft, purpose, readAddress);
  return draft.sourceKind === 'artifacts' ? artifactsOf(draft) : filesOf(draft);
}

function filesOf({ files, keptFiles }: ConnectionDraft): SourceSettings | DraftProblem {
  const fileNames = [...new Set([...keptFiles, ...Object.keys(files)])];
  if (!fileNames.includes('manifest.json')) return problem('files', 'optionsManifestMissing');
  return { kind: 'artifacts', fileNames };
}

/** Names of project and environment: what the last check found, else what was known before of the same ids. */
function namesOf(
  source: SourceSettings,
  before: Connection | undefined,
  found: CheckResult | undefined,
): Partial<Extract<SourceSettings, { kind: 'dbt-cloud' }>> {
  if (source.kind !== 'dbt-cloud') return {};
  const old = before?.source.kind === 'dbt-cloud' ? before.source : undefined;
  const environment = found?.environments?.find(({ id }) => id === source.environmentId);
  const project = found?.projects?.find(({ id }) => id === source.projectId);
  const projectName = project?.name ?? (old?.projectId === source.projectId ? old?.projectName : undefined);
  const kept = old?.environmentId === source.environmentId ? old : undefined;
  const docsJobId = project?.docsJobId ?? kept?.docsJobId;
  const environmentName = environment?.name ?? kept?.environmentName;
  const deploymentType = environment === undefined ? kept?.deploymentType : environment.deploymentType;
  return {
    ...(projectName !== undefined && { projectName }),
    ...(environmentName !== undefined && { environmentName }),
    ...(deploymentType !== undefined && { deploymentType }),
    ...(docsJobId !== undefined && { docsJobId }),
  };
}

function artifactsOf(draft: ConnectionDraft): SourceSettings | DraftProblem {
  try {
    const url = addressOf(draft.baseUrl.trim());
    const schemes = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? ['https:', 'http:'] : ['https:'];
    if (!schemes.includes(url.protocol)) return problem('baseUrl', 'optionsBaseRefused');
    url.search = '';
    url.hash = '';
    // A page or a file in the folder stands for the folder.
    const baseUrl = url.href.replace(/[^/]*\.(?:html?|json|json\.gz)$/, '').replace(/\/?$/, '/');
    return { kind: 'artifacts', baseUrl };
  } catch {
    return problem('baseUrl', 'optionsBaseRefused');
  }
}

function cloudOf(
  draft: ConnectionDraft,
  purpose: 'test' | 'save',
  readAddress: ReadDbtAddress,
): SourceSettings | DraftProblem {
  const read = readAddress(draft.dbtUrl, draft.discoveryUrl);
  if (read.status === 'refused') return { field: 'dbtUrl', message: read.message };
  if (read.status === 'question' && !draft.isHostConfirmed) return { field: 'isHostConfirmed', message: read.question };
  const ids = {
    accountId: draft.accountId.trim(),
    projectId: draft.projectId.trim(),
    environmentId: draft.environmentId.trim(),
    jobId: draft.jobId.trim(),
  };
  for (const field of ['accountId', 'projectId', 'environmentId', 'jobId'] as const) {
    if (ids[field] !== '' && !/^\d{1,20}$/.test(ids[field])) return problem(field, 'optionsIdRefused');
  }
  if (draft.keep === 'passphrase' && draft.passphrase === '') return problem('passphrase', 'bgPassphraseMissing');
  const readsJob = draft.readsJob && ids.jobId !== '';
  if (ids.environmentId === '' && !readsJob && purpose === 'save')
    return problem('environmentId', 'optionsEnvironmentMissing');
  return {
    kind: 'dbt-cloud',
    accessUrl: read.address.accessUrl,
    discoveryUrl: read.address.discoveryUrl,
    ...(ids.accountId !== '' && { accountId: ids.accountId }),
    ...(ids.projectId !== '' && { projectId: ids.projectId }),
    environmentId: ids.environmentId,
    linkStyle: draft.linkStyle,
    ...(readsJob && { jobId: ids.jobId }),
    ...(read.address.jobId !== undefined && { docsJobId: read.address.jobId }),
  };
}

function problem(field: keyof ConnectionDraft, key: WordKey): DraftProblem {
  return { field, message: words(key) };
}
