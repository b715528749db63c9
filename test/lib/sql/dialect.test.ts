import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectId, Relation, TableRef } from '../../../lib/model';
import { agrees, foldUnquoted, isSpelledLike, keyOf, nameRules, type Place } from '../../../lib/sql/dialect';

const dialectIds: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];

const exact = (relation: TableRef): Relation => ({ ...relation, isExact: true });
const configured = (relation: TableRef): Relation => ({ ...relation, isExact: false });

describe('a name and a relation', () => {
  it.each<[string, DialectId, TableRef, Relation]>([
    ['parts that only one side knows', 'snowflake', { name: 'T' }, exact({ database: 'D', schema: 'S', name: 'T' })],
    [
      'case where dbt only configured the name',
      'snowflake',
      { schema: 'S', name: 'T' },
      configured({ schema: 's', name: 't' }),
    ],
    ['case in Redshift', 'redshift', { name: 'Sales' }, exact({ name: 'sales' })],
    ['case in Databricks', 'databricks', { name: 'Sales' }, exact({ name: 'SALES' })],
    ['the case of a BigQuery project', 'bigquery', { database: 'P', name: 't' }, exact({ database: 'p', name: 't' })],
    ['a date shard', 'bigquery', { name: 'events_20240101' }, exact({ name: 'events_*' })],
    ['a shorter wildcard', 'bigquery', { name: 'events_2024*' }, exact({ name: 'events_*' })],
    ['a shard of one century', 'bigquery', { name: 'ga_sessions_20240101' }, exact({ name: 'ga_sessions_20*' })],
    ['a shard of one year', 'bigquery', { name: 'events_20240101' }, exact({ name: 'events_2024*' })],
    ['the wildcard itself', 'bigquery', { name: 'events_*' }, exact({ name: 'events_*' })],
    ['a folded group of shards', 'bigquery', { name: 'events_' }, exact({ name: 'events_*' })],
    ['a partition', 'bigquery', { name: 't$20240101' }, exact({ name: 't' })],
    ['a moment', 'bigquery', { name: 't@-3600000' }, exact({ name: 't' })],
    ['the old catalog', 'databricks', { database: 'hive_metastore', name: 't' }, exact({ name: 't' })],
    [
      'both names of the old catalog',
      'databricks',
      { database: 'spark_catalog', name: 't' },
      exact({ database: '', name: 't' }),
    ],
  ])('agree whatever %s', (_what, dialect, name, relation) => {
    expect(agrees(dialect, name, relation)).toBe(true);
  });

  it.each<[string, DialectId, TableRef, Relation]>([
    ['another schema', 'redshift', { schema: 'a', name: 't' }, exact({ schema: 'b', name: 't' })],
    ['another case of a stored name in Snowflake', 'snowflake', { name: 't' }, exact({ name: 'T' })],
    [
      'another case of a stored name in PostgreSQL',
      'postgres',
      { schema: 'S', name: 't' },
      exact({ schema: 's', name: 't' }),
    ],
    ['another case in BigQuery', 'bigquery', { schema: 'DS', name: 't' }, configured({ schema: 'ds', name: 't' })],
    ['a shard of another year', 'bigquery', { name: 'events_20250101' }, exact({ name: 'events_2024*' })],
    ['a wider wildcard', 'bigquery', { name: 'events_*' }, exact({ name: 'events_2024*' })],
    ['a name that is no shard', 'bigquery', { name: 'events_intraday_20240101' }, exact({ name: 'events_*' })],
    ['one shard of another', 'bigquery', { name: 'e_20240101' }, exact({ name: 'e_20240102' })],
    ['a Unity catalog', 'databricks', { database: 'main', name: 't' }, exact({ name: 't' })],
    ['sharp s', 'snowflake', { name: 'STRASSE' }, configured({ name: 'straße' })],
  ])('do not agree with %s', (_what, dialect, name, relation) => {
    expect(agrees(dialect, name, relation)).toBe(false);
  });

  it('are spelled alike when all shared parts are equal', () => {
    expect(isSpelledLike({ name: 'T' }, { schema: 'S', name: 'T' })).toBe(true);
    expect(isSpelledLike({ schema: 's', name: 'T' }, { schema: 'S', name: 'T' })).toBe(false);
  });

  it('have equal keys whenever they agree', () => {
    const text = fc.oneof(
      fc.constantFrom(
        'T',
        't',
        'events_*',
        'events_20240101',
        'events_2*',
        'a$1',
        'İ',
        'i̇',
        'ß',
        'SS',
        'hive_metastore',
        '',
        'Main',
        'main',
      ),
      fc.string({ maxLength: 4 }),
    );
    const name = fc.record({ database: text, schema: text, name: text });
    fc.assert(
      fc.property(fc.constantFrom(...dialectIds), name, name, fc.boolean(), (dialect, a, b, isExact) => {
        if (!agrees(dialect, a, { ...b, isExact })) return;
        for (const place of ['database', 'schema', 'name'] satisfies Place[]) {
          expect(keyOf(dialect, a[place], place)).toBe(keyOf(dialect, b[place], place));
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('folding', () => {
  it.each<[DialectId, string]>([
    ['snowflake', 'A1_$ßİ'],
    ['postgres', 'a1_$ßİ'],
    ['redshift', 'a1_$ßİ'],
    ['databricks', 'a1_$ßİ'],
    ['bigquery', 'a1_$ßİ'],
  ])('of %s changes ASCII letters only', (dialect, expected) => {
    expect(foldUnquoted(nameRules[dialect], 'a1_$ßİ')).toBe(expected);
  });
});
