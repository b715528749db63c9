import type { AppError, ErrorAction, ErrorKind } from '../lib/errors';
import { type WordKey, words } from '../lib/words';
import { namesStatusPage, Sentence, StatusPage } from './Sentence';
import { exactTime } from './time';

/**
 * What each kind means to a person and what can be done:
 * - `not-configured` no connection yet · `not-allowed` the browser may not reach the host
 * - `no-token` none is stored · `unauthorized`, `forbidden` dbt refuses the token, or it is gone with the last session · `locked` its passphrase is needed · `no-jobs` nothing has run in that project
 * - `not-found`, `not-an-api` an id or an address is wrong · `rate-limited`, `unavailable` dbt is busy or out of reach
 * - `bad-response` dbt answers in a shape we do not know · `storage` the browser's storage fails
 * - `disconnected` the extension was updated under the page · `bug` our fault
 */
const kinds: Record<ErrorKind, { title: WordKey; action?: ErrorAction; label?: WordKey }> = {
  'not-configured': { title: 'errorNotConfigured', action: 'open-options' },
  'not-allowed': { title: 'errorNotAllowed', action: 'allow' },
  'no-token': { title: 'errorUnauthorized', action: 'replace-token', label: 'errorActionNewToken' },
  unauthorized: { title: 'errorUnauthorized', action: 'replace-token' },
  locked: { title: 'errorLocked' },
  forbidden: { title: 'errorForbidden', action: 'replace-token' },
  'no-jobs': { title: 'errorNoJobs', action: 'open-dbt' },
  'not-found': { title: 'errorNotFound', action: 'open-options' },
  'not-an-api': { title: 'errorNotAnApi', action: 'open-options' },
  'rate-limited': { title: 'errorRateLimited' },
  unavailable: { title: 'errorUnavailable', action: 'retry' },
  'bad-response': { title: 'errorBadResponse', action: 'report' },
  storage: { title: 'errorStorage', action: 'retry' },
  disconnected: { title: 'errorDisconnected', action: 'reload' },
  bug: { title: 'errorBug', action: 'report' },
};

/** Errors that dbt itself can be the cause of and that are not told by their own next step: its status page may know more. */
const blamesDbt: ReadonlySet<string> = new Set<ErrorKind>([
  'forbidden',
  'not-found',
  'not-an-api',
  'rate-limited',
  'unavailable',
  'bad-response',
]);

const actionWords: Record<ErrorAction, WordKey> = {
  'open-options': 'errorActionOptions',
  allow: 'errorActionAllow',
  'replace-token': 'errorActionToken',
  'open-dbt': 'errorActionOpenDbt',
  retry: 'errorActionRetry',
  reload: 'errorActionReload',
  report: 'errorActionReport',
};

function isKind(kind: string): kind is ErrorKind {
  return Object.hasOwn(kinds, kind);
}

/**
 * One error: what happened in a few words, the sentence that came with it, and the next step. `onAct` is called with that
 * step; a surface that cannot take it leaves `onAct` or the step out of `offers`.
 */
export function ErrorNote(props: {
  error: Pick<AppError, 'message'> & { kind: string; retryAt?: number | undefined };
  now?: number;
  onAct?: (action: ErrorAction) => void;
  /** Steps this surface can take; all when absent. */
  offers?: ErrorAction[];
  /** False where dbt was not asked at all: files at somebody's own address. */
  isFromDbt?: boolean;
}) {
  const { error, onAct } = props;
  const { title, action, label } = kinds[isKind(error.kind) ? error.kind : 'bug'];
  const isOffered = onAct !== undefined && action !== undefined && (props.offers?.includes(action) ?? true);
  const hasStatusPage = (props.isFromDbt ?? true) && blamesDbt.has(error.kind) && !namesStatusPage(error.message);
  return (
    <div class="note" role="alert" data-state={error.kind === 'rate-limited' ? 'caution' : 'degraded'}>
      {error.message.startsWith(words(title)) ? undefined : (
        <p>
          <strong>{words(title)}</strong>
        </p>
      )}
      <p>
        <Sentence text={error.message} />
      </p>
      {hasStatusPage && (
        <p>
          {words('errorStatusPage')} <StatusPage />
        </p>
      )}
      {error.retryAt !== undefined && (
        <p>{words('errorRetryAt', exactTime(new Date(error.retryAt).toISOString()) ?? '')}</p>
      )}
      {isOffered && (
        <button type="button" class="button" onClick={() => onAct(action)}>
          {words(label ?? actionWords[action])}
        </button>
      )}
    </div>
  );
}
