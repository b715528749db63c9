import type { ZooReading } from './reading';
import type { Stock } from './shop';

/** What became of one reading. Wrong: badges that should not be, or that name another relation. Missed: what a person can tell. */
export type Tally = { due: number; found: number; wrong: string[]; missed: string[] };

/** Names whose place the page does not say: rows of a list without their schema carry no badge, and need none. */
export function tally({ shown, found, failed }: ZooReading, stock: Stock): Tally {
  const { ids, names } = stock;
  const wrong = failed.map((reader) => `${reader} threw`);
  const seen = new Set<string>();
  const byKey = new Map(shown.map((one) => [one.key, one]));
  for (const { keys, reader, evidence, label, ref } of found) {
    const id = names.uniqueIds(ref).join(' or ');
    const right = keys.filter((key) => ids.get(key) === id && byKey.get(key)?.hasParents);
    for (const key of right) seen.add(key);
    if (id !== '' && right.length === 0) wrong.push(`${reader} "${label}" as ${id} (${evidence})`);
  }
  const due = shown.filter(({ key, isInSight, hasParents }) => ids.has(key) && isInSight && hasParents);
  const missed = due.filter(({ key }) => !seen.has(key)).map(({ key, text }) => `"${text}" ${ids.get(key)}`);
  return { due: due.length, found: due.length - missed.length, wrong, missed };
}
