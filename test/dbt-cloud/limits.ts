/** Requests a minute, counted per account and API. */

/** `retryAfter` goes out with a 429 as it is; absent: no such header, as dbt does not document one. */
export type Limits = { discovery: number; admin: number; retryAfter?: string };

const minuteMs = 60_000;

export type RateLimits = { isOver: (api: 'discovery' | 'admin', accountId: number) => boolean };

export function rateLimits(limits: Limits, now: () => number): RateLimits {
  const seen = new Map<string, number[]>();
  return {
    isOver(api, accountId) {
      const key = `${api} ${accountId}`;
      const recent = (seen.get(key) ?? []).filter((at) => at > now() - minuteMs);
      seen.set(key, recent);
      if (recent.length >= limits[api]) return true;
      recent.push(now());
      return false;
    },
  };
}
