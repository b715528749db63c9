import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { useTranslator, words } from '../../lib/words';

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  useTranslator((key, [first, second]) => {
    asked.push(key);
    return second === undefined ? `${key}: ${first ?? 'alone'}` : `${second} after ${first}, ${second} again`;
  });
});
afterAll(() => useTranslator((key, substitutions) => [key, ...substitutions].join(' ')));

describe('words', () => {
  it('asks the browser once for a sentence, whatever stands in it', () => {
    expect(words('timeJustNow')).toBe('timeJustNow: alone');
    expect(words('timeJustNow')).toBe('timeJustNow: alone');
    expect(words('timeJustNow', 3)).toBe('timeJustNow: 3');
    expect(words('timeJustNow', 4)).toBe('timeJustNow: 4');
    expect(asked).toEqual(['timeJustNow', 'timeJustNow']);
  });

  it('puts each substitution where the language wants it, as often as it wants it', () => {
    expect(words('healthWithTime', 'one', 'two')).toBe('two after one, two again');
    expect(words('healthWithTime', 'two', 'one')).toBe('one after two, one again');
  });

  it('leaves alone what looks like a place for a substitution in a substitution', () => {
    expect(words('healthWithTime', '$2 $& \ue001', '$1')).toBe('$1 after $2 $& \ue001, $1 again');
  });
});
