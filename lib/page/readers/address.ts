import type { Detection, TableRef } from '../../model';
import { endsInLetterOfName } from '../letters';
import { findOnLine } from '../lines';
import { labelText } from '../names';
import { trusted } from '../place';
import type { Reader, Scene } from './reader';

/** A heading's text is at least this much larger than the text around it. */
const headingSize = 1.15;

/** Text that ends in the name ("Table: orders", "v · orders") still shows it; what stands before it is short. */
function endsInName(text: string, name: string): boolean {
  if (text === name) return true;
  if (!text.endsWith(name) || text.length - name.length > 40) return false;
  return !endsInLetterOfName(text.slice(0, -name.length).trimEnd());
}

function fontSize(element: Element): number {
  return Number.parseFloat(element.ownerDocument.defaultView?.getComputedStyle(element).fontSize ?? '0');
}

/** The text most of the page is set in, CSS pixels. */
function usualSize(scene: Scene): number {
  const texts = scene.sight.texts;
  const step = Math.max(1, Math.floor(texts.length / 40));
  const sizes = texts
    .filter((_, index) => index % step === 0)
    .flatMap(({ parentElement }) => (parentElement ? [fontSize(parentElement)] : []));
  return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 16;
}

const listLike = 'li, tr, [role="treeitem"], [role="row"], [role="option"], [role="tab"], a[href]';
const headingLike = 'h1, h2, h3, [role="heading"]';

/** A heading may stand in an item of a list; what stands in a row of a list is else no heading, however large. */
function isListed(element: Element): boolean {
  const nearest = element.closest(`${listLike}, ${headingLike}`);
  return nearest !== null && !nearest.matches(headingLike);
}

/** The largest text that shows the name, where it is set as a heading. */
function heading(name: string, scene: Scene): Element | undefined {
  const shown = scene.sight.texts
    .filter((node) => endsInName(labelText(node.data), name))
    .flatMap(({ parentElement }) => (parentElement?.checkVisibility() ? [parentElement] : []));
  const whole = scene.sight.names.filter((label) => label.text === name).map(({ element }) => element);
  const usual = usualSize(scene);
  const candidates = [...new Set([...whole, ...shown])]
    .filter((element) => !isListed(element))
    .map((element) => ({
      element,
      size: fontSize(element) + (element.closest(headingLike) ? usual : 0),
    }))
    .filter(({ size }) => size >= usual * headingSize)
    .sort((a, b) => b.size - a.size);
  return candidates[0]?.element;
}

/** The last word of a breadcrumb: the name, with its schema to the left on the same line. */
function lastCrumb(name: string, ref: TableRef, scene: Scene): Element | undefined {
  for (const node of scene.sight.texts) {
    const element = node.parentElement;
    if (!element || !endsInName(labelText(node.data), name)) continue;
    const found = findOnLine([node], scene.listOf(element).spots);
    if (!found || found === 'part') continue;
    const { words } = found.line;
    const isAfterSchema = words.some(({ text, box }) => text === ref.schema && box.right <= found.word.box.left);
    if (isAfterSchema && words.at(-1) === found.word) return element;
  }
  return undefined;
}

/** Of the tables that are open in tabs, the one whose heading is to be seen. Two of one name cannot be told apart. */
function tabInFront(scene: Scene): TableRef | undefined {
  const open = scene.console?.openTables?.(scene.url) ?? [];
  const shown = open.filter(({ name }) => scene.names.hasTable(name) && heading(name, scene));
  return shown.length === 1 ? shown[0] : undefined;
}

/** The table that the page itself is about, by its address. */
export const address: Reader = {
  id: 'address',
  read(scene): Detection[] {
    const seen = scene.console?.tableAt?.(scene.url) ?? tabInFront(scene);
    const ref = seen && scene.names.hasTable(seen.name) ? trusted(seen, scene.names, scene.around) : undefined;
    if (!seen || !ref) return [];
    const anchor = heading(seen.name, scene) ?? lastCrumb(seen.name, ref, scene);
    return [
      {
        reader: 'address',
        evidence: `address: ${scene.url.pathname}${scene.url.hash}`.slice(0, 200),
        label: seen.name,
        ref,
        anchor,
      },
    ];
  },
};
