import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Confirmed } from '../../components/Confirmed';
import { ConnectionForm } from '../../components/ConnectionForm';
import { ConnectionState } from '../../components/ConnectionState';
import { TokenForm } from '../../components/TokenForm';
import { UnlockForm } from '../../components/UnlockForm';
import { useFocusWhen } from '../../components/use-focus-when';
import { useNow } from '../../components/use-now';
import { visibleText } from '../../components/visible-text';
import { connect } from '../../lib/connect-form';
import { choices } from '../../lib/consoles/choices';
import { dropStagedFiles } from '../../lib/dropped-files';
import { takeStep } from '../../lib/error-steps';
import type { ErrorAction, ErrorKind } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { Connection, SyncStatus } from '../../lib/model';
import { sampleId } from '../../lib/sample';
import { recogniseFile } from '../../lib/sources/artifacts/recognise-file';
import { readDbtAddress } from '../../lib/sources/dbt-cloud/urls';
import { syncNow } from '../../lib/sync-now';
import { words } from '../../lib/words';
import type { Part } from './Options';
import { openingAt, startOf } from './opening';

/** What is open beside the list: nothing, a new connection, or one that is edited. */
type Editing = { id: string; connection?: Connection; ownSite?: string } | undefined;

/** Steps that this page can take when a connection fails; a token is replaced by a button that is always there. */
const offers: ErrorAction[] = ['allow', 'open-options', 'retry', 'open-dbt'];

/** The connections with their state; add, edit, remove, test. */
export function Connections({ settings, policy, attempt }: Part) {
  const { connections } = settings;
  const opening = openingAt(location.hash);
  const [editing, setEditing] = useState<Editing>(() => {
    const connection = connections.find(({ id }) => id === opening.edit);
    if (connection) return { id: connection.id, connection };
    return opening.add === undefined ? undefined : { id: crypto.randomUUID(), ownSite: opening.add };
  });
  // The form that was closed last: the keyboard's focus goes to where it was opened from.
  const [closed, setClosed] = useState<string>();
  const close = () => {
    setClosed(editing?.id);
    setEditing(undefined);
  };
  const isClosedListed = connections.some(({ id }) => id === closed);
  const add = (
    <AddButton
      takesFocus={closed !== undefined && !isClosedListed}
      onAdd={() => setEditing({ id: crypto.randomUUID() })}
    />
  );
  const form = (open: NonNullable<Editing>) => (
    <ConnectionForm
      key={open.id}
      id={open.id}
      connection={open.connection}
      {...tokenOf(
        connections.find(({ id }) => id === open.id),
        settings.statuses.get(open.id),
      )}
      start={startOf(open.ownSite, settings.preferences)}
      consoles={choices}
      readAddress={readDbtAddress}
      recogniseFile={recogniseFile}
      onConnect={connect}
      onSaved={close}
      onCancel={() => {
        // What was dropped for a test only. Where storage fails there is nothing to take back.
        dropStagedFiles(open.id).catch(() => undefined);
        close();
      }}
    />
  );
  // In one list: a form whose connection is removed in another tab stays with all that was typed.
  const isBeside = editing !== undefined && connections.every(({ id }) => id !== editing.id);
  const listed = isBeside ? [...connections, undefined] : connections;
  return (
    <section class="part" aria-labelledby="connections">
      <div class="section-head">
        <h2 id="connections" tabIndex={-1}>
          {words('optionsConnections')}
        </h2>
        {connections.length > 0 && editing === undefined && add}
      </div>
      {connections.length === 0 && editing === undefined && <Empty>{add}</Empty>}
      <div class="connections">
        {listed.map((connection) =>
          connection === undefined || editing?.id === connection.id ? (
            editing && form(editing)
          ) : (
            <Listed
              key={connection.id}
              connection={connection}
              settings={settings}
              isManaged={policy.connections.some(({ id }) => id === connection.id)}
              isEditing={editing !== undefined}
              isTokenAsked={opening.token === connection.id}
              takesFocus={connection.id === closed}
              onEdit={() => setEditing({ id: connection.id, connection })}
              attempt={attempt}
            />
          ),
        )}
      </div>
    </section>
  );
}

function AddButton({ takesFocus, onAdd }: { takesFocus: boolean; onAdd: () => void }) {
  const button = useFocusWhen<HTMLButtonElement>(takesFocus);
  return (
    <button type="button" class="button is-main" ref={button} onClick={onAdd}>
      {words('optionsAdd')}
    </button>
  );
}

function Empty({ children }: { children: ComponentChildren }) {
  return (
    <div class="empty">
      <h3>{words('optionsEmptyTitle')}</h3>
      <p class="muted">{words('optionsEmptyText')}</p>
      <div class="form-buttons">
        {children}
        <a class="button" href="/welcome.html">
          {words('optionsStepByStep')}
        </a>
      </div>
    </div>
  );
}

function Listed(props: {
  connection: Connection;
  settings: Part['settings'];
  isManaged: boolean;
  /** A form is open: another in its place would take what was typed with it. */
  isEditing: boolean;
  isTokenAsked: boolean;
  /** Its form was closed last. */
  takesFocus: boolean;
  onEdit: () => void;
  attempt: Part['attempt'];
}) {
  const { connection, settings, isManaged, isEditing, onEdit, attempt } = props;
  const { id, name } = connection;
  const { source } = connection;
  const isCloud = source.kind === 'dbt-cloud';
  // A settings file may bring any address; a company's own are its word
  const read = isCloud && !isManaged ? readDbtAddress(source.accessUrl, source.discoveryUrl) : undefined;
  const status = settings.statuses.get(id);
  const { hasToken } = tokenOf(connection, status);
  const [isTokenAsked, setIsTokenAsked] = useState(props.isTokenAsked && isCloud ? true : undefined);
  const edit = useFocusWhen<HTMLButtonElement>(props.takesFocus);
  const replace = useFocusWhen<HTMLButtonElement>(isTokenAsked === false);
  useEffect(() => {
    // Once: a reload of this page must not ask again.
    if (props.isTokenAsked) history.replaceState(undefined, '', location.pathname);
  }, [props.isTokenAsked]);
  const act = (action: ErrorAction) => {
    if (action === 'open-options') onEdit();
    else attempt(takeStep(action, connection));
  };
  return (
    <ConnectionState
      connection={connection}
      status={status}
      now={useNow()}
      onSync={() => attempt(syncNow(id))}
      onAct={act}
      offers={isManaged || isEditing ? offers.filter((action) => action !== 'open-options') : offers}
    >
      {isCloud && id !== sampleId && (
        <p class="muted connection-links">
          {words('optionsLinkStyle')}: {words(source.linkStyle === 'docs' ? 'optionsLinkDocs' : 'optionsLinkCatalog')}
        </p>
      )}
      {isTokenAsked === true && (
        <TokenForm
          hasToken={hasToken}
          question={read?.status === 'question' ? read.question : undefined}
          onToken={(token, keep) => connect({ connection, token, save: true, ...(keep && { keep }) })}
          onDone={() => setIsTokenAsked(false)}
        />
      )}
      {status?.error?.kind === 'locked' && (
        <UnlockForm onUnlock={(passphrase) => send('unlock', { connectionId: id, passphrase })} />
      )}
      {isManaged && <p class="muted">{words('optionsManaged')}</p>}
      <div class="form-buttons connection-buttons">
        {id === sampleId && (
          <a class="button" href="/sample.html">
            {words('optionsOpenSample')}
          </a>
        )}
        {!isManaged && !isEditing && id !== sampleId && (
          <button type="button" class="button" ref={edit} onClick={onEdit}>
            {words('optionsEdit')}
          </button>
        )}
        {isCloud && isTokenAsked !== true && (
          <button
            type="button"
            class={`button ${needsToken.has(status?.error?.kind) ? 'is-main' : ''}`}
            ref={replace}
            onClick={() => setIsTokenAsked(true)}
          >
            {words(hasToken ? 'errorActionToken' : 'errorActionNewToken')}
          </button>
        )}
        {hasToken && (
          <Confirmed
            label={words('optionsRemoveToken')}
            question={words('optionsRemoveTokenQuestion', visibleText(name))}
            yes={words('optionsRemoveTokenYes')}
            onYes={() => {
              // This button goes with the token; the next step takes the keyboard's focus.
              setIsTokenAsked(false);
              attempt(send('disconnect', { connectionId: id, only: 'token' }));
            }}
            isQuiet
          />
        )}
        {!isManaged && (
          <Confirmed
            label={words('optionsRemove')}
            question={words('optionsRemoveQuestion', visibleText(name))}
            yes={words('optionsRemoveYes')}
            onYes={() => attempt(send('disconnect', { connectionId: id }))}
            isQuiet
          />
        )}
      </div>
    </ConnectionState>
  );
}

/** Errors that a token ends: the button for one is then the next step. */
const needsToken = new Set<string | undefined>(['no-token', 'unauthorized', 'forbidden'] satisfies ErrorKind[]);

/** Whether a connection has a token, or had one until the browser closed; and whether that one works, as far as we know. */
function tokenOf(connection: Connection | undefined, status: SyncStatus | undefined) {
  const kind = status?.error?.kind;
  const hasToken = connection?.source.kind === 'dbt-cloud' && kind !== 'no-token';
  return { hasToken, isTokenKept: hasToken && kind !== 'unauthorized' };
}
