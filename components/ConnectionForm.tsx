import { useState } from 'preact/hooks';
import { type AppError, asAppError } from '../lib/errors';
import type { CheckResult } from '../lib/messages/protocol';
import type { Connection } from '../lib/model';
import { words } from '../lib/words';
import { CheckSteps } from './CheckSteps';
import {
  type ConnectionDraft,
  type ConsoleChoice,
  connectionOf,
  type DraftProblem,
  draftOf,
  knownConsoles,
  type ReadDbtAddress,
} from './connection-draft';
import { dialectIds, dialectNames } from './dialects';
import { ErrorNote } from './ErrorNote';
import { CheckField, SelectField, TextField } from './FormFields';
import { SourceFields } from './SourceFields';

export type ConnectionFormProps = {
  /** The connection that is edited; absent: a new one. */
  connection?: Connection | undefined;
  /** What a new connection begins with. */
  start?: Partial<ConnectionDraft>;
  /** Id the connection gets. */
  id: string;
  consoles: ConsoleChoice[];
  readAddress: ReadDbtAddress;
  /**
   * Asks the browser for access (synchronously within the click), then checks; with `save` also keeps. Rejects with AppError.
   * Saved when no step failed.
   */
  onConnect: (question: ConnectQuestion) => Promise<CheckResult>;
  /** Which of dbt's files a file is, by dbt's name; nothing when it is none of them. */
  recogniseFile: (file: File) => Promise<string | undefined>;
  /** Kept: the form has done its work. */
  onSaved: () => void;
  onCancel: () => void;
};

/** `files` by dbt's names: those dropped in since the form was opened. */
export type ConnectQuestion = {
  connection: Connection;
  token?: string;
  save: boolean;
  files?: Partial<Record<string, Blob>>;
};

type Work = { state: 'idle' | 'testing' | 'saving'; result?: CheckResult; error?: AppError };

/** Adds or edits a connection: warehouse, where it applies, where dbt's metadata come from, and a test of all that. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { draft, problem, work, change, run } = useDraft(props);
  const problemOf = (field: keyof ConnectionDraft) => (problem?.field === field ? problem.message : undefined);
  const isBusy = work.state !== 'idle';
  return (
    <form
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
        hasToken={props.connection?.source.kind === 'dbt-cloud'}
        result={work.result}
        readAddress={props.readAddress}
        recogniseFile={props.recogniseFile}
        onChange={change}
        problemOf={problemOf}
      />
      <div class="form-result" aria-live="polite" aria-busy={isBusy}>
        {work.result === undefined || work.result.steps.length === 0 ? undefined : (
          <CheckSteps steps={work.result.steps} />
        )}
        {work.error === undefined ? undefined : <ErrorNote error={work.error} />}
        {isBusy && <p class="muted">{words('optionsAsking')}</p>}
      </div>
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

/** The fields, the first problem in them, and the check or save that runs. */
function useDraft(props: ConnectionFormProps) {
  const { id, consoles, readAddress, connection: before } = props;
  const [draft, setDraft] = useState<ConnectionDraft>(() => ({
    ...draftOf(before, consoles),
    ...(before === undefined && props.start),
  }));
  const [problem, setProblem] = useState<DraftProblem>();
  const [work, setWork] = useState<Work>({ state: 'idle' });
  const found = work.result;

  const change = (changes: Partial<ConnectionDraft>) => {
    setDraft((present) => ({ ...present, ...changes }));
    setProblem(undefined);
  };
  const finish = (result: CheckResult, isSaving: boolean) => {
    setWork({ state: 'idle', result: { ...found, ...result } });
    setDraft((present) => completed(present, result));
    if (isSaving && result.steps.every(({ outcome }) => outcome !== 'failed')) props.onSaved();
  };
  const run = (purpose: 'test' | 'save') => {
    const connection = connectionOf(draft, purpose, { id, consoles, readAddress, before, found });
    if ('field' in connection) {
      setProblem(connection);
      return;
    }
    const token = draft.token.trim() === '' ? {} : { token: draft.token };
    const files = draft.sourceKind === 'files' ? { files: draft.files } : {};
    setWork({ state: purpose === 'test' ? 'testing' : 'saving', ...(found !== undefined && { result: found }) });
    props
      .onConnect({ connection, ...token, ...files, save: purpose === 'save' })
      .then((result) => finish(result, purpose === 'save'))
      .catch((thrown: unknown) => {
        // Names found earlier stay to choose from; the steps they came with no longer hold.
        setWork({
          state: 'idle',
          error: asAppError(thrown),
          ...(found !== undefined && { result: { ...found, steps: [] } }),
        });
      });
  };
  return { draft, problem, work, change, run };
}

/** What a check found out fills fields that were left empty. */
function completed(draft: ConnectionDraft, { accounts, projects, environments }: CheckResult): ConnectionDraft {
  const onlyAccount = accounts?.length === 1 ? accounts[0]?.id : undefined;
  const onlyProject = projects?.length === 1 ? projects[0]?.id : undefined;
  const production = environments?.find(({ deploymentType }) => deploymentType === 'production');
  const only = environments?.length === 1 ? environments[0] : undefined;
  return {
    ...draft,
    accountId: draft.accountId || (onlyAccount ?? ''),
    projectId: draft.projectId || (onlyProject ?? ''),
    environmentId: draft.environmentId || (draft.readsJob ? '' : (production?.id ?? only?.id ?? '')),
  };
}

function WarehouseFields(props: {
  draft: ConnectionDraft;
  consoles: ConsoleChoice[];
  onChange: (changes: Partial<ConnectionDraft>) => void;
  problemOf: (field: keyof ConnectionDraft) => string | undefined;
}) {
  const { draft, consoles, onChange, problemOf } = props;
  const known = knownConsoles(consoles, draft.dialect);
  const toggle = (id: string, isChosen: boolean) =>
    onChange({ consoleIds: isChosen ? [...draft.consoleIds, id] : draft.consoleIds.filter((other) => other !== id) });
  return (
    <fieldset class="form-part">
      <legend>{words('optionsWarehousePart')}</legend>
      <div class="form-pair">
        <SelectField
          label={words('optionsWarehouse')}
          value={draft.dialect}
          choices={dialectIds.map((value) => ({ value, label: dialectNames[value] }))}
          onChange={(dialect) =>
            onChange({ dialect, consoleIds: knownConsoles(consoles, dialect).map(({ id }) => id) })
          }
        />
        <TextField
          label={words('optionsName')}
          value={draft.name}
          placeholder={words('optionsNameExample')}
          problem={problemOf('name')}
          onChange={(name) => onChange({ name })}
        />
      </div>
      {known.map((console) => (
        <CheckField
          key={console.id}
          isChecked={draft.consoleIds.includes(console.id)}
          label={
            <>
              {console.name} <span class="muted">{console.addresses.map(hostIn).join(', ')}</span>
            </>
          }
          onChange={(isChosen) => toggle(console.id, isChosen)}
        />
      ))}
      <TextField
        label={words(known.length > 0 ? 'optionsOwnSiteToo' : 'optionsOwnSite')}
        type="url"
        value={draft.ownSite}
        placeholder="https://adminer.example.com/"
        hint={words('optionsOwnSiteHint')}
        problem={problemOf('ownSite')}
        onChange={(ownSite) => onChange({ ownSite })}
      />
      <details>
        <summary>{words('optionsMoreWarehouse')}</summary>
        <TextField
          label={words('optionsOnlyWhere')}
          value={draft.onlyWhere}
          hint={words('optionsOnlyWhereHint')}
          onChange={(onlyWhere) => onChange({ onlyWhere })}
        />
        <CheckField
          label={words('optionsIsStaging')}
          isChecked={draft.isStaging}
          onChange={(isStaging) => onChange({ isStaging })}
        />
      </details>
    </fieldset>
  );
}

/** The host of a match pattern. */
function hostIn(pattern: string): string {
  return /^[^:]+:\/\/([^/]+)/.exec(pattern)?.[1] ?? pattern;
}
