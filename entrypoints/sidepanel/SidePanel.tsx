import { useEffect, useState } from 'preact/hooks';
import { ConnectionStates } from '../../components/ConnectionStates';
import { TablesOnPage } from '../../components/TablesOnPage';
import { useNow } from '../../components/use-now';
import { takeStep } from '../../lib/error-steps';
import { send } from '../../lib/messages/client';
import type { PageReport } from '../../lib/messages/protocol';
import type { Connection } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { openPage } from '../../lib/open-page';
import { parseUrl } from '../../lib/parsed';
import { connectionsAt } from '../../lib/sites';
import { syncNow } from '../../lib/sync-now';
import { dataVersion, type Settings, watchSettings } from '../../lib/watch-settings';
import { watchTables } from '../../lib/watch-tables';
import { words } from '../../lib/words';
import { type FrontTab, followTab } from './follow-tab';
import { OpenedNode } from './OpenedNode';
import { QueryActions } from './QueryActions';

/** The tables of the page in front, live; a click opens what dbt knows of one of them. */
export function SidePanel() {
  const [settings, setSettings] = useState<Settings>();
  const [tab, setTab] = useState<FrontTab>();
  const [reports, setReports] = useState<PageReport[]>([]);
  const [path, setPath] = useState<string[]>([]);
  const now = useNow();
  useEffect(() => watchSettings(setSettings), []);
  useEffect(() => followTab(setTab), []);
  const tabId = tab?.id;
  useEffect(() => {
    setReports([]);
    setPath([]);
    return tabId === undefined ? undefined : watchTables(tabId, setReports);
  }, [tabId]);
  if (settings === undefined) return undefined;
  const key = path.at(-1);
  const here = connectionsAt(settings.connections, tab?.url ?? '');
  const isOff = settings.preferences.offSites.includes(parseUrl(tab?.url ?? '')?.origin ?? '');
  const hasTables = reports.some(({ tables }) => tables.length > 0);
  const queryActions = tab && here.length > 0 && !isOff && (
    <QueryActions tabId={tab.id} reports={reports} connections={here} />
  );

  return (
    <main>
      <header class="panel-head">
        <h1>{words('panelTitle')}</h1>
        {settings.connections.length > 0 && (
          <button type="button" class="button is-quiet" onClick={() => openPage('search.html')}>
            {words('popupSearch')}
          </button>
        )}
      </header>
      {key === undefined ? (
        <>
          <ConnectionStates
            connections={troubled(here, settings)}
            statuses={settings.statuses}
            now={now}
            onSync={({ id }) => void syncNow(id).catch(() => undefined)}
            onAct={(action, connection) => void takeStep(action, connection).catch(() => undefined)}
            onUnlock={({ id }, passphrase) => send('unlock', { connectionId: id, passphrase })}
          />
          {queryActions}
          {hasTables ? (
            <TablesOnPage reports={reports} now={now} onOpen={(facts) => setPath([nodeKeyOf(facts)])} />
          ) : (
            <div class="panel-quiet">
              <p class="muted">{words(quietWords(settings, here, isOff))}</p>
              {here.length === 0 && <WayOn isFirst={settings.connections.length === 0} />}
            </div>
          )}
        </>
      ) : (
        <OpenedNode
          key={key}
          nodeKey={key}
          data={dataVersion(settings.statuses)}
          now={now}
          onBack={() => setPath(path.slice(0, -1))}
          onOpen={(next) => setPath([...path, next])}
        />
      )}
    </main>
  );
}

function quietWords({ connections }: Settings, here: Connection[], isOff: boolean) {
  if (connections.length === 0) return 'popupNothing';
  if (here.length === 0) return 'panelNoConsole';
  return isOff ? 'panelOff' : 'panelNothing';
}

/** What can be done where there is nothing to show. */
function WayOn({ isFirst }: { isFirst: boolean }) {
  if (!isFirst) {
    return (
      <button type="button" class="button" onClick={() => openPage('options.html')}>
        {words('errorActionOptions')}
      </button>
    );
  }
  return (
    <div class="form-buttons">
      <button type="button" class="button is-main" onClick={() => openPage('welcome.html')}>
        {words('popupConnect')}
      </button>
      <button type="button" class="button" onClick={() => openPage('sample.html')}>
        {words('popupSample')}
      </button>
    </div>
  );
}

/**
 * A running sync, a connection that has no data yet, an error: what else the list does not tell. Where none applies, those that
 * lack access: the page in front may be theirs, and we may not know.
 */
function troubled(here: Connection[], { connections, statuses }: Settings): Connection[] {
  if (here.length === 0) return connections.filter(({ id }) => statuses.get(id)?.error?.kind === 'not-allowed');
  return here.filter(({ id }) => {
    const status = statuses.get(id);
    return status?.progress !== undefined || status?.syncedAt === undefined || status.error !== undefined;
  });
}
