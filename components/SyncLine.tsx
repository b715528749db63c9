import type { SyncStatus } from '../lib/model';
import { words } from '../lib/words';
import { counted } from './health-words';
import { RelativeTime } from './RelativeTime';
import { Sentence } from './Sentence';
import { count } from './time';

/** How a connection's data are: progress of a running sync, else how many nodes and how old; and a button to sync now. */
export function SyncLine(props: { status: SyncStatus | undefined; now: number; onSync?: () => void }) {
  const { status, now, onSync } = props;
  const isRunning = status?.progress !== undefined;
  return (
    <div class="sync-line">
      <div class="sync-state">
        <SyncState status={status} now={now} />
      </div>
      {/* Told aloud is that it begins and ends: how far it is changes twice a second, how old it is every minute. */}
      <span class="spoken" role="status">
        {isRunning ? words('popupReading') : status?.syncedAt !== undefined && words('popupSynced')}
      </span>
      {onSync !== undefined && (
        <button type="button" class="button" disabled={isRunning} onClick={onSync}>
          {words('popupRefresh')}
        </button>
      )}
    </div>
  );
}

function SyncState({ status, now }: { status: SyncStatus | undefined; now: number }) {
  if (status?.progress !== undefined) {
    const { done, total, bytes, filing } = status.progress;
    if (bytes && done === 0) return <FilesRead {...bytes} />;
    if (filing) return <Progress says={words('popupFiling', count(done))} {...filing} />;
    const says =
      total === undefined ? words('popupSyncing', count(done)) : words('popupSyncingOf', count(done), count(total));
    return <Progress says={says} done={done} total={total} />;
  }
  if (status?.syncedAt === undefined) return <span class="muted">{words('popupNeverSynced')}</span>;
  return (
    <span class="muted">
      <span class="piece">{counted(['popupNodesOne', 'popupNodesOther'], status.nodeCount)}</span>
      <span class="piece">
        {words('popupSynced')} <RelativeTime at={status.syncedAt} now={now} />
      </span>
    </span>
  );
}

/** dbt's files are read before the first of their nodes is known. */
function FilesRead({ done, total }: NonNullable<NonNullable<SyncStatus['progress']>['bytes']>) {
  const megabytes = (bytes: number) => count(Math.ceil(bytes / 1_000_000));
  const says =
    total === undefined
      ? words('popupReadingFiles', megabytes(done))
      : words('popupReadingFilesOf', megabytes(done), megabytes(total));
  return <Progress says={says} done={done} total={total} />;
}

/** How far something is, in words and as a bar; without a total the bar only moves. */
function Progress({ says, done, total }: { says: string; done: number; total?: number | undefined }) {
  return (
    <>
      <span>{says}</span>
      <progress aria-label={words('popupProgress')} {...(total === undefined ? {} : { value: done, max: total })} />
    </>
  );
}

/** Things that do not stop badges but that people should know. Jobs are made in dbt. */
export function SyncNotes({ notes, onOpenDbt }: { notes: SyncStatus['notes']; onOpenDbt?: () => void }) {
  if (notes.length === 0) return undefined;
  return (
    <ul class="plain sync-notes" aria-label={words('popupNotes')}>
      {notes.map(({ kind, message }) => (
        <li key={message} class="note" data-state="caution">
          <Sentence text={message} />
          {kind === 'no-jobs' && onOpenDbt && (
            <button type="button" class="button" onClick={onOpenDbt}>
              {words('errorActionOpenDbt')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
