import { words } from './words';

/** The kinds of failure a person can meet. What each means and what can be done: docs in the table of `components/ErrorNote`. */
export const errorKinds = [
  'not-configured',
  'not-allowed',
  'no-token',
  'unauthorized',
  'locked',
  'forbidden',
  'no-jobs',
  'not-found',
  'not-an-api',
  'rate-limited',
  'unavailable',
  'bad-response',
  'storage',
  'disconnected',
  'bug',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** What a person can do about an error. The surface decides how: open a page, ask for a permission, try again. */
export type ErrorAction = 'open-options' | 'allow' | 'replace-token' | 'open-dbt' | 'retry' | 'reload' | 'report';

/**
 * The only class of the product. `message` is one plain sentence for people, already redacted: what happened, what is
 * still shown, what to do next. `retryAt` (epoch ms) is set where dbt asked us to wait.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly retryAt: number | undefined;

  constructor(kind: ErrorKind, message: string, options: { cause?: unknown; retryAt?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.retryAt = options.retryAt;
  }
}

/** Anything thrown, as an AppError. What we did not foresee is a `bug`; its own text stays out of sight, for it may hold secrets. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('bug', `${words('errorBug')}.`, { cause: thrown });
}
