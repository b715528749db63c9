import type english from '../public/_locales/en/messages.json';

/** Every sentence the product says has a key in `public/_locales/<language>/messages.json`. */
export type WordKey = keyof typeof english;

/** The browser's `i18n.getMessage`, or a test's stand-in. */
type Translator = (key: WordKey, substitutions: string[]) => string;

let translate: Translator = (key, substitutions) => [key, ...substitutions].join(' ');

/**
 * Sentences as the browser gave them, by key and number of substitutions, cut at the gaps for these: it takes longer to ask than all
 * else that is done with one.
 */
const asked = new Map<string, string[]>();

/** What stands in a kept sentence for its first substitution, its second and so on: letters that no sentence has. */
const gaps = '\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008';

/** Called once by each entrypoint before anything is drawn or thrown. */
export function useTranslator(translator: Translator): void {
  translate = translator;
  asked.clear();
}

/** The sentence for a key, in the browser's language. Substitutions, nine at most, fill `$1`, `$2`, … in order. */
export function words(key: WordKey, ...substitutions: (string | number)[]): string {
  const { length } = substitutions;
  const name = key + length;
  const parts = asked.get(name) ?? translate(key, gaps.slice(0, length).split('')).split(/([\ue000-\ue008])/);
  asked.set(name, parts);
  const [first = '', ...others] = parts;
  let sentence = first;
  // Every other part is a gap
  for (const [at, part] of others.entries()) sentence += at % 2 === 0 ? substitutions[gaps.indexOf(part)] : part;
  return sentence;
}
