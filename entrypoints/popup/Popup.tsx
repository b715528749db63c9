import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ConnectionState } from '../../components/ConnectionState';
import { type ErrorAction, ErrorNote } from '../../components/ErrorNote';
import { UnlockForm } from '../../components/UnlockForm';
import { useNow } from '../../components/use-now';
import { askForAccess } from '../../lib/ask-access';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import type { Connection } from '../../lib/model';
import { parseUrl } from '../../lib/parsed';
import { openSidePanel } from '../../lib/side-panel';
import { connectionsAt } from '../../lib/sites';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';
import { Look } from './Look';
import { OnPage } from './OnPage';

/** Steps that the popup can take by itself, or by opening the page that takes them. */
const offers: ErrorAction[] = ['retry', 'allow', 'replace-token', 'open-options', 'open-dbt', 'report'];

/** The connections that apply to the open page (all, when none does), what was found on it, and how badges are shown. */
export function Popup() {
  const [settings, setSettings] = useState<Settings>();
  const [tab, setTab] = useState<OpenTab>();
  const [error, setError] = useState<AppError>();
  const attempt = (work: Promise<unknown>) => {
    setError(undefined);
    work.catch((thrown: unknown) => setError(asAppError(thrown)));
  };
  useEffect(() => watchSettings(setSettings), []);
  useEffect(() => attempt(openTab().then((found) => setTab(found ?? {}))), []);
  if (settings === undefined || tab === undefined) return undefined;
  const { url: address = '', id: tabId } = tab;
  const here = connectionsAt(settings.connections, address);
  const site = here.length > 0 ? parseUrl(address) : undefined;
  const isOff = settings.preferences.offSites.includes(site?.origin ?? '');

  return (
    <main>
      <header class="popup-head">
        <img src="/icon/32.png" width="18" height="18" alt="" />
        <h1>{words('popupTitle')}</h1>
        {settings.connections.length > 0 && (
          <button type="button" class="button is-quiet" onClick={() => openPage('search.html')}>
            {words('popupSearch')}
          </button>
        )}
        <button type="button" class="button is-quiet" onClick={() => openPage('options.html')}>
          {words('popupSettings')}
        </button>
      </header>
      {error && <ErrorNote error={error} />}
      {settings.connections.length === 0 ? (
        <Nothing />
      ) : (
        <>
          {here.length === 0 && <Elsewhere address={address} />}
          <h2 class="spoken">{words('optionsConnections')}</h2>
          <States connections={here.length > 0 ? here : settings.connections} settings={settings} attempt={attempt} />
          {here.length > 0 && !isOff && tabId !== undefined && <OnPage tabId={tabId} />}
          <Look settings={settings} site={site} attempt={attempt} />
          <section class="popup-more">
            {tab.windowId !== undefined && (
              <button type="button" class="button is-quiet" onClick={() => attempt(openSidePanel(tab.windowId))}>
                {words('popupSidePanel')}
              </button>
            )}
            {here.length > 0 && tabId !== undefined && (
              <button type="button" class="button is-quiet" onClick={() => openPage(`capture.html?tab=${tabId}`)}>
                {words('popupCapture')}
              </button>
            )}
          </section>
        </>
      )}
    </main>
  );
}

function Nothing() {
  return (
    <div class="popup-empty">
      <p>{words('popupNothing')}</p>
      <div class="form-buttons">
        <button type="button" class="button is-main" onClick={() => openPage('welcome.html')}>
          {words('popupConnect')}
        </button>
        <button type="button" class="button" onClick={() => openPage('sample.html')}>
          {words('popupSample')}
        </button>
      </div>
    </div>
  );
}

/** Where no connection applies: the way to have one. The page's address is known only where we have access already. */
function Elsewhere({ address }: { address: string }) {
  const origin = /^https?:/.test(address) ? parseUrl(address)?.origin : undefined;
  return (
    <div class="popup-elsewhere">
      <p class="muted">{words('popupNotHere')}</p>
      <button
        type="button"
        class="button"
        onClick={() => openPage(`options.html#add=${encodeURIComponent(origin === undefined ? '' : `${origin}/`)}`)}
      >
        {words('popupAddHere')}
      </button>
    </div>
  );
}

function States(props: { connections: Connection[]; settings: Settings; attempt: (work: Promise<unknown>) => void }) {
  const { connections, settings, attempt } = props;
  const now = useNow();
  const act = (action: ErrorAction, connection: Connection) => {
    const { id, source } = connection;
    const sync = () => send('sync', { connectionId: id });
    if (action === 'retry') attempt(sync());
    else if (action === 'allow') attempt(askForAccess(connection).then(sync));
    else if (action === 'replace-token') openPage(`options.html#token=${encodeURIComponent(id)}`);
    else if (action === 'open-dbt' && source.kind === 'dbt-cloud') void browser.tabs.create({ url: source.accessUrl });
    else openPage(action === 'report' ? 'options.html#diagnostics' : `options.html#edit=${encodeURIComponent(id)}`);
  };
  return (
    <>
      {connections.map((connection) => (
        <ConnectionState
          key={connection.id}
          connection={connection}
          status={settings.statuses.get(connection.id)}
          now={now}
          onSync={() => attempt(send('sync', { connectionId: connection.id }))}
          onAct={(action) => act(action, connection)}
          offers={offers}
        >
          {settings.statuses.get(connection.id)?.error?.kind === 'locked' && (
            <UnlockForm onUnlock={(passphrase) => send('unlock', { connectionId: connection.id, passphrase })} />
          )}
        </ConnectionState>
      ))}
    </>
  );
}

/** The tab that the popup stands over; its address only where we have access to it. */
type OpenTab = { id?: number | undefined; windowId?: number | undefined; url?: string | undefined };

async function openTab(): Promise<OpenTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

/** One of our own pages in a tab of its own. */
function openPage(page: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(`/${page}` as '/options.html') }); // as: with a fragment behind it
  window.close();
}
