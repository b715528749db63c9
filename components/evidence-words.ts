import { type WordKey, words } from '../lib/words';

/** What readers put before the colon, and how people read it. A word of the page itself (an attribute's name) stays. */
const heads: [RegExp, WordKey][] = [
  [/^tree by \w+$|^rows$/, 'cardByTree'],
  [/^list of (.+)$/, 'cardByList'],
  [/^list under$/, 'cardByListUnder'],
  [/^link$/, 'cardByLink'],
  [/^breadcrumb$/, 'cardByCrumbs'],
  [/^address$/, 'cardByAddress'],
  [/^SQL$/, 'cardBySql'],
  [/^text$/, 'cardByText'],
];

/** A detection's evidence in the reader's language: "tree ANALYTICS › MARTS". */
export function evidenceWords(evidence: string): string {
  const [, head = '', found = evidence] = /^([^:]+): (.*)$/s.exec(evidence) ?? [];
  for (const [pattern, key] of heads) {
    const match = pattern.exec(head);
    if (match) return `${words(key, match[1] ?? '')} ${found}`;
  }
  return evidence;
}
