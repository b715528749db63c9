import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { namesToReplace, withReferences } from '../../../lib/sql/dbt-references';
import { printTableName } from '../../../lib/sql/table-name';

const everywhere = [
  'select * from «marts.orders»',
  'select o.id, c.name from «marts.orders» o join «raw.customers» as c on o.customer_id = c.id',
  'with recent as (select * from «marts.orders»), orders as (select 1 as id) select * from recent join orders using (id)',
  "select id -- from marts.orders\nfrom «marts.orders» /* marts.orders */ where note = 'from marts.orders'",
  '\tselect  1\r\n from\t«marts.orders»  \r\n\r\n;',
  'select count(*) from (select id from «marts.orders» where id in (select id from «raw.keys»)) as x',
  'select * from scratch.orders join «marts.orders» using (id)',
  'select orders.id from «marts.orders» union all select id from «raw.orders»;\nselect 2 from «marts.orders»',
  "select '☃ marts.orders', 'it''s' from «marts.orders» where n = 'ß'",
];

const own: Record<DialectId, string[]> = {
  snowflake: [
    'select «marts.orders».id, «marts.orders».total from «marts.orders»',
    'select * from «db.marts."ORDERS"» at (offset => -60)',
    "select * from identifier('marts.orders'), «db.raw.orders», @stage/marts.orders t",
  ],
  postgres: [
    'select «marts.orders».id from «marts.orders» where «marts.orders».total > 1',
    'select $$ from marts.orders $$, "marts.orders" from only «"marts"."orders"»',
    "select e'\\' from marts.orders', id::text from «marts.orders» limit 1",
  ],
  redshift: [
    'select «marts.orders».id from «marts.orders»',
    'select * from «db.marts.orders» where listagg = 1',
    'select top 5 * from «MARTS."orders"» minus select * from «raw.orders»',
  ],
  databricks: [
    'select «marts.orders».id from «marts.orders»',
    'select * from «`db`.`marts`.`orders`» lateral view explode(items) t as item',
    'select "marts.orders" as text, * from delta.`/mnt/marts.orders` join «marts.orders»',
  ],
  bigquery: [
    'select * from «`my-project.marts.orders`» o, unnest(o.items)',
    'select * from «my-project.marts.orders» # marts.orders\nwhere a = """from marts.orders"""',
    'select * from [my-project:marts.orders]',
  ],
};

/** What dbt would call a name, from its last two parts; nothing for a schema that dbt does not build. */
function referenceOf(written: string): string {
  const [schema = '', name = ''] = written.replaceAll(/["`]/g, '').toLowerCase().split('.').slice(-2);
  return schema === 'raw' ? `{{ source('raw', '${name}') }}` : `{{ ref('${name}') }}`;
}

const cases = Object.entries(own).flatMap(([dialect, texts]) =>
  // Object.entries widens the keys to string.
  [...everywhere, ...texts].map((text) => [dialect as DialectId, text] as const),
);

describe('a query with dbt references', () => {
  it('has a corpus of 60 queries in five dialects', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)('in %s changes the names that are marked and not a byte else: %s', (dialect, marked) => {
    const text = marked.replaceAll(/[«»]/g, '');
    const names = namesToReplace(text, dialect);
    const references = names.map(({ ref }) =>
      ref.schema?.toLowerCase() === 'scratch' ? undefined : referenceOf(`${ref.schema}.${ref.name}`),
    );
    const result = withReferences(text, names, references);
    expect(result).toBe(marked.replaceAll(/«([^»]*)»/g, (_, written: string) => referenceOf(written)));
    const written = [...marked.matchAll(/«([^»]*)»/g)].map(([, name = '']) => name);
    expect(result.replaceAll(/\{\{[^}]*\}\}/g, () => written.shift() ?? '')).toBe(text);
  });

  it('completes bare names from the session only where there is one', () => {
    const text = 'select * from orders';
    expect(namesToReplace(text, 'postgres')).toEqual([]);
    const [name] = namesToReplace(text, 'postgres', { database: 'shop', schema: 'marts' });
    expect(name).toEqual({ ref: { database: 'shop', schema: 'marts', name: 'orders' }, start: 14, end: 20 });
  });
});

describe('whatever the names are', () => {
  const dialectIds = Object.keys(own) as DialectId[]; // as: Object.keys widens
  const part = fc.oneof(
    fc.constantFrom(
      'orders',
      'ORDERS',
      'Web Customers',
      'a.b',
      'from',
      '{{ x }}',
      "it's",
      '$1',
      'ß',
      '表',
      '-- no',
      '/*',
      '$$',
      'a"b',
      'a`b',
      '\\',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => /^[^\n\r]+$/.test(text)),
  );
  const around = fc.constantFrom(
    'select * from ',
    'select a, b\r\nfrom\t',
    "select 'from x.y', 1 from ",
    // Longer than any schema made here: one spelled like it would be a path through it, where paths may go on from another table.
    'with recent_rows as (select 1) select * from recent_rows join ',
  );
  const behind = fc.constantFrom('', ' x', '\n  where true', '\r\n', ';', ' -- from s.t', ' /* end */ ');

  it('a name in quotes gives way whole, and putting it back gives the same bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...dialectIds),
        part,
        part,
        around,
        behind,
        (dialect, schema, name, before, after) => {
          // BigQuery keeps no dots, quotes or backslashes in names.
          fc.pre(dialect !== 'bigquery' || !/[.`\\:$@*[\]]/.test(schema + name));
          const written = printTableName({ schema, name }, dialect);
          const text = before + written + after;
          const names = namesToReplace(text, dialect);
          expect(names.map(({ start, end }) => text.slice(start, end))).toEqual([written]);
          const [found] = names;
          expect(found && { schema: found.ref.schema, name: found.ref.name }).toEqual({ schema, name });
          const result = withReferences(text, names, ["{{ ref('x') }}"]);
          expect(result).toBe(`${before}{{ ref('x') }}${after}`);
          expect(withReferences(text, names, [undefined])).toBe(text);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('any text comes back byte for byte when every reference is the name itself', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(...everywhere.map((text) => text.replaceAll(/[«»]/g, ''))),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...dialectIds), pieces, fc.constantFrom('', ' ', '\r\n'), (dialect, texts, glue) => {
        const text = texts.join(glue);
        const names = namesToReplace(text, dialect, { schema: 'marts' });
        for (const [index, { start, end }] of names.entries()) {
          expect(start).toBeGreaterThanOrEqual(names[index - 1]?.end ?? 0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(
          withReferences(
            text,
            names,
            names.map(({ start, end }) => text.slice(start, end)),
          ),
        ).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });
});
