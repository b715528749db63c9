import { type Fields, fieldsOf, isRecord } from '../../record';
import { textOf } from '../facts';

/**
 * The manifest's nodes and tests, checked by plain questions where they lie: there are tens of thousands, and a schema library
 * makes a copy of each. What is `unknown` here may be of any type; the readers below give nothing for a wrong one.
 */

type Text = string | null | undefined;

/** A model, seed, snapshot or source. Without the two names it is none. */
export type ManifestNode = Fields & {
  unique_id: string;
  name: string;
  database?: Text;
  schema?: Text;
  alias?: Text;
  identifier?: Text;
  relation_name?: Text;
  config?: Fields | null;
};

/** A test. `attachedTo` is the one node it looks at, since dbt 1.5; before, `subject` (Jinja) names it among `parents`. */
export type ManifestTest = {
  uniqueId: string;
  name?: string;
  kind?: string;
  column?: string;
  attachedTo?: string;
  subject?: string;
  parents: string[];
};

const longestId = 1500;
const texts = ['database', 'schema', 'alias', 'identifier', 'relation_name'] as const;

/** An entry of the manifest with its unique id: where it does not say it itself, its key does. */
export function withId(key: string, value: unknown): unknown {
  return isRecord(value) && !('unique_id' in value) ? { ...value, unique_id: key } : value;
}

export function isManifestNode(value: unknown): value is ManifestNode {
  if (!isRecord(value) || typeof value.unique_id !== 'string' || value.unique_id.length > longestId) return false;
  const hasTexts = texts.every((field) => isNone(value[field]) || typeof value[field] === 'string');
  return typeof value.name === 'string' && hasTexts && (isNone(value.config) || isRecord(value.config));
}

/** What is known of a test; nothing where its id is none. */
export function testIn(value: unknown): ManifestTest | undefined {
  if (!isRecord(value) || typeof value.unique_id !== 'string') return undefined;
  const metadata = fieldsOf(value.test_metadata);
  const test: ManifestTest = { uniqueId: value.unique_id, parents: parentsIn(value) };
  // Built by hand: there are several for each node
  const name = textOf(value.name);
  const kind = textOf(metadata.name);
  const column = textOf(value.column_name);
  const attachedTo = textOf(value.attached_node);
  const subject = textOf(fieldsOf(metadata.kwargs).model);
  if (name !== undefined) test.name = name;
  if (kind !== undefined) test.kind = kind;
  if (column !== undefined) test.column = column;
  if (attachedTo !== undefined) test.attachedTo = attachedTo;
  if (subject !== undefined) test.subject = subject;
  return test;
}

/** The columns that people wrote of: by name, or as a list. What cannot be read of one is absent; without any name it is none. */
export function writtenColumns(columns: unknown): { name: string; type: unknown; description: unknown }[] {
  const named: [string | undefined, unknown][] = Array.isArray(columns)
    ? columns.map((column) => [undefined, column])
    : Object.entries(fieldsOf(columns));
  return named.flatMap(([key, value]) => {
    const column = fieldsOf(value);
    const isOdd = !isNone(column.name) && typeof column.name !== 'string';
    const { data_type: type, description } = isOdd ? {} : column;
    const name = typeof column.name === 'string' ? column.name : key;
    return name === undefined ? [] : [{ name, type, description }];
  });
}

/** What an entry of the manifest depends on. */
export function parentsIn(entry: unknown): string[] {
  return textsOf(fieldsOf(fieldsOf(entry).depends_on).nodes);
}

/** All of them or, where they are anything but texts, none. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : [];
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Some tools write numbers as texts. */
export function numberOf(value: unknown): number | undefined {
  const isDigits = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value);
  const number = isDigits ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function isNone(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
