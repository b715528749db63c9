/** Texts from outside that may be anything. */

/** A text that was pasted, without the characters that nobody sees and copying brings along. */
export function withoutInvisible(pasted: string): string {
  return pasted.replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '');
}

/** The value of a JSON text, wrapped because it may be null; nothing when it is no JSON. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** `URL.parse`, which the oldest supported browsers lack. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
