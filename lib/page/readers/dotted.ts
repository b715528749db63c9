import type { TableRef } from '../../model';
import { parseTableName } from '../../sql/table-name';
import { columnHead, isBehindColumn } from '../columns';
import { climbs, isHeaded, neighboursOf } from '../depth';
import { findOnLine, type Spot, trail } from '../lines';
import { isText, type List } from '../list';
import { labelText } from '../names';
import { mayBeDatabase, trusted } from '../place';
import type { Label, NamedElement } from '../seen';
import type { Reader, Scene } from './reader';

/** The end of a breadcrumb that is one text: it has to say a database, too, as one with dots or bars between its words has. */
function endOfTrail(text: string): TableRef | undefined {
  const [name, schema, database] = text.split(trail).reverse();
  return name !== undefined && schema !== undefined && database !== undefined ? { database, schema, name } : undefined;
}

/** A dotted name, or a breadcrumb, if it is one of a table we know. One part alone is no dotted name. */
function partsOf(text: string, { names }: Scene): TableRef | undefined {
  const end = endOfTrail(text);
  if (end && names.relations(end).length > 0) return end;
  const parsed = text.includes('.') ? parseTableName(text, names.dialect) : undefined;
  return parsed?.schema !== undefined && names.hasTable(parsed.name) ? parsed : undefined;
}

/** A dotted name that is no first column of a grid with column heads is a value of it, unless the row is named after its table. */
function isValue(spot: Spot, name: string, list: List): boolean {
  if (spot.line.words.find((other) => isText(other, list))?.text === name) return false;
  return isBehindColumn(spot, list) && columnHead(spot, list) !== undefined;
}

/**
 * `schema.name` in a tree or under a heading that says a database: that one, or silence where it is none of ours but stands where
 * databases stand.
 */
function inItsDatabase(ref: TableRef, { nodes, element }: Label, scene: Scene): TableRef | undefined {
  const { names, around } = scene;
  const { schema = '' } = ref;
  const list = scene.listOf(element);
  const found = findOnLine(nodes, list.spots);
  // The end of a longer name (`other_database.` + `schema.name`) is another one.
  if (found === 'part') return undefined;
  if (found && isValue(found, ref.name, list)) return undefined;
  if (!found || (ref.database ?? around.pageDatabase) !== undefined) return trusted(ref, names, around);
  // It reads as a database and its schema just as well.
  if (names.hasDatabase(schema) && names.hasSchema(ref.name)) return undefined;
  const near = neighboursOf(found, list, scene);
  const databaseRows = [...near.above, ...near.below].filter(({ name }) => names.hasDatabase(name));
  for (const { rows } of climbs(near)) {
    const [database] = rows.flatMap(({ texts }) => texts.filter(names.hasDatabase));
    if (database !== undefined) return trusted({ ...ref, database }, names, around);
    const higher = rows.slice(1 + rows.findIndex(({ texts }) => texts.includes(schema)));
    if (higher.some(({ name }) => mayBeDatabase(name))) return undefined;
    if (rows.some(({ x }) => databaseRows.some((one) => Math.abs(one.x - x) < 3))) return undefined;
  }
  // What nobody has seen of the list may say another database.
  const isOpen = around.session.database !== undefined || (near.isTop && !isHeaded(near.child, near.above));
  return isOpen ? trusted(ref, names, around) : undefined;
}

/** Every way to read an attribute as a path of stored names that nobody quoted: a dot, a blank or a capital may be part of each. */
function* storedPaths(path: string, { names }: Scene): Generator<TableRef> {
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const above = path.slice(0, dot);
    const name = path.slice(dot + 1);
    if (!names.hasTable(name)) continue;
    if (names.hasSchema(above)) yield { schema: above, name };
    for (let end = above.indexOf('.'); end > 0; end = above.indexOf('.', end + 1)) {
      const [database, schema] = [above.slice(0, end), above.slice(end + 1)];
      if (names.hasDatabase(database) && names.hasSchema(schema)) yield { database, schema, name };
    }
  }
}

type Labels = Map<string, Label[]>;

/** What an attribute says of the label inside its element, which has to say the very name. */
function readAttribute({ element, attribute, value }: NamedElement, labels: Labels, scene: Scene) {
  const text = labelText(value);
  if (!text.includes('.')) return undefined;
  const written = partsOf(text, scene);
  for (const seen of [...(written ? [written] : []), ...storedPaths(text, scene)]) {
    const label = labels.get(seen.name)?.find((one) => element.contains(one.element));
    const ref = label && inItsDatabase(seen, label, scene);
    if (ref)
      return { reader: 'dotted', evidence: `${attribute}: ${value}`, label: label.text, ref, anchor: label.element };
  }
  return undefined;
}

/** Quoted or plain dotted names, in a label or in an attribute that names. */
export const dotted: Reader = {
  id: 'dotted',
  *read(scene) {
    for (const label of scene.sight.dotted) {
      const { text, element } = label;
      const parsed = partsOf(text, scene);
      const ref = parsed && inItsDatabase(parsed, label, scene);
      yield ref && { reader: 'dotted', evidence: `text: ${text}`, label: text, ref, anchor: element };
    }
    const labels: Labels = new Map();
    for (const label of scene.sight.names) labels.set(label.text, [...(labels.get(label.text) ?? []), label]);
    for (const one of scene.sight.namedElements) yield readAttribute(one, labels, scene);
  },
};
