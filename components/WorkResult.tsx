import { words } from '../lib/words';
import { CheckSteps } from './CheckSteps';
import { ErrorNote } from './ErrorNote';
import type { Work } from './use-draft';

/** What a check of a connection did, why it failed, or that it runs. */
export function WorkResult({ work: { state, result, error } }: { work: Work }) {
  const isBusy = state !== 'idle';
  return (
    <div class="form-result" aria-live="polite" aria-busy={isBusy}>
      {result && result.steps.length > 0 && <CheckSteps steps={result.steps} />}
      {error && <ErrorNote error={error} />}
      {isBusy && <p class="muted">{words('optionsAsking')}</p>}
    </div>
  );
}
