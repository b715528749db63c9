import type { Test, TestStatus } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { Report } from './CardFacts';
import { CardSection } from './CardFrame';
import { counted } from './health-words';
import { PlainText } from './PlainText';
import { RelativeTime } from './RelativeTime';
import { count } from './time';

/** What needs reading comes first; `key` is that of "3 passed". */
const statuses: { status: TestStatus; word: WordKey; key: WordKey; isTrouble?: true }[] = [
  { status: 'fail', word: 'cardTestFail', key: 'cardTestsFail', isTrouble: true },
  { status: 'error', word: 'cardTestError', key: 'cardTestsError', isTrouble: true },
  { status: 'warn', word: 'cardTestWarn', key: 'cardTestsWarn', isTrouble: true },
  { status: 'skipped', word: 'cardTestSkipped', key: 'cardTestsSkipped' },
  { status: 'other', word: 'cardTestOther', key: 'cardTestsOther' },
  { status: 'none', word: 'cardTestNone', key: 'cardTestsNone' },
  { status: 'pass', word: 'cardTestPass', key: 'cardTestsPass' },
];

/** More are counted, not listed. */
const shownTests = 20;

/** Failing tests with message and rows, then the counts of all. */
export function CardTests({ tests, now }: { tests: Test[]; now: number }) {
  const met = statuses
    .map((one) => ({ ...one, found: tests.filter(({ status }) => status === one.status) }))
    .filter(({ found }) => found.length > 0);
  const trouble = met.flatMap(({ isTrouble, found, word }) => (isTrouble ? found.map((test) => ({ test, word })) : []));
  return (
    <CardSection title={words('cardTests')}>
      {trouble.length > 0 && (
        <ul class="plain tests">
          {trouble.slice(0, shownTests).map(({ test, word }) => (
            <TroubledTest key={test.uniqueId} test={test} word={word} now={now} />
          ))}
        </ul>
      )}
      {trouble.length > shownTests && <p class="muted">{words('cardMore', count(trouble.length - shownTests))}</p>}
      {tests.length === 0 ? (
        <p class="muted">{words('cardNoTests')}</p>
      ) : (
        <p class="counts">
          {met.map(({ key, found }) => (
            <span key={key} class="piece">
              {words(key, count(found.length))}
            </span>
          ))}
        </p>
      )}
    </CardSection>
  );
}

/** A generic test is known by its kind and column; without a column its own name tells more. */
function titleOf({ kind, column, name }: Test): string {
  return column === undefined ? name : (kind ?? name);
}

function TroubledTest({ test, word, now }: { test: Test; word: WordKey; now: number }) {
  return (
    <li data-state={test.status === 'warn' ? 'caution' : 'degraded'}>
      <p>
        <strong class="test-status">{words(word)}</strong> <PlainText text={titleOf(test)} limit={200} />
        {test.column !== undefined && (
          <>
            {' '}
            <code>
              <PlainText text={test.column} />
            </code>
          </>
        )}
      </p>
      <p class="muted">
        {test.failures !== undefined && test.failures > 0 && (
          <span class="piece">{counted(['cardRowsOne', 'cardRowsOther'], test.failures)}</span>
        )}
        {test.at !== undefined && (
          <span class="piece">
            <RelativeTime at={test.at} now={now} />
          </span>
        )}
      </p>
      {test.message !== undefined && <Report text={test.message} />}
    </li>
  );
}
