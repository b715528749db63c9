import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type CaptureFile, CapturePreview } from '../../components/CapturePreview';
import { ErrorNote } from '../../components/ErrorNote';
import { type AppError, asAppError } from '../../lib/errors';
import { sendToTab } from '../../lib/messages/client';
import type { PageCapture } from '../../lib/messages/protocol';
import { words } from '../../lib/words';

/** What is known so far: nothing yet, that no connection applies to the page, that nothing of ours runs there, or the fixture. */
type Seen =
  | { state: 'reading' | 'nothing' | 'silent' }
  | { state: 'there'; removed: PageCapture['removed']; files: CaptureFile[] };

const quietWords = { reading: 'captureReading', nothing: 'captureNothing', silent: 'captureSilent' } as const;

/** Shows all that a fixture of another tab's page holds; only then it can be saved. Nothing is sent anywhere. */
export function CapturePage({ tabId }: { tabId: number }) {
  const [seen, setSeen] = useState<Seen>({ state: 'reading' });
  const [error, setError] = useState<AppError>();
  useEffect(() => {
    fixtureOf(tabId).then(
      ({ capture }) =>
        setSeen(capture ? { state: 'there', removed: capture.removed, files: filesOf(capture) } : { state: 'nothing' }),
      (thrown: unknown) => {
        const problem = asAppError(thrown);
        if (problem.kind === 'disconnected') setSeen({ state: 'silent' });
        else setError(problem);
      },
    );
  }, [tabId]);

  return (
    <main>
      <header class="capture-head">
        <img src="/icon/48.png" width="28" height="28" alt="" />
        <div>
          <h1>{words('captureTitle')}</h1>
          <p class="muted">{words('captureIntro')}</p>
        </div>
      </header>
      {error && <ErrorNote error={error} />}
      {seen.state === 'there' && <CapturePreview removed={seen.removed} files={seen.files} />}
      {!error && seen.state !== 'there' && <p role="status">{words(quietWords[seen.state])}</p>}
    </main>
  );
}

/** The page's fixture. The code that makes one is put into the page first; where it may not be, nobody answers either. */
async function fixtureOf(tabId: number) {
  await browser.scripting.executeScript({ target: { tabId }, files: ['/capture-tool.js'] }).catch(() => undefined);
  return await sendToTab(tabId, 'page', { capture: true });
}

/** Both files as the browser saves them, named as the project's fixtures are. */
function filesOf({ html, json }: PageCapture): CaptureFile[] {
  const stem = `${new Date().toISOString().slice(0, 10)}-page`;
  const file = (name: string, text: string, type: string): CaptureFile => ({
    name,
    text,
    address: URL.createObjectURL(new Blob([text], { type })),
  });
  // Octets, so that no browser opens the page instead of saving it.
  return [file(`${stem}.html`, html, 'application/octet-stream'), file(`${stem}.json`, json, 'application/json')];
}
