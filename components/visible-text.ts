import { lateExpression } from '../lib/late-expression';

/**
 * Characters nobody sees but that change what is seen: controls, zero-width, direction overrides, tags, line separators.
 * Tabs and line ends stay; joiners have their own rule; Arabic number signs are seen although they count as format characters.
 */
const unseen = lateExpression('(?![\\t\\n\\u0600-\\u0605\\u06dd\\u200c\\u200d])[\\p{Cc}\\p{Cf}\\u2028\\u2029]', 'gu');

/** Joiners outside letters and emoji, where they only hide. */
const strayJoiner = lateExpression(
  '(?<![\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}])[\\u200c\\u200d]|(?<=[ -~])[\\u200c\\u200d]',
  'gu',
);

/** More marks on one letter than any writing system uses. */
const piledMarks = lateExpression('(\\p{M}{4})\\p{M}+', 'gu');

/** A lone half of a character pair. */
const loneSurrogate = lateExpression('\\p{Surrogate}', 'gu');

/** A text in which everything is seen. */
const isPlain = /^[\t\n -~…]*$/;

/** Names may be long, but nobody reads more than this of one. */
const nameLimit = 1024;

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** Text from dbt as it may be shown: what is invisible becomes visible, what is too long ends in an ellipsis. */
export function visibleText(text: string, limit: number = nameLimit): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  // Most texts hide nothing; making the expressions ready takes longer than all else that a badge says.
  if (isPlain.test(cut)) return cut;
  return cut
    .replace(/\r\n?/g, '\n')
    .replace(loneSurrogate(), '\ufffd')
    .replace(unseen(), codePoint)
    .replace(strayJoiner(), codePoint)
    .replace(piledMarks(), '$1');
}
