import type { FoundNode } from '../lib/model';
import { searchWords } from '../lib/search-words';
import type { WordKey } from '../lib/words';
import { dottedName } from './dbt-code';
import { visibleText } from './visible-text';

/** A text in pieces: those that were searched for are marked. */
export type Marked = { text: string; isHit: boolean }[];

/** Where a word was found beside the name: which field, and its text around the first hit. */
export type FieldMatch = { label: WordKey; name?: string; text: Marked };

/** Longest piece of a description that is shown, with the hit in it. */
const excerptLength = 120;
const before = 40;

/** A text with every occurrence of every word marked. Letters whose small form has another length are left unmarked. */
export function marked(text: string, wanted: string[]): Marked {
  const small = text.toLowerCase();
  if (small.length !== text.length || wanted.length === 0) return [{ text, isHit: false }];
  const isHit = new Uint8Array(text.length);
  for (const word of wanted) {
    for (let at = small.indexOf(word); at >= 0; at = small.indexOf(word, at + word.length)) {
      isHit.fill(1, at, at + word.length);
    }
  }
  const pieces: Marked = [];
  let start = 0;
  for (let end = 1; end <= text.length; end += 1) {
    if (end < text.length && isHit[end] === isHit[start]) continue;
    pieces.push({ text: text.slice(start, end), isHit: isHit[start] === 1 });
    start = end;
  }
  return pieces;
}

/** The first field beside name and relation in which a word stands that these do not hold; nothing when they hold all words. */
export function matchBeside(node: FoundNode, question: string): FieldMatch | undefined {
  const names = `${node.name} ${dottedName(node.relation)}`.toLowerCase();
  const missing = searchWords(question).filter((word) => !names.includes(word));
  if (missing.length === 0) return undefined;
  const holds = (text: string | undefined) => missing.some((word) => text?.toLowerCase().includes(word) === true);
  const column =
    node.columns.find(({ name }) => holds(name)) ?? node.columns.find(({ description }) => holds(description));
  if (column && holds(column.name))
    return { label: 'searchInColumn', text: marked(visibleText(column.name, 100), missing) };
  if (holds(node.description)) return { label: 'cardDescription', text: excerpt(node.description ?? '', missing) };
  if (column) return { label: 'searchInColumn', name: column.name, text: excerpt(column.description ?? '', missing) };
  if (holds(node.sourceName)) return { label: 'searchInSource', text: marked(node.sourceName ?? '', missing) };
  const tag = node.tags.find(holds);
  return tag === undefined ? undefined : { label: 'cardTags', text: marked(visibleText(tag, 100), missing) };
}

/** The part of a long text around the first of some words. */
function excerpt(text: string, wanted: string[]): Marked {
  const plain = visibleText(text.replace(/\s+/g, ' ').trim(), 100_000);
  const places = wanted.map((word) => plain.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...places) - before);
  const piece = plain.slice(start, start + excerptLength);
  const pieces = marked(piece, wanted);
  return [
    ...(start > 0 ? [{ text: '… ', isHit: false }] : []),
    ...pieces,
    ...(start + excerptLength < plain.length ? [{ text: ' …', isHit: false }] : []),
  ];
}
