/** Texts without a letter or digit of other scripts: then the narrow expressions tell all. */
const isPlain = (text: string) => /^[\s -~·‐-⁞]*$/.test(text);

/** Expressions for letters of all scripts take a millisecond each to be made ready: they are asked only where a text has other ones. */
const either = (plain: RegExp, any: RegExp) => (text: string) => plain.test(text) || (!isPlain(text) && any.test(text));

export const hasLetter = either(/[A-Za-z]/, /\p{L}/u);
export const hasLetterOrDigit = either(/[A-Za-z0-9]/, /[\p{L}\p{N}]/u);

/** Does a text end, or begin, inside a name? */
export const endsInName = either(/[\w$*.-]$/, /[\p{L}\p{N}_$*.-]$/u);
export const beginsInName = either(/^[\w$*.-]/, /^[\p{L}\p{N}_$*.-]/u);

/** The words of a text, in small letters. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().split(isPlain(text) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u);

/** Does a text hold something like `a.b`? */
export const hasDottedName = either(/[\w"`\]]\.[A-Za-z_"`[]/, /[\p{L}\p{N}_"`\]]\.[\p{L}_"`[]/u);
