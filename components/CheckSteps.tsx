import type { CheckStep } from '../lib/messages/protocol';
import type { BadgeShape, HealthState } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { Badge } from './Badge';
import { Sentence } from './Sentence';

const outcomes: Record<CheckStep['outcome'], { shape: BadgeShape; state: HealthState; word: WordKey }> = {
  ok: { shape: 'tick', state: 'healthy', word: 'optionsStepOk' },
  warning: { shape: 'triangle', state: 'caution', word: 'optionsStepWarning' },
  failed: { shape: 'cross', state: 'degraded', word: 'optionsStepFailed' },
  skipped: { shape: 'ring', state: 'unknown', word: 'optionsStepSkipped' },
};

/** What a check did, step by step, with the outcome of each. */
export function CheckSteps({ steps }: { steps: CheckStep[] }) {
  return (
    <ol class="plain steps" aria-label={words('optionsSteps')}>
      {steps.map(({ step, outcome, message }, index) => (
        <li key={index}>
          <Badge shape={outcomes[outcome].shape} state={outcomes[outcome].state} type="model" />
          <div>
            <p>
              <strong>{step}</strong> <span class="muted">{words(outcomes[outcome].word)}</span>
            </p>
            <p>
              <Sentence text={message} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
