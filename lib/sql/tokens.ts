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

/** Numbers in a row: kind, start, end (offsets in the text), kind, start, end, … */
export type Tokens = number[];

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
 * Appends the tokens of one line (`start` to `end`, without its line break) to `out` and returns the mode of the next line.
 * Every character is looked at a bounded number of times. With `endsStrings`, nothing opened in this line goes on in the next.
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
  let at = start;
  let next: Mode = mode;
  if (mode !== '') {
    at = skipMode(text, start, end, mode, dialect);
    if (at < 0) return endsStrings ? '' : remaining(text, start, end, mode, dialect);
    next = '';
  }
  const hasDollar = dialect.hasDollarInNames;
  while (at < end) {
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
        if (type !== letter && type !== digit && !(hasDollar && current === 36 && text.charCodeAt(at + 1) !== 123))
          break;
      }
      const before = from > start ? text.charCodeAt(from - 1) : 0;
      // After a dot or a colon a word is a column or a key of a document, whatever it says.
      const keyword = before === 46 || before === 58 ? 0 : keywordAt(text, from, at, hash);
      out.push(keyword || word, from, at);
    } else if (kind === mark) {
      out.push(markKinds[code] ?? other, at, at + 1);
      at++;
    } else if (kind === digit) {
      at = readNumber(text, at, end, dialect, out);
    } else {
      const opened = openingAt(text, at, end, code, dialect, out);
      if (opened === undefined) {
        at = readOperator(text, at, end, code, dialect, out);
        continue;
      }
      const from = at;
      at = skipMode(text, at + opened.length, end, opened.mode, dialect);
      if (opened.kind !== 0) out.push(opened.kind, from, at < 0 ? end : at);
      if (at < 0) {
        const rest = remaining(text, from + opened.length, end, opened.mode, dialect);
        return endsStrings || (opened.endsWithLine && rest !== '') ? '' : rest;
      }
    }
  }
  return next;
}

type Opening = { mode: Mode; kind: number; length: number; endsWithLine: boolean };

/** What opens a comment, a string or a template at `at`. */
function openingAt(
  text: string,
  at: number,
  end: number,
  code: number,
  dialect: Dialect,
  out: Tokens,
): Opening | undefined {
  if (code === 39 || (code === 34 && dialect.hasDoubleQuotedStrings)) return stringAt(text, at, code, dialect, out);
  if (code === 47 && text.charCodeAt(at + 1) === 42 && at + 1 < end) {
    return { mode: 'c1', kind: 0, length: 2, endsWithLine: false };
  }
  if (code === 36) {
    const tag = dollarTag(text, at, end, dialect);
    return tag === '' ? undefined : { mode: `d${tag}`, kind: string, length: tag.length, endsWithLine: false };
  }
  if (code === 123) {
    const closer = { '{': '}}', '%': '%}', '#': '#}' }[text[at + 1] ?? ''];
    return closer && at + 1 < end ? { mode: `j${closer}`, kind: opaque, length: 2, endsWithLine: false } : undefined;
  }
  return undefined;
}

function stringAt(text: string, at: number, code: number, dialect: Dialect, out: Tokens): Opening {
  const character = code === 39 ? "'" : '"';
  const prefix = stringPrefix(text, at, out);
  if (prefix !== '') out.length -= 3;
  const isTriple = dialect.hasTripleQuotes && text.startsWith(character.repeat(3), at);
  const isRaw = prefix === 'r' && !dialect.hasTripleQuotes;
  const hasEscapes = (dialect.hasBackslashEscapes || prefix === 'e') && !isRaw;
  return {
    mode: (hasEscapes ? 'e' : 's') + (isTriple ? character.repeat(3) : character),
    kind: string,
    length: isTriple ? 3 : 1,
    endsWithLine: !isTriple && !dialect.hasMultilineStrings,
  };
}

/** `E'…'`, `r"…"`, `rb'…'`: the letters that touch the quote, in lower case. */
function stringPrefix(text: string, at: number, out: Tokens): string {
  const kind = out[out.length - 3];
  const from = out[out.length - 2] ?? 0;
  if (kind !== word || out[out.length - 1] !== at || at - from > 2) return '';
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

/** Index after what closes the mode, or -1 when it goes on after `end`. */
function skipMode(text: string, start: number, end: number, mode: Mode, dialect: Dialect): number {
  const letterOfMode = mode.charCodeAt(0);
  if (letterOfMode === 99) return skipComment(text, start, end, mode, dialect).at;
  const closer = mode.slice(1);
  if (letterOfMode === 100 || letterOfMode === 106) {
    const found = indexBefore(text, closer, start, end);
    return found < 0 ? -1 : found + closer.length;
  }
  return skipString(text, start, end, closer, letterOfMode === 101);
}

function skipString(text: string, start: number, end: number, closer: string, hasEscapes: boolean): number {
  const quote = closer.charCodeAt(0);
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && hasEscapes) at++;
    else if (code === quote) {
      if (closer.length === 3) {
        if (text.startsWith(closer, at)) return at + 3;
      } else if (at + 1 < end && text.charCodeAt(at + 1) === quote) at++;
      else return at + 1;
    }
  }
  return -1;
}

function skipComment(text: string, start: number, end: number, mode: Mode, dialect: Dialect) {
  let depth = Number(mode.slice(1));
  for (let at = start; at + 1 < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 42 && text.charCodeAt(at + 1) === 47) {
      depth--;
      at++;
      if (depth === 0) return { at: at + 1, depth };
    } else if (dialect.hasNestedComments && code === 47 && text.charCodeAt(at + 1) === 42) {
      depth++;
      at++;
    }
  }
  return { at: -1, depth };
}

/** The mode of the next line when this one does not close `mode`. */
function remaining(text: string, start: number, end: number, mode: Mode, dialect: Dialect): Mode {
  return mode.startsWith('c') ? `c${skipComment(text, start, end, mode, dialect).depth}` : mode;
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
  if (hasLetters && (dialect.hasLeadingDigits || dialect.hasPaths)) out.push(word, start, at);
  else pushOther(out, start, at);
  return at;
}

function readOperator(text: string, at: number, end: number, code: number, dialect: Dialect, out: Tokens): number {
  const following = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  if (code === 45 && following === 45) return end;
  if (code === 35 && dialect.hasHashComments) return end;
  if (code === 47 && following === 47 && dialect.hasSlashComments) return end;
  const length = opaqueLength(text, at, end, code, following, dialect);
  if (length > 0) {
    out.push(opaque, at, at + length);
    return at + length;
  }
  if (code === (dialect.quote === '"' ? 34 : 96)) return readQuotedName(text, at, end, code, dialect, out);
  if (code === 124 && following === 62) {
    out.push(pipe, at, at + 2);
    return at + 2;
  }
  if (code === 42 && following === 47 && text.charCodeAt(at + 2) !== 42) {
    out.push(strayEnd, at, at + 2);
    return at + 2;
  }
  pushOther(out, at, at + 1);
  return at + 1;
}

function pushOther(out: Tokens, start: number, end: number): void {
  const last = out.length - 3;
  if (out[last] === other && out[last + 2] === start) out[last + 2] = end;
  else out.push(other, start, end);
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
        out.push(quotedName, start, at + 1);
        return at + 1;
      }
    }
  }
  out.push(opaque, start, start + 1);
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
