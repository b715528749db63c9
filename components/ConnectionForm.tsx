import { useEffect, useState } from 'preact/hooks';
import { words } from '../lib/words';
import type { ConnectionDraft } from './connection-draft';
import { SourceFields } from './SourceFields';
import { useAskedBeforeLeaving } from './use-asked-before-leaving';
import { type DraftProps, useDraft } from './use-draft';
import { useShownProblem } from './use-shown-problem';
import { WarehouseFields } from './WarehouseFields';
import { WorkResult } from './WorkResult';

export type ConnectionFormProps = DraftProps & {
  /** Which of dbt's files a file is, by dbt's name; nothing when it is none of them. */
  recogniseFile: (file: File) => Promise<string | undefined>;
  onCancel: () => void;
};

/** Adds or edits a connection: warehouse, where it applies, where dbt's metadata come from, and a test of all that. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { draft, problem, work, change, run } = useDraft(props);
  const problemOf = (field: keyof ConnectionDraft) => (problem?.field === field ? problem.message : undefined);
  const form = useShownProblem<HTMLFormElement>(problem);
  // What opened the form is gone, and the keyboard's focus with it.
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  const [first] = useState(draft);
  useAskedBeforeLeaving(draft !== first);
  const isBusy = work.state !== 'idle';
  return (
    <form
      ref={form}
      class="connection-form"
      autocomplete="off"
      aria-label={words(props.connection === undefined ? 'optionsAddTitle' : 'optionsEditTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        run('save');
      }}
    >
      <WarehouseFields draft={draft} consoles={props.consoles} onChange={change} problemOf={problemOf} />
      <SourceFields
        draft={draft}
        hasToken={props.hasToken ?? false}
        isTokenKept={props.isTokenKept ?? false}
        result={work.result}
        readAddress={props.readAddress}
        recogniseFile={props.recogniseFile}
        onChange={change}
        problemOf={problemOf}
      />
      <WorkResult work={work} />
      <div class="form-buttons">
        <button type="submit" class="button is-main" disabled={isBusy}>
          {words(work.state === 'saving' ? 'optionsSaving' : 'optionsSave')}
        </button>
        <button type="button" class="button" disabled={isBusy} onClick={() => run('test')}>
          {words(work.state === 'testing' ? 'optionsTesting' : 'optionsTest')}
        </button>
        <button type="button" class="button is-quiet" onClick={props.onCancel}>
          {words('optionsCancel')}
        </button>
      </div>
    </form>
  );
}
