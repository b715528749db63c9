import { AppError } from '../../errors';
import { words } from '../../words';
import { oddFile, valueIn } from './json-text';

/**
 * Walks a JSON file of the form `{ "section": { "key": value, … }, "section": [ value, … ], … }` without ever holding more
 * than one value: a manifest of 150 MB passes through in pieces. Only what is wanted is decoded and parsed.
 */

/** What is wanted of a section: all of it as one value, or the entries whose key pleases (lists have no keys: ''), or where these lie. */
export type Want = 'whole' | ((key: string) => boolean | 'place');
export type Wanted = ReadonlyMap<string, Want>;

/** One value. `key` is '' for whole sections and for elements of a list. A value whose place was wanted is not read. */
export type Found = { section: string; key: string; value: unknown; place?: Place };

/** Where a value's text lies in the file, in bytes. */
export type Place = { from: number; to: number };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const lessThan = 0x3c;
const closeBracket = 0x5d;

/**
 * The wanted values, a batch for each piece of the file. Throws `bad-response` for what is not such a file, `not-an-api` for
 * a web page or another text of that kind; `name` is the file's, for people.
 */
export async function* scan(pieces: AsyncIterable<Uint8Array>, wanted: Wanted, name: string): AsyncGenerator<Found[]> {
  const scanner = createScanner(wanted, name);
  let hasBegun = false;
  for await (const piece of pieces) {
    const first: number | undefined = hasBegun ? openBrace : firstOf(piece);
    if (first === lessThan) throw new AppError('not-an-api', words('dbtPageAsFile', name));
    if (first !== undefined && first !== openBrace) throw oddFile(name);
    hasBegun ||= first !== undefined;
    const found = scanner.take(piece);
    if (found.length > 0) yield found;
  }
  if (!scanner.isWhole()) throw oddFile(name);
}

/** The first byte that is no blank and not part of a byte order mark. */
function firstOf(piece: Uint8Array): number | undefined {
  return piece.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
}

/** `take` may be called with pieces cut anywhere, also in the middle of a character. */
function createScanner(wanted: Wanted, name: string): { take: (bytes: Uint8Array) => Found[]; isWhole: () => boolean } {
  let depth = 0;
  let hasBegun = false;
  let isInString = false;
  /** Bytes of the next piece that belong to an escape begun in this one. */
  let carried = 0;
  let isKeyNext = false;
  let isList = false;
  let section = '';
  let key = '';
  let want: Want | undefined;
  /** What is being kept: the text of a key, or of a value that ends where `depth` is again `keptDepth`. */
  let keeping: 'nothing' | 'key' | 'value' | 'place' = 'nothing';
  let keptDepth = 0;
  let keptFrom = 0;
  let kept: Uint8Array[] = [];
  let found: Found[] = [];
  let bytes: Uint8Array = new Uint8Array();
  /** Bytes of the file before this piece. */
  let passed = 0;
  let placeFrom = 0;

  function keep(what: 'key' | 'value' | 'place', from: number): void {
    keeping = what;
    keptDepth = depth;
    keptFrom = from;
    placeFrom = passed + from;
    kept = [];
  }

  function keptText(to: number): string {
    const text = decode([...kept, bytes.subarray(keptFrom, to)]);
    keeping = 'nothing';
    kept = [];
    return text;
  }

  function keptValue(to: number): unknown {
    const text = keptText(to);
    // An empty list has a place for an element and no element
    return text.trim() === '' ? undefined : valueIn(text, name);
  }

  /** A key without any escape stands there as it is. */
  function keptKey(to: number): string {
    const text = keptText(to);
    return text.includes('\\') ? String(valueIn(text, name)) : text.slice(1, -1);
  }

  function endValue(at: number): void {
    if (depth !== keptDepth) return;
    if (keeping === 'place') {
      keeping = 'nothing';
      found.push({ section, key, value: undefined, place: { from: placeFrom, to: passed + at } });
    }
    if (keeping !== 'value') return;
    const value = keptValue(at);
    if (value !== undefined) found.push({ section, key, value });
  }

  function endString(after: number): void {
    isInString = false;
    if (keeping !== 'key') return;
    const text = keptKey(after);
    if (depth === 2) {
      key = text;
      return;
    }
    section = text;
    key = '';
    want = wanted.get(section);
  }

  function beginValue(at: number): void {
    isKeyNext = false;
    const wish = depth === 1 ? want === 'whole' : depth === 2 && typeof want === 'function' && want(key);
    if (wish) keep(wish === true ? 'value' : 'place', at + 1);
  }

  function open(at: number, byte: number): void {
    depth += 1;
    hasBegun = true;
    if (depth === 1 && byte !== openBrace) throw oddFile(name);
    if (depth > 2) return;
    isKeyNext = byte === openBrace;
    isList = depth === 2 && byte === openBracket;
    if (!isList) return;
    key = '';
    beginValue(at);
  }

  function close(at: number): void {
    endValue(at);
    depth -= 1;
  }

  function next(at: number): void {
    endValue(at);
    if (depth === 2 && isList) beginValue(at);
    else if (depth <= 2) isKeyNext = true;
  }

  function structure(at: number, byte: number): void {
    if (byte === openBrace || byte === openBracket) open(at, byte);
    else if (byte === closeBrace || byte === closeBracket) close(at);
    else if (byte === comma) next(at);
    else if (byte === colon && depth <= 2) beginValue(at);
  }

  function beginString(at: number): void {
    isInString = true;
    const isWantedKey = isKeyNext && (depth === 1 || (depth === 2 && typeof want === 'function'));
    if (isWantedKey && keeping === 'nothing') keep('key', at);
  }

  function take(piece: Uint8Array): Found[] {
    bytes = piece;
    found = [];
    keptFrom = 0;
    const { length } = piece;
    let at = carried;
    while (at < length) {
      if (isInString) {
        at = endOfString(piece, at);
        if (at >= length) break;
        at += 1;
        endString(at);
        continue;
      }
      const byte = piece[at] ?? 0;
      if (byte === quote) beginString(at);
      // Letters, digits and blanks between values mean nothing here
      else if (byte === comma || byte === colon || byte >= openBracket) structure(at, byte);
      at += 1;
    }
    carried = at - length;
    if (keeping === 'key' || keeping === 'value') kept.push(piece.subarray(keptFrom));
    passed += length;
    return found;
  }

  return { take, isWhole: () => hasBegun && depth === 0 && !isInString };
}

/** Strings up to this length are walked through; for longer ones the browser's own search is faster. */
const shortString = 40;

/** Where the quote stands that ends the string; at or behind the end when it is not in this piece. */
function endOfString(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  const walked = Math.min(length, from + shortString);
  let at = from;
  while (at < walked) {
    const byte = bytes[at];
    if (byte === quote) return at;
    at += byte === backslash ? 2 : 1;
  }
  while (at < length) {
    const found = bytes.indexOf(quote, at);
    const end = found < 0 ? length : found;
    const isEscaped = slashesBefore(bytes, end, at) % 2 === 1;
    if (!isEscaped) return end;
    at = end + 1;
  }
  return at;
}

/** How many backslashes stand right before a place, of those behind another place. */
function slashesBefore(bytes: Uint8Array, end: number, start: number): number {
  let at = end;
  while (at > start && bytes[at - 1] === backslash) at -= 1;
  return end - at;
}

/** Made once: there are hundreds of thousands of keys. Only texts in several pieces leave anything in it between two calls. */
const decoder = new TextDecoder();

function decode(pieces: Uint8Array[]): string {
  const [only] = pieces;
  if (only && pieces.length === 1) return decoder.decode(only);
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}
