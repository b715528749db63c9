import { words } from '../lib/words';
import { CheckField } from './FormFields';
import { visibleText } from './visible-text';

/** Asks about a host that is none of dbt's, and names it: a token goes there only when somebody says so. */
export function HostQuestion(props: {
  question: string;
  isConfirmed: boolean;
  /** Somebody went on without an answer. */
  isMissing: boolean;
  onChange: (isConfirmed: boolean) => void;
}) {
  return (
    <div class="note" data-state="caution">
      <CheckField label={visibleText(props.question)} isChecked={props.isConfirmed} onChange={props.onChange} />
      {props.isMissing && (
        <p class="form-problem" role="alert">
          {words('optionsConfirmHost')}
        </p>
      )}
    </div>
  );
}
