import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { counted } from '../../components/health-words';
import type { PageReport } from '../../lib/messages/protocol';
import type { BadgeFacts } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { watchTables } from '../../lib/watch-tables';
import { words } from '../../lib/words';

/** A page that says nothing for so long has no script of ours in it: it was open before it was allowed, or an update came. */
const silenceMs = 2500;

/** What was found on the page, in numbers; and what to do when the page does not answer at all. */
export function OnPage({ tabId }: { tabId: number }) {
  const [reports, setReports] = useState<PageReport[]>([]);
  const [isSilent, setIsSilent] = useState(false);
  useEffect(() => watchTables(tabId, setReports), [tabId]);
  useEffect(() => {
    const timer = setTimeout(() => setIsSilent(true), silenceMs);
    return () => clearTimeout(timer);
  }, []);
  if (reports.length === 0) return isSilent ? <Silent tabId={tabId} /> : undefined;
  const tables = new Map<string, BadgeFacts>();
  for (const { resolution } of reports.flatMap((report) => report.tables)) {
    const nodes = resolution.status === 'matched' ? [resolution.node] : [];
    for (const node of resolution.status === 'ambiguous' ? resolution.nodes : nodes) tables.set(nodeKeyOf(node), node);
  }
  const troubled = [...tables.values()].filter(
    ({ health }) => health.state === 'degraded' || health.state === 'caution',
  );
  const unplaced = new Set(reports.flatMap((report) => report.unplaced)).size;
  return (
    <section class="popup-page" aria-label={words('panelOnPage')}>
      <p>
        <span class="piece">
          {tables.size === 0
            ? words('panelNothing')
            : counted(['popupTablesHereOne', 'popupTablesHereOther'], tables.size)}
        </span>
        {troubled.length > 0 && (
          <span class="piece">{counted(['popupTroubledOne', 'popupTroubledOther'], troubled.length)}</span>
        )}
      </p>
      {unplaced > 0 && <p class="muted">{counted(['popupUnplacedOne', 'popupUnplacedOther'], unplaced)}</p>}
    </section>
  );
}

function Silent({ tabId }: { tabId: number }) {
  return (
    <section class="popup-page">
      <p class="muted">{words('popupSilent')}</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          void browser.tabs.reload(tabId);
          window.close();
        }}
      >
        {words('errorActionReload')}
      </button>
    </section>
  );
}
