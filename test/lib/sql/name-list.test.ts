import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { keyOf } from '../../../lib/sql/dialect';
import { findNames, type ListedName, listNames, namesIn } from '../../../lib/sql/name-list';

const dialects: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];
const signs = ['a', 'A', 'b', 'B', '_', '0', '1', '*', '$', '\u0000', '\u0001'];
const anyName = fc.oneof(
  fc.string({ unit: fc.constantFrom(...signs), minLength: 1, maxLength: 4 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);
const isSound = ({ name }: ListedName) => !name.includes('\u0000') && !name.includes('\u0001');
const anyNames = fc.array(fc.record({ name: anyName, schema: fc.nat(1200) }), { maxLength: 60 });

describe('a list of names', () => {
  it('finds what every name is that the dialect takes for the one asked for, and nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dialects), anyNames, anyName, (dialect, names, other) => {
        const list = listNames(dialect, names);
        const sorted = (all: ListedName[]) => all.map(({ name, schema }) => `${schema} ${name}`).toSorted();
        for (const name of [other, ...names.map((one) => one.name)]) {
          const key = keyOf(dialect, name, 'name');
          const same = names.filter((one) => isSound(one) && keyOf(dialect, one.name, 'name') === key);
          expect(sorted(findNames(dialect, list, key))).toEqual(sorted(same));
        }
      }),
    );
  });

  it('gives all of them back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dialects), anyNames, (dialect, names) => {
        const back = namesIn(listNames(dialect, names));
        const sound = names.filter(isSound);
        expect(back).toHaveLength(sound.length);
        expect(back).toEqual(expect.arrayContaining(sound));
      }),
    );
  });

  it('tells numbers of schemas from numbers in names', () => {
    const names = [
      { name: '2', schema: 12 },
      { name: '12', schema: 2 },
      { name: '122', schema: 1 },
    ];
    const list = listNames('postgres', names);
    for (const one of names) expect(findNames('postgres', list, one.name)).toEqual([one]);
    expect(findNames('postgres', list, '1')).toEqual([]);
    expect(findNames('postgres', '', '1')).toEqual([]);
  });
});
