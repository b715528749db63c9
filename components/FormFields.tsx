import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useFocusWhen } from './use-focus-when';

type TextFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'url' | 'password';
  hint?: ComponentChildren;
  problem?: string | undefined;
  placeholder?: string;
  isDigits?: boolean;
  /** It takes the keyboard's focus when it appears. */
  isFocused?: boolean;
};

/** What stands below a field and is said with it: ids of its hint and its problem. */
export function describedBy(id: string, { hint, problem }: { hint?: unknown; problem?: unknown }): string | undefined {
  const parts = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** One labelled line of text with its hint and, when something is wrong, the problem. Nothing typed is kept by the browser. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const { hint, problem } = props;
  const field = useFocusWhen<HTMLInputElement>(props.isFocused === true);
  const shared = {
    id,
    ref: field,
    class: 'field',
    inputMode: props.isDigits === true ? 'numeric' : props.type === 'url' ? 'url' : 'text',
    autocomplete: 'off',
    spellcheck: false,
    placeholder: props.placeholder ?? '',
    value: props.value,
    'aria-invalid': problem !== undefined,
    'aria-describedby': describedBy(id, props),
    onInput: (event: { currentTarget: HTMLInputElement }) => props.onChange(event.currentTarget.value),
  } as const;
  return (
    <div class="form-row">
      <label for={id}>{props.label}</label>
      {props.type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {problem !== undefined && (
        <p class="form-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <div class="form-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

/** A choice among few, as the browser draws it. */
export function SelectField<T extends string>(props: {
  label: string;
  value: T;
  choices: { value: T; label: string }[];
  onChange: (value: T) => void;
  problem?: string | undefined;
  hint?: string | undefined;
}) {
  const id = useId();
  return (
    <div class="form-row">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        class="field"
        value={props.value}
        aria-invalid={props.problem !== undefined}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => {
          const chosen = props.choices.find(({ value }) => value === event.currentTarget.value);
          if (chosen !== undefined) props.onChange(chosen.value);
        }}
      >
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
      {props.problem !== undefined && (
        <p class="form-problem" id={`${id}-problem`} role="alert">
          {props.problem}
        </p>
      )}
      {props.hint !== undefined && (
        <p class="form-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** One box to tick. */
export function CheckField(props: {
  label: ComponentChildren;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}) {
  return (
    <label class="form-check">
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

/** One of two or three, all visible. */
export function RadioField<T extends string>(props: {
  legend: string;
  value: T;
  choices: { value: T; label: string; hint?: string }[];
  onChange: (value: T) => void;
  /** Said of the choice as a whole. */
  hint?: string | undefined;
  /** Somebody else has chosen. */
  isFixed?: boolean;
  /** The choices are short: all in a row where there is room. */
  isNarrow?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class="form-row" disabled={props.isFixed === true}>
      <legend>{props.legend}</legend>
      {props.hint !== undefined && <p class="form-hint">{props.hint}</p>}
      <div class={props.isNarrow === true ? 'form-choices is-narrow' : 'form-choices'}>
        {props.choices.map(({ value, label, hint }) => (
          <label key={value} class="form-check">
            <input
              type="radio"
              name={name}
              aria-label={label}
              aria-describedby={hint === undefined ? undefined : `${name}-${value}`}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span>
              {label}
              {hint !== undefined && (
                <span class="muted form-choice-hint" id={`${name}-${value}`}>
                  {hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
