import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId, TableRef } from '../../../lib/model';
import { dialects } from '../../../lib/sql/dialects';
import { linesOf, tokenizeLines } from '../../../lib/sql/lines';
import { type SqlOptions, tablesInSql } from '../../../lib/sql/tables-in-sql';

const dialectIds: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];

const printed = (sql: string, dialect: DialectId, options?: SqlOptions) =>
  tablesInSql(sql, dialect, options).map(({ ref }) => [ref.database, ref.schema, ref.name].filter(Boolean).join('.'));

describe('tables in a SQL text', () => {
  it('spans the whole dotted name with its quotes', () => {
    const sql = 'SELECT * FROM "a b" . c JOIN d.e.f x';
    expect(tablesInSql(sql, 'postgres').map(({ start, end }) => sql.slice(start, end))).toEqual(['"a b" . c', 'd.e.f']);
  });

  it.each([
    'xselect',
    'selects',
    'select1',
    's3lect',
    'sel_ct',
    'preexcept',
    'artition',
    'xpartition',
    'selectü',
    'ſelect',
    'wh\u0105re',
    'join$',
  ])('takes %s for a name, however much of it is a keyword', (name) => {
    expect(printed(`SELECT 1 FROM s.t, ${name} WHERE true`, 'postgres')).toEqual(['s.t', name]);
  });

  it('takes a keyword for one in any case', () => {
    expect(printed('sElEcT 1 FROM s.t NaTuRaL jOiN s.u LATERAL', 'postgres')).toEqual(['s.t', 's.u']);
  });

  it('takes nothing between two dots for the schema PUBLIC where a table stands, but not after USE', () => {
    const sql = 'USE a..b; SELECT * FROM t JOIN d..u ON true';
    expect(printed(sql, 'snowflake')).toEqual(['T', 'D.PUBLIC.U']);
  });

  it('reads on behind a string that was closed many lines below', () => {
    const sql =
      "SELECT 'a\nb\nc' FROM s.t\nWHERE x = 'd\n' AND y IN (SELECT z FROM s.u)\nAND w = 'open FROM s.v\nJOIN s.w ON true";
    expect(printed(sql, 'postgres')).toEqual(['s.t', 's.u', 's.w']);
  });

  it('says whether the text gives the schema, and what completed it', () => {
    const sql = 'SELECT * FROM t JOIN s.u ON true';
    expect(tablesInSql(sql, 'postgres', { context: { database: 'db', schema: 'public' } })).toEqual([
      {
        ref: { database: 'db', schema: 'public', name: 't' },
        start: 14,
        end: 15,
        isQualified: false,
        completedBy: 'context',
      },
      {
        ref: { database: 'db', schema: 's', name: 'u' },
        start: 21,
        end: 24,
        isQualified: true,
        completedBy: 'context',
      },
    ]);
  });

  it('does not carry the schema of the old database over to a new one', () => {
    const sql = 'USE SCHEMA a.b; USE DATABASE c; SELECT * FROM t';
    expect(tablesInSql(sql, 'snowflake').map(({ ref }) => ref)).toEqual([{ name: 'T' }]);
  });

  describe('a dotted name where no table is read', () => {
    const isKnown = (ref: TableRef) => ref.schema === 'marts' && ref.name === 'orders';

    it('is returned when the caller knows it', () => {
      const sql = 'COMMENT ON COLUMN x; SELECT marts.orders, a.b FROM raw.t';
      expect(printed(sql, 'postgres', { isKnown })).toEqual(['marts.orders', 'raw.t']);
      expect(printed(sql, 'postgres')).toEqual(['raw.t']);
    });

    it('is the table alone when a column of it is named', () => {
      const sql = 'SELECT marts.orders.id, db.marts.orders.id, a.b.c, marts.orders. FROM raw.t';
      const found = tablesInSql(sql, 'postgres', { isKnown });
      expect(found.map(({ start, end }) => sql.slice(start, end))).toEqual([
        'marts.orders',
        'db.marts.orders',
        'raw.t',
      ]);
      expect(printed('SELECT marts.orders.id FROM raw.t AS marts', 'postgres', { isKnown })).toEqual(['raw.t']);
    });

    it('may have its dots inside of backticks', () => {
      expect(printed('SELECT `marts.orders`, `id` FROM d.t', 'bigquery', { isKnown })).toEqual(['marts.orders', 'd.t']);
    });

    it('is a column when it starts at an alias, also at one that comes later', () => {
      expect(printed('SELECT marts.orders FROM raw.t AS marts', 'postgres', { isKnown })).toEqual(['raw.t']);
      expect(printed('WITH marts AS (SELECT 1) SELECT marts.orders FROM marts', 'postgres', { isKnown })).toEqual([]);
    });

    it('stays while a name that begins like its schema is typed at the end', () => {
      expect(printed('SELECT marts.orders.id FROM marts', 'postgres', { isKnown })).toEqual(['marts.orders', 'marts']);
      expect(printed('SELECT marts.orders.id FROM marts ', 'postgres', { isKnown })).toEqual(['marts']);
    });

    it('is a function before a parenthesis', () => {
      expect(printed('SELECT marts.orders(1)', 'postgres', { isKnown })).toEqual([]);
    });
  });

  it.each([
    '/*',
    "'",
    '"',
    '`',
    '(',
    '$$',
    '$a$',
    '{{',
    '${',
    '.',
    ',',
    '--',
    '\n',
    '*/',
    'from ',
    'from a, ',
    'with a (',
  ])('makes no more than twice the tokens of twice as many %j', (piece) => {
    for (const dialect of dialectIds) {
      const count = (times: number) => tokenizeLines(linesOf(piece.repeat(times), dialects[dialect]), '').length;
      expect(count(2000)).toBeLessThanOrEqual(2 * count(1000) + 12);
    }
  });

  it.each([
    ['one line of SQL', 'SELECT a.b, COUNT(*) FROM db.s.t x JOIN s.u ON x.i = u.i WHERE n = 1; '],
    ['quotes', `"'`],
    ['an unclosed comment', '/* '],
    ['unclosed dollar quotes', '$a$ $b$ '],
    ['templates', '{{ ${ '],
    ['parentheses', '(from a, b '],
    ['lists of CTEs', 'with recursive a as (select * from b), '],
    ['temporary tables', 'create temp table t;'],
  ])(
    'reads a megabyte of %s, a fifth in each dialect',
    (_what, piece) => {
      const text = piece.repeat(Math.ceil(200_000 / piece.length));
      for (const dialect of dialectIds) expect(tablesInSql(text, dialect, { isWindow: true })).toBeInstanceOf(Array);
      // A quadratic reader would take minutes; a busy machine only seconds.
    },
    60_000,
  );

  it('never throws, and spans stay inside of the text', () => {
    const piece = fc.constantFrom(
      ...`select * from a join b using ( ) , ; . .. ' " \` $$ $t$ /* */ -- # // \n @s :p ? {{ }} {% %} with recursive as x AS ( table view create temp drop use schema set search_path = to insert into update delete merge on values is distinct extract [ ] - a-b |> :: lateral identifier ('a.b') e' r" ''' 1 2a İ ß 😀 \u00a0 union clone like inherits over rows show columns in grant`.split(
        ' ',
      ),
    );
    const text = fc.array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(' ', ''),
        fc.constantFrom(...dialectIds),
        fc.boolean(),
        (parts, glue, dialect, isWindow) => {
          const sql = parts.join(glue);
          for (const { ref, start, end } of tablesInSql(sql, dialect, { isWindow, isKnown: () => true })) {
            expect(ref.name).not.toBe('');
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(sql.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
