import { useEffect, useState } from 'preact/hooks';
import { ErrorNote } from '../../components/ErrorNote';
import { visibleText } from '../../components/visible-text';
import { type AppError, asAppError } from '../../lib/errors';
import { type Policy, readPolicy } from '../../lib/policy';
import { type Settings, watchSettings } from '../../lib/watch-settings';
import { words } from '../../lib/words';
import { Connections } from './Connections';
import { DiagnosticsPart } from './DiagnosticsPart';
import { Look } from './Look';
import { Privacy } from './Privacy';
import { SettingsFile } from './SettingsFile';

/** All settings on one page: connections, looks, privacy, the settings as a file, diagnostics. */
export function Options() {
  const [settings, setSettings] = useState<Settings>();
  const [policy, setPolicy] = useState<Policy>();
  const [error, setError] = useState<AppError>();
  const attempt = (work: Promise<unknown>) => {
    setError(undefined);
    work.catch((thrown: unknown) => setError(asAppError(thrown)));
  };
  useEffect(() => watchSettings(setSettings), []);
  // A policy may change under the page: it is read again with everything else.
  useEffect(() => void readPolicy().then(setPolicy), [settings]);
  if (settings === undefined || policy === undefined) return undefined;
  const shared = { settings, policy, attempt };

  return (
    <main>
      <header class="page-head">
        <img src="/icon/48.png" width="28" height="28" alt="" />
        <div>
          <h1>{words('optionsTitle')}</h1>
          <p class="muted">{words('optionsIntro')}</p>
        </div>
      </header>
      {error && <ErrorNote error={error} />}
      <Connections {...shared} />
      <Look {...shared} />
      <Privacy attempt={attempt} connections={settings.connections} />
      <SettingsFile {...shared} />
      <DiagnosticsPart settings={settings} policy={policy} />
      {policy.ignored.length > 0 && (
        <section class="part" aria-labelledby="policy">
          <h2 id="policy">{words('optionsPolicy')}</h2>
          <div class="panel-box">
            <p>{words('optionsPolicyIgnored')}</p>
            <ul class="mono">
              {policy.ignored.map((path) => (
                <li key={path}>{visibleText(path, 200)}</li>
              ))}
            </ul>
          </div>
        </section>
      )}
    </main>
  );
}

/** What each part of the page works with. */
export type Part = { settings: Settings; policy: Policy; attempt: (work: Promise<unknown>) => void };
