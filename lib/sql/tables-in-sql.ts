import type { DialectId, TableRef } from '../model';
import { dialects } from './dialects';
import { linesOf, modeOfWindow, tokenizeText } from './lines';
import { newReading, type SqlTable } from './reading';
import { readTables } from './roles';
import { spareTokens } from './token';

export type { SqlTable };

/** What the caller knows of a text. */
export type SqlOptions = {
  /** The text is cut out of a longer one: it may begin inside a comment or a string. */
  isWindow?: boolean;
  /** The session's database and schema, where the console shows them; a `USE` in the text overrides them. */
  context?: Partial<TableRef>;
  /** Whether a name is a table of the project: dotted names that stand where no table is read are returned only then. */
  isKnown?: (ref: TableRef) => boolean;
};

/**
 * All table names in a SQL text, in reading order: every name where a table is read, written, created, altered or dropped.
 * Tolerant: half a statement or a window of a file is read as far as it goes; nothing throws, and the time grows
 * with the length only.
 */
export function tablesInSql(text: string, dialect: DialectId, options: SqlOptions = {}): SqlTable[] {
  const rules = dialects[dialect];
  const mode = options.isWindow ? modeOfWindow(linesOf(text, rules)) : '';
  // Nothing of them is kept: what is found has its own offsets.
  const tokens = tokenizeText(text, mode, rules, spareTokens());
  const reading = newReading(text, tokens, dialect, options.context ?? {});
  reading.isKnown = options.isKnown;
  readTables(reading);
  return reading.tables;
}
