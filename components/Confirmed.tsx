import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../lib/words';

/**
 * A button whose work cannot be undone: a click asks in its place, in words that say what will be gone, and only yes does it.
 * The keyboard's focus goes to the way out, and back to the button when somebody takes it.
 */
export function Confirmed(props: {
  label: string;
  question: string;
  yes: string;
  onYes: () => void;
  isQuiet?: boolean;
}) {
  const [isAsking, setIsAsking] = useState<boolean>();
  const back = useRef<HTMLButtonElement>(null);
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking === true) back.current?.focus();
    if (isAsking === false) start.current?.focus();
  }, [isAsking]);
  if (isAsking !== true) {
    return (
      <button
        type="button"
        class={props.isQuiet === true ? 'button is-quiet' : 'button'}
        ref={start}
        onClick={() => setIsAsking(true)}
      >
        {props.label}
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: not a fieldset, for there is nothing to fill in
    <div class="note confirmed" data-state="degraded" role="group" aria-label={props.label}>
      <p>{props.question}</p>
      <div class="form-buttons">
        <button
          type="button"
          class="button is-danger"
          onClick={() => {
            setIsAsking(undefined);
            props.onYes();
          }}
        >
          {props.yes}
        </button>
        <button type="button" class="button" ref={back} onClick={() => setIsAsking(false)}>
          {words('optionsCancel')}
        </button>
      </div>
    </div>
  );
}
