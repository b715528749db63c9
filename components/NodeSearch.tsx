import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { FoundNode } from '../lib/model';
import { searchWords } from '../lib/search-words';
import { words } from '../lib/words';
import { dottedName } from './dbt-code';
import { counted, typeWord } from './health-words';
import { PlainText } from './PlainText';
import { type Marked, marked, matchBeside } from './search-match';
import { visibleText } from './visible-text';

/** A field to type in and what is found, as a combobox with its list: arrows choose, Enter or a click opens. */
export function NodeSearch(props: {
  text: string;
  found: FoundNode[];
  /** More were found than are listed. */
  isCut: boolean;
  /** The one that was opened last: the list comes back to it. */
  opened?: string | undefined;
  onType: (text: string) => void;
  onOpen: (node: FoundNode) => void;
}) {
  const { text, found, onType, onOpen } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      found.findIndex(({ key }) => key === props.opened),
    ),
  );
  const active = found[Math.min(chosen, found.length - 1)];
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const act = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === 'Enter' && active) onOpen(active);
    else if (event.key === 'Escape' && text !== '') onType('');
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        class="field"
        role="combobox"
        ref={field}
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
        {said(text, found.length, props.isCut)}
      </p>
      <div
        class={found.length > 0 ? 'search-found' : ''}
        role="listbox"
        id={`${id}-list`}
        ref={list}
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
            <Found node={node} question={text} />
          </div>
        ))}
      </div>
    </>
  );
}

function said(text: string, count: number, isCut: boolean): string {
  if (text.trim() === '') return words('searchHint');
  return isCut ? words('searchFoundMore', count) : counted(['searchFoundOne', 'searchFoundOther'], count);
}

/** A node's names, and where else the words were found. */
function Found({ node, question }: { node: FoundNode; question: string }) {
  const wanted = searchWords(question);
  const match = matchBeside(node, question);
  return (
    <>
      <span class="found-names">
        <strong>
          <Pieces text={marked(visibleText(node.name, 200), wanted)} />
        </strong>
        <span class="muted">{typeWord(node.type)}</span>
        <span class="mono muted">
          <Pieces text={marked(visibleText(dottedName(node.relation), 300), wanted)} />
        </span>
      </span>
      {match && (
        <span class="found-beside muted">
          {words(match.label)}{' '}
          {match.name !== undefined && (
            <span class="mono">
              <PlainText text={match.name} limit={100} />{' '}
            </span>
          )}
          <Pieces text={match.text} />
        </span>
      )}
    </>
  );
}

/** Text with its hits marked; never markup. */
function Pieces({ text }: { text: Marked }) {
  return (
    <bdi dir="auto">
      {text.map(({ text: piece, isHit }, at) =>
        // The pieces of one text never change places.
        isHit ? <mark key={`hit ${String(at)}`}>{piece}</mark> : piece,
      )}
    </bdi>
  );
}
