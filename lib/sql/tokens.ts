import type { Dialect } from './dialect';
import { hashStep, keywordAt } from './keywords';

/** Kinds of tokens. A keyword's kind is its code (`keywords.ts`); spaces, comments and runs of operators leave no token of their own. */
export const word = 1;
export const quotedName = 2;
export const string = 3;
export const dot = 4;
export const comma = 5;
export const open = 6;
export const close = 7;
export const semicolon = 8;
/** A stage, variable, parameter or template: stands for something we cannot see. */
export const opaque = 9;
/** `|>` of BigQuery and Databricks. */
export const pipe = 10;
/** An end of a comment that nobody opened: the text begins inside a comment. */
export const strayEnd = 11;
/** Numbers and operators. A run of them is one token. */
export const other = 12;

/**
 * Three numbers a token: kind, start, end (offsets in the text). Behind `length` there are only zeros, so that looking
 * ahead needs no check.
 */
export type Tokens = { data: Int32Array; length: number; mode: Mode };

/** An empty list with room for the tokens of so many characters. */
export function newTokens(characters: number): Tokens {
  return { data: new Int32Array(3 * characters + 24), length: 0, mode: '' };
}

/** Forgets the tokens behind `length`. */
export function cutTokens(tokens: Tokens, length: number): void {
  tokens.data.fill(0, length, tokens.length);
  tokens.length = length;
}

function push(out: Tokens, kind: number, start: number, end: number): void {
  const { data, length } = out;
  data[length] = kind;
  data[length + 1] = start;
  data[length + 2] = end;
  out.length = length + 3;
}

/**
 * What a line begins in: `''` for code, else a letter and what closes it. `c`: comment, with its depth. `s`: string
 * without escapes, `e`: string with backslash escapes, `d`: dollar quote, `j`: template.
 */
export type Mode = string;

const space = 1;
const letter = 2;
const digit = 3;
const mark = 4;

const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if (code <= 32) classes[code] = space;
  else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95) classes[code] = letter;
  else if (code >= 48 && code <= 57) classes[code] = digit;
}
const marks: Record<string, number> = { '.': dot, ',': comma, '(': open, ')': close, ';': semicolon };
const markKinds = new Uint8Array(128);
for (const [character, kind] of Object.entries(marks)) {
  classes[character.charCodeAt(0)] = mark;
  markKinds[character.charCodeAt(0)] = kind;
}

function classOf(code: number): number {
  if (code < 128) return classes[code] ?? 0;
  // No-break space (Monaco draws spaces with it), general punctuation spaces, ideographic space, byte order mark.
  return code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || code === 0x3000 || code === 0xfeff ? space : letter;
}

/**
 * Appends the tokens of one line (`start` to `end`, without its line break) to `out`, which has room for them, and returns
 * the mode of the next line. Every character is looked at a bounded number of times. With `endsStrings`, nothing opened in
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
  let at = mode === '' ? start : skipMode(text, start, end, mode, dialect, out);
  const hasDollar = dialect.hasDollarInNames;
  while (at >= 0 && at < end) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
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
        const type = classOf(current);
        if (type === letter || type === digit) continue;
        if (!hasDollar || current !== 36 || text.charCodeAt(at + 1) === 123) break;
      }
      push(out, wordKind(text, from, at, hash), from, at);
    } else if (kind === mark) {
      push(out, markKinds[code] ?? other, at, at + 1);
      at++;
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

/** Reads what begins with a sign. Returns the index after it, or -1 when it goes on in the next line in the mode `out.mode`. */
function readSign(text: string, at: number, end: number, code: number, dialect: Dialect, out: Tokens): number {
  const next = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  if (code === 39 || (code === 34 && dialect.hasDoubleQuotedStrings)) {
    return readString(text, at, end, code, dialect, out);
  }
  if (code === 47 && next === 42) return skipMode(text, at + 2, end, 'c1', dialect, out);
  if (code === 36) {
    const tag = dollarTag(text, at, end, dialect);
    if (tag !== '') return readUntil(text, at, tag.length, end, `d${tag}`, string, dialect, out);
  }
  if (code === 123) {
    const closer = next === 123 ? 'j}}' : next === 37 ? 'j%}' : next === 35 ? 'j#}' : '';
    if (closer !== '') return readUntil(text, at, 2, end, closer, opaque, dialect, out);
  }
  return readOperator(text, at, end, code, next, dialect, out);
}

/** Reads to what closes `mode` and leaves one token, for as much of it as stands in this line. */
function readUntil(
  text: string,
  start: number,
  length: number,
  end: number,
  mode: Mode,
  kind: number,
  dialect: Dialect,
  out: Tokens,
): number {
  const at = skipMode(text, start + length, end, mode, dialect, out);
  push(out, kind, start, at < 0 ? end : at);
  return at;
}

function readString(text: string, at: number, end: number, code: number, dialect: Dialect, out: Tokens): number {
  const prefix = stringPrefix(text, at, out);
  if (prefix !== '') cutTokens(out, out.length - 3);
  const isTriple = dialect.hasTripleQuotes && text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code;
  const isRaw = prefix === 'r' && !dialect.hasTripleQuotes;
  const hasEscapes = (dialect.hasBackslashEscapes || prefix === 'e') && !isRaw;
  const mode = stringModes[(hasEscapes ? 4 : 0) + (isTriple ? 2 : 0) + (code === 39 ? 0 : 1)] ?? '';
  const after = readUntil(text, at, isTriple ? 3 : 1, end, mode, string, dialect, out);
  if (after < 0 && !isTriple && !dialect.hasMultilineStrings) return end;
  return after;
}

const stringModes: readonly Mode[] = ["s'", 's"', "s'''", 's"""', "e'", 'e"', "e'''", 'e"""'];

/** `E'…'`, `r"…"`, `rb'…'`: the letters that touch the quote, in lower case. */
function stringPrefix(text: string, at: number, out: Tokens): string {
  const { data, length } = out;
  const from = data[length - 2] ?? 0;
  if (length === 0 || data[length - 3] !== word || data[length - 1] !== at || at - from > 2) return '';
  const letters = text.slice(from, at).toLowerCase();
  return ['e', 'r', 'b', 'rb', 'br', 'x', 'n'].includes(letters) ? letters : '';
}

function dollarTag(text: string, at: number, end: number, dialect: Dialect): string {
  if (dialect.dollarQuotes === 'none') return '';
  let tagEnd = at + 1;
  if (dialect.dollarQuotes === 'tagged' && classOf(text.charCodeAt(tagEnd)) === letter) {
    while (tagEnd < end && isNameCode(text.charCodeAt(tagEnd))) tagEnd++;
  }
  return tagEnd < end && text.charCodeAt(tagEnd) === 36 ? text.slice(at, tagEnd + 1) : '';
}

function isNameCode(code: number): boolean {
  const kind = classOf(code);
  return kind === letter || kind === digit;
}

/** Index after what closes the mode; -1 when it goes on after `end`, and then `out.mode` says in which mode. */
function skipMode(text: string, start: number, end: number, mode: Mode, dialect: Dialect, out: Tokens): number {
  out.mode = mode;
  const kind = mode.charCodeAt(0);
  if (kind === 99) return skipComment(text, start, end, mode, dialect, out);
  const length = mode.length - 1;
  if (kind === 100 || kind === 106) {
    const found = indexBefore(text, mode.slice(1), start, end);
    return found < 0 ? -1 : found + length;
  }
  return skipString(text, start, end, mode, kind === 101);
}

function skipString(text: string, start: number, end: number, mode: Mode, hasEscapes: boolean): number {
  const quote = mode.charCodeAt(1);
  const isTriple = mode.length === 4;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && hasEscapes) at++;
    else if (code === quote) {
      if (isTriple) {
        if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
      } else if (at + 1 < end && text.charCodeAt(at + 1) === quote) at++;
      else return at + 1;
    }
  }
  return -1;
}

function skipComment(text: string, start: number, end: number, mode: Mode, dialect: Dialect, out: Tokens): number {
  let depth = Number(mode.slice(1));
  for (let at = start; at + 1 < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 42 && text.charCodeAt(at + 1) === 47) {
      at++;
      if (--depth === 0) return at + 1;
    } else if (dialect.hasNestedComments && code === 47 && text.charCodeAt(at + 1) === 42) {
      depth++;
      at++;
    }
  }
  out.mode = `c${depth}`;
  return -1;
}

/** `indexOf` that looks at this line only: looking further each time would make long texts quadratic. */
function indexBefore(text: string, what: string, start: number, end: number): number {
  const first = what.charCodeAt(0);
  for (let at = start; at + what.length <= end; at++) {
    if (text.charCodeAt(at) === first && text.startsWith(what, at)) return at;
  }
  return -1;
}

/** A number; a name where the dialect lets names start with digits. */
function readNumber(text: string, start: number, end: number, dialect: Dialect, out: Tokens): number {
  let at = start;
  let hasLetters = false;
  while (at < end) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === letter) hasLetters = true;
    else if (kind !== digit) break;
    at++;
  }
  if (hasLetters && (dialect.hasLeadingDigits || dialect.hasPaths)) push(out, word, start, at);
  else pushOther(out, start, at);
  return at;
}

function readOperator(
  text: string,
  at: number,
  end: number,
  code: number,
  next: number,
  dialect: Dialect,
  out: Tokens,
): number {
  if (code === (dialect.quote === '"' ? 34 : 96)) return readQuotedName(text, at, end, code, dialect, out);
  if (code === 45 && next === 45) return end;
  if (code === 35 && dialect.hasHashComments) return end;
  if (code === 47 && next === 47 && dialect.hasSlashComments) return end;
  const length = opaqueLength(text, at, end, code, next, dialect);
  if (length > 0) {
    push(out, opaque, at, at + length);
    return at + length;
  }
  if ((code === 124 && next === 62) || (code === 42 && next === 47 && text.charCodeAt(at + 2) !== 42)) {
    push(out, code === 124 ? pipe : strayEnd, at, at + 2);
    return at + 2;
  }
  pushOther(out, at, at + 1);
  return at + 1;
}

function pushOther(out: Tokens, start: number, end: number): void {
  const last = out.length - 3;
  if (last >= 0 && out.data[last] === other && out.data[last + 2] === start) out.data[last + 2] = end;
  else push(out, other, start, end);
}

/** A quoted name. One that its line does not close is being typed: only the quote is skipped. */
function readQuotedName(
  text: string,
  start: number,
  end: number,
  quote: number,
  dialect: Dialect,
  out: Tokens,
): number {
  for (let at = start + 1; at < end; at++) {
    if (text.charCodeAt(at) === quote) {
      if (!dialect.hasPaths && at + 1 < end && text.charCodeAt(at + 1) === quote) at++;
      else {
        push(out, quotedName, start, at + 1);
        return at + 1;
      }
    }
  }
  push(out, opaque, start, start + 1);
  return start + 1;
}

/** Length of a stage (`@stage/path`), variable (`$1`, `@x`), placeholder (`${x}`) or temporary name (`#t`); 0 for none. */
function opaqueLength(
  text: string,
  at: number,
  end: number,
  code: number,
  following: number,
  dialect: Dialect,
): number {
  if (code === 36 && following === 123) {
    let closing = at + 2;
    while (closing < end && (isNameCode(text.charCodeAt(closing)) || '.-: '.includes(text.charAt(closing)))) closing++;
    return closing < end && text.charCodeAt(closing) === 125 ? closing + 1 - at : 2;
  }
  if (code !== 36 && code !== 64 && code !== 35) return 0;
  let to = at + 1;
  const isStage = code === 64 && dialect.hasSlashComments;
  while (to < end && (isNameCode(text.charCodeAt(to)) || (code === 64 && isPathCode(text.charCodeAt(to), isStage))))
    to++;
  return to === at + 1 ? 0 : to - at;
}

function isPathCode(code: number, isStage: boolean): boolean {
  if (code === 64 || code === 46 || code === 36) return true;
  return isStage && '/%~-*="'.includes(String.fromCharCode(code));
}
