import type { Detection, TableRef } from '../../model';
import { parseTableName } from '../../sql/table-name';
import { labelText } from '../names';
import { trusted } from '../place';
import type { Reader, Scene } from './reader';

/** A dotted name in full, if it is one and we may trust it. One part alone is no dotted name. */
function refAt(text: string, scene: Scene): TableRef | undefined {
  if (!text.includes('.')) return undefined;
  const parsed = parseTableName(text, scene.names.dialect);
  return parsed?.schema === undefined ? undefined : trusted(parsed, scene.names, scene.around);
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
    for (const { text, element } of scene.sight.dotted) {
      const ref = refAt(text, scene);
      if (ref) found.push({ reader: 'dotted', evidence: `text: ${text}`, label: text, ref, anchor: element });
    }
    for (const { element, attribute, value } of scene.sight.namedElements) {
      const ref = refAt(labelText(value), scene);
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
