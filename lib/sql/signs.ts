import type { Dialect } from './dialects';
import {
  classes,
  isLetter,
  isNameCode,
  type Mode,
  opaque,
  pipe,
  push,
  pushOther,
  quotedName,
  strayEnd,
  string,
  type Tokens,
  word,
} from './token';

/** Reads what begins with a sign. Returns the index after it, or -1 when it goes on in the next line in the mode `out.mode`. */
export function readSign(text: string, at: number, end: number, code: number, dialect: Dialect, out: Tokens): number {
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
  if (prefix !== '') out.length -= 3;
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
  if (length === 0 || data[length - 1] !== at || data[length - 3] !== word) return '';
  const from = data[length - 2] ?? 0;
  if (at - from > 2) return '';
  const letters = text.slice(from, at).toLowerCase();
  return ['e', 'r', 'b', 'rb', 'br', 'x', 'n'].includes(letters) ? letters : '';
}

function dollarTag(text: string, at: number, end: number, dialect: Dialect): string {
  if (dialect.dollarQuotes === 'none') return '';
  let tagEnd = at + 1;
  if (dialect.dollarQuotes === 'tagged' && tagEnd < end && isLetter(classes[text.charCodeAt(tagEnd)] ?? 0)) {
    while (tagEnd < end && isNameCode(text.charCodeAt(tagEnd))) tagEnd++;
  }
  return tagEnd < end && text.charCodeAt(tagEnd) === 36 ? text.slice(at, tagEnd + 1) : '';
}

/** Index after what closes the mode; -1 when it goes on after `end`, and then `out.mode` says in which mode. */
export function skipMode(text: string, start: number, end: number, mode: Mode, dialect: Dialect, out: Tokens): number {
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
