import { type Fields, fieldsOf, isRecord } from '../../record';
import { idOf, present, textOf } from '../facts';
import type { SourceContext } from '../source';
import { send } from './api';
import { changed } from './discovery';
import type { Platform } from './failures';

/** Questions to the Administrative API: accounts, projects, environments, jobs, runs. All throw AppError. */

/** `docsJobId`: the job whose docs site the project shows. */
export type Project = { id: string; name: string; docsJobId?: string };
export type Environment = { id: string; name: string; type?: string; deploymentType?: 'production' | 'staging' };
export type Job = { id: string; name: string; generatesDocs: boolean; checksFreshness: boolean };

const pageSize = 100;
/** No account has so many of anything; an API that never ends must not keep us. */
const maxPages = 50;

/** All accounts that the token sees. */
export async function readAccounts(
  platform: Platform,
  context: SourceContext,
): Promise<{ id: string; name: string }[]> {
  const rows = await readAll(platform, context, '/api/v2/accounts/', {});
  return rows.map(({ id, name }) => ({ id, name }));
}

/** The account itself, as dbt tells it. */
export async function readAccount(platform: Platform, context: SourceContext): Promise<Fields> {
  const { json } = await send(platform, { api: 'admin', path: `/api/v2/accounts/${accountOf(platform)}/` }, context);
  const account = fieldsOf(json).data;
  if (!isRecord(account)) throw changed(platform);
  return account;
}

/** Active projects that the token may see. */
export async function readProjects(platform: Platform, context: SourceContext): Promise<Project[]> {
  const path = `/api/v3/accounts/${accountOf(platform)}/projects/`;
  const projects = await readAll(platform, context, path, {});
  return projects.map(({ id, name, docs_job_id }) => ({ id, name, ...present({ docsJobId: idOf(docs_job_id) }) }));
}

/** Active environments of the platform's project. */
export async function readEnvironments(platform: Platform, context: SourceContext): Promise<Environment[]> {
  const path = `/api/v3/accounts/${accountOf(platform)}/projects/${platform.settings.projectId}/environments/`;
  const environments = await readAll(platform, context, path, {});
  return environments.map(({ id, name, type, deployment_type }) => {
    const isMarked = deployment_type === 'production' || deployment_type === 'staging';
    return { id, name, ...present({ type: textOf(type), deploymentType: isMarked ? deployment_type : undefined }) };
  });
}

/** Active jobs of the platform's environment. */
export async function readJobs(platform: Platform, context: SourceContext): Promise<Job[]> {
  const path = `/api/v2/accounts/${accountOf(platform)}/jobs/`;
  const jobs = await readAll(platform, context, path, { ...placeOf(platform), state: '1' });
  return jobs.map((job) => ({
    id: job.id,
    name: job.name,
    generatesDocs: generatesDocs(job),
    checksFreshness: job.run_generate_sources === true || hasStep(job, 'source freshness'),
  }));
}

/** When docs were last generated; nothing when no run has done so. */
export async function readLastDocsRun(platform: Platform, context: SourceContext): Promise<string | undefined> {
  const path = `/api/v2/accounts/${accountOf(platform)}/runs/`;
  const search = { ...placeOf(platform), has_docs_generated: 'true', order_by: '-finished_at', limit: '10' };
  const { json } = await send(platform, { api: 'admin', path, search }, context);
  // Unfinished runs may come first
  return rowsOf(json).flatMap((row) => textOf(fieldsOf(row).finished_at) ?? [])[0];
}

/** dbt v2 writes the catalog by itself; elsewhere the setting or one of the steps must ask for it. */
function generatesDocs(job: Fields): boolean {
  const isV2 = textOf(job.dbt_version)?.toLowerCase().includes('fusion') ?? false;
  const asks = hasStep(job, 'docs generate') || hasStep(job, '--write-catalog');
  return isV2 || asks || job.generate_docs === true;
}

function hasStep({ execute_steps: steps }: Fields, part: string): boolean {
  return Array.isArray(steps) && steps.some((step) => typeof step === 'string' && step.includes(part));
}

function accountOf({ settings }: Platform): string {
  return settings.accountId ?? '';
}

function placeOf({ settings }: Platform): Record<string, string> {
  const { projectId, environmentId } = settings;
  return {
    ...(projectId ? { project_id: projectId } : {}),
    ...(environmentId ? { environment_id: environmentId } : {}),
  };
}

/** A row of a list with its id, and with its name or, where it has none, its id for one. */
type Row = Fields & { id: string; name: string };

async function readAll(
  platform: Platform,
  context: SourceContext,
  path: string,
  filter: Record<string, string>,
): Promise<Row[]> {
  const all: unknown[] = [];
  for (let page = 0; page < maxPages; page += 1) {
    const search = { ...filter, limit: String(pageSize), offset: String(page * pageSize) };
    const { json } = await send(platform, { api: 'admin', path, search }, context);
    const rows = rowsOf(json);
    all.push(...rows);
    const { total_count: total } = fieldsOf(fieldsOf(fieldsOf(json).extra).pagination);
    if (rows.length === 0 || (page + 1) * pageSize >= Number(total ?? 0)) break;
  }
  return all.flatMap(activeRow);
}

/** Nothing for what has no id or was deleted. */
function activeRow(value: unknown): Row | [] {
  const row = fieldsOf(value);
  const id = idOf(row.id);
  const isGone = typeof row.state === 'number' && row.state !== 1;
  return id === undefined || isGone ? [] : { ...row, id, name: textOf(row.name) ?? id };
}

/** The rows of a list; `data` may be null, and an answer without an envelope is taken as it is. */
function rowsOf(json: unknown): unknown[] {
  const data = Array.isArray(json) ? json : fieldsOf(json).data;
  return Array.isArray(data) ? data : [];
}
