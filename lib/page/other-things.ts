import { areApart, isAligned, isUnderOtherHead } from './columns';
import { wordsOf } from './letters';
import type { Spot, Word } from './lines';
import type { List } from './list';
import type { Names } from './names';
import { otherKind, saysTables } from './other-kinds';
import { rowElement } from './rows';
import type { Label } from './seen';

/** What may draw a thing's kind before its name, and say which one it is. */
const drawn = '[aria-label], [title], [alt], title';
const control = 'button, [role="button"], a[href]';

/** What is said of one thing that everybody sees is short; of a drawing it may be more ("Icon for function level in the tree"). */
const [mostWords, mostOfDrawing] = [3, 8];

/** Does a row, or the icon before its name, say to those who do not see it that this is no table? */
function isDrawnAsOther({ element, text }: Label, word: Word, list: List): boolean {
  const row = rowElement(word, list);
  if (!row?.matches(drawn) && !row?.querySelector(drawn)) return false;
  return [row, ...row.querySelectorAll(drawn)].some((one) => {
    const isAround = one.contains(element);
    const isBefore = (one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    // What can be done with a row is no kind.
    if (!isBefore || (!isAround && one.closest(control)?.contains(element) === false)) return false;
    const said = ['aria-label', 'title', 'alt'].map((name) => one.getAttribute(name));
    if (one.nodeName === 'title') said.push(one.textContent);
    return said.some((one) => {
      const words = wordsOf((one ?? '').replace(text, ''));
      return (
        words.length <= (isAround ? mostWords : mostOfDrawing) &&
        words.some((kind) => otherKind.test(kind)) &&
        !words.some(saysTables)
      );
    });
  });
}

/** Does what stands around a name say that it is something else than a table: its kind, its row's icon, the head of its column? */
export function isOtherThing(label: Label, spot: Spot, list: List, names: Names): boolean {
  const { word, line } = spot;
  const isBeside = (other: Word) => other.text !== label.text && !areApart(word, other);
  // Words that may be what can be done with a row are kinds where other rows say that they are tables.
  const isNamed = (own: Word) =>
    list.lines.some(({ words }) => {
      const hasName = words.some(({ text }) => names.hasTable(text));
      const isKindOfTable = (one: Word) => saysTables(one.text) && !/s$/i.test(one.text);
      return words.some((one) => isKindOfTable(one) && (isAligned(one, own) || (hasName && one.text !== 'View')));
    });
  const isKind = (own: Word) => (!own.text.includes(' ') && otherKind.test(own.text)) || isNamed(own);
  const isOther = line.words.some((own) => list.others.includes(own) && isBeside(own) && isKind(own));
  return (
    (isOther && !line.words.some((own) => saysTables(own.text) && isBeside(own))) ||
    isDrawnAsOther(label, word, list) ||
    isUnderOtherHead(spot, list)
  );
}
