import { useId, useState } from 'preact/hooks';
import type { DbtNode } from '../lib/model';
import { words } from '../lib/words';
import { dottedName } from './dbt-code';
import { counted, typeWord } from './health-words';
import { PlainText } from './PlainText';

/** A field to type in and what is found, as a combobox with its list: arrows choose, Enter or a click opens. */
export function NodeSearch(props: {
  text: string;
  found: DbtNode[];
  onType: (text: string) => void;
  onOpen: (node: DbtNode) => void;
}) {
  const { text, found, onType, onOpen } = props;
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const active = found[Math.min(chosen, found.length - 1)];
  const act = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === 'Enter' && active) onOpen(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        class="field"
        role="combobox"
        aria-label={words('searchLabel')}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active && `${id}-${found.indexOf(active)}`}
        autocomplete="off"
        spellcheck={false}
        placeholder={words('searchLabel')}
        value={text}
        onInput={(event) => {
          setChosen(0);
          onType(event.currentTarget.value);
        }}
        onKeyDown={act}
      />
      <p class="muted" role="status">
        {text.trim() === '' ? words('searchHint') : counted(['searchFoundOne', 'searchFoundOther'], found.length)}
      </p>
      <div
        class={found.length > 0 ? 'search-found' : ''}
        role="listbox"
        id={`${id}-list`}
        aria-label={words('searchResults')}
      >
        {found.map((node, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points here
          <div
            key={node.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={node === active}
            onClick={() => onOpen(node)}
          >
            <strong>
              <PlainText text={node.name} limit={200} />
            </strong>
            <span class="muted">{typeWord(node.type)}</span>
            <span class="mono muted">
              <PlainText text={dottedName(node.relation)} limit={300} />
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
