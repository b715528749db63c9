/** Rows of the Administrative API's lists, with the field names and the time format of the real one. */
import type { Account, Environment, Job, Project, Run, WarehouseConnection } from './accounts';
import type { Row } from './admin-lists';

/** `2026-08-20 04:01:13.197000+00:00`: a blank instead of T, micro-seconds, no Z. */
export function adminTime(iso: string | undefined): string | null {
  return iso === undefined ? null : new Date(iso).toISOString().replace('T', ' ').replace('Z', '000+00:00');
}

export function connectionRow(account: Account, connection: WarehouseConnection, isWhole: boolean): Row {
  return {
    id: connection.id,
    account_id: account.id,
    name: connection.name,
    adapter_version: connection.adapterVersion,
    state: 1,
    config: isWhole ? connection.config : null,
  };
}

export function projectRow(account: Account, project: Project): Row {
  const connection = account.connections?.find((each) => each.id === project.connectionId);
  return {
    id: project.id,
    account_id: account.id,
    name: project.name,
    description: '',
    state: project.state ?? 1,
    connection_id: project.connectionId ?? null,
    docs_job_id: project.docsJobId ?? null,
    freshness_job_id: project.freshnessJobId ?? null,
    dbt_project_subdirectory: null,
    connection: connection === undefined ? null : connectionRow(account, connection, false),
  };
}

export function environmentRow(account: Account, project: Project, environment: Environment): Row {
  return {
    id: environment.id,
    account_id: account.id,
    project_id: project.id,
    name: environment.name,
    type: environment.type,
    deployment_type: environment.deploymentType ?? null,
    dbt_version: environment.dbtVersion ?? 'latest',
    connection_id: environment.connectionId ?? project.connectionId ?? null,
    state: environment.state ?? 1,
  };
}

export function jobRow(account: Account, project: Project, job: Job): Row {
  return {
    id: job.id,
    account_id: account.id,
    project_id: project.id,
    environment_id: job.environmentId,
    name: job.name,
    state: job.state ?? 1,
    job_type: job.jobType ?? 'scheduled',
    generate_docs: job.generateDocs ?? false,
    run_generate_sources: job.runGenerateSources ?? false,
    execute_steps: job.executeSteps,
    dbt_version: job.dbtVersion ?? null,
  };
}

const statusWords: Record<Run['status'], string> = {
  1: 'Queued',
  2: 'Starting',
  3: 'Running',
  10: 'Success',
  20: 'Error',
  30: 'Cancelled',
};

export function runRow(account: Account, project: Project, run: Run, host: string): Row {
  const job = project.jobs?.find((each) => each.id === run.jobId);
  return {
    id: run.id,
    account_id: account.id,
    project_id: project.id,
    environment_id: job?.environmentId ?? null,
    job_definition_id: run.jobId,
    status: run.status,
    status_humanized: statusWords[run.status],
    is_success: run.status === 10,
    is_error: run.status === 20,
    is_complete: run.status >= 10,
    created_at: adminTime(run.createdAt),
    started_at: adminTime(run.startedAt),
    finished_at: adminTime(run.finishedAt),
    has_docs_generated: run.hasDocs ?? false,
    has_sources_generated: run.hasSources ?? false,
    artifacts_saved: run.finishedAt !== undefined,
    href: `https://${host}/deploy/${account.id}/projects/${project.id}/runs/${run.id}/`,
  };
}
