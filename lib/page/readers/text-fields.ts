import type { Detection, DialectId, TableRef } from '../../model';
import { createSqlReader, type SqlReader } from '../../sql/sql-reader';
import { textBetween } from '../editor-text';
import { trusted } from '../place';
import type { Scene } from './reader';

/** Longer texts were pasted, not written; reading them at each key would be felt. */
const mostCharacters = 100_000;

/** What nobody would write into a field for notes or for a chat: a statement's first word, comments and parentheses before it. */
const beginsStatement =
  /^(?:\s|--[^\n]*\n|#[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|with|from|insert|update|delete|merge|create|alter|drop|truncate|explain|describe|desc|show|use|set|copy|grant|analyze|vacuum|optimize|refresh|call|begin|declare|table|values)\b/i;

type Known = { reader: SqlReader; dialect: DialectId; detections: Map<string, Detection> };

/** Goes with the field. */
const known = new WeakMap<Element, Known>();

function knownOf(field: Element, dialect: DialectId): Known {
  let found = known.get(field);
  if (found?.dialect !== dialect) {
    found = { reader: createSqlReader(dialect), dialect, detections: new Map() };
    known.set(field, found);
  }
  return found;
}

/**
 * SQL in a plain text field. Its text is no part of the page that could be marked, and a drawing over it would lie wherever the
 * browser scrolls it: its tables are listed, each once, and drawn nowhere.
 */
export function readTextField(field: HTMLTextAreaElement, context: Partial<TableRef>, scene: Scene): Detection[] {
  const text = field.value;
  if (text.length > mostCharacters || !beginsStatement.test(text)) return [];
  const { names } = scene;
  const around = { ...scene.around, session: {} };
  const kept = knownOf(field, names.dialect);
  const isKnown = (ref: TableRef) => names.relations(ref).length > 0;
  const detections = new Map<string, Detection>();
  const lines = text.split('\n').map((written) => ({ text: written }));
  for (const { ref, line, start, endLine, end } of kept.reader.read(
    lines.map(({ text: written }) => written),
    { firstLine: 0, context, isKnown },
  )) {
    const placed = names.hasTable(ref.name) ? trusted(ref, names, around) : undefined;
    const key = JSON.stringify(placed);
    if (!placed || detections.has(key)) continue;
    const label = textBetween(lines, line, start, endLine, end);
    const same = kept.detections.get(key);
    const evidence = `SQL: ${label}`;
    detections.set(
      key,
      same?.label === label ? same : { reader: 'editors', evidence, label, ref: placed, anchor: field, isListed: true },
    );
  }
  kept.detections = detections;
  return [...detections.values()];
}
