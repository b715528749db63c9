import type english from '../public/_locales/en/messages.json';

/** Every sentence the product says has a key in `public/_locales/<language>/messages.json`. */
export type WordKey = keyof typeof english;

/** The browser's `i18n.getMessage`, or a test's stand-in. */
type Translator = (key: WordKey, substitutions: string[]) => string;

let translate: Translator = (key, substitutions) => [key, ...substitutions].join(' ');

/** Sentences without substitutions, as the browser gave them: it takes longer to ask than all else that is done with one. */
const plain = new Map<WordKey, string>();

/** Called once by each entrypoint before anything is drawn or thrown. */
export function useTranslator(translator: Translator): void {
  translate = translator;
  plain.clear();
}

/** The sentence for a key, in the browser's language. Substitutions fill `$1`, `$2`, … in order. */
export function words(key: WordKey, ...substitutions: (string | number)[]): string {
  if (substitutions.length > 0) return translate(key, substitutions.map(String));
  const sentence = plain.get(key) ?? translate(key, []);
  plain.set(key, sentence);
  return sentence;
}
