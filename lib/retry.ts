import { asAppError } from './errors';

/** What waiting needs from the outside. `sleep` rejects when the signal aborts. */
export type Patience = {
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
};

const maxTries = 5;
const firstPauseMs = 1000;

/**
 * Tries something again while dbt is `unavailable`: five times, with pauses of about 1, 2, 4 and 8 s. Each is shorter than
 * the 20 s that a worker may wait; who still fails is tried again at the next alarm. Throws AppError.
 */
export async function retry<T>(patience: Patience, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.kind !== 'unavailable' || tries === maxTries || signal.aborted) throw error;
      // Between half and one and a half: many tabs and many people must not come back in step.
      await patience.sleep(firstPauseMs * 2 ** (tries - 1) * (0.5 + patience.random()), signal);
    }
  }
}

const shortestRestMs = 1000;
const longestRestMs = 3_600_000;
const usualRestMs = 300_000;

/** When requests may go on after dbt asked us to wait: as told if that is between a second and an hour, else in 5 minutes. */
export function restUntil(now: number, retryAt: number | undefined): number {
  const rest = (retryAt ?? Number.NaN) - now;
  return rest >= shortestRestMs && rest <= longestRestMs ? now + rest : now + usualRestMs;
}

/** Whether a rest noted earlier still holds; one further away than any rest can be stems from a wrong clock. */
export function isResting(now: number, until: number | undefined): until is number {
  return until !== undefined && until > now && until - now <= longestRestMs;
}
