import { type WordKey, words } from '../lib/words';

/** The words that readers begin their evidence with. Those of the page itself (an attribute's name) stay, and so does SQL. */
const heads = new Map<string, WordKey>([
  ['tree', 'cardByTree'],
  ['rows', 'cardByTree'],
  ['list', 'cardByList'],
  ['link', 'cardByLink'],
  ['breadcrumb', 'cardByCrumbs'],
  ['address', 'cardByAddress'],
  ['text', 'cardByText'],
]);

/** A detection's evidence in the reader's language: "tree ANALYTICS › MARTS". */
export function evidenceWords(evidence: string): string {
  return evidence.replace(/^(\w+)(?: by \w+:| under:| of|:) /, (all, head: string) => {
    const key = heads.get(head);
    return key ? `${words(key)} ` : all;
  });
}
