import type { Dialect } from './dialects';
import { keywordAt, packed } from './keywords';
import { readSign, skipMode } from './signs';
import {
  classes,
  digit,
  isInName,
  isLetter,
  isNameCode,
  letter,
  type Mode,
  makeRoom,
  mark,
  markKinds,
  operator,
  other,
  push,
  pushOther,
  room,
  space,
  type Tokens,
  word,
} from './token';

/**
 * Appends the tokens of a text from `start` on, where it is in `mode`, as far as the first line that ends inside of something; the whole
 * rest where none does. Returns the offset behind that line's break, and `out.mode` is what goes on there. Every character is looked at a
 * bounded number of times. With `endsStrings`, what that line opens ends with it.
 */
export function tokenize(
  text: string,
  start: number,
  mode: Mode,
  dialect: Dialect,
  out: Tokens,
  endsStrings = false,
): number {
  const all = text.length;
  const dollar = dialect.hasDollarInNames ? 36 : -1;
  // End of the line, once that matters.
  let end = -1;
  let at = start;
  if (mode !== '') {
    end = lineEnd(text, at);
    at = skipMode(text, at, end, mode, dialect, out);
  }
  // Words and marks are most of a text: they are written right here.
  let { data, length } = out;
  // The code of the sign that touches what comes next.
  let before = 0;
  while (at >= 0 && at < all) {
    const code = text.charCodeAt(at);
    const kind = classes[code] ?? 0;
    if (kind === space) {
      before = 0;
      at++;
      continue;
    }
    if (length + room > data.length) {
      out.length = length;
      makeRoom(out);
      data = out.data;
    }
    if (isLetter(kind)) {
      const from = at;
      let letters = 0;
      let current = code;
      let next = kind;
      // Only words of ASCII letters are keywords.
      while (next === letter) {
        letters = packed(letters, current);
        current = ++at < all ? text.charCodeAt(at) : 0;
        next = classes[current] ?? 0;
      }
      if (isInName(next) || current === dollar) {
        const behind = at;
        at = endOfWord(text, at, dollar);
        if (at > behind) letters = 0;
      }
      // After a dot or a colon a word is a column or a key of a document, whatever it says.
      const isPart = letters === 0 || before === 46 || before === 58;
      data[length] = isPart ? word : keywordAt(text, from, at, letters) || word;
      data[length + 1] = from;
      data[length + 2] = at;
      length += 3;
    } else if (kind === mark) {
      data[length] = markKinds[code] ?? other;
      data[length + 1] = at;
      data[length + 2] = ++at;
      length += 3;
    } else {
      out.length = length;
      if (kind === digit) {
        at = readNumber(text, at, dialect, out);
      } else if (kind === operator || (code === 42 && text[at + 1] !== '/')) {
        pushOther(out, at, ++at);
      } else {
        if (at > end) end = lineEnd(text, at);
        at = readSign(text, at, end, code, dialect, out);
      }
      length = out.length;
    }
    before = code;
  }
  out.length = length;
  if (at >= 0 || endsStrings) out.mode = '';
  return at < 0 ? end + 1 : all + 1;
}

/** The end of a name in which something else than ASCII letters stands at `start`. */
function endOfWord(text: string, start: number, dollar: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isNameCode(code) && !(code === dollar && text.charCodeAt(at + 1) !== 123)) break;
  }
  return at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A number; a name where the dialect lets names start with digits. */
function readNumber(text: string, start: number, dialect: Dialect, out: Tokens): number {
  let at = start;
  let hasLetters = false;
  while (at < text.length) {
    const kind = classes[text.charCodeAt(at)] ?? 0;
    if (!isInName(kind)) break;
    if (kind !== digit) hasLetters = true;
    at++;
  }
  if (hasLetters && (dialect.hasLeadingDigits || dialect.hasPaths)) push(out, word, start, at);
  else pushOther(out, start, at);
  return at;
}
