import type { Vocabulary } from '../../model';
import { namesIn } from '../../sql/name-list';
import { reservedWords } from '../../sql/reserved';

/** Makes texts unreadable and leaves them as long as they were. */
export type Filler = {
  /** Names of the vocabulary stay; other letters become x or X, digits 0; blanks and punctuation stay. */
  text: (raw: string) => string;
  /** The same for a text of an editor, where SQL's own words stay too. */
  sql: (raw: string) => string;
  /** Nothing in the text has to be hidden, and something in it is a name. */
  isName: (text: string) => boolean;
};

/** What reads as one word. The rest is punctuation, blanks and signs. */
const word = /[\p{L}\p{M}\p{N}_$]+/gu;
const filled = /[\p{L}\p{M}\p{N}]/gu;

/** SQL's words beside the reserved ones that decide what a name is. */
const sqlWords = new Set(
  'apply call catalog clone cluster comment copy database describe explain identifier if lateral materialized merge optimize overwrite pivot recursive references refresh rename replace schema search_path show table temporary transient unpivot use vacuum view'.split(
    ' ',
  ),
);

const isSqlWord = (text: string) => reservedWords.has(text.toLowerCase()) || sqlWords.has(text.toLowerCase());

/** One character as filler of the same length. */
function fill(character: string): string {
  const sign = /\p{N}/u.test(character) ? '0' : /\p{Lu}/u.test(character) ? 'X' : 'x';
  return sign.repeat(character.length);
}

/** Every letter and digit made unreadable. */
export const fillAll = (raw: string): string => raw.replace(filled, fill);

/** The single parts of a vocabulary: tables, schemas and databases, as they are and as SQL quotes them. */
function* partsOf({ projects }: Vocabulary): Generator<string> {
  for (const { schemas, tables } of projects) {
    const places = schemas.flatMap(({ database = '', schema = '' }) => [database, schema]);
    for (const part of [...places, ...namesIn(tables).map(({ name }) => name)]) {
      yield part;
      if (/["`]/.test(part)) yield part.replace(/["`]/g, '$&$&');
    }
  }
}

/** Names by their first word, lower case, longest first: `shop-prod` and `Web Customers` are more than one word. */
function namesByFirstWord(vocabulary: Vocabulary): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const part of partsOf(vocabulary)) {
    // BigQuery's date shards: pages show `events_` or `events_20240101` for `events_*`.
    const name = part.replace(/\*$/, '').toLowerCase();
    const [first] = name.match(word) ?? [];
    if (first === undefined) continue;
    // What stands before the first word is punctuation, and stays anyway.
    const whole = name.slice(name.indexOf(first));
    const same = found.get(first);
    if (same) same.add(whole);
    else found.set(first, new Set([whole]));
  }
  return new Map([...found].map(([first, names]) => [first, [...names].sort((a, b) => b.length - a.length)]));
}

const isWordSign = (character: string | undefined) => character !== undefined && /[\p{L}\p{M}\p{N}_$]/u.test(character);

/** A filler for one page. `labels`: texts that the page shows in a name's place, such as one cut short; they stay. */
export function makeFiller(vocabulary: Vocabulary, labels: Iterable<string>): Filler {
  const names = namesByFirstWord(vocabulary);
  const kept = new Set(labels);

  /** How long the name is that begins here; 0 when none does. */
  function nameAt(text: string, lower: string, at: number, token: string): number {
    const shard = /^(.*_)\d{8}$/.exec(token)?.[1]?.toLowerCase();
    if (shard !== undefined && names.get(shard)?.includes(shard)) return token.length;
    const first = token.toLowerCase();
    // Lower case of some letters is longer: then only a name of one word is recognised.
    if (lower.length !== text.length) return names.get(first)?.includes(first) ? token.length : 0;
    const found = names.get(first)?.find((name) => lower.startsWith(name, at) && !isWordSign(text[at + name.length]));
    return found?.length ?? 0;
  }

  function pass(text: string, isAlsoKept: (token: string) => boolean): string {
    if (kept.has(text.trim())) return text;
    // Editors draw blanks as no-break spaces.
    const lower = text.toLowerCase().replaceAll('\u00a0', ' ');
    let result = '';
    let done = 0;
    for (const { 0: token, index } of text.matchAll(word)) {
      if (index < done) continue;
      const length = nameAt(text, lower, index, token) || (isAlsoKept(token) ? token.length : 0);
      const end = index + (length || token.length);
      const piece = text.slice(index, end);
      result += text.slice(done, index) + (length > 0 ? piece : fillAll(piece));
      done = end;
    }
    return result + text.slice(done);
  }

  const text = (raw: string) => pass(raw, () => false);
  return {
    text,
    sql: (raw) => pass(raw, isSqlWord),
    isName: (raw) => /[\p{L}]/u.test(raw) && text(raw) === raw,
  };
}
