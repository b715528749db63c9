import type { Detection } from '../../model';
import { control, isAligned } from '../columns';
import { endsInPath, larger, linesAbove } from '../headings';
import { areAlike, blankBetween, findOnLine, heightOf, type Line, nodesOf, type Word } from '../lines';
import { inOrder, isSeparator, isText, type List, levelOf, startOf } from '../list';
import type { Names } from '../names';
import { saysTables } from '../other-kinds';
import { isOtherThing } from '../other-things';
import { placeByAncestors, refOf } from '../place';
import { tab } from '../rows';
import type { Label } from '../seen';
import type { Reader, Scene } from './reader';

/** Crumbs stand close: the blank between two, separators left aside, is at most so many line heights. */
const widestBlank = 4;
/** A title may begin this far beside its breadcrumb: behind an icon. CSS pixels. */
const widestShift = 48;

/** Words before a name on its line, nearest first, as far as they belong to one breadcrumb. */
function crumbsBefore(word: Word, line: Line, list: List): Word[] {
  const words = inOrder(line.words, list);
  const before = words.slice(0, words.indexOf(word)).reverse();
  return closeRun(before, !list.isRtl, word).filter((one) => isText(one, list));
}

/** Dots and bars stand between equals: entries of a menu, a path and a kind of thing. */
const isDot = ({ text }: Word) => /^[|·•]$/.test(text);

/**
 * Do the crumbs show more than that they stand side by side, as tabs and buttons do? Each has a separator behind it, or a
 * database is among them.
 */
function isTrail(crumbs: Word[], line: Line, names: Names): boolean {
  const signs = line.words.filter((word) => isSeparator(word) && !isDot(word));
  return signs.length >= crumbs.length || crumbs.some(({ text }) => names.hasDatabase(text));
}

/** The nearest of lines on which something begins where a word does, and how far off it is. */
function besideLine(word: Word, lines: Iterator<{ line: Line }>, list: List) {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const { line } = next.value;
    const near = line.words.find((one) => Math.abs(startOf(one.box, list) - startOf(word.box, list)) <= widestShift);
    if (near) return { line, near, gap: Math.max(word.box.top - near.box.bottom, near.box.top - word.box.bottom) };
  }
  return undefined;
}

/**
 * A breadcrumb, or `database.schema`, that begins where a word does on another line; nearest crumb first. All of it has
 * separators, and none of it is larger than `height`.
 */
function trailOn(line: Line, word: Word, height: number, list: List, names?: Names): Word[] {
  const start = ({ box }: Word) => startOf(box, list);
  const words = inOrder(line.words, list).filter((one) => start(one) >= start(word) - widestShift);
  const path = pathIn(closeRun(words, list.isRtl), word, list, names);
  const first = path.at(-1);
  const isNear = first !== undefined && Math.abs(start(first) - start(word)) <= widestShift;
  return isNear && path.every((one) => heightOf(one) <= height) ? path : [];
}

/** Words up to the first wide blank, the one behind `before` included. `isLeftwards`: each stands left of the one before it. */
function closeRun(words: Word[], isLeftwards: boolean, before?: Word): Word[] {
  const run: Word[] = [];
  for (const one of words) {
    const last = run.at(-1) ?? before;
    if (last && blankBetween(last, one, isLeftwards) > widestBlank * heightOf(one)) break;
    run.push(one);
  }
  return run;
}

/**
 * Words that are one breadcrumb, or `database.schema`; nearest crumb first. With `names`, what ends with a database and a schema
 * is one, whatever is drawn between its crumbs. Dots and bars part it from what else is said.
 */
function pathIn(run: Word[], word: Word, list: List, names?: Names): Word[] {
  const parts: Word[][] = [[]];
  for (const one of run)
    if (isDot(one)) parts.push([]);
    else parts.at(-1)?.push(one);
  const paths = parts.flatMap((part) => {
    const said = part.filter((one) => isText(one, list));
    const { crumbs } = levelOf(part, list);
    const isPath = crumbs.length > 0 || said[0]?.text.includes('.');
    const isTrail = (isPath && crumbs.length === said.length - 1) || (names && endsInPath(said, names));
    // A title often repeats the last crumb: then it names the same thing.
    return isTrail && said.at(-1)?.text !== word.text ? [said.reverse()] : [];
  });
  return paths.length === 1 ? (paths[0] ?? []) : [];
}

/** The path that begins close behind a name on its line, with nothing between them. */
function crumbsBehind(word: Word, line: Line, list: List): Word[] {
  const words = inOrder(line.words, list);
  const run = closeRun(words.slice(words.indexOf(word) + 1), list.isRtl, word);
  return run[0] && isText(run[0], list) ? pathIn(run, word, list) : [];
}

/** The breadcrumb right above a title, nearer to it than to anything else. */
function crumbsAbove(word: Word, index: number, list: List, scene: Scene): Word[] {
  const lines = linesAbove({ word, index }, list, scene);
  const above = besideLine(word, lines, list);
  if (!above || above.gap > 1.5 * heightOf(word)) return [];
  const upper = besideLine(above.near, lines, list);
  return upper && upper.gap < above.gap + 2
    ? []
    : trailOn(above.line, word, heightOf(word) / larger, list, scene.names);
}

/** The path right below a name, nearer to it than to anything else. Above an editor it says what SQL runs in. */
function crumbsBelow(word: Word, index: number, list: List, scene: Scene): Word[] {
  const lines = list.lines
    .slice(index + 1)
    .map((line) => ({ line }))
    .values();
  const below = besideLine(word, lines, list);
  if (!below || below.gap > heightOf(word)) return [];
  const next = besideLine(below.near, lines, list);
  const before = besideLine(word, linesAbove({ word, index }, list, scene), list);
  // What is smaller or lighter below it says more of the same name.
  const isMore =
    next &&
    !areAlike(next.near, word) &&
    heightOf(next.near) * (scene.names.hasTable(next.near.text) ? larger : 1) <= heightOf(word);
  if ([before, isMore ? undefined : next].some((other) => other && other.gap < below.gap + 2)) return [];
  const path = trailOn(below.line, word, heightOf(word), list);
  // What a person may choose says what comes next, not what stands above it.
  const isChosen = path.some(({ nodes }) =>
    nodes[0]?.parentElement?.closest('button, select, [role="button"], [role="combobox"]'),
  );
  const isAboveEditor = scene.sight.editors.some((editor) => {
    const { left, right, top } = editor.getBoundingClientRect();
    return (
      !/^(CODE|PRE)$/.test(editor.nodeName) && top > word.box.top && left < word.box.right && right > word.box.left
    );
  });
  return isChosen || isAboveEditor ? [] : path;
}

/** A name that is a link, with its schema and database in the cells beside it: a list of tables; results have no links. */
function cellsBeside({ element }: Label, word: Word, line: Line, list: List, names: Names): Word[] {
  if (!element.closest(control)) return [];
  const said = inOrder(line.words, list).filter((one) => isText(one, list) && !saysTables(one.text));
  const at = said.indexOf(word);
  const pairs = [
    [-1, -2],
    [1, 2],
    [2, 1],
  ].map((steps) => steps.flatMap((step) => said[at + step] ?? []));
  const path = said[at + 1]?.text.includes('.') ? said.slice(at + 1, at + 2) : [];
  return pairs.find(([, database]) => database && names.hasDatabase(database.text)) ?? path;
}

/** A line that repeats the same columns above or below is a row of a grid: results are never marked. */
function isGridRow(crumbs: Word[], word: Word, index: number, list: List): boolean {
  const columns = [word, ...crumbs];
  return [index - 1, index + 1].some((near) => {
    const words = list.lines[near]?.words ?? [];
    return new Set(columns.flatMap((own) => words.find((other) => isAligned(other, own)) ?? [])).size >= 2;
  });
}

function readLabel(label: Label, scene: Scene): Detection | undefined {
  if (label.element.closest(tab)) return undefined;
  const list = scene.listOf(label.element);
  const found = findOnLine(label.nodes, list.spots);
  if (!found || found === 'part') return undefined;
  const { word, index, line } = found;
  const cells = cellsBeside(label, word, line, list, scene.names);
  const before = cells.length > 0 ? [] : crumbsBefore(word, line, list);
  if (before.length > 0 && (!isTrail(before, line, scene.names) || isGridRow(before, word, index, list)))
    return undefined;
  const beside = cells.length > 0 ? cells : before;
  const above = beside.length > 0 ? beside : crumbsAbove(word, index, list, scene);
  const below = above.length > 0 ? above : crumbsBelow(word, index, list, scene);
  const crumbs = below.length > 0 ? below : crumbsBehind(word, line, list);
  if (crumbs.length === 0 || isOtherThing(label, found, list)) return undefined;
  const levels = crumbs.map(({ text }) => ({ texts: [text], crumbs: [] }));
  const ancestry = { levels, isComplete: true };
  const { relations, isWhole, schemaLevel } = placeByAncestors(label.text, ancestry, scene.names, scene.around);
  const ref = refOf(relations);
  // Above a title, below a name and behind it the last crumb is its schema, or the name is something else's.
  if (!ref || (before.length === 0 && !(isWhole && schemaLevel === 0))) return undefined;
  const path = [...crumbs.map(({ text }) => text).reverse(), label.text].join(' › ');
  const evidence = `breadcrumb: ${path}`;
  return { reader: 'crumbs', evidence, label: label.text, ref, anchor: label.element, heads: nodesOf(crumbs) };
}

/** Labels on one line, left to right: database › schema › name; the name may stand below as a title, above or before them. */
export const crumbs: Reader = {
  id: 'crumbs',
  *read(scene) {
    for (const label of scene.sight.names) yield readLabel(label, scene);
  },
};
