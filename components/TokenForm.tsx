import { useState } from 'preact/hooks';
import { type AppError, asAppError } from '../lib/errors';
import type { CheckResult } from '../lib/messages/protocol';
import type { Keeping } from '../lib/model';
import { words } from '../lib/words';
import { TextField } from './FormFields';
import { HostQuestion } from './HostQuestion';
import { type KeepingDraft, KeepingFields, keepingOf } from './KeepingFields';
import { WorkResult } from './WorkResult';

/** A new token for a connection that stays as it is. Checked before it is kept; the old one is kept when the check fails. */
export function TokenForm(props: {
  /** Asks the browser for access (synchronously within the click), checks and keeps. Rejects with AppError. */
  onToken: (token: string, keep: Keeping | undefined) => Promise<CheckResult>;
  /** There was one before it. */
  hasToken: boolean;
  /** Where the token would go, if that is no address of dbt's: a settings file brings any. */
  question?: string | undefined;
  onDone: () => void;
}) {
  const [token, setToken] = useState('');
  const [keeping, setKeeping] = useState<KeepingDraft>({ keep: 'same', passphrase: '' });
  const [isConfirmed, setIsConfirmed] = useState(props.question === undefined);
  const [isBusy, setIsBusy] = useState(false);
  const [steps, setSteps] = useState<CheckResult['steps']>([]);
  const [error, setError] = useState<AppError>();
  const save = () => {
    setIsBusy(true);
    setError(undefined);
    props
      .onToken(token, keepingOf(keeping))
      .then((result) => {
        setSteps(result.steps);
        if (result.steps.every(({ outcome }) => outcome !== 'failed')) props.onDone();
      })
      .catch((thrown: unknown) => setError(asAppError(thrown)))
      .finally(() => setIsBusy(false));
  };
  return (
    <form
      class="token-form"
      autocomplete="off"
      aria-label={words(props.hasToken ? 'errorActionToken' : 'errorActionNewToken')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        label={words('optionsTokenNew')}
        type="password"
        value={token}
        hint={words('optionsTokenStays')}
        isFocused
        onChange={setToken}
      />
      {props.question !== undefined && (
        <HostQuestion question={props.question} isConfirmed={isConfirmed} isMissing={false} onChange={setIsConfirmed} />
      )}
      <KeepingFields
        draft={keeping}
        hasToken={props.hasToken}
        onChange={(changes) => setKeeping((present) => ({ ...present, ...changes }))}
      />
      <WorkResult work={{ state: isBusy ? 'saving' : 'idle', result: { steps }, ...(error && { error }) }} />
      <div class="form-buttons">
        <button
          type="submit"
          class="button is-main"
          disabled={
            isBusy ||
            !isConfirmed ||
            token.trim() === '' ||
            (keeping.keep === 'passphrase' && keeping.passphrase === '')
          }
        >
          {words('optionsSave')}
        </button>
        <button type="button" class="button is-quiet" onClick={props.onDone}>
          {words('optionsCancel')}
        </button>
      </div>
    </form>
  );
}
