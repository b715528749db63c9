/** Where strings end and which keys are theirs, in the bytes of a JSON text: most of a large file is passed over undecoded. */

export const quote = 0x22;
export const colon = 0x3a;
const backslash = 0x5c;

/** Strings up to this length are walked through; for longer ones the browser's own search is faster. */
const shortString = 40;

/** Where the quote stands that ends the string; at or behind the end when it is not in this piece. */
export function endOfString(bytes: Uint8Array, from: number): number {
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

/** The key of the member whose text begins with a quote, if both are in this piece: `"key": "`. */
export function keyBefore(bytes: Uint8Array, quoteAt: number): string | undefined {
  const colonAt = lastBefore(bytes, quoteAt);
  const end = bytes[colonAt] === colon ? lastBefore(bytes, colonAt) : -1;
  if (bytes[end] !== quote) return undefined;
  const start = bytes.lastIndexOf(quote, end - 1);
  // A quote behind a backslash stands in the key
  return start < 0 || bytes[start - 1] === backslash ? undefined : decode([bytes.subarray(start + 1, end)]);
}

/** Where the last byte before a place is that is no blank; -1 when there is none in this piece. */
function lastBefore(bytes: Uint8Array, place: number): number {
  let at = place - 1;
  while (at >= 0 && (bytes[at] ?? 0) <= 0x20) at -= 1;
  return at;
}

/** Made once: there are hundreds of thousands of keys. Only texts in several pieces leave anything in it between two calls. */
const decoder = new TextDecoder();

/** The text of bytes that may be cut anywhere. */
export function decode(pieces: Uint8Array[]): string {
  const [only] = pieces;
  if (only && pieces.length === 1) return decoder.decode(only);
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}
