const mask = '[redacted]';

/** Service and personal tokens by their looks, and whatever follows the word of an Authorization header. */
const looksSecret = /\bdbt[a-z]_[\w-]{4,}|\b(?:bearer|token)\s+(?=\S*[\d_])[\w.~+/=-]{12,}/gi;

/** A text without the token: by its value, as written and as encoded, and whatever else looks like one. */
export function redact(text: string, token: string | undefined): string {
  return withoutToken(text, token).replaceAll(looksSecret, mask);
}

/** A text without the token's value. */
export function withoutToken(text: string, token: string | undefined): string {
  // No token is so short; a text would be torn to pieces
  if (!token || token.length < 8) return text;
  const spellings = new Set([token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)]);
  return [...spellings].reduce(
    (rest, spelling) => (rest.includes(spelling) ? rest.replaceAll(spelling, mask) : rest),
    text,
  );
}

/** What the service itself said, fit for people: one line, no secrets, at most 300 characters. */
export function quote(text: string, token: string | undefined): string {
  // Redacted before it is cut, so that no half of a token survives at the end
  const line = redact(text, token).replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
