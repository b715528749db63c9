import { areAlike, blankBetween, heightOf, isBold, type Spot, type Word } from './lines';
import { isText, type List, startOf } from './list';
import { saysOthers, saysTables } from './other-kinds';
import { highestRow } from './rows';

/** The lowest element that holds both, and the part of it that holds `one`. */
function partAround(one: Element, other: Element): Element | undefined {
  let part: Element = one;
  for (let around = one.parentElement; around; around = around.parentElement) {
    if (around.contains(other)) return part;
    part = around;
  }
  return undefined;
}

/** Do two words of one line belong to different panes, such as two trees side by side, rather than to one row? */
export function areApart(word: Word, other: Word): boolean {
  const one = word.nodes[0]?.parentElement;
  const two = other.nodes[0]?.parentElement;
  const part = one && two && partAround(one, two);
  if (!part) return false;
  const { height } = part.getBoundingClientRect();
  return height > highestRow(heightOf(word));
}

/** Do two words begin one above the other? */
export const beginAlike = (one: Word, other: Word, list: List) =>
  Math.abs(startOf(one.box, list) - startOf(other.box, list)) < 3;

/** Do two words begin, or end, one above the other? */
export const isAligned = (one: Word, other: Word) =>
  Math.abs(one.box.left - other.box.left) < 3 || Math.abs(one.box.right - other.box.right) < 3;

/** What stands before a name that is none of its parents: its number and kind, in a list of tables ("1", "View"). */
export const withoutKinds = (texts: string[]) =>
  texts.some(saysTables) ? texts.filter((text) => !saysTables(text) && !/^\d+$/.test(text)) : texts;

/** A name behind another column of text is a cell of a grid, not a row of a tree: results are never marked. What stands below "Table" is a name. */
export function isBehindColumn(spot: Spot, list: List): boolean {
  const { word, index, line } = spot;
  const isBefore = ({ box }: Word) => (list.isRtl ? box.left >= word.box.right : box.right <= word.box.left);
  // Lines of another pane may stand between those of a grid.
  const lineNear = (step: 1 | -1) =>
    [1, 2, 3]
      .map((far) => list.lines[index + far * step]?.words ?? [])
      .find((words) => words.some((other) => isAligned(word, other))) ?? [];
  const near = [...lineNear(-1), ...lineNear(1)];
  if (near.length === 0) return false;
  // A letter or three close before a name ("T", "VW") tell what kind of thing it is.
  const isTag = (one: Word) => /^\D{1,3}$/.test(one.text) && blankBetween(one, word, list.isRtl) < heightOf(word);
  const before = line.words.filter((one) => isBefore(one) && isText(one, list) && !isTag(one));
  // "View" alone may be what can be done with a row, or what somebody did.
  const saysTable = ({ text }: Word) => saysTables(text) && text !== 'View';
  const isInColumn = (one: Word) =>
    before.some((own) => isAligned(one, own) && Math.abs(heightOf(one) - heightOf(own)) < 1);
  const isOfKinds =
    before.some(({ text }) => saysTables(text)) &&
    list.lines.some(({ words }) => words.some((one) => saysTable(one) && (near.includes(one) || isInColumn(one))));
  const kinds = isOfKinds ? withoutKinds(before.map(({ text }) => text)) : undefined;
  const isBehind = before.some(
    (column) =>
      (!kinds || kinds.includes(column.text)) &&
      !areApart(word, column) &&
      near.some((other) => isText(other, list) && isAligned(column, other)),
  );
  const head = isBehind && list.tableHeads.some((one) => isAligned(one, word)) && columnHead(spot, list);
  return isBehind && !(head && list.tableHeads.includes(head));
}

/** Does a head say that its column holds what is no table? A line with numbers counts what there is, and heads no column. */
export function isUnderOtherHead(spot: Spot, list: List): boolean {
  if (!list.others.some((other) => isAligned(other, spot.word))) return false;
  const head = keyAbove(spot, list) ?? columnHead(spot, list);
  if (!head || !saysOthers(head.text)) return false;
  return !list.lines.some(({ words }) => words.includes(head) && words.some(({ text }) => /^\d+\b/.test(text)));
}

/** What may be done, or leads elsewhere. */
export const control = 'button, select, a[href], [role="button"], [role="link"]';

/** Names are in small letters or in capitals, keys ("Owner") in both. */
const isTitled = ({ text }: Word) => text !== text.toLowerCase() && text !== text.toUpperCase();

/** The word above a value that says what it is, in other letters ("Owner"). A name's remark stands below it, and no column begins with one. */
function keyAbove({ word, index }: Spot, list: List): Word | undefined {
  let [top, key]: (Word | undefined)[] = [word];
  for (let at = index - 1; at >= 0; at--) {
    const above = list.lines[at]?.words.find((other) => beginAlike(other, word, list));
    if (!above || (top && top.box.top - above.box.bottom > highestRow(heightOf(word)))) break;
    if (!areAlike(above, word) || isTitled(above) !== isTitled(word)) {
      // One thing has one value; several have more.
      if (!key && top !== word && !/s$/i.test(above.text)) break;
      key ??= above;
      if (!areAlike(above, key)) break;
    }
    top = above;
  }
  // What may be done stands on top of things, too.
  return key && top && areAlike(top, key) && !key.nodes[0]?.parentElement?.closest(control) ? key : undefined;
}

/** The bold head on top of the column that holds a name. Names and what is said of them stand in columns without heads as well. */
export function columnHead({ word, index }: Spot, list: List): Word | undefined {
  let top = word;
  for (let at = index - 1; at >= 0; at--) {
    const above = list.lines[at]?.words.find((other) => isAligned(other, word));
    if (!above || top.box.top - above.box.bottom > 2 * highestRow(heightOf(word))) break;
    top = above;
    if (isBold(above)) break;
  }
  return !isBold(word) && isBold(top) ? top : undefined;
}
