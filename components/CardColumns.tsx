import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Column, Test } from '../lib/model';
import { words } from '../lib/words';
import { CardSection } from './CardFrame';
import { PlainText } from './PlainText';
import { count } from './time';
import { visibleText } from './visible-text';

/** With more columns than this there is a box to find one. */
const filterFrom = 12;

/** More are counted, not drawn: the card must open at once. */
const shownColumns = 200;

/** Name, type, description and tests of each column. */
export function CardColumns({ columns, tests, hasCatalog }: { columns: Column[]; tests: Test[]; hasCatalog: boolean }) {
  const [wanted, setWanted] = useState('');
  const testsOf = useMemo(() => byColumn(tests), [tests]);
  const needle = wanted.trim().toLowerCase();
  const found = columns.filter(
    ({ name, description }) => name.toLowerCase().includes(needle) || description?.toLowerCase().includes(needle),
  );
  return (
    <CardSection title={words('cardColumns')} {...(columns.length > 0 ? { note: count(columns.length) } : {})}>
      {columns.length > filterFrom && (
        <input
          type="search"
          class="field"
          autocomplete="off"
          spellcheck={false}
          aria-label={words('cardFilterColumns')}
          placeholder={words('cardFilterColumns')}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      {found.length > 0 && (
        <ul class="plain columns">
          {found.slice(0, shownColumns).map((column, index) => (
            <ColumnLine key={index} column={column} tests={testsOf.get(column.name) ?? []} />
          ))}
        </ul>
      )}
      {found.length > shownColumns && <p class="muted">{words('cardMore', count(found.length - shownColumns))}</p>}
      {columns.length > 0 && found.length === 0 && <p class="muted">{words('cardNoSuchColumn')}</p>}
      {!hasCatalog && <p class="muted">{words(columns.length > 0 ? 'cardOnlyDocumentedColumns' : 'cardNoColumns')}</p>}
    </CardSection>
  );
}

function byColumn(tests: Test[]): Map<string, Test[]> {
  const testsOf = new Map<string, Test[]>();
  for (const test of tests) {
    if (test.column === undefined) continue;
    const known = testsOf.get(test.column);
    if (known) known.push(test);
    else testsOf.set(test.column, [test]);
  }
  return testsOf;
}

/** Of Markdown the one thing that is often written in a line: names and values between backticks. */
function withCode(text: string): ComponentChildren {
  return visibleText(text)
    .split(/`([^`]+)`/)
    .map((piece, at) => (at % 2 === 1 ? <code key={at}>{piece}</code> : piece));
}

function ColumnLine({ column, tests }: { column: Column; tests: Test[] }) {
  const kinds = [...new Set(tests.map((test) => test.kind ?? test.name))];
  return (
    <li>
      <p class="column-head">
        <code>
          <PlainText text={column.name} />
        </code>
        {column.type && (
          <span class="mono muted">
            <PlainText text={column.type} limit={200} />
          </span>
        )}
      </p>
      {column.description && (
        <p class="column-text">
          <bdi dir="auto">{withCode(column.description)}</bdi>
        </p>
      )}
      {kinds.length > 0 && (
        <p class="muted">
          {words('cardTested')} <PlainText text={kinds.join(', ')} limit={200} />
        </p>
      )}
    </li>
  );
}
