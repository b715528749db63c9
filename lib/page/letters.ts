import { lateExpression } from '../late-expression';

/** Texts without a letter or digit of other scripts: then the narrow expressions tell all. */
const isPlain = (text: string) => /^[\s -~·‐-⁞]*$/.test(text);

/** The wide expression is asked only where a text has other letters. */
function either(plain: RegExp, wide: string): (text: string) => boolean {
  const any = lateExpression(wide);
  return (text) => plain.test(text) || (!isPlain(text) && any().test(text));
}

export const hasLetter = either(/[A-Za-z]/, '\\p{L}');
export const hasLetterOrDigit = either(/[A-Za-z0-9]/, '[\\p{L}\\p{N}]');

/** Does a text end, or begin, inside a name? */
export const endsInName = either(/[\w$*.-]$/, '[\\p{L}\\p{N}_$*.-]$');
export const beginsInName = either(/^[\w$*.-]/, '^[\\p{L}\\p{N}_$*.-]');

/** The first without a star, which before a name is no part of it. */
export const endsInLetterOfName = either(/[\w$.-]$/, '[\\p{L}\\p{N}_$.-]$');

const betweenWords = lateExpression('[^\\p{L}\\p{N}]+');

/** The words of a text, in small letters. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().split(isPlain(text) ? /[^a-z0-9]+/ : betweenWords());

/** Does a text hold something like `a.b`? */
export const hasDottedName = either(/[\w"`\]]\.[A-Za-z_"`[]/, '[\\p{L}\\p{N}_"`\\]]\\.[\\p{L}_"`[]');
