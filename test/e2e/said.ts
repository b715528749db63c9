import { readFileSync } from 'node:fs';
import type { WordKey } from '../../lib/words';

/** Language of the test browser, as a folder of `_locales`. */
export const language = process.env.SIDELIGHT_LANGUAGE ?? 'en';

const file = new URL(`../../public/_locales/${language}/messages.json`, import.meta.url);
const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<WordKey, { message: string }>;

/** What the product says for a key, in the language of the test browser. */
export function said(key: WordKey, ...substitutions: string[]): string {
  return messages[key].message.replace(/\$(\d)/g, (_, place: string) => substitutions[Number(place) - 1] ?? '');
}
