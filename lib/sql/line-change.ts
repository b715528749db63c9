/**
 * Where the lines of one window differ between two looks: those from `at` to `end`, which stand for those from `at` to `end - shift`. The ones from `end`
 * to `bottom` moved down by `shift`; what is below `bottom` was not in the window before.
 */
export type LineChange = { at: number; end: number; shift: number; bottom: number };

/** So many lines may come or go at once; where more do, most of the window is read anyway. */
const mostMoved = 32;

/** Undefined: all lines are the same. */
export function changeIn(before: readonly string[], now: readonly string[]): LineChange | undefined {
  const least = Math.min(before.length, now.length);
  let at = 0;
  while (at < least && before[at] === now[at]) at++;
  if (at === before.length && at === now.length) return undefined;
  let best = changeBy(before, now, at, 0);
  for (let lines = 1; lines <= mostMoved; lines++) {
    for (const shift of [lines, -lines]) {
      const one = changeBy(before, now, at, shift);
      if (one.bottom - one.end > best.bottom - best.end) best = one;
    }
  }
  return best;
}

function changeBy(before: readonly string[], now: readonly string[], at: number, shift: number): LineChange {
  const bottom = Math.max(at, at + shift, Math.min(now.length, before.length + shift));
  let end = bottom;
  while (end > at && end - shift > at && now[end - 1] === before[end - 1 - shift]) end--;
  return { at, end, shift, bottom };
}
