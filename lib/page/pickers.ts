import type { TableRef } from '../model';
import type { Heading } from './headings';
import { type Box, type Boxes, heightOf, isPainted, type Word } from './lines';
import { isKnown, type List } from './list';
import { labelText, type Names } from './names';
import { mayBeDatabase } from './place';
import type { Scene } from './readers/reader';

/** A control that opens a list of choices, and what it shows of them. */
export type Picker = { element: Element; text: string; box: Box };

/** What opens a list of choices. Roles and tags only: no console's own classes. */
export const pickerSelector = 'select, [role="combobox"], [aria-haspopup]';

/** So far around a field that has no value its choice may be written. */
const levels = 3;

/** What pickers show that a person can see, in the order of the page. */
export const pickersOf = (controls: Element[], boxOf: Boxes): Picker[] =>
  controls.flatMap((control) => {
    const field = control instanceof HTMLInputElement ? control : control.querySelector('input');
    let element = control;
    let said = control instanceof HTMLSelectElement ? control.selectedOptions[0]?.text : control.textContent;
    said ||= field?.value;
    for (let level = 0; !said && field === control && level < levels; level++) {
      element = element.parentElement ?? element;
      said = element.textContent;
    }
    const text = labelText(said ?? '').replace(/^[^:]+: *|\s*[\u2022-\u27bf]$/g, '');
    const isInner = control.parentElement?.closest(pickerSelector);
    return text && !isInner && isPainted(element) ? [{ element, text, box: boxOf(element) }] : [];
  });

/** Database and schema that are chosen. */
export type Pair = Required<Omit<TableRef, 'name'>>;

/**
 * What two pickers show side by side or one below the other. Nothing where another one names something of ours, or goes on behind
 * them with what may be a table.
 */
export function pairIn(pickers: Picker[], names: Names): Pair | undefined {
  const isOurs = ({ text }: Picker) => isKnown(text, names);
  const [one, other, next] = pickers.slice(pickers.findIndex(isOurs));
  if (!one || !other || pickers.filter(isOurs).length > 2) return undefined;
  if (next && mayBeDatabase(next.text)) return undefined;
  const [{ text: database }, { text: schema }] = [one, other];
  return names.hasDatabase(database) && names.hasSchema(schema) ? { database, schema } : undefined;
}

/** What two pickers above a name show, nearest to it in the page's markup: a breadcrumb where they stand. */
export function pickedAbove(word: Word, { isRtl }: List, { pickers, names }: Scene): Heading | undefined {
  const { left, right, top } = word.box;
  let around: Node | null | undefined = word.nodes[0];
  for (; around; around = around.parentNode ?? (around as Partial<ShadowRoot>).host) {
    const inside = pickers.filter(({ element }) => around?.contains(element));
    if (!inside.some(({ text }) => isKnown(text, names))) {
      // A menu of the console's own pages, below what is chosen for all of them.
      if (around instanceof Element && around.matches('nav, [role="navigation"]')) return undefined;
      continue;
    }
    const above = inside.filter(({ box }) => box.bottom <= top + 4 && (isRtl ? box.left < right : box.right > left));
    const pair = pairIn(above, names);
    if (!pair) return undefined;
    const bottom = Math.max(...above.map(({ box }) => box.bottom));
    const line = { words: [], top: bottom, bottom };
    return { texts: Object.values(pair), crumbs: [], line, height: heightOf(word), isTrail: true, isByWeight: false };
  }
  return undefined;
}
