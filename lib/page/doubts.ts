import { isAligned } from './columns';
import { hasLetterOrDigit } from './letters';
import { areAlike, heightOf, type Line, type Spot, touching, type Word } from './lines';
import { isSeparator, type List } from './list';
import type { Scene } from './readers/reader';
import { blockAround } from './rows';

/** Lower than this an editor is a field of a form or a filter; nothing below it is its result. CSS pixels. */
const lowestEditor = 40;

/** What a query gave stands below its editor, and what is laid over an editor is a suggestion: names there are values. */
function isResult(anchor: Element, { sight }: Scene): boolean {
  const box = anchor.getBoundingClientRect();
  return sight.editors.some((editor) => {
    if (/^(CODE|PRE)$/.test(editor.nodeName) && !(editor instanceof HTMLElement && editor.isContentEditable))
      return false;
    const { left, right, top, height } = editor.getBoundingClientRect();
    return height >= lowestEditor && top <= box.top + 2 && left < box.right && right > box.left;
  });
}

const countOf = (text: string) => text.split(/\s+/).filter((part) => hasLetterOrDigit(part)).length;
const isSentence = (text: string) => countOf(text) >= 4 && /[.?!…。？！؟]$/u.test(text.trim());

/** What stands before a name in a statement: it is code, wherever it is shown. */
const statement = /^(create|drop|alter|truncate)\s|(^|\s)(from|join|into|update|describe)$/i;

/** The blank between two words of a line, whichever of them comes first. */
const blankOf = ({ box }: Word, { box: other }: Word) => Math.max(other.left - box.right, box.left - other.right);

/** Words that run on from a word in one direction, nearest first: a blank's width away, then without any blank of their own. */
function phraseFrom(words: Word[], at: number, step: 1 | -1): Word[] {
  const phrase: Word[] = [];
  let nearer = words[at];
  for (let next = at + step; nearer; next += step) {
    const other = words[next];
    if (!other) break;
    // What parts crumbs is part of no phrase.
    const isBlank = (word: Word) => /^\s/.test(word.written) && !isSeparator(word);
    const isParted = phrase.length === 0 || [nearer, other].some(isBlank);
    if (blankOf(nearer, other) >= (isParted ? heightOf(nearer) / 2 : touching)) break;
    phrase.push(other);
    nearer = other;
  }
  return phrase;
}

const rightToLeft = /[\u0590-\u08ff]/;

/** Words as they run on from a name: what is written from left to right is read so in a list of the other direction, too. */
function asWritten(words: Word[], list: List, first: Word, last: Word): Word[] {
  const [left, right] = [words[words.indexOf(first) - 1], words[words.indexOf(last) + 1]];
  const near = left && (!right || blankOf(left, first) < blankOf(last, right)) ? left : right;
  const [own, other] = [first.nodes[0], near?.nodes[0]];
  if (!list.isRtl || !own?.parentElement || !other?.parentElement) return words;
  const isOneText = blockAround(own.parentElement, list) === blockAround(other.parentElement, list);
  // Boxes side by side may stand in any order in the document.
  if (near === right && !isOneText && !rightToLeft.test(other.data)) return words;
  const isBehind = (own.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return isBehind === (near === left) ? words.toReversed() : words;
}

/** Far behind another word a name begins a line of its own: in another column or pane. */
function beginsLine(words: Word[], at: number): boolean {
  const [word, before] = [words[at], words[at - 1]];
  return !word || !before || blankOf(before, word) >= 2 * heightOf(word);
}

/** Text that runs on: the words beside a name on its line belong to a phrase. What follows a name that begins its line may describe it. */
function isInPhrase(own: Word[], line: Line, list: List, isRow: boolean): boolean {
  const [from, to] = [own[0], own.at(-1)];
  if (!from || !to) return false;
  const words = asWritten(line.words, list, from, to);
  const places = [words.indexOf(from), words.indexOf(to)];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const next = words[last + 1];
  // A bracket with more than a count where the name ends: a function's arguments.
  if (next && /^\(\D/.test(next.text) && blankOf(to, next) < touching) return true;
  const before = phraseFrom(words, first, -1).reverse();
  const after = isRow || beginsLine(words, first) ? [] : phraseFrom(words, last, 1);
  const textOf = (phrase: Word[]) => phrase.map(({ written }) => written).join('');
  return countOf(textOf(before)) >= 3 || countOf(textOf(after)) >= 3 || statement.test(textOf(before).trim());
}

/** A name set like the sentences around it is one of several messages or paragraphs. */
function isAmongSentences(word: Word, index: number, list: List): boolean {
  return list.lines.slice(Math.max(0, index - 2), index + 3).some((line) => {
    const [first] = line.words;
    if (!first || !isSentence(line.words.map(({ text }) => text).join(' '))) return false;
    return isAligned(first, word) && areAlike(first, word);
  });
}

/** Pieces of an address that may be names; BigQuery's have a number before them. */
const pieces = /[/?&#=(]|!\d+s/;

/** Does the address of a link around a label, or that of the page, name another table than dbt's, or what is no table? Then we do not guess. */
function isElsewhere(anchor: Element, isRow: boolean, { console, document, url }: Scene): boolean {
  const label = anchor.textContent?.trim() ?? '';
  if (!console?.tableAt || label === '') return false;
  const link = anchor.closest('a[href]');
  const href = link?.getAttribute('href');
  if (href && URL.canParse(href, document.baseURI)) {
    const address = new URL(href, document.baseURI);
    return console.tableAt(address, label) !== undefined || address.href.includes(encodeURIComponent(label));
  }
  // Lists show other things than the page is about.
  const isOpen = console.openTables?.(url).some(({ name }) => name === label);
  return !isRow && !isOpen && !console.tableAt(url) && url.href.split(pieces).includes(encodeURIComponent(label));
}

/** Is what looks like a name no name of the page: a value of a result, a word in a text, a part of something that floats? */
export function isDoubtful(anchor: Element, label: string, isRow: boolean, scene: Scene): boolean {
  if (scene.isFloating(anchor) || isResult(anchor, scene) || isElsewhere(anchor, isRow, scene)) return true;
  const list = scene.listOf(anchor);
  const spots = spotsIn(anchor, list);
  // An element may hold more texts than the name's own.
  const [first] = [...spots.filter(({ word }) => word.text === label), ...spots];
  if (!first) return false;
  const { line } = first;
  const own = first.word.text === label ? [first] : spots.filter(({ index }) => index === first.index);
  // A breadcrumb that is one text is several words.
  const nodes = own.flatMap(({ word }) => word.nodes);
  const words = line.words.filter((word) => word.nodes.some((node) => nodes.includes(node)));
  return (
    isInPhrase(words, line, list, isRow) ||
    (!isRow && !anchor.closest('a[href]') && isAmongSentences(first.word, first.index, list))
  );
}

/** Where the texts in an element stand among lines. */
function spotsIn(anchor: Element, { spots }: List): Spot[] {
  const walker = anchor.ownerDocument.createTreeWalker(anchor, NodeFilter.SHOW_TEXT);
  const found: Spot[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const spot = spots.get(node as Text); // as: texts only
    if (spot) found.push(spot);
  }
  return found;
}
