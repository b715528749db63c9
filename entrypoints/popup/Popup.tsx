import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ConnectionStates } from '../../components/ConnectionStates';
import { ErrorNote } from '../../components/ErrorNote';
import { useNow } from '../../components/use-now';
import { takeStep } from '../../lib/error-steps';
import { type AppError, asAppError, type ErrorAction } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import { openPage } from '../../lib/open-page';
import { parseUrl } from '../../lib/parsed';
import { openSidePanel } from '../../lib/side-panel';
import { connectionsAt } from '../../lib/sites';
import { syncNow } from '../../lib/sync-now';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';
import { Look } from './Look';
import { OnPage } from './OnPage';

/** Steps that are taken in the popup; for all others a page opens, and it has done its work. */
const ownSteps: ErrorAction[] = ['retry', 'allow'];

/** The connections that apply to the open page (all, when none does), what was found on it, and how badges are shown. */
export function Popup() {
  const [settings, setSettings] = useState<Settings>();
  const [tab, setTab] = useState<OpenTab>();
  const [error, setError] = useState<AppError>();
  const now = useNow();
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
          <button type="button" class="button is-quiet" onClick={() => leaveTo('search.html')}>
            {words('popupSearch')}
          </button>
        )}
        <button type="button" class="button is-quiet" onClick={() => leaveTo('options.html')}>
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
          <ConnectionStates
            connections={here.length > 0 ? here : settings.connections}
            statuses={settings.statuses}
            now={now}
            onSync={({ id }) => attempt(syncNow(id))}
            onAct={(action, connection) => {
              attempt(takeStep(action, connection));
              if (!ownSteps.includes(action)) window.close();
            }}
            onUnlock={({ id }, passphrase) => send('unlock', { connectionId: id, passphrase })}
          />
          {here.length > 0 && !isOff && tabId !== undefined && <OnPage tabId={tabId} />}
          <Look settings={settings} site={site} attempt={attempt} />
          <section class="popup-more">
            {tab.windowId !== undefined && (
              <button type="button" class="button is-quiet" onClick={() => attempt(openSidePanel(tab.windowId))}>
                {words('popupSidePanel')}
              </button>
            )}
            {here.length > 0 && tabId !== undefined && (
              <button type="button" class="button is-quiet" onClick={() => leaveTo(`capture.html?tab=${tabId}`)}>
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
        <button type="button" class="button is-main" onClick={() => leaveTo('welcome.html')}>
          {words('popupConnect')}
        </button>
        <button type="button" class="button" onClick={() => leaveTo('sample.html')}>
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
        onClick={() => leaveTo(`options.html#add=${encodeURIComponent(origin === undefined ? '' : `${origin}/`)}`)}
      >
        {words('popupAddHere')}
      </button>
    </div>
  );
}

/** The tab that the popup stands over; its address only where we have access to it. */
type OpenTab = { id?: number | undefined; windowId?: number | undefined; url?: string | undefined };

async function openTab(): Promise<OpenTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

function leaveTo(page: string): void {
  openPage(page);
  window.close();
}
