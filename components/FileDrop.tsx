import { useId, useState } from 'preact/hooks';
import { words } from '../lib/words';
import { describedBy } from './FormFields';
import { count } from './time';
import { visibleText } from './visible-text';

/** A place to drop several files at once, or to choose them; and which files are there by now. */
export function FileDrop(props: {
  label: string;
  hint: string;
  /** Names as dbt has them, with the size in bytes of those that were just dropped. */
  files: { name: string; bytes?: number }[];
  onFiles: (files: File[]) => void;
  problem: string | undefined;
}) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    if (files && files.length > 0) props.onFiles([...files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a convenience beside the file field, which keyboards reach
    <div
      class="form-row file-drop"
      data-over={isOver}
      onDragOver={(event) => {
        // Without this the browser would open the file in place of the form.
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="file"
        multiple
        accept=".json,.gz"
        aria-invalid={props.problem !== undefined}
        aria-describedby={describedBy(id, { hint: true, problem: props.problem })}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again once dbt has written it anew.
          event.currentTarget.value = '';
        }}
      />
      {props.problem !== undefined && (
        <p class="form-problem" id={`${id}-problem`} role="alert">
          {props.problem}
        </p>
      )}
      <p class="form-hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      {props.files.length > 0 && (
        <ul class="plain" aria-label={words('optionsFilesThere')}>
          {props.files.map(({ name, bytes }) => (
            <li key={name}>
              {visibleText(name, 100)}{' '}
              <span class="muted">
                {bytes === undefined
                  ? words('optionsFileKept')
                  : words('optionsFileSize', count(Math.max(1, Math.round(bytes / 1000))))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
