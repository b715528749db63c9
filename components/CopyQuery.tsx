import { useState } from 'preact/hooks';
import { words } from '../lib/words';
import { count } from './time';

/** What became of a query: how many names are references now, and how many tables were left as they were. */
export type Copied = { replaced: number; left: number };

/**
 * Copies the query with dbt's references in place of its tables. Where an editor shows only a part of it, that is said, and
 * the whole can be pasted.
 */
export function CopyQuery(props: {
  isWhole: boolean;
  /** Rewrites the query in front, or the pasted one, into the clipboard. */
  onCopy: (pasted?: string) => Promise<Copied>;
}) {
  const [said, setSaid] = useState('');
  const [pasted, setPasted] = useState('');
  const copy = (text?: string) => {
    props.onCopy(text).then(
      ({ replaced, left }) =>
        setSaid(words(left === 0 ? 'panelCopied' : 'panelCopiedLeft', count(replaced), count(left))),
      () => setSaid(words('panelNotCopied')),
    );
  };
  return (
    <div class="panel-copy">
      {!props.isWhole && <p class="muted">{words('panelPartOnly')}</p>}
      <button type="button" class="button" onClick={() => copy()}>
        {words(props.isWhole ? 'panelCopyQuery' : 'panelCopyPart')}
      </button>
      {!props.isWhole && (
        <details>
          <summary>{words('panelPaste')}</summary>
          <textarea
            class="field"
            rows={6}
            aria-label={words('panelPasteLabel')}
            spellcheck={false}
            value={pasted}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
          <button type="button" class="button" disabled={pasted.trim() === ''} onClick={() => copy(pasted)}>
            {words('panelCopyPasted')}
          </button>
        </details>
      )}
      <p class="muted" role="status">
        {said}
      </p>
    </div>
  );
}
