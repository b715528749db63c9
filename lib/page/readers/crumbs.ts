import type { Detection } from '../../model';
import { larger } from '../headings';
import { blankBetween, findOnLine, heightOf, type Line, type Word } from '../lines';
import type { Names } from '../names';
import { placeByAncestors, refOf } from '../place';
import { inOrder, isSeparator, isText, type List, levelOf, startOf } from '../rows';
import type { Label } from '../sight';
import type { Reader, Scene } from './reader';

/** Crumbs stand close: the blank between two, separators left aside, is at most so many line heights. */
const widestBlank = 4;
/** A title may begin this far beside its breadcrumb: behind an icon. CSS pixels. */
const widestShift = 48;

/** Words before a name on its line, nearest first, as far as they belong to one breadcrumb. */
function crumbsBefore(word: Word, line: Line, list: List): Word[] {
  const words = inOrder(line.words, list);
  const before = words.slice(0, words.indexOf(word)).reverse();
  const crumbs: Word[] = [];
  let next = word;
  for (const crumb of before) {
    if (blankBetween(crumb, next, list.isRtl) > widestBlank * heightOf(word)) break;
    next = crumb;
    if (isText(crumb, list)) crumbs.push(crumb);
  }
  return crumbs;
}

/**
 * Do the crumbs show more than that they stand side by side, as tabs and buttons do? Each has a separator behind it, or a
 * database is among them.
 */
function isTrail(crumbs: Word[], line: Line, names: Names): boolean {
  const separators = line.words.filter(isSeparator).length;
  return separators >= crumbs.length || crumbs.some(({ text }) => names.hasDatabase(text));
}

/** The breadcrumb right above a title, nearest crumb first: all of it has separators, and nothing of it is as large as the title. */
function crumbsAbove(word: Word, index: number, list: List): Word[] {
  const line = list.lines[index - 1];
  if (!line || word.box.top - line.bottom > 1.5 * heightOf(word)) return [];
  const start = ({ box }: Word) => startOf(box, list);
  const run: Word[] = [];
  for (const one of inOrder(line.words, list)) {
    const last = run.at(-1);
    if (start(one) < start(word) - widestShift) continue;
    if (last && blankBetween(last, one, list.isRtl) > widestBlank * heightOf(one)) break;
    run.push(one);
  }
  const said = run.filter((one) => isText(one, list));
  const { crumbs } = levelOf(run, list);
  const isNear = said[0] !== undefined && Math.abs(start(said[0]) - start(word)) <= widestShift;
  // A title often repeats the last crumb: then it names the same thing.
  const isAll = crumbs.length > 0 && crumbs.length === said.length - 1 && said.at(-1)?.text !== word.text;
  return isNear && isAll && said.every((one) => heightOf(one) * larger < heightOf(word)) ? said.reverse() : [];
}

/** A line that repeats the same columns above or below is a row of a grid: results are never marked. */
function isGridRow(crumbs: Word[], word: Word, index: number, list: List): boolean {
  const columns = [word, ...crumbs];
  return [index - 1, index + 1].some((near) => {
    const words = list.lines[near]?.words ?? [];
    const aligned = columns.filter((own) =>
      words.some(({ box }) => Math.abs(box.left - own.box.left) < 3 || Math.abs(box.right - own.box.right) < 3),
    );
    return aligned.length >= 2;
  });
}

/** Tabs stand side by side like crumbs, but none is inside the one before it. */
const tab = '[role="tab"], [role="tablist"]';

function readLabel(label: Label, scene: Scene): Detection | undefined {
  if (label.element.closest(tab)) return undefined;
  const list = scene.listOf(label.element);
  const found = findOnLine(label.nodes, list.spots);
  if (!found || found === 'part') return undefined;
  const { word, index } = found;
  const line = list.lines[index];
  if (!line) return undefined;
  const before = crumbsBefore(word, line, list);
  if (before.length > 0 && (!isTrail(before, line, scene.names) || isGridRow(before, word, index, list)))
    return undefined;
  const crumbs = before.length > 0 ? before : crumbsAbove(word, index, list);
  if (crumbs.length === 0) return undefined;
  const levels = crumbs.map(({ text }) => ({ texts: [text], crumbs: [] }));
  const { relations, isWhole, schemaLevel } = placeByAncestors(
    label.text,
    { levels, isComplete: true },
    scene.names,
    scene.around,
  );
  const ref = refOf(relations);
  // Above a title the last crumb is its schema, or the title is something else.
  if (!ref || (before.length === 0 && !(isWhole && schemaLevel === 0))) return undefined;
  const path = [...crumbs.map(({ text }) => text).reverse(), label.text].join(' › ');
  return { reader: 'crumbs', evidence: `breadcrumb: ${path}`, label: label.text, ref, anchor: label.element };
}

/** Labels on one line, left to right: database › schema › name; the name may stand below as a title. */
export const crumbs: Reader = {
  id: 'crumbs',
  read: (scene) => scene.sight.names.flatMap((label) => readLabel(label, scene) ?? []),
};
