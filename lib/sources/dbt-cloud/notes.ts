import { AppError } from '../../errors';
import type { Connection, SyncStatus } from '../../model';
import { words } from '../../words';
import { adapterNotes } from '../adapters';
import type { Job } from './admin';

type Notes = SyncStatus['notes'];

/** What a project's jobs do not do: nothing of it stops badges, all of it explains what is missing on them. */
export function notesOn(connection: Connection, adapterType: string | undefined, jobs: Job[] | AppError): Notes {
  return [...adapterNotes(connection, adapterType), ...jobNotes(connection, jobs)];
}

/** What the jobs leave undone, or that they may not be read. */
export function jobNotes({ name }: { name: string }, jobs: Job[] | AppError): Notes {
  if (jobs instanceof AppError)
    return jobs.kind === 'forbidden' ? [{ kind: 'jobs-forbidden', message: jobs.message }] : [];
  if (jobs.length === 0) return [{ kind: 'no-jobs', message: words('dbtNoJobs', name) }];
  const notes: Notes = [];
  if (!jobs.some(({ generatesDocs }) => generatesDocs))
    notes.push({ kind: 'no-docs', message: words('dbtNoDocsJob', name) });
  if (!jobs.some(({ checksFreshness }) => checksFreshness)) {
    notes.push({ kind: 'no-freshness', message: words('dbtNoFreshnessJob', name) });
  }
  return notes;
}
