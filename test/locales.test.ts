import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Messages = Record<string, { message: string }>;

const folder = 'public/_locales';
const read = (language: string): Messages => JSON.parse(readFileSync(`${folder}/${language}/messages.json`, 'utf8'));
const english = read('en');
const others = readdirSync(folder).filter((language) => language !== 'en');

/** `$1`, `$2`, … of a message, each once, in the order of their numbers; languages may use them in another order. */
const placeholders = (text: string) => [...new Set(text.replaceAll('$$', '').match(/\$\d/g) ?? [])].toSorted();
const placeholdersOf = (messages: Messages) =>
  Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, placeholders(message)]));

describe('the languages', () => {
  it('are more than one', () => {
    expect(others).toContain('de');
  });

  it.each(others)('%s has exactly the sentences of English', (language) => {
    expect(Object.keys(read(language)).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  it.each(others)('%s has the placeholders of English in each sentence', (language) => {
    expect(placeholdersOf(read(language))).toEqual(placeholdersOf(english));
  });

  it.each(others)('%s leaves no sentence empty and names itself', (language) => {
    const messages = read(language);
    expect(Object.keys(messages).filter((key) => messages[key]?.message.trim() === '')).toEqual([]);
    expect(messages.timeLocale?.message).toBe(language);
  });
});

function sources(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(`${place}/${file}`, 'utf8'));
}

describe('the sentences', () => {
  const code = ['entrypoints', 'components', 'lib'].flatMap(sources);
  const config = readFileSync('wxt.config.ts', 'utf8');

  it('are all used', () => {
    const quoted = new Set(code.flatMap((text) => [...text.matchAll(/'(\w+)'/g)].map(([, key]) => key)));
    const isUsed = (key: string) => quoted.has(key) || config.includes(`__MSG_${key}__`);
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('with a number have a form for one and a form for all others', () => {
    const keys = Object.keys(english);
    const other = (key: string) => (key.endsWith('One') ? key.replace(/One$/, 'Other') : key.replace(/Other$/, 'One'));
    const isCounted = (key: string) => /[a-z](?:One|Other)$/.test(key) && keys.includes(other(key));
    for (const [language, messages] of [english, ...others.map(read)].entries()) {
      for (const key of keys.filter((one) => isCounted(one) && one.endsWith('Other'))) {
        expect(messages[key]?.message, `${key} in language ${language}`).toContain('$1');
      }
    }
  });

  it('stand in no component: what people read comes from the languages', () => {
    const written = code.flatMap((text) => [
      ...text.matchAll(/(?:aria-label|title|placeholder|alt)="(?!https?:)[^"]*[A-Za-z]{2}[^"]*"/g),
      ...text.matchAll(/^\s*(?:<[\w-]+(?:\s[^<>]*)?>)?[A-Z][a-z]+(?: [a-z]+)+[.?!]?(?:<\/\w+>)?$/gm),
    ]);
    expect(written.map(([found]) => found.trim())).toEqual([]);
  });
});
