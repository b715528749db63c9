import { AppError } from '../../errors';
import { words } from '../../words';
import { colon, decode, endOfString, keyBefore, quote } from './json-bytes';
import { oddFile, valueIn } from './json-text';

/**
 * Walks a JSON file of the form `{ "section": { "key": value, … }, "section": [ value, … ], … }` without ever holding more
 * than one value: a manifest of 150 MB passes through in pieces. Only what is wanted is decoded and parsed.
 */

/** What is wanted of a section: all of it as one value, or the entries whose key pleases (lists have no keys: ''), or their text. */
export type Want = 'whole' | ((key: string) => boolean | 'text');
export type Wanted = ReadonlyMap<string, Want>;

/** One value. `key` is '' for whole sections and for elements of a list. A value whose text was wanted is not parsed. */
export type Found = { section: string; key: string; value: unknown; text?: string };

/** Members of entries that are left empty where they are long: half of a large manifest is code, and nothing shows it. */
const code = new Set(['raw_code', 'compiled_code', 'raw_sql', 'compiled_sql', 'injected_sql']);
const longCode = 100;

const comma = 0x2c;
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
  let keeping: 'nothing' | 'key' | 'value' | 'text' = 'nothing';
  let keptDepth = 0;
  let keptFrom = 0;
  let kept: Uint8Array[] = [];
  let found: Found[] = [];
  let bytes: Uint8Array = new Uint8Array();

  function keep(what: 'key' | 'value' | 'text', from: number): void {
    keeping = what;
    keptDepth = depth;
    keptFrom = from;
    kept = [];
  }

  function keptText(to: number): string {
    const text = decode([...kept, bytes.subarray(keptFrom, to)]);
    keeping = 'nothing';
    kept = [];
    return text;
  }

  /** A key without any escape stands there as it is. */
  function keptKey(to: number): string {
    const text = keptText(to);
    return text.includes('\\') ? String(valueIn(text, name)) : text.slice(1, -1);
  }

  function endValue(at: number): void {
    if (depth !== keptDepth || (keeping !== 'value' && keeping !== 'text')) return;
    const isText = keeping === 'text';
    const text = keptText(at);
    // An empty list has a place for an element and no element
    if (text.trim() === '') return;
    found.push(isText ? { section, key, value: undefined, text } : { section, key, value: valueIn(text, name) });
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
    if (wish) keep(wish === true ? 'value' : 'text', at + 1);
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

  /** Passes over what is inside of an entry, to its end or the piece's: nothing there matters but where it ends and what is code. */
  function passInside(from: number): number {
    // Most of a file passes here: nothing in the loop lies outside of this function
    const piece = bytes;
    const { length } = piece;
    let level = depth;
    let at = from;
    while (at < length && level > 2) {
      const byte = piece[at] ?? 0;
      at += 1;
      if (byte === quote) {
        const end = endOfString(piece, at);
        if (end >= length) isInString = true;
        else if (level === 3 && end - at > longCode) leaveOutCode(at, end);
        at = end >= length ? end : end + 1;
      } else if (byte === openBrace || byte === openBracket) level += 1;
      else if (byte === closeBrace || byte === closeBracket) level -= 1;
    }
    depth = level;
    return at;
  }

  function leaveOutCode(from: number, to: number): void {
    const isKept = keptDepth === 2 && (keeping === 'value' || keeping === 'text');
    if (!isKept || !code.has(keyBefore(bytes, from - 1) ?? '')) return;
    kept.push(bytes.subarray(keptFrom, from));
    keptFrom = to;
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
      if (depth > 2) {
        at = passInside(at);
        continue;
      }
      const byte = piece[at] ?? 0;
      if (byte === quote) beginString(at);
      // Letters, digits and blanks between values mean nothing here
      else if (byte === comma || byte === colon || byte >= openBracket) structure(at, byte);
      at += 1;
    }
    carried = at - length;
    if (keeping !== 'nothing') kept.push(piece.subarray(keptFrom));
    return found;
  }

  return { take, isWhole: () => hasBegun && depth === 0 && !isInString };
}
