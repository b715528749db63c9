import type { DialectId, Relation, TableRef } from '../model';

/** How one warehouse writes names. Each fact is from the vendor's own SQL reference; what only SQL texts need stands in `dialects.ts`. */
export type NameRules = {
  /** The one character that opens and closes a quoted name. */
  quote: '"' | '`';
  /** What happens to the case of an unquoted name. */
  folding: 'upper' | 'lower' | 'none';
  /** Databricks: an unquoted name may start with a digit (but not be a number). */
  hasLeadingDigits: boolean;
  /** Letters beyond ASCII may stand in an unquoted name. */
  hasUnicodeNames: boolean;
  /** `$` may stand in an unquoted name after its first character. */
  hasDollarInNames: boolean;
  /** BigQuery: the first part of an unquoted path may hold dashes, and a quoted part may hold dots that separate. */
  hasPaths: boolean;
  /** Snowflake: `db..name` means the schema PUBLIC. */
  hasPublicBetweenDots: boolean;
};

const plain: NameRules = {
  quote: '"',
  folding: 'lower',
  hasLeadingDigits: false,
  hasUnicodeNames: true,
  hasDollarInNames: true,
  hasPaths: false,
  hasPublicBetweenDots: false,
};

/** The five warehouses, each as what differs from PostgreSQL. */
export const nameRules: Record<DialectId, NameRules> = {
  postgres: plain,
  redshift: plain,
  snowflake: { ...plain, folding: 'upper', hasUnicodeNames: false, hasPublicBetweenDots: true },
  databricks: {
    ...plain,
    quote: '`',
    hasLeadingDigits: true,
    hasUnicodeNames: false,
    hasDollarInNames: false,
  },
  bigquery: {
    ...plain,
    quote: '`',
    folding: 'none',
    hasUnicodeNames: false,
    hasDollarInNames: false,
    hasPaths: true,
  },
};

/**
 * The stored spelling of an unquoted part. Only ASCII letters change: PostgreSQL and Redshift leave others as they are,
 * and the other warehouses do not allow others without quotes.
 */
export function foldUnquoted({ folding }: NameRules, part: string): string {
  if (folding === 'none') return part;
  return folding === 'lower' ? lowerAscii(part) : upperAscii(part);
}

/** Where a part stands in a name. */
export type Place = 'database' | 'schema' | 'name';

/**
 * The key under which a part is looked up. Parts whose keys differ can never be the same relation; parts with the same
 * key still have to agree (`agrees`). BigQuery's date shards share one key with their wildcard.
 */
export function keyOf(dialect: DialectId, part: string, place: Place): string {
  if (dialect === 'bigquery') {
    if (place === 'database') return part.toLowerCase();
    return place === 'name' ? withoutShard(withoutDecorator(part)) : part;
  }
  const key = part.toLowerCase();
  return dialect === 'databricks' && place === 'database' && legacyCatalog.test(key) ? '' : key;
}

/** Whether no part that both sides know speaks against `ref` being `relation`. */
export function agrees(dialect: DialectId, ref: TableRef, relation: Relation): boolean {
  return (
    isSameName(dialect, ref.name, relation) &&
    isSamePart(dialect, ref, relation, 'schema') &&
    isSamePart(dialect, ref, relation, 'database')
  );
}

/** Whether all parts that both sides know are spelled exactly alike. */
export function isSpelledLike(ref: TableRef, relation: TableRef): boolean {
  return ref.name === relation.name && isAlike(ref.schema, relation.schema) && isAlike(ref.database, relation.database);
}

function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function isSamePart(dialect: DialectId, ref: TableRef, relation: Relation, place: 'database' | 'schema'): boolean {
  const written = ref[place];
  // A dbt project without a database on Databricks lives in the workspace's old catalog.
  const stored = relation[place] ?? (dialect === 'databricks' && place === 'database' ? '' : undefined);
  if (written === undefined || stored === undefined) return true;
  return isSameText(dialect, written, stored, place, relation.isExact);
}

function isSameName(dialect: DialectId, name: string, relation: Relation): boolean {
  if (dialect !== 'bigquery') return isSameText(dialect, name, relation.name, 'name', relation.isExact);
  const written = withoutDecorator(name);
  if (written === relation.name) return true;
  if (withoutShard(written) !== withoutShard(relation.name)) return false;
  return relation.name.endsWith('*') && written.startsWith(relation.name.slice(0, -1));
}

/** Databricks' catalog of before there were catalogs, which need not be named. */
const legacyCatalog = /^(hive_metastore|spark_catalog)$/;

function isSameText(dialect: DialectId, a: string, b: string, place: Place, isExact: boolean): boolean {
  if (a === b) return true;
  if (isExact && (dialect === 'snowflake' || dialect === 'postgres')) return false;
  if (dialect === 'redshift') return lowerAscii(a) === lowerAscii(b);
  return keyOf(dialect, a, place) === keyOf(dialect, b, place);
}

/** `events$20240101` and `events@-3600000` are the table `events`, one partition or one moment of it. */
function withoutDecorator(name: string): string {
  return name.replace(/(?!^)[$@].*/, '');
}

/** What `events_20240101`, `events_2024*`, `events_*` and `events_` have in common. */
function withoutShard(name: string): string {
  return name.replace(/(?!^)((19|20)\d{6}|\d{0,8}\*)$/, '');
}

// Letters beyond ASCII would change too, or even become two (`ß`, `İ`).

function lowerAscii(text: string): string {
  // Nearly every name is in lower case, and looking costs less than a copy.
  return has(text, 65, 90) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function upperAscii(text: string): string {
  return isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Whether no letter of another script is in a text. */
export function isAscii(text: string): boolean {
  return !has(text, 128, 0xffff);
}

/** Whether a text has a character with a code from `first` to `last`. */
function has(text: string, first: number, last: number): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= first && code <= last) return true;
  }
  return false;
}
