import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId, TableRef } from '../../../lib/model';
import { parseTableName, printTableName } from '../../../lib/sql/table-name';

const dialectIds: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];

const ref = (...parts: string[]): TableRef => {
  const [name = '', schema, database] = parts.toReversed();
  return { ...(database !== undefined && { database }), ...(schema !== undefined && { schema }), name };
};

describe('a dotted name', () => {
  it.each<[DialectId, string, TableRef]>([
    ['snowflake', 'db.schema.tbl', ref('DB', 'SCHEMA', 'TBL')],
    ['snowflake', '"Db"."a.b"."c""d"', ref('Db', 'a.b', 'c"d')],
    ['snowflake', 'db..tbl', ref('DB', 'PUBLIC', 'TBL')],
    ['snowflake', ' user$x . t$1 ', ref('USER$X', 'T$1')],
    ['postgres', 'Public."Fct Orders"', ref('public', 'Fct Orders')],
    ['postgres', 'größe.straße', ref('größe', 'straße')],
    ['postgres', 'İstanbul', ref('İstanbul')],
    ['redshift', 'dev.public.Sales', ref('dev', 'public', 'sales')],
    ['redshift', '"awsdatacatalog"."my-db"."T"', ref('awsdatacatalog', 'my-db', 'T')],
    ['databricks', 'Main.`my schema`.`a``b`', ref('main', 'my schema', 'a`b')],
    ['databricks', 'marts.2024_orders', ref('marts', '2024_orders')],
    ['bigquery', 'my-project.ds.Table', ref('my-project', 'ds', 'Table')],
    ['bigquery', '`my-project.ds.t`', ref('my-project', 'ds', 't')],
    ['bigquery', '`my-project`.`ds.t`', ref('my-project', 'ds', 't')],
    ['bigquery', '`p.ds`.t', ref('p', 'ds', 't')],
    ['bigquery', 'p:ds.t', ref('p', 'ds', 't')],
    ['bigquery', '[my-p:ds.t]', ref('my-p', 'ds', 't')],
    ['bigquery', '`example.com:p.ds.t`', ref('example.com:p', 'ds', 't')],
    ['bigquery', 'example.com:p:ds.t', ref('example.com:p', 'ds', 't')],
    ['bigquery', 'p.ds.events_*', ref('p', 'ds', 'events_*')],
    ['bigquery', 'ds.t$20240101', ref('ds', 't$20240101')],
  ])('of %s: %s', (dialect, text, expected) => {
    expect(parseTableName(text, dialect)).toEqual(expected);
  });

  it.each<[DialectId, string]>([
    ['snowflake', ''],
    ['snowflake', 'a.b.c.d'],
    ['snowflake', 'a.'],
    ['snowflake', '.a'],
    ['snowflake', 'a b'],
    ['snowflake', '"a'],
    ['snowflake', '""'],
    ['snowflake', '"a"b'],
    ['snowflake', 'a...b'],
    ['snowflake', '..a'],
    ['snowflake', '1a'],
    ['snowflake', '@stage'],
    ['postgres', 'a..b'],
    ['postgres', 'a-b'],
    ['postgres', '$1'],
    ['databricks', '"a"'],
    ['databricks', '123'],
    ['databricks', 'a$b'],
    ['bigquery', '`a'],
    ['bigquery', 'a.b.c.d'],
    ['bigquery', 'a..b'],
    ['bigquery', 'p:t'],
    ['bigquery', 'FROM x'],
    ['bigquery', '`p`x'],
  ])('of %s is not %j', (dialect, text) => {
    expect(parseTableName(text, dialect)).toBeUndefined();
  });

  it.each<[DialectId, TableRef, string]>([
    ['snowflake', ref('DB', 'S', 'T'), 'DB.S.T'],
    ['snowflake', ref('DB', 's', 'ORDER'), 'DB."s"."ORDER"'],
    ['postgres', ref('public', 'Fct'), 'public."Fct"'],
    ['databricks', ref('main', 'a b', 't'), 'main.`a b`.t'],
    ['bigquery', ref('my-project', 'ds', 't'), 'my-project.ds.t'],
    ['bigquery', ref('p', 'ds', 'events_*'), '`p.ds.events_*`'],
  ])('of %s prints with as few quotes as possible', (dialect, name, expected) => {
    expect(printTableName(name, dialect)).toBe(expected);
  });

  it('reads what it printed, whatever the names are', () => {
    const hostile = fc.constantFrom(
      'a.b',
      'c"d',
      'e`f',
      '[g]',
      '$h',
      'i j',
      '😀',
      'İ',
      'ß',
      'ẞ',
      'select',
      '..',
      '"',
      '`',
      '\\',
      "'",
      'x'.repeat(255),
      '1',
      '\ud800',
      '-- x',
      '\n',
    );
    const part = fc.oneof(
      hostile,
      fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
      fc.stringMatching(/^[A-Za-z_$0-9]{1,8}$/),
    );
    const name = fc.oneof(fc.tuple(part), fc.tuple(part, part), fc.tuple(part, part, part));
    fc.assert(
      fc.property(fc.constantFrom(...dialectIds), name, (dialect, parts) => {
        // No name in BigQuery holds a dot or a colon, but for projects of a domain.
        const possible = dialect === 'bigquery' ? parts.map((text) => text.replaceAll(/[.:]/g, '_')) : parts;
        const expected = ref(...possible);
        expect(parseTableName(printTableName(expected, dialect), dialect)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never a reason to throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dialectIds), fc.string({ unit: 'binary', maxLength: 40 }), (dialect, text) => {
        const found = parseTableName(text, dialect);
        expect(found?.name).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
