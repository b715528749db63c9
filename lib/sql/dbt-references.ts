import type { DialectId, TableRef } from '../model';
import { dialects } from './dialects';
import { linesOf, tokenizeLines } from './lines';
import { isName } from './reading';
import { parseTableName } from './table-name';
import { tablesInSql } from './tables-in-sql';
import { dot } from './token';

/** A name in a SQL text that may give way to a dbt reference: offsets in UTF-16 units, quotes included. */
export type WrittenName = { ref: TableRef; start: number; end: number };

/**
 * The names in a query that dbt's references can stand for: tables, and the `schema.table` before a column where the same
 * text reads that table, because both have to go on naming one relation in every environment. `table.column` stays: a
 * relation keeps its own name. Left alone are names in strings, BigQuery's `[legacy]` names, and names without a schema that
 * neither the text nor `session` completes. In reading order.
 */
export function namesToReplace(text: string, dialect: DialectId, session: Partial<TableRef> = {}): WrittenName[] {
  const read = tablesInSql(text, dialect, { context: session });
  const tables = read.filter(({ ref, start }) => ref.schema !== undefined && !isLeftAlone(text, start));
  const prefixes = prefixesIn(text, dialect, read);
  return [...tables, ...prefixes]
    .map(({ ref, start, end }) => ({ ref, start, end }))
    .toSorted((one, other) => one.start - other.start);
}

/** The text with each name replaced by the reference of the same index, where there is one; all else byte for byte. */
export function withReferences(text: string, names: WrittenName[], references: (string | undefined)[]): string {
  let result = '';
  let at = 0;
  for (const [index, { start, end }] of names.entries()) {
    const reference = references[index];
    if (reference === undefined) continue;
    result += text.slice(at, start) + reference;
    at = end;
  }
  return result + text.slice(at);
}

/** Inside a string, or in brackets of legacy SQL: a name's own quotes stand at `start`, not before it. */
function isLeftAlone(text: string, start: number): boolean {
  return text[start] === '[' || /['"]/.test(text[start - 1] ?? '');
}

/** `schema.table` before a column, where the text reads that table. */
function prefixesIn(text: string, dialect: DialectId, tables: WrittenName[]): WrittenName[] {
  const { data, length } = tokenizeLines(linesOf(text, dialects[dialect]), '');
  const kind = (token: number) => data[3 * token] ?? 0;
  const prefixes: WrittenName[] = [];
  let token = 0;
  while (3 * token < length) {
    const first = token;
    const ends: number[] = [];
    while (isName(kind(token)) || (ends.length > 0 && kind(token) > 0 && kind(token - 1) === dot)) {
      ends.push(data[3 * token + 2] ?? 0);
      token += 1;
      if (kind(token) !== dot) break;
      token += 1;
    }
    token = Math.max(token, first + 1);
    const start = data[3 * first + 1] ?? 0;
    if (ends.length < 3 || tables.some((table) => start >= table.start && start < table.end)) continue;
    for (const end of ends.slice(1, -1).toReversed()) {
      const written = parseTableName(text.slice(start, end), dialect);
      const table = tables.find(({ ref }) => written && isSame(written, ref));
      if (!table) continue;
      prefixes.push({ ref: table.ref, start, end });
      break;
    }
  }
  return prefixes;
}

function isSame(written: TableRef, { database, schema, name }: TableRef): boolean {
  const isSameDatabase = written.database === undefined || database === undefined || written.database === database;
  return written.schema !== undefined && written.schema === schema && written.name === name && isSameDatabase;
}
