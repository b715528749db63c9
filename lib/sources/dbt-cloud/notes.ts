import { AppError } from '../../errors';
import type { Connection, DialectId, SyncStatus } from '../../model';
import { words } from '../../words';
import type { Job } from './admin';

type Notes = SyncStatus['notes'];

/** What a project's jobs do not do: nothing of it stops badges, all of it explains what is missing on them. */
export function notesOn(connection: Connection, adapterType: string | undefined, jobs: Job[] | AppError): Notes {
  return [...adapterNotes(connection, adapterType), ...jobNotes(connection, jobs)];
}

/** The dbt project builds in another warehouse than the connection says. */
export function adapterNotes({ name, dialect }: Connection, adapterType: string | undefined): Notes {
  const isOther = adapterType !== undefined && adapterType !== '' && !adapters[dialect].includes(adapterType.toLowerCase());
  return isOther ? [{ kind: 'other-warehouse', message: words('dbtOtherWarehouse', name, adapterType, dialect) }] : [];
}

/** dbt's adapters that speak to each warehouse. */
const adapters: Record<DialectId, string[]> = {
  snowflake: ['snowflake'],
  bigquery: ['bigquery'],
  databricks: ['databricks', 'spark'],
  redshift: ['redshift'],
  postgres: ['postgres', 'postgresql', 'alloydb'],
};

export function jobNotes({ name }: { name: string }, jobs: Job[] | AppError): Notes {
  if (jobs instanceof AppError) return jobs.kind === 'forbidden' ? [{ kind: 'jobs-forbidden', message: jobs.message }] : [];
  if (jobs.length === 0) return [{ kind: 'no-jobs', message: words('dbtNoJobs', name) }];
  const notes: Notes = [];
  if (!jobs.some(({ generatesDocs }) => generatesDocs)) notes.push({ kind: 'no-docs', message: words('dbtNoDocsJob', name) });
  if (!jobs.some(({ checksFreshness }) => checksFreshness)) {
    notes.push({ kind: 'no-freshness', message: words('dbtNoFreshnessJob', name) });
  }
  return notes;
}
