import type { ErrorAction } from '../lib/errors';
import type { Connection, SyncStatus } from '../lib/model';
import { ConnectionState } from './ConnectionState';
import { UnlockForm } from './UnlockForm';

/** Connections beside a page, with their state and what can be done about it there. */
export function ConnectionStates(props: {
  connections: Connection[];
  statuses: ReadonlyMap<string, SyncStatus>;
  now: number;
  onSync: (connection: Connection) => void;
  onAct: (action: ErrorAction, connection: Connection) => void;
  onUnlock: (connection: Connection, passphrase: string) => Promise<unknown>;
}) {
  return (
    <>
      {props.connections.map((connection) => {
        const status = props.statuses.get(connection.id);
        return (
          <ConnectionState
            key={connection.id}
            connection={connection}
            status={status}
            now={props.now}
            onSync={() => props.onSync(connection)}
            onAct={(action) => props.onAct(action, connection)}
          >
            {status?.error?.kind === 'locked' && (
              <UnlockForm onUnlock={(passphrase) => props.onUnlock(connection, passphrase)} />
            )}
          </ConnectionState>
        );
      })}
    </>
  );
}
