import type { ComponentChildren } from 'preact';
import type { ErrorAction } from '../lib/errors';
import { type Connection, isOfStaging, type SyncStatus } from '../lib/model';
import { words } from '../lib/words';
import { dialectNames } from './dialects';
import { ErrorNote } from './ErrorNote';
import { PlainText } from './PlainText';
import { SyncLine, SyncNotes } from './SyncLine';

/** A connection with the state of its data, its error and its notes. `children`: what else can be done with it. */
export function ConnectionState(props: {
  connection: Connection;
  status: SyncStatus | undefined;
  now: number;
  onSync: () => void;
  onAct: (action: ErrorAction) => void;
  /** Steps that the surface can take; all when absent. */
  offers?: ErrorAction[];
  children?: ComponentChildren;
}) {
  const { connection, status } = props;
  return (
    <article class="connection" aria-label={connection.name}>
      <header>
        <h3>
          <PlainText text={connection.name} limit={200} />
          {isOfStaging(connection) && <span class="muted"> {words('cardStaging')}</span>}
        </h3>
        <p class="muted connection-source">
          <span class="piece">{dialectNames[connection.dialect]}</span>
          {sourceParts(connection).map((part) => (
            <span key={part} class="piece">
              <PlainText text={part} limit={120} />
            </span>
          ))}
        </p>
      </header>
      <SyncLine status={status} now={props.now} onSync={props.onSync} />
      {status?.error !== undefined && (
        <ErrorNote
          error={status.error}
          onAct={props.onAct}
          {...(props.offers && { offers: props.offers })}
          isFromDbt={connection.source.kind === 'dbt-cloud'}
        />
      )}
      <SyncNotes notes={status?.notes ?? []} onOpenDbt={() => props.onAct('open-dbt')} />
      {props.children}
    </article>
  );
}

function sourceParts({ source }: Connection): string[] {
  if (source.kind === 'artifacts') return [source.baseUrl ?? source.fileNames?.join(', ') ?? ''];
  const place = source.environmentName ?? source.environmentId;
  const environment = source.jobId === undefined ? place : words('optionsJobNamed', source.jobId);
  return [
    new URL(source.accessUrl).host,
    ...(source.projectName === undefined ? [] : [source.projectName]),
    environment,
  ];
}
