// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId } from '../../../lib/model';
import { relationOf, relationParts } from '../../../lib/sources/relation-name';

describe("the parts of dbt's relation_name", () => {
  it.each<[DialectId, string, string[]]>([
    ['snowflake', 'analytics.marts.fct_orders', ['ANALYTICS', 'MARTS', 'FCT_ORDERS']],
    ['snowflake', 'ANALYTICS.marts."Fct.Orders"', ['ANALYTICS', 'MARTS', 'Fct.Orders']],
    ['postgres', '"db"."public"."Order ""Lines"""', ['db', 'public', 'Order "Lines"']],
    ['postgres', 'DB.Public.Orders', ['db', 'public', 'orders']],
    ['redshift', '"dev"."MARTS"."orders"', ['dev', 'MARTS', 'orders']],
    ['bigquery', '`my-project`.`Marts`.`events_*`', ['my-project', 'Marts', 'events_*']],
    ['bigquery', '`my-project.Marts.Orders`', ['my-project', 'Marts', 'Orders']],
    ['bigquery', 'my-project.Marts.Orders', ['my-project', 'Marts', 'Orders']],
    ['databricks', '`main`.`marts`.`orders`', ['main', 'marts', 'orders']],
    ['databricks', '`marts`.`orders`', ['marts', 'orders']],
    ['databricks', 'Main.Marts.Orders', ['main', 'marts', 'orders']],
  ])('%s: %s', (dialect, text, parts) => {
    expect(relationParts(text, dialect)).toEqual(parts);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', '"a', 'a"b"', 'a.b.c.d', '""', '"a"."b', 'select 1 as "x"'])(
    'are none in %j',
    (text) => {
      expect(relationParts(text, 'postgres')).toBeUndefined();
    },
  );

  it('are what was quoted, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }), (parts) => {
        const text = parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
        expect(relationParts(text, 'snowflake')).toEqual(parts);
      }),
    );
  });
});

describe('the relation of a node', () => {
  it('is exact when dbt gives its quoted form', () => {
    const relation = relationOf(
      { relationName: 'DB.marts.orders', database: 'db', schema: 'marts', name: 'x' },
      'snowflake',
    );
    expect(relation).toEqual({ database: 'DB', schema: 'MARTS', name: 'ORDERS', isExact: true });
  });

  it('D4: is as configured when dbt does not, or gives something else', () => {
    const configured = { database: null, schema: 'marts', name: 'orders' };
    expect(relationOf(configured, 'snowflake')).toEqual({ schema: 'marts', name: 'orders', isExact: false });
    expect(relationOf({ ...configured, relationName: 'read_parquet("x")' }, 'postgres').isExact).toBe(false);
  });

  it('has the quotes in a configured name once, as the warehouse stores them', () => {
    expect(relationOf({ schema: 'raw', name: 'Returns ""b-stock""' }, 'postgres').name).toBe('Returns "b-stock"');
  });

  it('has no schema or database that is empty', () => {
    expect(relationOf({ database: '', schema: '', name: 'orders' }, 'databricks')).toEqual({
      name: 'orders',
      isExact: false,
    });
  });
});
