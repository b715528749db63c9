import type { TableRef } from '../model';
import { beginAlike } from './columns';
import type { Climb, Neighbours } from './depth';
import { blankBetween, heightOf, isBold, type Line, nodesOf, type Spot, type Word } from './lines';
import { inOrder, isKnown, isText, type List, levelOf, startOf } from './list';
import type { Names } from './names';
import { isOtherGroup, saysOthers, saysTables } from './other-kinds';
import { pickedAbove } from './pickers';
import { type Level, mayBeDatabase, pathOf, placeByAncestors, refOf } from './place';
import type { Scene } from './readers/reader';
import { isListed, isOtherTab, type Row } from './rows';
import type { Label } from './seen';

/** A heading is set at least this much larger than what it stands above, or bold. */
export const larger = 1.12;
/** A heading this much larger than a breadcrumb above it is what the page is about. */
export const muchLarger = 1.25;
/** Sizes that differ by less are one size. */
const sameSize = 0.95;

/** A line that heads what is below it. `isByWeight`: it is bold, and no larger than what it heads. */
export type Heading = Level & { line: Line; height: number; isTrail: boolean; isByWeight: boolean };

/** A line, and the list that it is of. */
export type LineOf = { line: Line; list: List };

/** Lines above a label, nearest first, those of the page around its list last. */
export function* linesAbove({ word, index }: Omit<Spot, 'line'>, list: List, scene: Scene): Generator<LineOf> {
  for (const line of list.lines.slice(0, index).reverse()) yield { line, list };
  let inner = list;
  while (inner.pane.parentElement) {
    const outer = scene.listOf(inner.pane.parentElement);
    if (outer.pane === inner.pane) return;
    const end = Math.min(inner.pane.getBoundingClientRect().top, word.box.top) + 1;
    for (const line of outer.lines.toReversed()) if (line.bottom <= end) yield { line, list: outer };
    inner = outer;
  }
}

/**
 * The words of a line that stand over a label, and those that follow them without a blank that is wide, or wider than the ones before.
 * What stands left of such a blank is another column's, if a label in this one begins behind it.
 */
function wordsOver(line: Line, word: Word, list: List): Word[] {
  const run: Word[] = [];
  let usual = 0;
  for (const one of inOrder(line.words, list)) {
    const isOver = list.isRtl ? one.box.right > word.box.left : one.box.left < word.box.right;
    const last = run.at(-1);
    const blank = last ? blankBetween(last, one, list.isRtl) : 0;
    const isWide = blank >= Math.max(2 * Math.min(heightOf(one), heightOf(last ?? one)), usual);
    if (!isOver && (!last || isWide)) continue;
    if (isWide && startOf(one.box, list) <= startOf(word.box, list)) run.length = 0;
    run.push(one);
    usual = 1.2 * blank;
  }
  return run;
}

/** Do words end with a database and a schema, whatever is drawn between them? */
export const endsInPath = (said: Word[], names: Names) =>
  names.hasDatabase(said.at(-2)?.text ?? '') &&
  names.hasSchema(said.at(-1)?.text ?? '') &&
  !said.slice(0, -2).some(({ text }) => names.hasTable(text));

/**
 * What a line says of the list below it, if it is set as a heading, or as a breadcrumb: with something between the crumbs, with
 * database and schema at its end, or with a last crumb that the heading below repeats (`title`).
 */
function headingOf(line: Line, word: Word, list: List, names: Names, title?: string): Heading | undefined {
  const words = wordsOver(line, word, list);
  const said = words.filter((one) => isText(one, list));
  const level = levelOf(words, list);
  const height = Math.max(0, ...said.map(heightOf));
  const isRepeated = said.length > 1 && said.at(-1)?.text === title;
  const isTrail =
    isRepeated || (level.crumbs.length > 0 && level.crumbs.length === said.length - 1) || endsInPath(said, names);
  const isLarge = height > larger * heightOf(word);
  const isByWeight = !isLarge && said.length === 1 && !isBold(word) && said.some(isBold);
  // What is larger than all that could head it heads the page itself.
  const isHead = isLarge || isByWeight || (isTrail && (isRepeated || height > sameSize * heightOf(word)));
  const crumbs = isTrail ? level.texts.slice(0, -1) : level.crumbs;
  return isHead ? { ...level, crumbs, line, height, isTrail, isByWeight } : undefined;
}

/** Labels in the column of a label, between two heights, are one list with it: do all that dbt knows agree with the ref's schema? */
export function isCoherent(
  word: Word,
  [top, bottom]: [number, number],
  ref: TableRef,
  list: List,
  scene: Scene,
): boolean {
  const isInColumn = (other: Word) =>
    other.box.top >= top &&
    other.box.bottom <= bottom &&
    beginAlike(other, word, list) &&
    scene.names.hasTable(other.text);
  const column = list.lines.flatMap(({ words }) => words.filter(isInColumn));
  return column.every(({ text }) => scene.names.relations({ ...ref, name: text }).length > 0);
}

/** Where what a heading heads ends: at the next one of its size. */
function endOf({ height }: Heading, word: Word, index: number, list: List, names: Names): number {
  const next = list.lines.slice(index + 1).find((line) => {
    const heading = headingOf(line, word, list, names);
    return heading && heading.height > sameSize * height;
  });
  return next?.top ?? Number.POSITIVE_INFINITY;
}

/**
 * A bold row may be one that somebody has chosen among its equals. Does a row of its depth stand between it and the label, for
 * the label to be inside of? Only a group ("Tables") whose word stands below other headings as well may.
 */
function isAmongEquals({ line, isByWeight }: Heading, word: Word, index: number, list: List): boolean {
  const at = list.lines.indexOf(line);
  if (!isByWeight || at < 0) return false;
  const first = (one: Line) => inOrder(one.words, list).find((other) => isText(other, list));
  const head = first(line);
  const isEqual = (other: Word | undefined) => head && other && beginAlike(other, head, list);
  const words = list.lines.map(first);
  const between = words
    .slice(at + 1, index)
    .filter((other) => other && isEqual(other) && !beginAlike(other, word, list));
  const elsewhere = [...words.slice(0, at), ...words.slice(index + 1)].filter(isEqual).map((other) => other?.text);
  return between.some((other) => !elsewhere.includes(other?.text));
}

function isBetween(editor: Element, line: Line, word: Word): boolean {
  const { top, bottom, height } = editor.getBoundingClientRect();
  return height > 0 && top >= line.top && bottom <= word.box.bottom;
}

/** Does a heading below another say that the list is of something else? */
function isOther(one: Heading, above: Heading, ref: TableRef): boolean {
  const { texts, height } = one;
  if (one === above || (ref.schema !== undefined && texts.includes(ref.schema)) || texts.some(saysTables)) return false;
  return height > above.height * (above.isTrail ? muchLarger : sameSize);
}

/**
 * Does a heading say where one table is, on its line or below its larger title? What follows is inside of that table. One that says two
 * schemas compares them.
 */
function headsOther({ line, texts, height }: Heading, ref: TableRef, { lines }: List, names: Names): boolean {
  const above = lines[lines.indexOf(line) - 1]?.words.filter((one) => heightOf(one) > larger * height) ?? [];
  const isTable = (name: string) => !names.hasSchema(name) && names.relations({ ...ref, name }).length > 0;
  const paths = texts.filter((text) => pathOf(text, names.dialect));
  return paths.length > 1 || [...texts, ...above.map(({ text }) => text)].some(isTable);
}

/** A heading, and the list that it stands in. */
type Met = { heading: Heading; own: List };

/** Headings above a name, pickers among them, nearest first; `undefined` for a tab in front that says something else. `levels`: those taken so far. */
function* headingsAbove(
  { word, index }: Spot,
  picked: Heading | undefined,
  levels: Heading[],
  list: List,
  scene: Scene,
): Generator<Met | undefined> {
  const above = linesAbove({ word, index }, list, scene);
  const lines = picked
    ? [...above, { line: picked.line, list }].sort((one, other) => other.line.top - one.line.top)
    : above;
  for (const { line, list: own } of lines) {
    if (line.words.some(isOtherTab) && wordsOver(line, word, own).some(isOtherTab)) yield undefined;
    const title = levels.at(-1)?.texts[0];
    const heading = line === picked?.line ? picked : headingOf(line, word, own, scene.names, title);
    if (heading) yield { heading, own };
  }
}

/** What pickers head may be told above them: jobs, users. Of several words one may be an entry of the console's own menu. */
function saysOthersNext(heads: Generator<Met | undefined>): boolean {
  const { done, value: met } = heads.next();
  if (done || !met) return !done;
  const { texts } = met.heading;
  return texts.length < 3 && texts.some((text) => /s$/.test(text) && saysOthers(text));
}

/**
 * A plain list below a heading, a breadcrumb or two pickers that say database and schema. Silence where another heading of its size stands
 * between them, where an editor does (the list is its result), where a row does that the label is inside of, and where the list holds tables
 * of other schemas.
 */
export function underHeading(label: Label, spot: Spot, near: Neighbours, all: Climb[], list: List, scene: Scene) {
  const { names, around, sight } = scene;
  const { word, index } = spot;
  const levels: Heading[] = [];
  const picked = isListed(near, names) ? pickedAbove(word, list, scene) : undefined;
  const heads = headingsAbove(spot, picked, levels, list, scene);
  for (const met of heads) {
    if (!met) return undefined;
    const { heading, own } = met;
    if (isNextTo(levels, heading, names)) continue;
    // A page often repeats the last crumb as its heading.
    if (heading.isTrail && heading.texts.at(-1) === levels.at(-1)?.texts[0]) levels.pop();
    levels.push(heading);
    const placement = placeByAncestors(label.text, { levels, isComplete: true }, names, around);
    if (placement.isColumn) return undefined;
    // A breadcrumb that goes on behind the schema tells of something in it.
    const isDeeper = heading.crumbs.some(names.hasSchema) && !names.hasSchema(heading.texts.at(-1) ?? '');
    if (isDeeper) return undefined;
    const ref = refOf(placement.relations);
    if (!ref || !(placement.isWhole || around.session.database !== undefined)) continue;
    const head = levels[placement.schemaLevel] ?? heading;
    const top = own === list ? heading.line.bottom + list.scroller.scrollTop : 0;
    const isOtherParent = (row: Row) =>
      row.y > top &&
      (names.hasDatabase(row.name)
        ? names.relations({ ...ref, database: row.name }).length === 0
        : (mayBeDatabase(row.name) || isOtherGroup(row)) && !isKnown(row.name, names));
    const isSilent =
      (heading !== picked && headsOther(heading, ref, own, names)) ||
      levels.some((one, at) => isOther(one, at < levels.indexOf(head) ? head : heading, ref)) ||
      sight.editors.some((editor) => isBetween(editor, heading.line, word)) ||
      isAmongEquals(head, word, index, list) ||
      all.every(({ rows }) => rows.some(isOtherParent)) ||
      !isCoherent(word, [head.line.bottom - 1, endOf(head, word, index, list, names)], ref, list, scene) ||
      (heading === picked && saysOthersNext(heads));
    if (isSilent) return undefined;
    const said = levels.flatMap(({ line }) => nodesOf(line.words));
    return { ref, evidence: `list under: ${heading.texts.join(' › ')}`, heads: said };
  }
  return undefined;
}

/** A heading of the size of a nearer one that says a schema, or of other things than tables, heads another part of the page. */
function isNextTo(levels: Heading[], heading: Heading, names: Names): boolean {
  const { height, isTrail } = heading;
  return levels.some(
    (nearer) =>
      !isTrail &&
      !nearer.isTrail &&
      nearer.height > sameSize * height &&
      (nearer.texts.some(names.hasSchema) || isOtherGroup(heading)),
  );
}
