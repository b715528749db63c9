import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { choices } from '../../lib/consoles/choices';
import { type Diagnostics, diagnosticsOf } from '../../lib/diagnostics';
import { sendToTab } from '../../lib/messages/client';
import type { Policy } from '../../lib/policy';
import { connectionsAt, sitesOf } from '../../lib/sites';
import type { Settings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** A report about what Sidelight does here, shown in full before it can be copied. Nothing is sent anywhere. */
export function DiagnosticsPart({ settings, policy }: { settings: Settings; policy: Policy }) {
  const [report, setReport] = useState<string>();
  const [said, setSaid] = useState('');
  const make = () => {
    setSaid('');
    void reportOf(settings, policy).then((made) => setReport(JSON.stringify(made, undefined, 2)));
  };
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => setSaid(words('cardCopied')),
      () => setSaid(words('panelNotCopied')),
    );
  return (
    <section class="part" aria-labelledby="diagnostics">
      <h2 id="diagnostics">{words('optionsDiagnostics')}</h2>
      <div class="panel-box">
        <p class="muted">{words('optionsDiagnosticsText')}</p>
        <div class="form-buttons">
          <button type="button" class="button" onClick={make}>
            {words(report === undefined ? 'optionsDiagnosticsMake' : 'optionsDiagnosticsAgain')}
          </button>
          {report !== undefined && (
            <button type="button" class="button is-main" onClick={() => copy(report)}>
              {words('optionsDiagnosticsCopy')}
            </button>
          )}
        </div>
        <p class="muted" role="status">
          {said}
        </p>
        {report !== undefined && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <pre class="report" tabIndex={0}>
            {report}
          </pre>
        )}
      </div>
    </section>
  );
}

async function reportOf({ connections, statuses, preferences }: Settings, policy: Policy): Promise<Diagnostics> {
  const agent = /(?:Firefox|Edg|Chrome)\/\d+/.exec(navigator.userAgent)?.[0] ?? '';
  return diagnosticsOf({
    version: browser.runtime.getManifest().version,
    browser: agent,
    language: browser.i18n.getUILanguage(),
    preferences,
    policyIgnored: policy.ignored.length,
    managedIds: policy.connections.map(({ id }) => id),
    connections,
    statuses,
    pages: await openPages(sitesOf(connections)),
  });
}

/** What the content script says on each open console; those that do not answer are left out. */
async function openPages(sites: string[]) {
  if (sites.length === 0) return [];
  const places = choices.map(({ id, addresses }) => ({ id, sites: addresses, onlyWhere: [] }));
  const tabs = await browser.tabs.query({ url: sites }).catch(() => []);
  const pages = tabs.map(async ({ id, url = '' }) => {
    if (id === undefined) return [];
    const report = await sendToTab(id, 'page', {}).catch(() => undefined);
    return report ? [{ console: connectionsAt(places, url)[0]?.id, report }] : [];
  });
  return (await Promise.all(pages)).flat();
}
