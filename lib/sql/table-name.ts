import { lateExpression } from '../late-expression';
import type { DialectId, TableRef } from '../model';
import { foldUnquoted, isAscii, type NameRules, nameRules } from './dialect';
import { reservedWords } from './reserved';

const unquotedPart: Record<'ascii' | 'dollar' | 'digits', RegExp> = {
  ascii: /[A-Za-z_]\w*/y,
  dollar: /[A-Za-z_][\w$]*/y,
  digits: /\w*[A-Za-z_]\w*/y,
};
/** With letters of all scripts, and dollars. */
const unicodePart = lateExpression('[\\p{L}_][\\p{L}\\p{M}\\p{N}_$]*', 'uy');

/** May stand around the dots. */
const spaces = /[ \t\n]*/y;

/** BigQuery, outside backticks: dashes in the first part, a wildcard or a decorator at the end. */
const bigQueryPart = /\w[\w-]*(?:\*|[$@][\w$-]+)?/y;
const bigQueryUnicodePart = lateExpression('[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*(?:\\*|[$@][\\w$-]+)?', 'uy');

/**
 * Reads a text that is one dotted name of one to three parts and nothing else, as the dialect's SQL spells it. Unquoted
 * parts come back folded to the stored spelling. Anything else is `undefined`; nothing throws.
 */
export function parseTableName(text: string, dialect: DialectId): TableRef | undefined {
  const rules = nameRules[dialect];
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 4000) return undefined;
  if (rules.hasPaths) return parsePath(trimmed);
  const parts = splitName(trimmed, rules);
  return parts && refOfParts(parts);
}

/** Prints a reference as SQL with as few quotes as possible; `parseTableName` reads it back unchanged. */
export function printTableName(ref: TableRef, dialect: DialectId): string {
  const rules = nameRules[dialect];
  const parts = [ref.database, ref.schema, ref.name].filter((part) => part !== undefined);
  if (rules.hasPaths) return printPath(parts);
  return parts.map((part) => (needsQuotes(part, rules) ? quoted(part, rules.quote) : part)).join('.');
}

/** The text inside a quoted part, without its quotes and with doubled quotes made one. */
export function unquote(text: string, quote: string): string {
  const inside = text.slice(1, -1);
  return inside.includes(quote) ? inside.replaceAll(quote + quote, quote) : inside;
}

/** A reference made of one to three parts as stored; `undefined` where one is empty. */
export function refOf(first: string, second?: string, third?: string): TableRef | undefined {
  if (first === '' || second === '' || third === '') return undefined;
  if (second === undefined) return { name: first };
  return third === undefined ? { schema: first, name: second } : { database: first, schema: second, name: third };
}

function refOfParts(parts: readonly string[]): TableRef | undefined {
  return parts.length > 3 ? undefined : refOf(parts[0] ?? '', parts[1], parts[2]);
}

/** The stored parts. Nothing between two dots has a meaning in Snowflake only. */
function splitName(text: string, rules: NameRules): string[] | undefined {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = text[at] === rules.quote;
    const end = isQuoted ? endOfQuoted(text, at, rules.quote) : endOfUnquoted(text, at, rules);
    const written = text.slice(at, end);
    if (end > at) parts.push(isQuoted ? unquote(written, rules.quote) : foldUnquoted(rules, written));
    else if (rules.hasPublicBetweenDots && parts.length === 1 && text[at] === '.') parts.push('PUBLIC');
    else return undefined;
    at = endOfMatch(spaces, text, end);
    if (at === text.length) return parts;
    if (text[at] !== '.') return undefined;
    at = endOfMatch(spaces, text, at + 1);
  }
}

/** Index after the closing quote; `start` itself when it never closes. */
function endOfQuoted(text: string, start: number, quote: string): number {
  let at = text.indexOf(quote, start + 1);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at < 0 ? start : at + 1;
}

function endOfUnquoted(text: string, start: number, rules: NameRules): number {
  if (rules.hasUnicodeNames && !isAscii(text)) return endOfMatch(unicodePart(), text, start);
  const kind = rules.hasLeadingDigits ? 'digits' : rules.hasDollarInNames ? 'dollar' : 'ascii';
  return endOfMatch(unquotedPart[kind], text, start);
}

function endOfMatch(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

function needsQuotes(part: string, rules: NameRules): boolean {
  if (endOfUnquoted(part, 0, rules) !== part.length || part === '') return true;
  return foldUnquoted(rules, part) !== part || reservedWords.has(part.toLowerCase());
}

function quoted(part: string, quote: string): string {
  return quote + part.replaceAll(quote, quote + quote) + quote;
}

// BigQuery. Its backticks may hold the whole path, so dots separate inside and outside of them; no stored name has a dot.

function parsePath(text: string): TableRef | undefined {
  const isLegacy = text.startsWith('[') && text.endsWith(']');
  const inner = isLegacy ? text.slice(1, -1) : text;
  let path = '';
  let at = 0;
  while (at < inner.length) {
    const isQuoted = inner[at] === '`';
    const end = isQuoted
      ? endOfBackticks(inner, at)
      : isLegacy
        ? endOfLegacy(inner, at)
        : endOfMatch(isAscii(inner) ? bigQueryPart : bigQueryUnicodePart(), inner, at);
    if (end === at) return undefined;
    path += isQuoted ? unescaped(inner.slice(at + 1, end - 1)) : inner.slice(at, end);
    at = end;
    if (at === inner.length) return refOfPath(path);
    const separator = inner[at];
    if (separator !== '.' && separator !== ':') return undefined;
    path += separator;
    at++;
  }
  return undefined;
}

function endOfBackticks(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
  }
  return start;
}

function endOfLegacy(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '.' && text[at] !== ':') at++;
  return at;
}

/** BigQuery escapes inside backticks as in strings. */
export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/gs, '$1') : text;
}

/**
 * `p.d.t`, the legacy form `p:d.t`, and projects that belong to a domain: `example.com:p.d.t`, legacy `example.com:p:d.t`.
 * A project without a domain holds no dot, which tells the last two apart from the second.
 */
export function refOfPath(path: string): TableRef | undefined {
  const colon = path.indexOf(':');
  if (colon < 0) return refOfParts(path.split('.'));
  const before = path.slice(0, colon);
  const after = path.slice(colon + 1).split(/[.:]/);
  if (!before.includes('.')) return after.length === 2 ? refOfParts([before, ...after]) : undefined;
  const [project, ...rest] = after;
  return project && rest.length === 2 ? refOfParts([`${before}:${project}`, ...rest]) : undefined;
}

function printPath(parts: readonly string[]): string {
  const path = parts.join('.');
  const isPlain = parts.every((part, index) =>
    index === 0 ? /^[A-Za-z_]\w*(-\w+)*$/.test(part) : /^[A-Za-z_]\w*$/.test(part),
  );
  if (isPlain && !reservedWords.has((parts[0] ?? '').toLowerCase())) return path;
  return `\`${path.replace(/[\\`]/g, '\\$&')}\``;
}
