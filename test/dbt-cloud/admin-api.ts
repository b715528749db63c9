/** The Administrative API, reading only: accounts, projects, environments, jobs, runs, connections, artifacts. */
import { type Account, type Area, mayRead, type Project, type Run, type Token } from './accounts';
import { listReply, type Row } from './admin-lists';
import { connectionRow, environmentRow, jobRow, projectRow, runRow } from './admin-rows';
import { envelope, type PlatformRequest, type Reply, redirectReply } from './exchange';

/** What a call may look at. `artifact` gives the text of a file that a run saved. */
type AdminView = {
  token: Token;
  /** The token's accounts on this host. */
  accounts: Account[];
  /** Open point 1 of the reference: whether Metadata Only may read its own account. */
  metadataOnlyReadsAccount: boolean;
  artifact(project: Project, run: Run, name: string, step: number | undefined): string | undefined;
  artifactNames(project: Project, run: Run): string[];
};

type Call = { view: AdminView; account: Account; ids: number[]; rest: string; query: URLSearchParams; host: string };

type Route = { pattern: RegExp; area: Area; answer: (call: Call) => Reply };

const notFound = () => envelope(404, 'The requested resource was not found.', null);

/** The projects of an account that the token may see. */
function projectsOf({ view, account }: Call): Project[] {
  const { projectIds } = view.token;
  return account.projects.filter((project) => projectIds === undefined || projectIds.includes(project.id));
}

function runsOf(call: Call): { project: Project; run: Run }[] {
  return projectsOf(call).flatMap((project) => (project.runs ?? []).map((run) => ({ project, run })));
}

function one(row: Row | undefined): Reply {
  return row === undefined ? notFound() : envelope(200, 'Success!', row);
}

function accountRow(account: Account): Row {
  return {
    id: account.id,
    name: account.name,
    plan: account.plan ?? 'enterprise',
    state: account.state ?? 1,
    locked: account.locked ?? false,
    static_subdomain: account.staticSubdomain ?? null,
    vanity_subdomain: account.vanitySubdomain ?? null,
  };
}

function artifactReply(call: Call, found: { project: Project; run: Run } | undefined): Reply {
  if (found === undefined) return notFound();
  if (call.rest === '') {
    const names = call.view.artifactNames(found.project, found.run);
    return envelope(200, 'Success!', names.length === 0 ? null : names);
  }
  const step = call.query.get('step');
  const text = call.view.artifact(found.project, found.run, call.rest, step === null ? undefined : Number(step));
  if (text === undefined) return notFound();
  return { status: 200, headers: { 'content-type': 'application/json' }, body: text };
}

const environmentFilters = ['type', 'deployment_type', 'state', 'name'];
const jobFilters = ['project_id', 'environment_id', 'state', 'name'];
const runFilters = [
  'job_definition_id',
  'project_id',
  'environment_id',
  'status',
  'has_docs_generated',
  'has_sources_generated',
];

function listProjects(call: Call): Reply {
  const rows = projectsOf(call).map((project) => projectRow(call.account, project));
  return listReply(rows, call.query, { filters: ['state', 'name'], orders: ['id', 'name'] });
}

function listEnvironments(call: Call): Reply {
  const project = projectsOf(call).find((each) => each.id === call.ids[0]);
  if (project === undefined) return notFound();
  const rows = project.environments.map((environment) => environmentRow(call.account, project, environment));
  return listReply(rows, call.query, { filters: environmentFilters, orders: ['id', 'name'] });
}

function listJobs(call: Call): Reply {
  const rows = projectsOf(call).flatMap((project) =>
    (project.jobs ?? []).map((job) => jobRow(call.account, project, job)),
  );
  return listReply(rows, call.query, { filters: jobFilters, orders: ['id', 'name', 'created_at'] });
}

function listRuns(call: Call): Reply {
  const rows = runsOf(call).map(({ project, run }) => runRow(call.account, project, run, call.host));
  return listReply(rows, call.query, { filters: runFilters, orders: ['id', 'created_at', 'finished_at'] });
}

function jobArtifact(call: Call): Reply {
  const ofJob = runsOf(call).filter(({ run }) => run.jobId === call.ids[0] && run.status === 10);
  return artifactReply(call, ofJob.sort((a, b) => b.run.id - a.run.id)[0]);
}

/** After `/api/vN/accounts/{account}/`. Digits in a pattern become `ids`, the last group of an artifact path `rest`. */
const routes: Route[] = [
  { pattern: /^v[23] $/, area: 'account', answer: ({ account }) => one(accountRow(account)) },
  { pattern: /^v3 projects\/$/, area: 'projects', answer: listProjects },
  { pattern: /^v3 projects\/(\d+)\/environments\/$/, area: 'environments', answer: listEnvironments },
  { pattern: /^v2 jobs\/$/, area: 'jobs', answer: listJobs },
  { pattern: /^v2 runs\/$/, area: 'jobs', answer: listRuns },
  {
    pattern: /^v2 runs\/(\d+)\/artifacts\/(.*)$/,
    area: 'jobs',
    answer: (call) =>
      artifactReply(
        call,
        runsOf(call).find(({ run }) => run.id === call.ids[0]),
      ),
  },
  { pattern: /^v2 jobs\/(\d+)\/artifacts\/(.+)$/, area: 'jobs', answer: jobArtifact },
  {
    pattern: /^v3 connections\/$/,
    area: 'connections',
    answer: ({ account, query }) => {
      const rows = (account.connections ?? []).map((each) => connectionRow(account, each, false));
      return listReply(rows, query, { filters: [], orders: ['id', 'name'] });
    },
  },
  {
    pattern: /^v3 connections\/(\d+)\/$/,
    area: 'connections',
    answer: ({ account, ids }) => {
      const found = account.connections?.find((each) => each.id === ids[0]);
      return one(found === undefined ? undefined : connectionRow(account, found, true));
    },
  },
];

function mayCall(view: AdminView, area: Area): boolean {
  if (mayRead(view.token, area)) return true;
  return area === 'account' && view.metadataOnlyReadsAccount && mayRead(view.token, 'discovery');
}

function answerInAccount(
  view: AdminView,
  request: PlatformRequest,
  version: string,
  accountId: number,
  tail: string,
): Reply {
  const account = view.accounts.find((each) => each.id === accountId);
  // another account's id and one that does not exist look the same from outside
  if (account === undefined) return envelope(403, `The token is not scoped to account ${accountId}.`, null);
  for (const { pattern, area, answer } of routes) {
    const match = pattern.exec(`${version} ${tail}`);
    if (match === null) continue;
    if (!mayCall(view, area)) return envelope(403, 'You do not have permission to perform this action.', null);
    const query = new URLSearchParams(request.path.split('?')[1] ?? '');
    const ids = match
      .slice(1)
      .filter((part) => /^\d+$/.test(part))
      .map(Number);
    const rest = match.slice(1).find((part) => !/^\d+$/.test(part)) ?? '';
    return answer({ view, account, ids, rest, query, host: request.host });
  }
  return notFound();
}

/** What is wrong with a path or method before the token is looked at; undefined: nothing. */
export function adminRefusal(request: PlatformRequest): Reply | undefined {
  const [path = '', query] = request.path.split('?');
  if (request.method !== 'GET') return envelope(405, `Method "${request.method}" not allowed.`, null);
  const isFile = /\/artifacts\/.+/.test(path);
  if (path.endsWith('/') || isFile) return undefined;
  return redirectReply(301, `https://${request.host}${path}/${query === undefined ? '' : `?${query}`}`);
}

/** Answers a call whose token is valid. */
export function answerAdmin(view: AdminView, request: PlatformRequest): Reply {
  const path = request.path.split('?')[0] ?? '';
  const match = /^\/api\/(v[23])\/accounts\/(?:(\d+)\/(.*))?$/.exec(path);
  if (match === null) return notFound();
  const [, version = '', accountId, tail = ''] = match;
  if (accountId !== undefined) return answerInAccount(view, request, version, Number(accountId), tail);
  if (!mayCall(view, 'account')) return envelope(403, 'You do not have permission to perform this action.', null);
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  return listReply(view.accounts.map(accountRow), query, { filters: [], orders: ['id', 'name'] });
}
