import type { Test, TestStatus } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { Report } from './CardFacts';
import { CardSection } from './CardFrame';
import { counted } from './health-words';
import { PlainText } from './PlainText';
import { RelativeTime } from './RelativeTime';
import { count } from './time';

/** What needs reading comes first; `key` is that of "3 passed". */
const statuses: { status: TestStatus; word: WordKey; key: WordKey; isTrouble: boolean }[] = [
  { status: 'fail', word: 'cardTestFail', key: 'cardTestsFail', isTrouble: true },
  { status: 'error', word: 'cardTestError', key: 'cardTestsError', isTrouble: true },
  { status: 'warn', word: 'cardTestWarn', key: 'cardTestsWarn', isTrouble: true },
  { status: 'skipped', word: 'cardTestSkipped', key: 'cardTestsSkipped', isTrouble: false },
  { status: 'other', word: 'cardTestOther', key: 'cardTestsOther', isTrouble: false },
  { status: 'none', word: 'cardTestNone', key: 'cardTestsNone', isTrouble: false },
  { status: 'pass', word: 'cardTestPass', key: 'cardTestsPass', isTrouble: false },
];

/** More are counted, not listed. */
const shownTests = 20;

/** Failing tests with message and rows, then the counts of all. */
export function CardTests({ tests, now }: { tests: Test[]; now: number }) {
  const trouble = statuses
    .filter(({ isTrouble }) => isTrouble)
    .flatMap(({ status, word }) => tests.filter((test) => test.status === status).map((test) => ({ test, word })));
  const counts = statuses
    .map(({ status, key }) => ({ key, number: tests.filter((test) => test.status === status).length }))
    .filter(({ number }) => number > 0);
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
          {counts.map(({ key, number }) => (
            <span key={key} class="piece">
              {words(key, count(number))}
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
        {test.column === undefined ? undefined : (
          <>
            {' '}
            <code>
              <PlainText text={test.column} />
            </code>
          </>
        )}
      </p>
      <p class="muted">
        {test.failures === undefined || test.failures === 0 ? undefined : (
          <span class="piece">{counted(['cardRowsOne', 'cardRowsOther'], test.failures)}</span>
        )}
        {test.at === undefined ? undefined : (
          <span class="piece">
            <RelativeTime at={test.at} now={now} />
          </span>
        )}
      </p>
      {test.message === undefined ? undefined : <Report text={test.message} />}
    </li>
  );
}
