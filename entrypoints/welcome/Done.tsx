import { useEffect, useState } from 'preact/hooks';
import { ErrorNote } from '../../components/ErrorNote';
import { SyncLine, SyncNotes } from '../../components/SyncLine';
import { useNow } from '../../components/use-now';
import type { Connection } from '../../lib/model';
import { syncNow } from '../../lib/sync-now';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** The new connection while its first tables arrive, and where to see them. */
export function Done({ connectionId }: { connectionId: string }) {
  const [settings, setSettings] = useState<Settings>();
  const now = useNow();
  useEffect(() => watchSettings(setSettings), []);
  const connection = settings?.connections.find(({ id }) => id === connectionId);
  const status = settings?.statuses.get(connectionId);
  if (!connection) return undefined;
  const sync = () => void syncNow(connectionId).catch(() => undefined);
  return (
    <>
      <SyncLine status={status} now={now} onSync={sync} />
      {status?.error && (
        <ErrorNote
          error={status.error}
          isFromDbt={connection.source.kind === 'dbt-cloud'}
          offers={['retry']}
          onAct={sync}
        />
      )}
      <SyncNotes notes={status?.notes ?? []} />
      <p>{words('welcomeDoneText')}</p>
      <div class="form-buttons">
        {openable(connection).map((address) => (
          <a key={address} class="button is-main" href={address} target="_blank" rel="noopener noreferrer">
            {words('welcomeOpen', new URL(address).host)}
          </a>
        ))}
        <a class="button" href="/options.html">
          {words('popupSettings')}
        </a>
      </div>
      <p class="muted">{words('welcomePin')}</p>
    </>
  );
}

/** Consoles that have one address; a pattern with a star in its host is none. */
function openable({ sites }: Connection): string[] {
  const addresses = sites.flatMap((site) => /^(https?:\/\/[^/*]+\/[^*]*)\*?$/.exec(site)?.[1] ?? []);
  return addresses.slice(0, 3);
}
