import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { createSqlReader, type SqlLineTable } from '../../../lib/sql/sql-reader';
import { tablesInSql } from '../../../lib/sql/tables-in-sql';

const dialectIds: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];

const names = (tables: SqlLineTable[]) =>
  tables.map(({ ref, line, start, end }) => [line, start, end, ref.database, ref.schema, ref.name].join(' '));

function fromScratch(lines: string[], dialect: DialectId): string[] {
  const text = lines.join('\n');
  return tablesInSql(text, dialect).map(({ ref, start, end }) => {
    const line = text.slice(0, start).split('\n').length - 1;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const endLineStart = text.lastIndexOf('\n', end - 1) + 1;
    return [line, start - lineStart, end - endLineStart, ref.database, ref.schema, ref.name].join(' ');
  });
}

const pieces = [
  'SELECT * FROM raw.orders o',
  'JOIN dim.customers c ON c.id = o.id',
  "WHERE x = 'open",
  "close' AND y",
  '/* a comment FROM no.no',
  'goes on */',
  'WITH recent AS (',
  'SELECT * FROM recent r',
  '), b AS (SELECT * FROM recent)',
  ';',
  'USE SCHEMA prod.marts;',
  'SET search_path TO marts;',
  'FROM fct_orders',
  '  , a.b, "c"."d" x',
  'INSERT INTO t (a, b)',
  '$$ body FROM x $$',
  '$$ open',
  '',
  'CREATE TEMP TABLE tmp AS',
  'FROM tmp',
  '`p.d',
  '.t`',
];

describe('the reader of an editor', () => {
  it('reads the whole file as from scratch after any edits', () => {
    const edit = fc.record({
      at: fc.nat(40),
      remove: fc.nat(2),
      insert: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...dialectIds),
        fc.array(fc.constantFrom(...pieces), { maxLength: 30 }),
        fc.array(edit, { maxLength: 8 }),
        (dialect, start, edits) => {
          const reader = createSqlReader(dialect);
          const lines = [...start];
          for (const { at, remove, insert } of edits) {
            lines.splice(Math.min(at, lines.length), remove, ...insert);
            expect(names(reader.read(lines, { firstLine: 0 }))).toEqual(fromScratch(lines, dialect));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads a file in which only lines in one place were typed in as from scratch, and leaves what is elsewhere as it was', () => {
    const typing = fc.record({ at: fc.nat(40), text: fc.constantFrom(...pieces) });
    fc.assert(
      fc.property(
        fc.constantFrom(...dialectIds),
        fc.array(fc.constantFrom(...pieces, ';', 'SELECT * FROM a.b;', ''), { minLength: 6, maxLength: 40 }),
        fc.array(typing, { maxLength: 12 }),
        (dialect, lines, keys) => {
          const reader = createSqlReader(dialect);
          for (const { at, text } of keys) {
            lines[at % lines.length] = text;
            expect(names(reader.read(lines, { firstLine: 0 }))).toEqual(fromScratch(lines, dialect));
          }
        },
      ),
      { numRuns: 300 },
    );
    const reader = createSqlReader('snowflake');
    const window = Array.from({ length: 200 }, (_, line) => `SELECT ${line} FROM raw.orders_${line};`);
    const before = reader.read(window, { firstLine: 0 });
    window[100] = 'SELECT 100 FROM raw.refunds;';
    const after = reader.read(window, { firstLine: 0 });
    expect(after.filter((table) => !before.includes(table)).map(({ ref }) => ref.name)).toEqual(['REFUNDS']);
  });

  it('reads the top of a file in which lines come and go as from scratch, and leaves what moved as it was', () => {
    const edit = fc.record({ at: fc.nat(20), remove: fc.nat(2), insert: fc.array(fc.constantFrom(...pieces)) });
    fc.assert(
      fc.property(
        fc.constantFrom(...dialectIds),
        fc.array(fc.constantFrom(...pieces, ';', 'SELECT * FROM a.b;', ''), { minLength: 20, maxLength: 60 }),
        fc.array(edit, { maxLength: 12 }),
        fc.integer({ min: 5, max: 20 }),
        (dialect, file, edits, height) => {
          const reader = createSqlReader(dialect);
          for (const { at, remove, insert } of edits) {
            file.splice(at, remove, ...insert);
            const window = file.slice(0, height);
            expect(names(reader.read(window, { firstLine: 0 }))).toEqual(fromScratch(window, dialect));
          }
        },
      ),
      { numRuns: 500 },
    );
    const reader = createSqlReader('snowflake');
    const file = Array.from({ length: 400 }, (_, line) => `SELECT ${line} FROM raw.orders_${line};`);
    const fresh = (lines: string[], before: SqlLineTable[]) =>
      reader.read(lines, { firstLine: 0 }).filter((table) => !before.includes(table));
    const first = fresh(file.slice(0, 200), []);
    const read = reader.tokenized();
    file.splice(100, 0, 'SELECT 1', 'FROM raw.refunds;');
    expect(fresh(file.slice(0, 200), first).map(({ ref }) => ref.name)).toEqual(['REFUNDS']);
    file.splice(100, 2);
    expect(fresh(file.slice(0, 200), first).map(({ ref }) => ref.name)).toEqual(['ORDERS_198', 'ORDERS_199']);
    expect(reader.tokenized() - read).toBe(2);
  });

  it('still knows the first visible line when lines in several places were replaced at once', () => {
    const reader = createSqlReader('snowflake');
    const lines = ['USE SCHEMA a.b;', 'SELECT 1;', 'SELECT 2;', 'SELECT 3;', 'SELECT * FROM t;'];
    reader.read(lines, { firstLine: 0 });
    const changed = lines.with(1, 'SELECT 10;').with(3, 'SELECT 30;');
    reader.read(changed, { firstLine: 0 });
    expect(names(reader.read(changed.slice(1), { firstLine: 1 }))).toEqual(['3 14 15 A B T']);
  });

  const file = [
    'USE SCHEMA analytics.marts;',
    'WITH recent AS (',
    '  SELECT * FROM raw.orders',
    '), old AS (',
    '  SELECT * /* a long',
    '  FROM not.this',
    '  comment */ FROM raw.old_orders',
    ')',
    'SELECT *',
    'FROM recent',
    'JOIN old ON 1 = 1',
    'JOIN fct_orders f ON 1 = 1;',
    'SELECT * FROM dim_dates;',
  ];

  it.each([
    ['told the line numbers', true],
    ['not told any line number', false],
  ])('remembers the lines that scrolled away when %s', (_what, isTold) => {
    const reader = createSqlReader('snowflake');
    const whole = fromScratch(file, 'snowflake');
    const height = 5;
    for (let first = 0; first + height <= file.length; first++) {
      const seen = reader.read(file.slice(first, first + height), isTold ? { firstLine: first } : {});
      const expected = whole.filter((name) => {
        const line = Number(name.split(' ')[0]);
        return line >= first && line < first + height;
      });
      expect(names(seen).map((name) => name.replace(/^\d+/, (line) => String(Number(line) + first)))).toEqual(expected);
    }
  });

  it('knows CTE names but no schema after a jump over lines it never saw: another USE may stand there', () => {
    const reader = createSqlReader('snowflake');
    const context = { database: 'DB', schema: 'S' };
    reader.read(file.slice(0, 5), { firstLine: 0, context });
    const seen = reader.read(['  AND 1 = 1', 'JOIN recent r', 'JOIN fct_orders;', 'SELECT * FROM a.b;'], {
      firstLine: 400,
      context,
    });
    expect(seen.map(({ ref, isInDoubt }) => ({ ...ref, isInDoubt }))).toEqual([
      { name: 'FCT_ORDERS', isInDoubt: true },
      { schema: 'A', name: 'B' },
    ]);
  });

  it('doubts bare names of a statement whose beginning it never saw, and of no other', () => {
    const lines = [
      '  SELECT a FROM recent',
      '), x AS (SELECT 1 FROM raw.t)',
      'SELECT * FROM x;',
      'SELECT * FROM orders;',
    ];
    const seen = createSqlReader('postgres').read(lines, { firstLine: 40, context: { schema: 'public' } });
    expect(seen.map(({ ref, isInDoubt }) => [ref.schema, ref.name, isInDoubt])).toEqual([
      ['public', 'recent', true],
      ['raw', 't', undefined],
      ['public', 'orders', undefined],
    ]);
  });

  it('forgets what stood above when that changes', () => {
    const reader = createSqlReader('snowflake');
    reader.read(['USE SCHEMA a.b;', 'SELECT 1;', 'SELECT * FROM t;'], { firstLine: 0 });
    reader.read(['USE SCHEMA c.d;', 'SELECT 1;'], { firstLine: 0 });
    const seen = reader.read(['SELECT * FROM t;'], { firstLine: 2 });
    expect(seen.map(({ ref }) => ref)).toEqual([{ database: 'C', schema: 'D', name: 'T' }]);
  });

  describe('when the content is another one', () => {
    const lines = (what: string) => Array.from({ length: 40 }, (_, line) => `SELECT ${line} FROM ${what}_${line};`);

    it('forgets all of the old one', () => {
      const reader = createSqlReader('snowflake');
      reader.read(['USE SCHEMA a.b;', ...lines('old')], { firstLine: 0 });
      reader.read(lines('old').slice(19), { firstLine: 20 });
      const seen = reader.read(lines('new').slice(19), { firstLine: 20 });
      expect(new Set(seen.map(({ ref }) => ref.schema))).toEqual(new Set([undefined]));
    });

    it('keeps it while somebody types, also above everything that is visible', () => {
      const reader = createSqlReader('snowflake');
      const file = ['USE SCHEMA a.b;', ...lines('old')];
      reader.read(file, { firstLine: 0 });
      reader.read(file.slice(20), { firstLine: 20 });
      const typed = ['-- new', '', ...file.slice(20)];
      const seen = reader.read(typed, { firstLine: 20 });
      expect(new Set(seen.map(({ ref }) => ref.schema))).toEqual(new Set(['B']));
    });

    it('trusts nothing above when several places change at once: a replacement may have reached there, too', () => {
      const reader = createSqlReader('snowflake');
      const file = ['USE SCHEMA a.b;', ...lines('old')];
      reader.read(file, { firstLine: 0 });
      reader.read(file.slice(20), { firstLine: 20 });
      const changed = file.slice(20).map((line, index) => (index % 7 === 3 ? `${line} -- b` : line));
      const seen = reader.read(changed, { firstLine: 20, context: { schema: 'CHOSEN' } });
      expect(new Set(seen.map(({ ref }) => ref.schema))).toEqual(new Set([undefined]));
    });
  });

  it('reads around folded lines, from memory where they were seen', () => {
    const reader = createSqlReader('snowflake');
    reader.read(file, { firstLine: 0 });
    const shown = [0, 1, 8, 9, 10, 11, 12];
    const seen = reader.read(
      shown.map((line) => file[line] ?? ''),
      { numbers: shown },
    );
    expect(names(seen)).toEqual(['5 5 15 ANALYTICS MARTS FCT_ORDERS', '6 14 23 ANALYTICS MARTS DIM_DATES']);
  });

  it('tokenizes a line or two per key, however long the window is', () => {
    const cost = (height: number) => {
      const reader = createSqlReader('snowflake');
      const window = Array.from({ length: height }, (_, line) => `SELECT ${line} FROM raw.orders_${line};`);
      reader.read(window, { firstLine: 0 });
      const before = reader.tokenized();
      let typed = '';
      for (const key of 'JOIN dim.customers c ON c.id = 1') {
        typed += key;
        window[height >> 1] = typed;
        reader.read(window, { firstLine: 0 });
      }
      return reader.tokenized() - before;
    };
    expect(cost(20)).toBe(32);
    expect(cost(400)).toBe(32);
  });

  it('takes the session that the console shows until the text itself chooses one', () => {
    const reader = createSqlReader('snowflake');
    const context = { database: 'DB', schema: 'S' };
    const lines = ['SELECT * FROM t;', 'USE SCHEMA x.y;', 'SELECT * FROM t;'];
    expect(
      reader.read(lines, { firstLine: 0, context }).map(({ ref, completedBy }) => ({ ...ref, completedBy })),
    ).toEqual([
      { database: 'DB', schema: 'S', name: 'T', completedBy: 'context' },
      { database: 'X', schema: 'Y', name: 'T', completedBy: 'use' },
    ]);
    const changed = reader.read(lines.slice(0, 1), { firstLine: 0, context: { database: 'OTHER', schema: 'S' } });
    expect(changed[0]?.ref.database).toBe('OTHER');
  });

  it('gives a name that is broken over lines one place', () => {
    const seen = createSqlReader('snowflake').read(['SELECT * FROM db', '  .s', '  .t x'], { firstLine: 0 });
    expect(seen).toEqual([
      { ref: { database: 'DB', schema: 'S', name: 'T' }, isQualified: true, line: 0, start: 14, endLine: 2, end: 4 },
    ]);
  });
});
