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
