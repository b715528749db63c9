import { useState } from 'preact/hooks';
import { asAppError } from '../lib/errors';
import { words } from '../lib/words';
import { TextField } from './FormFields';

/** Asks for the phrase that opens a connection's token until the browser closes. */
export function UnlockForm({ onUnlock }: { onUnlock: (passphrase: string) => Promise<unknown> }) {
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const unlock = () => {
    setIsBusy(true);
    setProblem(undefined);
    onUnlock(passphrase)
      .then(() => setPassphrase(''))
      .catch((thrown: unknown) => setProblem(asAppError(thrown).message))
      .finally(() => setIsBusy(false));
  };
  return (
    <form
      class="token-form"
      autocomplete="off"
      aria-label={words('optionsUnlock')}
      onSubmit={(event) => {
        event.preventDefault();
        unlock();
      }}
    >
      <TextField
        label={words('optionsPassphrase')}
        type="password"
        value={passphrase}
        problem={problem}
        onChange={setPassphrase}
      />
      <div class="form-buttons">
        <button type="submit" class="button is-main" disabled={isBusy || passphrase === ''}>
          {words('optionsUnlock')}
        </button>
      </div>
    </form>
  );
}
