import type { TableRef } from '../model';
import type { Line, Word } from './lines';
import { type Level, placeByAncestors, refOf } from './place';
import type { Scene } from './readers/reader';
import { inOrder, isText, type List, levelOf } from './rows';
import type { Label } from './sight';

/** A heading is set at least this much larger than what it stands above, or bold. */
const larger = 1.12;
const bold = 600;
/** A heading this much larger than a breadcrumb above it is what the page is about. */
const muchLarger = 1.25;

/** A line that heads what is below it. */
type Heading = Level & { height: number; isTrail: boolean };

const heightOf = ({ box }: Word) => box.bottom - box.top;

function isBold(word: Word): boolean {
  const element = word.nodes[0]?.parentElement;
  return Number(element?.ownerDocument.defaultView?.getComputedStyle(element).fontWeight) >= bold;
}

/** Lines above a label, nearest first, those of the page around its list last. */
function* linesAbove(word: Word, index: number, list: List, scene: Scene): Generator<{ line: Line; list: List }> {
  for (const line of list.lines.slice(0, index).reverse()) yield { line, list };
  let inner = list;
  while (inner.scroller.parentElement) {
    const outer = scene.listOf(inner.scroller.parentElement);
    if (outer.scroller === inner.scroller) return;
    const end = Math.min(inner.scroller.getBoundingClientRect().top, word.box.top) + 1;
    for (const line of outer.lines.toReversed()) if (line.bottom <= end) yield { line, list: outer };
    inner = outer;
  }
}

/** The words of a line that stand over a label, and those that follow them without a wide blank. */
function wordsOver(line: Line, word: Word, list: List): Word[] {
  const run: Word[] = [];
  for (const one of inOrder(line.words, list)) {
    const isOver = list.isRtl ? one.box.right > word.box.left : one.box.left < word.box.right;
    const last = run.at(-1);
    const blank = last && (list.isRtl ? last.box.left - one.box.right : one.box.left - last.box.right);
    if (isOver || (blank !== undefined && blank < 2 * heightOf(one))) run.push(one);
  }
  return run;
}

/** What a line says of the list below it, if it is set as a heading, or as a breadcrumb with something between the crumbs. */
function headingOf(line: Line, word: Word, list: List): Heading | undefined {
  const words = wordsOver(line, word, list);
  const said = words.filter((one) => isText(one, list));
  const level = levelOf(words, list);
  const height = Math.max(0, ...said.map(heightOf));
  const isTrail = level.crumbs.length > 0 && level.crumbs.length === said.length - 1;
  const isLarge = height > larger * heightOf(word) || (said.length === 1 && !isBold(word) && said.some(isBold));
  // What is larger than all that could head it heads the page itself.
  const isHead = isLarge || (isTrail && height > 0.9 * heightOf(word));
  return isHead ? { ...level, height, isTrail } : undefined;
}

/** Labels in the column of a label are one list with it: do all that dbt knows agree with the ref's schema? */
export function isCoherent(word: Word, top: number, ref: TableRef, list: List, scene: Scene): boolean {
  const edge = list.isRtl ? 'right' : 'left';
  const column = list.lines.flatMap(({ words }) =>
    words.filter(
      ({ text, box }) => box.top >= top && Math.abs(box[edge] - word.box[edge]) < 3 && scene.names.hasTable(text),
    ),
  );
  const isHere = ({ text }: Word) => scene.names.relations({ ...ref, name: text }).length > 0;
  return column.every(isHere);
}

function isBetween(editor: Element, line: Line, word: Word): boolean {
  const { top, bottom, height } = editor.getBoundingClientRect();
  return height > 0 && top >= line.top && bottom <= word.box.bottom;
}

/** Does a heading between say that the list is of something else? */
function isOther({ texts, height }: Heading, above: Heading, ref: TableRef): boolean {
  if (ref.schema !== undefined && texts.includes(ref.schema)) return false;
  return height > above.height * (above.isTrail ? muchLarger : 0.95);
}

/**
 * A plain list below a heading or a breadcrumb that says database and schema. Silence where another heading of its size stands between
 * them, where an editor does (the list is its result), and where the list holds tables of other schemas.
 */
export function underHeading(label: Label, word: Word, index: number, list: List, scene: Scene) {
  const { names, around, sight } = scene;
  const between: Heading[] = [];
  const levels: Level[] = [];
  for (const { line, list: own } of linesAbove(word, index, list, scene)) {
    const heading = headingOf(line, word, own);
    if (!heading) continue;
    // A page often repeats the last crumb as its heading.
    if (heading.isTrail && heading.texts.at(-1) === levels.at(-1)?.texts[0]) levels.pop();
    levels.push(heading);
    const placement = placeByAncestors(label.text, { levels, isComplete: true }, names, around);
    if (placement.isColumn) return undefined;
    // A breadcrumb that goes on behind the schema tells of something in it.
    const isDeeper = heading.crumbs.some(names.hasSchema) && !names.hasSchema(heading.texts.at(-1) ?? '');
    if (isDeeper) return undefined;
    const ref = refOf(placement.relations);
    if (ref && (placement.isWhole || around.session.database !== undefined)) {
      const isSilent =
        between.some((one) => isOther(one, heading, ref)) ||
        sight.editors.some((editor) => isBetween(editor, line, word)) ||
        !isCoherent(word, line.bottom - 1, ref, list, scene);
      return isSilent ? undefined : { ref, evidence: `list under: ${heading.texts.join(' › ')}` };
    }
    between.push(heading);
  }
  return undefined;
}
