import type { Clause, Clauses } from './clause';
import { definitionClauses } from './clauses-of-definitions';
import { queryClauses } from './clauses-of-queries';
import { codeOf, firstKeyword, keywordCount } from './keywords';

/** What each keyword does, by its code; holes are words without a role of their own. */
export const clauses: readonly (Clause | undefined)[] = byCode({ ...queryClauses, ...definitionClauses });

function byCode(all: Clauses): (Clause | undefined)[] {
  const list = new Array<Clause | undefined>(firstKeyword + keywordCount).fill(undefined);
  for (const [words, clause] of Object.entries(all)) {
    for (const word of words.split(' ')) list[codeOf(word)] = clause;
  }
  return list;
}
