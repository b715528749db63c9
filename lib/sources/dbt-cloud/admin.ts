import * as z from 'zod/mini';
import { idOf } from '../facts';
import { lenient } from '../lenient';
import type { SourceContext } from '../source';
import { send } from './api';
import { changed } from './discovery';
import type { Platform } from './failures';

/** Questions to the Administrative API: accounts, projects, environments, jobs, runs. All throw AppError. */

const text = lenient(z.string());
const flag = lenient(z.boolean());
const id = z.pipe(z.union([z.number(), z.string()]), z.transform(String));
const state = lenient(z.number());

const account = z.object({ name: text, plan: text, locked: flag, static_subdomain: text, vanity_subdomain: text });
const project = z.object({ id, name: text, state, docs_job_id: z.optional(z.unknown()) });
const environment = z.object({ id, name: text, type: text, deployment_type: text, state });
const job = z.object({
  id,
  name: text,
  state,
  generate_docs: flag,
  run_generate_sources: flag,
  execute_steps: lenient(z.array(z.string())),
  dbt_version: text,
});
const run = z.object({ id, finished_at: text });

export type Account = z.infer<typeof account>;
/** `docsJobId`: the job whose docs site the project shows. */
export type Project = { id: string; name: string; docsJobId?: string };
export type Environment = { id: string; name: string; type?: string; deploymentType?: 'production' | 'staging' };
export type Job = { id: string; name: string; generatesDocs: boolean; checksFreshness: boolean };

const envelope = z.object({
  data: z.optional(z.unknown()),
  extra: lenient(z.object({ pagination: z.nullish(z.object({ total_count: z.nullish(z.number()) })) })),
});

const pageSize = 100;
/** No account has so many of anything; an API that never ends must not keep us. */
const maxPages = 50;

/** All accounts that the token sees. */
export async function readAccounts(
  platform: Platform,
  context: SourceContext,
): Promise<{ id: string; name: string }[]> {
  const rows = await readAll(platform, context, '/api/v2/accounts/', {});
  return rows
    .flatMap((row) => project.safeParse(row).data ?? [])
    .filter(isActive)
    .map(({ id: accountId, name }) => ({ id: accountId, name: name ?? accountId }));
}

/** The account itself. */
export async function readAccount(platform: Platform, context: SourceContext): Promise<Account> {
  const { json } = await send(platform, { api: 'admin', path: `/api/v2/accounts/${accountOf(platform)}/` }, context);
  const parsed = account.safeParse(envelope.safeParse(json).data?.data);
  if (!parsed.success) throw changed(platform);
  return parsed.data;
}

/** Active projects that the token may see. */
export async function readProjects(platform: Platform, context: SourceContext): Promise<Project[]> {
  const path = `/api/v3/accounts/${accountOf(platform)}/projects/`;
  const projects = (await readAll(platform, context, path, {})).flatMap((row) => project.safeParse(row).data ?? []);
  return projects.filter(isActive).map(({ id: projectId, name, docs_job_id }) => {
    const docsJobId = idOf(docs_job_id);
    return { id: projectId, name: name ?? projectId, ...(docsJobId === undefined ? {} : { docsJobId }) };
  });
}

/** Active environments of the platform's project. */
export async function readEnvironments(platform: Platform, context: SourceContext): Promise<Environment[]> {
  const path = `/api/v3/accounts/${accountOf(platform)}/projects/${platform.settings.projectId}/environments/`;
  const rows = (await readAll(platform, context, path, {})).flatMap((row) => environment.safeParse(row).data ?? []);
  return rows.filter(isActive).map(({ id: environmentId, name, type, deployment_type }) => {
    const isMarked = deployment_type === 'production' || deployment_type === 'staging';
    return {
      id: environmentId,
      name: name ?? environmentId,
      ...(type ? { type } : {}),
      ...(isMarked ? { deploymentType: deployment_type } : {}),
    };
  });
}

/** Active jobs of the platform's environment. */
export async function readJobs(platform: Platform, context: SourceContext): Promise<Job[]> {
  const path = `/api/v2/accounts/${accountOf(platform)}/jobs/`;
  const rows = await readAll(platform, context, path, { ...placeOf(platform), state: '1' });
  return rows
    .flatMap((row) => job.safeParse(row).data ?? [])
    .filter(isActive)
    .map((found) => ({
      id: found.id,
      name: found.name ?? found.id,
      generatesDocs: generatesDocs(found),
      checksFreshness:
        Boolean(found.run_generate_sources) || steps(found).some((step) => step.includes('source freshness')),
    }));
}

/** When docs were last generated; nothing when no run has done so. */
export async function readLastDocsRun(platform: Platform, context: SourceContext): Promise<string | undefined> {
  const path = `/api/v2/accounts/${accountOf(platform)}/runs/`;
  const search = { ...placeOf(platform), has_docs_generated: 'true', order_by: '-finished_at', limit: '10' };
  const { json } = await send(platform, { api: 'admin', path, search }, context);
  // Unfinished runs may come first
  return rowsOf(json).flatMap((row) => run.safeParse(row).data?.finished_at ?? [])[0];
}

/** dbt v2 writes the catalog by itself; elsewhere the setting or one of the steps must ask for it. */
function generatesDocs(found: z.infer<typeof job>): boolean {
  const isV2 = found.dbt_version?.toLowerCase().includes('fusion') ?? false;
  const asks = steps(found).some((step) => step.includes('docs generate') || step.includes('--write-catalog'));
  return isV2 || asks || Boolean(found.generate_docs);
}

function steps({ execute_steps }: z.infer<typeof job>): string[] {
  return execute_steps ?? [];
}

function isActive(row: { state?: number | null | undefined }): boolean {
  return (row.state ?? 1) === 1;
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

async function readAll(
  platform: Platform,
  context: SourceContext,
  path: string,
  filter: Record<string, string>,
): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let page = 0; page < maxPages; page += 1) {
    const search = { ...filter, limit: String(pageSize), offset: String(page * pageSize) };
    const { json } = await send(platform, { api: 'admin', path, search }, context);
    const rows = rowsOf(json);
    all.push(...rows);
    const total = envelope.safeParse(json).data?.extra?.pagination?.total_count ?? 0;
    if (rows.length === 0 || (page + 1) * pageSize >= total) break;
  }
  return all;
}

/** The rows of a list; `data` may be null, and an answer without an envelope is taken as it is. */
function rowsOf(json: unknown): unknown[] {
  const data = Array.isArray(json) ? json : envelope.safeParse(json).data?.data;
  return Array.isArray(data) ? data : [];
}
