import type { Detection, TableRef } from '../../model';
import { parseTableName } from '../../sql/table-name';
import { climbs, neighboursOf } from '../depth';
import { findOnLine } from '../lines';
import { labelText } from '../names';
import { trusted } from '../place';
import { rowOf } from '../rows';
import type { Label } from '../sight';
import type { Reader, Scene } from './reader';

/** A dotted name, if it is one of a table we know. One part alone is no dotted name. */
function partsOf(text: string, { names }: Scene): TableRef | undefined {
  const parsed = text.includes('.') ? parseTableName(text, names.dialect) : undefined;
  return parsed?.schema !== undefined && names.hasTable(parsed.name) ? parsed : undefined;
}

/**
 * `schema.name` in a tree or under a heading that says a database: that one, or silence where it is none of ours but stands where
 * databases stand.
 */
function inItsDatabase(ref: TableRef, { nodes, element }: Label, scene: Scene): TableRef | undefined {
  const { names, around } = scene;
  if (ref.database !== undefined || around.pageDatabase !== undefined) return trusted(ref, names, around);
  const list = scene.listOf(element);
  const found = findOnLine(nodes, list.lines);
  const line = found && list.lines[found.index];
  const [word] = found?.words ?? [];
  if (!line || !word) return trusted(ref, names, around);
  const near = neighboursOf(found.index, rowOf(word, line, list), list, names, (y) =>
    scene.memory.above(list.scroller, y),
  );
  const databaseRows = [...near.above, ...near.below].filter(({ name }) => names.hasDatabase(name));
  for (const { rows } of climbs(near)) {
    const [database] = rows.flatMap(({ texts }) => texts.filter(names.hasDatabase));
    if (database !== undefined) return trusted({ ...ref, database }, names, around);
    if (rows.some(({ x }) => databaseRows.some((one) => Math.abs(one.x - x) < 3))) return undefined;
  }
  return trusted(ref, names, around);
}

/** Where the name of an attribute's table is to be seen: the label inside (or around) its element. */
function labelIn(element: Element, ref: TableRef, scene: Scene): Element | undefined {
  const inside = scene.sight.names.find((label) => label.text === ref.name && element.contains(label.element));
  return inside?.element;
}

/** Quoted or plain dotted names, in a label or in an attribute that names. */
export const dotted: Reader = {
  id: 'dotted',
  read(scene) {
    const found: Detection[] = [];
    for (const label of scene.sight.dotted) {
      const { text, element } = label;
      const parsed = partsOf(text, scene);
      const ref = parsed && inItsDatabase(parsed, label, scene);
      if (ref) found.push({ reader: 'dotted', evidence: `text: ${text}`, label: text, ref, anchor: element });
    }
    for (const { element, attribute, value } of scene.sight.namedElements) {
      const parsed = partsOf(labelText(value), scene);
      const ref = parsed && trusted(parsed, scene.names, scene.around);
      const anchor = ref && labelIn(element, ref, scene);
      if (ref && anchor) {
        found.push({
          reader: 'dotted',
          evidence: `${attribute}: ${value}`,
          label: labelText(anchor.textContent ?? ''),
          ref,
          anchor,
        });
      }
    }
    return found;
  },
};
