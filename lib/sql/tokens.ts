import type { Dialect } from './dialect';
import { hashStep, keywordAt } from './keywords';
import { readSign, skipMode } from './signs';
import {
  classes,
  digit,
  inName,
  letter,
  type Mode,
  makeRoom,
  mark,
  markKinds,
  operator,
  other,
  push,
  pushOther,
  space,
  type Tokens,
  word,
} from './token';

/**
 * Appends the tokens of one line (`start` to `end`, without its line break) to `out` and returns the mode of the
 * next line. Every character is looked at a bounded number of times. With `endsStrings`, nothing opened in
 * this line goes on in the next.
 */
export function tokenizeLine(
  text: string,
  start: number,
  end: number,
  mode: Mode,
  dialect: Dialect,
  out: Tokens,
  endsStrings = false,
): Mode {
  makeRoom(out, end - start);
  let at = mode === '' ? start : skipMode(text, start, end, mode, dialect, out);
  const hasDollar = dialect.hasDollarInNames;
  while (at >= 0 && at < end) {
    const code = text.charCodeAt(at);
    const kind = classes[code];
    if (kind === space) {
      at++;
    } else if (kind === letter) {
      const from = at;
      let hash = 0;
      let current = code;
      for (;;) {
        hash = hashStep(hash, current);
        if (++at >= end) break;
        current = text.charCodeAt(at);
        if (((classes[current] ?? 0) & inName) !== 0) continue;
        if (!hasDollar || current !== 36 || text.charCodeAt(at + 1) === 123) break;
      }
      push(out, wordKind(text, from, at, hash), from, at);
    } else if (kind === mark) {
      push(out, markKinds[code] ?? other, at, at + 1);
      at++;
    } else if (kind === operator) {
      pushOther(out, at, ++at);
    } else if (kind === digit) {
      at = readNumber(text, at, end, dialect, out);
    } else {
      at = readSign(text, at, end, code, dialect, out);
    }
  }
  return at >= 0 || endsStrings ? '' : out.mode;
}

/** After a dot or a colon a word is a column or a key of a document, whatever it says. */
function wordKind(text: string, start: number, end: number, hash: number): number {
  const before = start === 0 ? 0 : text.charCodeAt(start - 1);
  return before === 46 || before === 58 ? word : keywordAt(text, start, end, hash) || word;
}

/** A number; a name where the dialect lets names start with digits. */
function readNumber(text: string, start: number, end: number, dialect: Dialect, out: Tokens): number {
  let at = start;
  let hasLetters = false;
  while (at < end) {
    const kind = classes[text.charCodeAt(at)];
    if (kind === letter) hasLetters = true;
    else if (kind !== digit) break;
    at++;
  }
  if (hasLetters && (dialect.hasLeadingDigits || dialect.hasPaths)) push(out, word, start, at);
  else pushOther(out, start, at);
  return at;
}
