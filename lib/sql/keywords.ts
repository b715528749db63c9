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

// Words are found by their letters, which the tokenizer packs into a number while it walks over them: no text is cut out for a look-up.
const slots = 4096;
/** Letters that a number holds, the last ones of a word. */
const packedLetters = 6;
/** By slot: the keyword's code and its packed letters. */
const codes = new Int16Array(slots);
const packedWords = new Int32Array(slots);

/** Letters with one more, by its code: five bits tell ASCII letters and `_` apart, but not their case. */
export function packed(letters: number, code: number): number {
  return (letters << 5) | (code & 31);
}

function slotOf(letters: number): number {
  return Math.imul(letters, 0x9e3779b1) >>> 20;
}

words.forEach((word, index) => {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters = packed(letters, word.charCodeAt(at));
  let slot = slotOf(letters);
  while (codes[slot] !== 0) slot = (slot + 1) % slots;
  codes[slot] = firstKeyword + index;
  packedWords[slot] = letters;
});

/** The keyword code of the word of ASCII letters at `start`…`end`, or 0. */
export function keywordAt(text: string, start: number, end: number, letters: number): number {
  for (let slot = slotOf(letters); ; slot = (slot + 1) % slots) {
    const code = codes[slot] ?? 0;
    if (code === 0 || (packedWords[slot] === letters && isWord(text, start, end, code))) return code;
  }
}

/** Whether words of the same packed letters are the same. */
function isWord(text: string, start: number, end: number, code: number): boolean {
  const word = words[code - firstKeyword] ?? '';
  for (let at = word.length - packedLetters - 1; at >= 0; at--) {
    if (((text.charCodeAt(start + at) ^ word.charCodeAt(at)) & 31) !== 0) return false;
  }
  return word.length === end - start;
}
