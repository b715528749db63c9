import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ConnectionForm, type ConnectQuestion } from '../../components/ConnectionForm';
import { ConnectionState } from '../../components/ConnectionState';
import { type ErrorAction, ErrorNote } from '../../components/ErrorNote';
import { useNow } from '../../components/use-now';
import { consoles } from '../../lib/consoles';
import { dropStagedFiles, stageFiles } from '../../lib/dropped-files';
import { AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { CheckResult } from '../../lib/messages/protocol';
import type { Connection } from '../../lib/model';
import { hostsOf, sitesOf } from '../../lib/sites';
import { recogniseFile } from '../../lib/sources/artifacts/files';
import { readDbtAddress } from '../../lib/sources/dbt-cloud/urls';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** What is open beside the list: nothing, a new connection, or one that is edited. */
type Editing = { id: string; connection?: Connection } | undefined;

/** Steps that this page can take when a connection fails. */
const offers: ErrorAction[] = ['allow', 'replace-token', 'open-options', 'retry', 'open-dbt'];

/** The connections with their state; add, edit, remove, test. */
export function Options() {
  const [settings, setSettings] = useState<Settings>();
  const [editing, setEditing] = useState<Editing>();
  const [error, setError] = useState<AppError>();
  useEffect(() => watchSettings(setSettings), []);
  const attempt = (work: Promise<unknown>) => {
    setError(undefined);
    work.catch((thrown: unknown) => setError(asAppError(thrown)));
  };
  const add = () => setEditing({ id: crypto.randomUUID() });
  if (settings === undefined) return undefined;
  const { connections } = settings;

  return (
    <main>
      <header class="page-head">
        <img src="/icon/48.png" width="28" height="28" alt="" />
        <div>
          <h1>{words('optionsTitle')}</h1>
          <p class="muted">{words('optionsIntro')}</p>
        </div>
      </header>
      {error === undefined ? undefined : <ErrorNote error={error} />}
      <section aria-labelledby="connections">
        <div class="section-head">
          <h2 id="connections">{words('optionsConnections')}</h2>
          {connections.length > 0 && editing === undefined && (
            <button type="button" class="button is-main" onClick={add}>
              {words('optionsAdd')}
            </button>
          )}
        </div>
        {connections.length === 0 && editing === undefined && <Empty onAdd={add} />}
        <div class="connections">
          {connections.map((connection) =>
            editing?.id === connection.id ? (
              <Form key={connection.id} editing={editing} onDone={() => setEditing(undefined)} />
            ) : (
              <Listed
                key={connection.id}
                connection={connection}
                settings={settings}
                onEdit={() => setEditing({ id: connection.id, connection })}
                attempt={attempt}
              />
            ),
          )}
          {editing !== undefined && connections.every(({ id }) => id !== editing.id) && (
            <Form editing={editing} onDone={() => setEditing(undefined)} />
          )}
        </div>
      </section>
      <footer class="muted page-foot">{words('optionsStored')}</footer>
    </main>
  );
}

function Empty({ onAdd }: { onAdd: () => void }) {
  return (
    <div class="empty">
      <h3>{words('optionsEmptyTitle')}</h3>
      <p class="muted">{words('optionsEmptyText')}</p>
      <button type="button" class="button is-main" onClick={onAdd}>
        {words('optionsAdd')}
      </button>
    </div>
  );
}

function Form({ editing, onDone }: { editing: NonNullable<Editing>; onDone: () => void }) {
  return (
    <ConnectionForm
      id={editing.id}
      connection={editing.connection}
      consoles={consoles}
      readAddress={readDbtAddress}
      recogniseFile={recogniseFile}
      onConnect={connect}
      onSaved={onDone}
      onCancel={() => {
        // What was dropped for a test only. Where storage fails there is nothing to take back.
        dropStagedFiles(editing.id).catch(() => undefined);
        onDone();
      }}
    />
  );
}

function Listed(props: {
  connection: Connection;
  settings: Settings;
  onEdit: () => void;
  attempt: (work: Promise<unknown>) => void;
}) {
  const { connection, settings, onEdit, attempt } = props;
  const [isAsking, setIsAsking] = useState(false);
  const sync = () => attempt(send('sync', { connectionId: connection.id }));
  const act = (action: ErrorAction) => {
    if (action === 'allow') attempt(allow(connection).then(() => send('sync', { connectionId: connection.id })));
    else if (action === 'retry') sync();
    else if (action === 'open-dbt') openDbt(connection);
    else onEdit();
  };
  return (
    <ConnectionState
      connection={connection}
      status={settings.statuses.get(connection.id)}
      now={useNow()}
      onSync={sync}
      onAct={act}
      offers={offers}
    >
      {isAsking ? (
        <div class="note" data-state="degraded">
          <p>{words('optionsRemoveQuestion', connection.name)}</p>
          <div class="form-buttons">
            <button
              type="button"
              class="button"
              onClick={() => attempt(send('disconnect', { connectionId: connection.id }))}
            >
              {words('optionsRemoveYes')}
            </button>
            <button type="button" class="button" onClick={() => setIsAsking(false)}>
              {words('optionsCancel')}
            </button>
          </div>
        </div>
      ) : (
        <div class="form-buttons">
          <button type="button" class="button" onClick={onEdit}>
            {words('optionsEdit')}
          </button>
          <button type="button" class="button" onClick={() => setIsAsking(true)}>
            {words('optionsRemove')}
          </button>
        </div>
      )}
    </ConnectionState>
  );
}

/** Asks the browser for the connection's hosts and no others. Must be called in a click: nothing may be awaited before it. */
async function allow(connection: Connection): Promise<void> {
  const origins = [...new Set([...sitesOf([connection]), ...hostsOf(connection)])];
  if (await browser.permissions.request({ origins })) return;
  throw new AppError('not-allowed', words('optionsNotAllowed', origins.map(hostIn).join(', ')));
}

async function connect({ files, ...question }: ConnectQuestion): Promise<CheckResult> {
  await allow(question.connection);
  if (files) await stageFiles(question.connection.id, files);
  return await send('connect', question);
}

function openDbt({ source }: Connection): void {
  if (source.kind === 'dbt-cloud') void browser.tabs.create({ url: source.accessUrl });
}

/** The host of a match pattern. */
function hostIn(pattern: string): string {
  return /^[^:]+:\/\/([^/]+)/.exec(pattern)?.[1] ?? pattern;
}
