import type { DialectId } from '../../../lib/model';
import { tablesInSql } from '../../../lib/sql/tables-in-sql';

/** [database, schema, name] in the spelling the warehouse stores; null where the text does not say. */
export type Triple = readonly [string | null, string | null, string];

/** `valid`: the vendor's documentation allows it as it stands. `half-typed`: somebody is in the middle of it. `window`: lines cut out of a file. */
export type TextKind = 'valid' | 'half-typed' | 'window';

/**
 * One SQL text and the tables a reader should see in it, every occurrence counted, order ignored.
 * Tables: what is read, written, created, altered, described or dropped. Not tables: CTEs, aliases, columns, functions,
 * files and stages, temporary tables that the text itself creates without a schema, BigQuery's INFORMATION_SCHEMA views.
 * A name that breaks off after a dot is no name yet. Names after a `USE` or `SET search_path` are complete.
 */
export type CorpusText = { kind: TextKind; sql: string; names: Triple[] };

/** A name with dots in its parts is an array, any other is written with dots: `'db.schema.name'`. */
type Short = string | readonly string[];

function text(kind: TextKind) {
  return (sql: string, ...names: Short[]): CorpusText => ({ kind, sql, names: names.map(tripleOf) });
}

export const valid = text('valid');
export const half = text('half-typed');
export const cut = text('window');

function tripleOf(short: Short): Triple {
  const parts = typeof short === 'string' ? short.split('.') : short;
  const [name, schema, database] = parts.toReversed();
  if (name === undefined || parts.length > 3) throw new Error(`Not a name of the corpus: ${String(short)}`);
  return [database ?? null, schema ?? null, name];
}

/** What a reader under test does: names of a text, in any order. Competing parsers are wrapped into this. */
export type NameReader = (sql: string, dialect: DialectId, kind: TextKind) => Triple[];

/** Our own reader. */
export const ours: NameReader = (sql, dialect, kind) =>
  tablesInSql(sql, dialect, { isWindow: kind === 'window' }).map(({ ref }) => [
    ref.database ?? null,
    ref.schema ?? null,
    ref.name,
  ]);

export type Score = {
  texts: number;
  found: number;
  missed: number;
  extra: number;
  precision: number;
  recall: number;
  f1: number;
  /** One line a text that is not read perfectly. */
  misses: string[];
};

/** Runs a reader over texts of one dialect. A reader that throws has found nothing in that text. */
export function score(texts: readonly CorpusText[], dialect: DialectId, read: NameReader): Score {
  const total = { found: 0, missed: 0, extra: 0 };
  const misses: string[] = [];
  for (const { sql, kind, names } of texts) {
    const { found, missed, extra } = compare(
      names,
      attempt(() => read(sql, dialect, kind)),
    );
    total.found += found;
    total.missed += missed.length;
    total.extra += extra.length;
    if (missed.length + extra.length > 0) {
      misses.push(
        `${kind}: ${JSON.stringify(sql)}\n    missed ${missed.join(' ') || '-'} · extra ${extra.join(' ') || '-'}`,
      );
    }
  }
  const precision = ratio(total.found, total.found + total.extra);
  const recall = ratio(total.found, total.found + total.missed);
  const f1 = ratio(2 * total.found, 2 * total.found + total.missed + total.extra);
  return { texts: texts.length, ...total, precision, recall, f1, misses };
}

function attempt(read: () => Triple[]): Triple[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function compare(expected: readonly Triple[], actual: readonly Triple[]) {
  const left = expected.map(printed);
  const extra: string[] = [];
  for (const name of actual.map(printed)) {
    const index = left.indexOf(name);
    if (index < 0) extra.push(name);
    else left.splice(index, 1);
  }
  return { found: expected.length - left.length, missed: left, extra };
}

function printed(triple: Triple): string {
  return triple.map((part) => (part === null ? '' : `<${part}>`)).join('');
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
