import type { Line, Word } from './lines';
import type { Scene } from './readers/reader';
import { inOrder, type List } from './rows';

/** Lower than this an editor is a field of a form or a filter; nothing below it is its result. CSS pixels. */
const lowestEditor = 40;

/** What a query gave stands below its editor: names there are values. */
function isResult(anchor: Element, { sight }: Scene): boolean {
  const box = anchor.getBoundingClientRect();
  return sight.editors.some((editor) => {
    if (/^(CODE|PRE)$/.test(editor.nodeName) && !(editor instanceof HTMLElement && editor.isContentEditable))
      return false;
    const { left, right, bottom, height } = editor.getBoundingClientRect();
    return height >= lowestEditor && bottom <= box.top + 2 && left < box.right && right > box.left;
  });
}

const countOf = (text: string) => text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
const isSentence = (text: string) => countOf(text) >= 4 && /[.?!…。？！؟]$/u.test(text.trim());

/** Text that runs on: the words beside a name on its line belong to a phrase. What follows a name that begins its line may describe it. */
function isInPhrase(word: Word, line: Line, list: List, isRow: boolean): boolean {
  const words = inOrder(line.words, list);
  const at = words.indexOf(word);
  const height = word.box.bottom - word.box.top;
  return [words[at - 1], isRow || at === 0 ? undefined : words[at + 1]].some((other) => {
    if (!other || countOf(other.text) < 3) return false;
    const gap = Math.max(other.box.left - word.box.right, word.box.left - other.box.right);
    return gap < height / 2;
  });
}

function weightOf(word: Word): string {
  const element = word.nodes[0]?.parentElement;
  return element?.ownerDocument.defaultView?.getComputedStyle(element).fontWeight ?? '';
}

/** A name set like the sentences around it is one of several messages or paragraphs. */
function isAmongSentences(word: Word, index: number, list: List): boolean {
  return list.lines.slice(Math.max(0, index - 2), index + 3).some((line) => {
    const [first] = line.words;
    if (!first || !isSentence(line.words.map(({ text }) => text).join(' '))) return false;
    const isAligned = Math.abs(first.box.left - word.box.left) < 3 || Math.abs(first.box.right - word.box.right) < 3;
    const isAlike = Math.abs(first.box.bottom - first.box.top - (word.box.bottom - word.box.top)) < 2;
    return isAligned && isAlike && weightOf(first) === weightOf(word);
  });
}

/** Does the address of a link around a label name another table than dbt's, or what is no table? Then we do not guess. */
function isLinkElsewhere(anchor: Element, { console, document }: Scene): boolean {
  const link = anchor.closest('a[href]');
  const href = link?.getAttribute('href');
  if (!href || !URL.canParse(href, document.baseURI)) return false;
  const label = anchor.textContent?.trim() ?? '';
  if (!console?.tableAt || label === '') return false;
  const address = new URL(href, document.baseURI);
  return console.tableAt(address, label) !== undefined || address.href.includes(encodeURIComponent(label));
}

/** Is what looks like a name no name of the page: a value of a result, a word in a text, a part of something that floats? */
export function isDoubtful(anchor: Element, isRow: boolean, scene: Scene): boolean {
  if (scene.isFloating(anchor) || isResult(anchor, scene) || isLinkElsewhere(anchor, scene)) return true;
  const list = scene.listOf(anchor);
  for (const [index, line] of list.lines.entries()) {
    const word = line.words.find(({ nodes }) => nodes.some((node) => anchor.contains(node)));
    if (word) return isInPhrase(word, line, list, isRow) || (!isRow && isAmongSentences(word, index, list));
  }
  return false;
}
