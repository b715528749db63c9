/** Lines of a file that were visible, and the number of the first one. */
export type Window = { first: number; lines: readonly string[] };

/** Farther than any file is long: lines that cannot be placed do not mix with those that were seen before. */
const farAway = 1_000_000;

/**
 * The number of the first of these lines when the editor does not tell it, by the lines that were visible before: the shift
 * at which most lines are alike. Numbers mean something only beside each other.
 */
export function firstLineOf(lines: readonly string[], previous: Window | undefined): number {
  if (previous === undefined) return 0;
  let best = { shift: 0, alike: alikeAt(lines, previous.lines, 0) };
  if (best.alike * 2 > lines.length) return previous.first;
  for (let shift = 1; shift < Math.max(lines.length, previous.lines.length); shift++) {
    for (const signed of [shift, -shift]) {
      const alike = alikeAt(lines, previous.lines, signed);
      if (alike > best.alike) best = { shift: signed, alike };
    }
  }
  const isSure = best.alike >= 2 || best.alike >= previous.lines.length - 1;
  return isSure ? previous.first + best.shift : previous.first + farAway;
}

/** How many lines that are not blank are alike when the window has moved down by `shift` lines. */
function alikeAt(lines: readonly string[], before: readonly string[], shift: number): number {
  let alike = 0;
  const from = Math.max(0, -shift);
  const to = Math.min(lines.length, before.length - shift);
  for (let index = from; index < to; index++) {
    const line = lines[index];
    if (line !== undefined && line === before[index + shift] && line.trim() !== '') alike++;
  }
  return alike;
}
