import type { DialectId, TableRef } from '../model';
import { refAt } from './chain';
import { codeOf } from './keywords';
import { endAt, isName, kindAt, type Reading, type Session, startAt } from './reading';
import { parseTableName } from './table-name';
import { comma, dot, quotedName, string, word } from './token';

const catalog = codeOf('catalog');
const database = codeOf('database');
const namespaces = new Set(['schema', 'namespace'].map(codeOf));
const others = new Set(['role', 'secondary', 'warehouse'].map(codeOf));
const scopes = new Set(['session', 'local'].map(codeOf));
const searchPath = codeOf('search_path');
const schemaWord = codeOf('schema');
const to = codeOf('to');
const all = codeOf('all');

/** `USE [DATABASE | SCHEMA | CATALOG] name`: changes the session for what follows. */
export function readUse(reading: Reading): void {
  const first = kindAt(reading, 1);
  const isBare = !(first === database || first === catalog || namespaces.has(first)) || !isName(kindAt(reading, 2));
  if (isBare && others.has(first) && isName(kindAt(reading, 2))) return;
  const ref = placeAt(reading, reading.at + (isBare ? 3 : 6));
  if (ref)
    reading.session = {
      ...reading.session,
      ...used(reading.id, isBare ? 0 : first, ref.schema, ref.name),
      isUsed: true,
    };
}

/** What a `USE` of this kind changes. After a change of database the old schema must not stay: it is not known which one is new. */
function used(id: DialectId, kind: number, before: string | undefined, name: string): Partial<Session> {
  if (before !== undefined) return { database: before, schema: name };
  if (kind === catalog) return { database: name, schema: 'default' };
  const isSchema = namespaces.has(kind) || id === 'databricks';
  return isSchema ? { schema: name } : { database: name, schema: undefined };
}

/** `SET search_path`, `SET SCHEMA 'x'` and `SET CATALOG x`. Of a search path the first schema that is not the user's own counts. */
export function readSet(reading: Reading): void {
  const index = reading.at + (scopes.has(kindAt(reading, 1)) ? 6 : 3);
  const kind = reading.tokens[index];
  if (kind === catalog) {
    const stored = nameAt(reading, index + 3);
    if (stored !== undefined)
      reading.session = { ...reading.session, database: stored, schema: 'default', isUsed: true };
    return;
  }
  if (kind !== searchPath && kind !== schemaWord) return;
  reading.session = { ...reading.session, schema: firstSchema(reading, index + 3), isUsed: true };
}

/** `RESET search_path`: the schema is the server's default again, which no text tells. */
export function readReset(reading: Reading): void {
  const what = kindAt(reading, 1);
  if (what === searchPath || what === all) reading.session = { ...reading.session, schema: undefined };
}

function firstSchema(reading: Reading, from: number): string | undefined {
  const { tokens } = reading;
  let index = from;
  const isAssignment = tokens[index] === to || reading.text.charCodeAt(startAt(reading, index)) === 61;
  if (isAssignment) index += 3;
  for (;;) {
    const kind = tokens[index] ?? 0;
    if (kind !== string && !isName(kind)) return undefined;
    const schema = schemaAt(reading, index);
    if (schema !== undefined && schema !== '$user' && schema !== 'pg_catalog') return schema;
    if (tokens[index + 3] !== comma) return undefined;
    index += 6;
  }
}

function schemaAt(reading: Reading, index: number): string | undefined {
  if (reading.tokens[index] !== string) return nameAt(reading, index);
  const text = reading.text.slice(startAt(reading, index) + 1, endAt(reading, index) - 1);
  return text === '$user' ? text : (parseTableName(text, reading.id)?.name ?? text);
}

function nameAt(reading: Reading, index: number): string | undefined {
  return isName(reading.tokens[index] ?? 0) ? refAt(reading, index, 1)?.name : undefined;
}

/** A database, a schema, or both with a dot between them. */
function placeAt(reading: Reading, from: number): TableRef | undefined {
  const { tokens } = reading;
  if (!isName(tokens[from] ?? 0)) return undefined;
  let count = 1;
  while (tokens[from + 6 * count - 3] === dot && isPart(tokens[from + 6 * count])) count++;
  return count < 3 ? refAt(reading, from, count) : undefined;
}

function isPart(kind: number | undefined): boolean {
  return kind === word || kind === quotedName;
}
