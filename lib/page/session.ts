import type { Console } from '../consoles/console';
import type { DialectId, TableRef } from '../model';
import { keyOf } from '../sql/dialect';
import { wordsOf } from './letters';
import { type Box, type Boxes, linesOf } from './lines';
import { isKnown } from './list';
import { inOneGo } from './lists';
import type { Names } from './names';
import { type Picker, pairIn } from './pickers';
import { pathOf } from './place';
import type { Sight } from './seen';

type Session = Partial<TableRef>;

/** Database and schema that the console has chosen, for the page or for an editor: by its own file, else by hints. */
export function sessionOf(
  document: Document,
  console: Console | undefined,
  dialect: DialectId,
  near?: Element,
): Session {
  const session: Session = { ...console?.session?.(document, near) };
  for (const { selector, names: what } of console?.hints ?? []) {
    if (what !== 'session' || session.schema !== undefined) continue;
    const seen = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
    Object.assign(session, pathOf(seen?.textContent?.trim() ?? '', dialect));
  }
  return session;
}

/** `shop_dev` beside `shop`, `shop-dev` beside `shop-prod`: a database's name with one word more, or with another last one. */
function isLike(words: string[], known: string[]): boolean {
  const shared = known.filter((word) => words.includes(word)).length;
  const isLonger = shared === known.length && words.length === known.length + 1;
  return isLonger || (shared > 0 && shared === known.length - 1 && words.length === known.length);
}

/** More names than this that are like a database's are the page's way to name things. */
const mostLike = 2;

/** What several sayings have in common; the database `''` that is none where they contradict each other. */
function agreed(said: Session[], { dialect }: Names): Session | undefined {
  const [first] = said;
  const isSame = (place: 'database' | 'schema') =>
    new Set(said.map((one) => keyOf(dialect, one[place] ?? '', place))).size < 2;
  if (!first || (isSame('database') && isSame('schema'))) return first;
  return { database: (isSame('database') && first.database) || '' };
}

/**
 * What labels say of databases: one of ours, perhaps with a schema, the `''` that is none where they say several, or only another one
 * with a name like ours.
 */
function databaseIn(labels: string[], names: Names): { ours: Session | undefined; other: string | undefined } {
  const others = new Set<string>();
  const databases = names.databases.map(wordsOf);
  const isLikeOurs = (part: string) => {
    const words = wordsOf(part);
    return databases.some((known) => isLike(words, known));
  };
  const pairs: Session[] = [];
  const parts: Session[] = [];
  for (const label of labels) {
    if (label.length > 120) continue;
    const pair = pathOf(label.trim(), names.dialect);
    if (pair && names.hasDatabase(pair.database) && names.hasSchema(pair.schema)) pairs.push(pair);
    for (const part of label.split(/[\s/@:.,;()[\]"'`]+/)) {
      if (part === '') continue;
      if (names.hasDatabase(part)) parts.push({ database: part });
      else if (!names.hasTable(part) && !names.hasSchema(part) && isLikeOurs(part)) others.add(part);
    }
  }
  const ours = agreed(pairs, names) ?? agreed(parts, names);
  return { ours, other: ours || others.size > mostLike ? undefined : [...others][0] };
}

/** So far above an editor its head reaches, CSS pixels. */
const highestHead = 120;

/**
 * Sessions of a page, completed by what a person sees where the console's own way finds nothing: the database named right above
 * an editor, or on the page. A name only like a database of ours (`shop_dev`) means that the page is about another one; so does
 * an editor without a database where others show one of ours. `heads`: what stood at the top of lists before they were scrolled.
 */
export function sessions(
  document: Document,
  console: Console | undefined,
  sight: Sight,
  pickers: Picker[],
  heads: string[],
  names: Names,
  boxOf: Boxes,
) {
  const isSeen = (editor: Element) => editor.checkVisibility() && editor.getBoundingClientRect().height > 0;

  /** Labels between an editor and what is above it, another editor or the end of its head, and what is chosen there. */
  function headOf(editor: Element) {
    const own = editor.getBoundingClientRect();
    const others = sight.editors
      .filter((one) => one !== editor && isSeen(one))
      .map((one) => one.getBoundingClientRect());
    const top = Math.max(own.top - highestHead, ...others.map(({ bottom }) => bottom).filter((end) => end <= own.top));
    const isAbove = ({ left, right, top: from, bottom }: Box) =>
      from >= top - 2 && bottom <= own.top + 4 && left < own.right && right > own.left;
    const fields = pickers.filter(({ box }) => isAbove(box));
    const texts = sight.texts.filter((node) => isAbove(boxOf(node)));
    // A name may be there in pieces.
    const lines = inOneGo(linesOf(texts, boxOf, (text) => isKnown(text, names)));
    const labels = [...lines.flatMap(({ words }) => words), ...fields].map(({ text }) => text);
    return { ...databaseIn(labels, names), pair: pairIn(fields, names) };
  }

  function seenBy(near: Element | undefined): Session {
    if (!near) {
      // What others show is text of the page, or somebody's search.
      const shown = pickers.flatMap(({ element, text }) => (element.nodeName === 'SELECT' ? text : []));
      // `shop` + `_dev` is no database of ours; without boxes only what looks like one tells words from such pieces.
      const joined = sight.joined.filter(({ text }) => databaseIn([text], names).other !== undefined);
      const pieces = new Set(joined.flatMap(({ nodes }) => nodes));
      const texts = [
        ...sight.texts.filter((node) => !pieces.has(node)).map(({ data }) => data),
        ...joined.map(({ text }) => text),
      ];
      const { other } = databaseIn([...texts, ...shown, ...heads], names);
      return other === undefined ? {} : { database: other };
    }
    const { ours, other, pair } = headOf(near);
    if (pair && pair.database === ours?.database) return { ...pair, ...ours };
    if (ours || other !== undefined) return ours ?? { database: other ?? '' };
    const isAlone = !sight.editors.some((one) => one !== near && isSeen(one) && headOf(one).ours);
    return isAlone ? {} : { database: '' };
  }

  return function session(near?: Element): Session {
    const said = sessionOf(document, console, names.dialect, near);
    return said.database === undefined ? { ...seenBy(near), ...said } : said;
  };
}
