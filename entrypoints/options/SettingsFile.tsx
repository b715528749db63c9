import { useState } from 'preact/hooks';
import { Confirmed } from '../../components/Confirmed';
import { visibleText } from '../../components/visible-text';
import { asAppError } from '../../lib/errors';
import { send } from '../../lib/messages/client';
import { sampleId } from '../../lib/sample';
import { changePreferences } from '../../lib/settings';
import { type ReadFile, readSettingsFile, writeSettingsFile } from '../../lib/settings-file';
import { words } from '../../lib/words';
import type { Part } from './Options';

type Read = Extract<ReadFile, { status: 'ok' }>;

/** The settings as a file: saved or copied here, taken on another computer. Never with a token. */
export function SettingsFile({ settings, policy }: Part) {
  const [said, setSaid] = useState<string[]>([]);
  const [problem, setProblem] = useState<string>();
  const [read, setRead] = useState<Read>();
  const own = settings.connections.filter(
    ({ id }) => id !== sampleId && policy.connections.every((managed) => managed.id !== id),
  );
  const text = () => writeSettingsFile(own, settings.preferences);
  const say = (...sentences: string[]) => {
    setSaid(sentences);
    setProblem(undefined);
  };

  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text()], { type: 'application/json' }));
    link.download = 'sidelight-settings.json';
    link.click();
    URL.revokeObjectURL(link.href);
    say(words('optionsFileSaved'));
  };
  const copy = () =>
    void navigator.clipboard.writeText(text()).then(
      () => say(words('optionsFileCopied')),
      () => setProblem(words('panelNotCopied')),
    );
  const open = async (file: File | undefined) => {
    if (!file) return;
    say();
    setRead(undefined);
    const found = readSettingsFile(await file.text());
    if (found.status === 'ok') setRead(found);
    else setProblem(found.message);
  };
  const take = async ({ connections, preferences }: Read) => {
    try {
      const sentences = await send('adopt', { connections });
      await changePreferences(preferences);
      say(words('optionsImported'), ...sentences);
      // What is to be done next stands beside the connections.
      if (sentences.length > 0) document.getElementById('connections')?.focus();
    } catch (thrown) {
      setProblem(asAppError(thrown).message);
    }
    setRead(undefined);
  };

  return (
    <section class="part" aria-labelledby="file">
      <h2 id="file">{words('optionsFile')}</h2>
      <div class="panel-box">
        <p class="muted">{words('optionsFileText')}</p>
        <div class="form-buttons">
          <button type="button" class="button" onClick={save}>
            {words('optionsFileSave')}
          </button>
          <button type="button" class="button" onClick={copy}>
            {words('optionsFileCopy')}
          </button>
          <label class="button file-button">
            {words('optionsFileOpen')}
            <input
              type="file"
              accept=".json,application/json"
              aria-invalid={problem !== undefined}
              onChange={(event) => {
                void open(event.currentTarget.files?.[0]);
                event.currentTarget.value = '';
              }}
            />
          </label>
        </div>
        {read && (
          <div class="note" data-state="unknown">
            <p>{words('optionsFileHolds', read.connections.map(({ name }) => visibleText(name)).join(', ') || '–')}</p>
            <div class="form-buttons">
              <Confirmed
                label={words('optionsFileTake')}
                question={words('optionsFileQuestion')}
                yes={words('optionsFileTakeYes')}
                onYes={() => void take(read)}
              />
              <button type="button" class="button is-quiet" onClick={() => setRead(undefined)}>
                {words('optionsCancel')}
              </button>
            </div>
          </div>
        )}
        {problem !== undefined && (
          <p class="form-problem" role="alert">
            {problem}
          </p>
        )}
        <div role="status">
          {said.map((sentence) => (
            <p key={sentence}>{visibleText(sentence)}</p>
          ))}
        </div>
      </div>
    </section>
  );
}
