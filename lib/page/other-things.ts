import { areApart, control, isAligned, isUnderOtherHead } from './columns';
import { wordsOf } from './letters';
import type { Spot, Word } from './lines';
import type { List } from './list';
import { otherKind, saysTables } from './other-kinds';
import { rowElement } from './rows';
import type { Label } from './seen';

/** What may draw a thing's kind before its name, and say which one it is. */
const drawn = '[aria-label], [title], [alt], title';

/** Beside what says that it is a drawing ("Icon for function level in the tree"), a kind has few words and is the last of them. */
const mostWords = 3;

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
      const words = wordsOf((one ?? '').replace(text, '')).filter(
        (part) => !/^(|icons?|for|of|the|in|tree|level)$/.test(part),
      );
      return words.length <= mostWords && otherKind.test(words.at(-1) ?? '') && !words.some(saysTables);
    });
  });
}

/** Does what stands around a name say that it is something else than a table: its kind, its row's icon, the head of its column? */
export function isOtherThing(label: Label, spot: Spot, list: List): boolean {
  const { word, line } = spot;
  const isBeside = (other: Word) => other.text !== label.text && !areApart(word, other);
  // Words that may be what can be done with a row, or a remark, are kinds where other rows say that they are tables: in the same column, where there is one.
  const isNamed = (own: Word) => {
    const isInColumn = (one: Word) => list.tableKinds.some(({ kind }) => isAligned(kind, one));
    return isInColumn(own) || (list.tableKinds.some(({ isSure }) => isSure) && !line.words.some(isInColumn));
  };
  const isKind = (own: Word) => (!own.text.includes(' ') && otherKind.test(own.text)) || isNamed(own);
  const isOther = line.words.some((own) => list.others.includes(own) && isBeside(own) && isKind(own));
  return (
    (isOther && !line.words.some((own) => saysTables(own.text) && isBeside(own))) ||
    isDrawnAsOther(label, word, list) ||
    isUnderOtherHead(spot, list)
  );
}
