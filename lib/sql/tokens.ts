import type { Dialect } from './dialect';
import { keywordAt, packed } from './keywords';
import { readSign, skipMode } from './signs';
import {
  classes,
  digit,
  isInName,
  isLetter,
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
  const hasDollar = dialect.hasDollarInNames;
  const all = text.length;
  // End of the line, once that matters.
  let end = -1;
  let at = start;
  if (mode !== '') {
    end = lineEnd(text, at);
    at = skipMode(text, at, end, mode, dialect, out);
  }
  // Words and marks are most of a text: they are written right here.
  let { data, length } = out;
  while (at >= 0 && at < all) {
    const code = text.charCodeAt(at);
    const kind = classes[code] ?? 0;
    if (kind === space) {
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
      let kinds = kind;
      let current = code;
      for (;;) {
        letters = packed(letters, current);
        if (++at >= all) break;
        current = text.charCodeAt(at);
        const next = classes[current] ?? 0;
        if (isInName(next)) kinds |= next;
        else if (hasDollar && current === 36 && text.charCodeAt(at + 1) !== 123) kinds |= digit;
        else break;
      }
      data[length] = kinds === letter ? wordKind(text, from, at, letters) : word;
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
      } else if (kind === operator) {
        pushOther(out, at, ++at);
      } else {
        if (at > end) end = lineEnd(text, at);
        at = readSign(text, at, end, code, dialect, out);
      }
      length = out.length;
    }
  }
  out.length = length;
  if (at >= 0 || endsStrings) out.mode = '';
  return at < 0 ? end + 1 : all + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** After a dot or a colon a word is a column or a key of a document, whatever it says. */
function wordKind(text: string, start: number, end: number, letters: number): number {
  const keyword = keywordAt(text, start, end, letters);
  if (keyword === 0) return word;
  const before = start === 0 ? 0 : text.charCodeAt(start - 1);
  return before === 46 || before === 58 ? word : keyword;
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
