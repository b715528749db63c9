import { reservedWords } from './reserved';

/** Words that mean something to the reader but may also be somebody's table name. */
const softWords =
  'account add after analyze append as attach begin before cache catalog clone cluster columns comment concurrently connect copy ' +
  'current database datashare declare describe desc detach do execute explain extended external extract fetch files first flow ' +
  'for formatted freeze full function functions future grant grants history detail identifier if ignore import index inherit inherits ' +
  'into is key keys last lateral lazy limit local lock materialized merge mode move namespace no of offset on only optimize ' +
  'outer over overlay overwrite partition partitions percent pivot policy prepare primary recluster recursive references refresh reindex ' +
  'rename replace respect restore reset return returning returns revoke role roles row rows rule schema schemas search_path secondary semantic_view server session ' +
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

// Words are found by their letters, which the tokenizer packs into a number while it walks over them: no text is cut out for a look-up.
const slots = 1024;
/** Letters that a number holds, the last ones of a word. */
const packedLetters = 6;
/** Two numbers a slot: a keyword's packed letters, and its code with its length in the upper half; zeros where there is none. */
const table = new Int32Array(2 * slots);

/** Letters with one more, by its code: five bits tell ASCII letters and `_` apart, but not their case. */
export function packed(letters: number, code: number): number {
  return (letters << 5) | (code & 31);
}

function placeOf(letters: number): number {
  return (Math.imul(letters, 0x9e3779b1) >>> 22) << 1;
}

words.forEach((word, index) => {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters = packed(letters, word.charCodeAt(at));
  let place = placeOf(letters);
  while (table[place] !== 0) place = (place + 2) % table.length;
  table[place] = letters;
  table[place + 1] = (word.length << 16) | (firstKeyword + index);
});

/** The keyword code of the word of ASCII letters at `start`…`end`, or 0. */
export function keywordAt(text: string, start: number, end: number, letters: number): number {
  const length = end - start;
  for (let place = placeOf(letters); ; place = (place + 2) % (2 * slots)) {
    const found = table[place] ?? 0;
    if (found === 0) return 0;
    const keyword = table[place + 1] ?? 0;
    const code = keyword & 0xffff;
    const isAlike = found === letters && keyword >> 16 === length;
    if (isAlike && (length <= packedLetters || beginsLike(text, start, code))) return code;
  }
}

/** Whether a word begins with those letters of a keyword that are not packed. */
function beginsLike(text: string, start: number, code: number): boolean {
  const word = words[code - firstKeyword] ?? '';
  for (let at = word.length - packedLetters - 1; at >= 0; at--) {
    if (((text.charCodeAt(start + at) ^ word.charCodeAt(at)) & 31) !== 0) return false;
  }
  return true;
}
