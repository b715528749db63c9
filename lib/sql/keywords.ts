import { reservedWords } from './reserved';

/** Words that mean something to the reader but may also be somebody's table name. */
const softWords =
  'add after analyze append as attach begin before cache catalog clone cluster columns comment concurrently connect copy ' +
  'current database datashare declare describe desc detach do execute explain extended external extract fetch files first flow ' +
  'for formatted freeze full function functions future grant grants history detail identifier if ignore import index inherit inherits ' +
  'into is key keys last lateral lazy limit local lock materialized merge mode namespace no of offset on only optimize ' +
  'outer over overlay overwrite partition partitions percent pivot policy prepare primary recluster recursive references refresh reindex ' +
  'rename replace respect restore reset return returning returns revoke role roles row rows rule schema schemas search_path secondary server session ' +
  'share show snapshot sort start stream substring swap tables tblproperties temp temporary to trigger trim uncache unlogged ' +
  'unpivot use vacuum verbose view views volatile warehouse compression boost connection match_recognize';

/** Codes below this are kinds of other tokens. */
export const firstKeyword = 16;

const words = [...new Set([...reservedWords, ...softWords.split(' ')])];

/** The code of a keyword's tokens. Throws for a word that is not in the list: a mistake in our own code. */
export function codeOf(word: string): number {
  const index = words.indexOf(word);
  if (index < 0) throw new Error(`Not a keyword: ${word}`);
  return firstKeyword + index;
}

export const keywordCount = words.length;

const firstSoft = firstKeyword + reservedWords.size;

/** Whether a token is a keyword that can be no table's name. */
export function isReserved(kind: number): boolean {
  return kind >= firstKeyword && kind < firstSoft;
}

// Words are found by a hash that the tokenizer computes while it walks over the letters: no text is cut out for a look-up.
const slots = 4096;
const longest = Math.max(...words.map((word) => word.length));
/** By slot: which word, from 1, and its hash; by word: its letters. */
const table = new Int16Array(slots);
const hashes = new Int32Array(slots);
const letters = new Uint8Array(longest * (words.length + 1));

/** One step of the hash over a letter's code; `| 32` makes ASCII letters lower case. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 32)) | 0;
}

words.forEach((word, index) => {
  let hash = 0;
  for (let at = 0; at < word.length; at++) {
    hash = hashStep(hash, word.charCodeAt(at));
    letters[(index + 1) * longest + at] = word.charCodeAt(at) | 32;
  }
  let slot = hash & (slots - 1);
  while (table[slot] !== 0) slot = (slot + 1) & (slots - 1);
  table[slot] = index + 1;
  hashes[slot] = hash;
});

/** The keyword code of the word at `start`…`end`, or 0. */
export function keywordAt(text: string, start: number, end: number, hash: number): number {
  let slot = hash & (slots - 1);
  for (let index = table[slot] ?? 0; index !== 0; index = table[slot] ?? 0) {
    if (hashes[slot] === hash && isWord(text, start, end, index)) return firstKeyword + index - 1;
    slot = (slot + 1) & (slots - 1);
  }
  return 0;
}

/** No two characters that may stand in a name are alike but for their case: what `| 32` makes alike is the same word. */
function isWord(text: string, start: number, end: number, index: number): boolean {
  if (words[index - 1]?.length !== end - start) return false;
  let letter = index * longest;
  for (let at = start; at < end; at++) {
    if (letters[letter] !== (text.charCodeAt(at) | 32)) return false;
    letter++;
  }
  return true;
}
