import { hasLetterOrDigit } from './letters';
import { labelText } from './names';
import type { Level } from './place';

/** Elements that hold a row and, below it, the rows inside of it. */
const items = 'li, details, [role="treeitem"]';

/** What an item says of itself: its first text. */
function headOf(item: Element): string {
  const walker = item.ownerDocument.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = labelText(node.nodeValue ?? '');
    if (hasLetterOrDigit(text)) return text;
  }
  return '';
}

/** Items around a label, nearest first: what a tree says by its markup where nothing is indented. */
export function itemsAround(label: Element, name: string): Level[] {
  const levels: Level[] = [];
  let item = label.closest(items);
  if (item && headOf(item) === name) item = item.parentElement?.closest(items) ?? null;
  for (; item; item = item.parentElement?.closest(items) ?? null) levels.push({ texts: [headOf(item)], crumbs: [] });
  return levels;
}
