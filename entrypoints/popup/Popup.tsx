import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ConnectionState } from '../../components/ConnectionState';
import { type ErrorAction, ErrorNote } from '../../components/ErrorNote';
import { CheckField, RadioField } from '../../components/FormFields';
import { useNow } from '../../components/use-now';
import { type AppError, asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import { changePreferences } from '../../lib/settings';
import { openSidePanel } from '../../lib/side-panel';
import { connectionsAt, parseUrl } from '../../lib/sites';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** Steps that the popup can take; what needs more room is done in the settings. */
const offers: ErrorAction[] = ['retry', 'allow', 'replace-token', 'open-options'];

/** The connections that apply to the open page (all, when none does), and how badges are shown. */
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
  useEffect(() => attempt(openTab().then(setTab)), []);
  if (settings === undefined) return undefined;
  const address = tab?.url ?? '';
  const here = connectionsAt(settings.connections, address);
  const shown = here.length > 0 ? here : settings.connections;

  return (
    <main>
      <header class="popup-head">
        <img src="/icon/32.png" width="18" height="18" alt="" />
        <h1>{words('popupTitle')}</h1>
        {settings.connections.length > 0 && (
          <button
            type="button"
            class="button is-quiet"
            onClick={() => void browser.tabs.create({ url: browser.runtime.getURL('/search.html') })}
          >
            {words('popupSearch')}
          </button>
        )}
        <button type="button" class="button is-quiet" onClick={openOptions}>
          {words('popupSettings')}
        </button>
      </header>
      {error === undefined ? undefined : <ErrorNote error={error} />}
      {settings.connections.length === 0 ? (
        <div class="popup-empty">
          <p>{words('popupNothing')}</p>
          <button type="button" class="button is-main" onClick={openOptions}>
            {words('popupConnect')}
          </button>
        </div>
      ) : (
        <>
          <h2 class="spoken">{words('optionsConnections')}</h2>
          {here.length === 0 && <p class="muted popup-elsewhere">{words('popupNotHere')}</p>}
          {shown.map((connection) => (
            <ConnectionState
              key={connection.id}
              connection={connection}
              status={settings.statuses.get(connection.id)}
              now={now}
              onSync={() => attempt(send('sync', { connectionId: connection.id }))}
              onAct={(action) => {
                if (action === 'retry') attempt(send('sync', { connectionId: connection.id }));
                else openOptions();
              }}
              offers={offers}
            />
          ))}
          <Look settings={settings} site={here.length > 0 ? parseUrl(address) : undefined} attempt={attempt} />
          {tab?.windowId !== undefined && (
            <section class="popup-capture">
              <button type="button" class="button is-quiet" onClick={() => attempt(openSidePanel(tab.windowId))}>
                {words('popupSidePanel')}
              </button>
            </section>
          )}
          {here.length > 0 && tab?.id !== undefined && <CaptureOffer tabId={tab.id} />}
        </>
      )}
    </main>
  );
}

/** Which badges are drawn, and whether on the open page. */
function Look(props: { settings: Settings; site: URL | undefined; attempt: (work: Promise<unknown>) => void }) {
  const { settings, site, attempt } = props;
  const { density, offSites } = settings.preferences;
  return (
    <section class="popup-look">
      <RadioField
        legend={words('popupDensity')}
        value={density}
        choices={[
          { value: 'all', label: words('popupDensityAll') },
          { value: 'problems', label: words('popupDensityProblems') },
        ]}
        onChange={(chosen) => attempt(changePreferences({ density: chosen }))}
      />
      {site === undefined ? undefined : (
        <CheckField
          label={words('popupOnHere', site.host)}
          isChecked={!offSites.includes(site.origin)}
          onChange={(isOn) => {
            const others = offSites.filter((other) => other !== site.origin);
            attempt(changePreferences({ offSites: isOn ? others : [...others, site.origin] }));
          }}
        />
      )}
    </section>
  );
}

/** For a page where something is not found: its markup for a report, shown in a tab of its own. */
function CaptureOffer({ tabId }: { tabId: number }) {
  return (
    <section class="popup-capture">
      <button
        type="button"
        class="button is-quiet"
        onClick={() => void browser.tabs.create({ url: browser.runtime.getURL(`/capture.html?tab=${tabId}`) })}
      >
        {words('popupCapture')}
      </button>
    </section>
  );
}

/** The tab that the popup stands over; its address only where we have access to it. */
type OpenTab = { id?: number | undefined; windowId?: number | undefined; url?: string | undefined };

async function openTab(): Promise<OpenTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

function openOptions(): void {
  void browser.runtime.openOptionsPage();
}
