import type { Detection, DialectId, TableRef } from '../../model';
import { createSqlReader, type SqlLineTable, type SqlReader, type SqlReaderOptions } from '../../sql/sql-reader';
import { engineSelector } from '../editor-rows';
import { type EditorText, editorText, type Spot, spotOf, textBetween } from '../editor-text';
import { trusted } from '../place';
import type { Reader, Scene } from './reader';
import { readTextField } from './text-fields';

/** One-line inputs are built from editors too; no statement is read in what is smaller than this, CSS pixels. */
const smallestEditor = 24;
/** Lists of suggestions that are editors themselves. */
const popups = '.ace_autocomplete, .ace_tooltip, .suggest-widget';

/** What is kept of an editor: what was read before it was scrolled, and the detections that still stand. */
type Known = { reader: SqlReader; dialect: DialectId; detections: Map<Text, Kept[]> };
type Kept = { detection: Detection & { anchor: Range }; start: Spot; end: Spot };

/** Goes with the editor. */
const known = new WeakMap<Element, Known>();

function knownOf(editor: Element, dialect: DialectId): Known {
  let found = known.get(editor);
  if (found?.dialect !== dialect) {
    found = { reader: createSqlReader(dialect), dialect, detections: new Map() };
    known.set(editor, found);
  }
  return found;
}

/** The tables in an editor's lines, which are told apart by their numbers where it shows them. */
function tablesIn(
  reader: SqlReader,
  { lines, isTop, isBroken }: EditorText,
  options: SqlReaderOptions,
): SqlLineTable[] {
  const numbers = lines.map(({ number }) => number ?? -1);
  const where = numbers.includes(-1) ? isTop && { firstLine: 0 } : { numbers };
  return reader.read(
    lines.map(({ text }) => text),
    { ...options, ...where, isBroken },
  );
}

function isSame(one: Spot, other: Spot): boolean {
  return one.node === other.node && one.offset === other.offset;
}

function isStanding({ detection: { anchor }, start, end }: Kept): boolean {
  return (
    anchor.startContainer === start.node &&
    anchor.startOffset === start.offset &&
    anchor.endContainer === end.node &&
    anchor.endOffset === end.offset
  );
}

const isSameRef = (one: TableRef, other: TableRef) =>
  one.name === other.name && one.schema === other.schema && one.database === other.database;

/** The detection that already stands at this spot, or a new one: what is unchanged stays the same object with the same range. */
function detectionAt(before: Map<Text, Kept[]>, start: Spot, end: Spot, label: string, ref: TableRef): Kept {
  const same = before.get(start.node)?.find((kept) => {
    const { detection } = kept;
    return (
      isSame(kept.start, start) &&
      isSame(kept.end, end) &&
      detection.label === label &&
      isSameRef(detection.ref, ref) &&
      isStanding(kept)
    );
  });
  if (same) return same;
  const anchor = start.node.ownerDocument.createRange();
  anchor.setStart(start.node, start.offset);
  anchor.setEnd(end.node, end.offset);
  return { detection: { reader: 'editors', evidence: `SQL: ${label}`, label, ref, anchor }, start, end };
}

function readEditor({ editor, context }: Chosen, scene: Scene): Detection[] {
  const { names } = scene;
  if (editor instanceof HTMLTextAreaElement) return readTextField(editor, context, scene);
  // What the text and the session leave open is not completed a second time: a USE may have made it unknown.
  const around = { ...scene.around, session: {} };
  const text = editorText(editor);
  const { lines } = text;
  if (!text.isStill) still.delete(scene);
  const isKnown = (ref: TableRef) => names.relations(ref).length > 0;
  const kept = knownOf(editor, names.dialect);
  const detections = new Map<Text, Kept[]>();
  const found: Detection[] = [];
  for (const { ref, line, start, endLine, end, isInDoubt } of tablesIn(kept.reader, text, {
    context,
    isKnown,
  })) {
    const [first, last] = [lines[line], lines[endLine]];
    if (isInDoubt || !first || !last || !names.hasTable(ref.name)) continue;
    const placed = trusted(ref, names, around);
    const [from, to] = [spotOf(first, start, false), spotOf(last, end, true)];
    if (!placed || !from || !to) continue;
    const label = textBetween(lines, line, start, endLine, end);
    const one = detectionAt(kept.detections, from, to, label, placed);
    const beside = detections.get(from.node);
    if (beside) beside.push(one);
    else detections.set(from.node, [one]);
    found.push(one.detection);
  }
  kept.detections = detections;
  return found;
}

/** An editor and those that it shows between its lines (peeked definitions). */
function withInner(editor: Element): Element[] {
  return editor.matches(engineSelector) ? [editor, ...editor.querySelectorAll(engineSelector)] : [editor];
}

function isRead(editor: Element): boolean {
  if (editor.matches(popups)) return false;
  const { width, height } = editor.getBoundingClientRect();
  const isLargeEnough = !editor.matches(`${engineSelector}, textarea`) || Math.min(width, height) >= smallestEditor;
  const options = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  return isLargeEnough && editor.checkVisibility(options);
}

/** An editor that is read, and what the console has chosen for it. */
type Chosen = { editor: Element; context: Partial<TableRef> };

/** Both cost boxes, and are asked once per look at the whole page: they do not change with what is typed. */
const chosenIn = new WeakMap<Scene, Chosen[]>();
/** Scenes whose last reading found all editors' lines in their places. */
const still = new WeakSet<Scene>();

function editorsOf(scene: Scene): Chosen[] {
  let chosen = chosenIn.get(scene);
  if (!chosen) {
    chosen = scene.sight.editors
      .flatMap(withInner)
      .filter(isRead)
      .map((editor) => ({ editor, context: { ...scene.around.session, ...scene.session(editor) } }));
    chosenIn.set(scene, chosen);
  }
  return chosen;
}

/** SQL in editors that can be seen, whichever engine draws them. Names are only marked; nothing is put into the text. */
export const editors: Reader = {
  id: 'editors',
  read(scene) {
    still.add(scene);
    return editorsOf(scene).flatMap((one) => readEditor(one, scene));
  },
  isStill: (scene) => still.has(scene),
};
