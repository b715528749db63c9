import type { Detection, DialectId, TableRef } from '../../model';
import { createSqlReader, type SqlLineTable, type SqlReader, type SqlReaderOptions } from '../../sql/sql-reader';
import { hear } from '../editor-changes';
import { engineSelector } from '../editor-engines';
import { type EditorText, editorText, type Line, type Spot, spotOf, textBetween } from '../editor-text';
import type { Names } from '../names';
import { trusted } from '../place';
import type { Scene, SqlFound, SqlReaderOfPage } from './reader';
import { readTextField } from './text-fields';

/** One-line inputs are built from editors too; no statement is read in what is smaller than this, CSS pixels. */
const smallestEditor = 24;
/** Lists of suggestions that are editors themselves. */
const popups = '.ace_autocomplete, .ace_tooltip, .suggest-widget';

/** A table and what came of it; nothing where it is none of the project's. */
type Kept = {
  table: SqlLineTable;
  shown: { detection: Detection & { anchor: Range }; start: Spot; end: Spot } | undefined;
};

/** What is kept of an editor: what was read before it was scrolled, the detections that still stand, and the last scene that it was read in. */
type Known = {
  reader: SqlReader;
  dialect: DialectId;
  kept: Kept[];
  byNode: Map<Text, Kept[]>;
  scene: Scene | undefined;
};

/** Goes with the editor. */
const known = new WeakMap<Element, Known>();

function knownOf(editor: Element, dialect: DialectId): Known {
  let found = known.get(editor);
  if (found?.dialect !== dialect) {
    found = { reader: createSqlReader(dialect), dialect, kept: [], byNode: new Map(), scene: undefined };
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

function isStanding({ detection: { anchor }, start, end }: NonNullable<Kept['shown']>): boolean {
  return (
    anchor.startContainer === start.node &&
    anchor.startOffset === start.offset &&
    anchor.endContainer === end.node &&
    anchor.endOffset === end.offset
  );
}

const isSameRef = (one: TableRef, other: TableRef) =>
  one.name === other.name && one.schema === other.schema && one.database === other.database;

function rangeOf(start: Spot, end: Spot): Range {
  const range = start.node.ownerDocument.createRange();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  return range;
}

/** The detection that already stands at this spot, or a new one: what is unchanged stays the same object with the same range. */
function detectionAt(before: Kept[], start: Spot, end: Spot, label: string, ref: TableRef): Kept['shown'] {
  for (const { shown } of before) {
    const isThere =
      shown &&
      isSame(shown.start, start) &&
      isSame(shown.end, end) &&
      shown.detection.label === label &&
      isSameRef(shown.detection.ref, ref) &&
      isStanding(shown);
    if (isThere) return shown;
  }
  const anchor = rangeOf(start, end);
  return { detection: { reader: 'editors', evidence: `SQL: ${label}`, label, ref, anchor }, start, end };
}

/** A table's name as it is written. */
const labelOf = ({ line, start, endLine, end }: SqlLineTable, lines: Line[]) =>
  textBetween(lines, line, start, endLine, end);

/** The same table in a row that was written anew, or that another element shows: its detection gets another range. */
function moved(shown: NonNullable<Kept['shown']>, { line, start, endLine, end }: SqlLineTable, lines: Line[]) {
  const [first, last] = [lines[line], lines[endLine]];
  const from = first && spotOf(first, start, false);
  const to = last && spotOf(last, end, true);
  if (!from || !to) return undefined;
  if (isSame(shown.start, from) && isSame(shown.end, to) && isStanding(shown)) return shown;
  shown.detection.anchor = rangeOf(from, to);
  return { ...shown, start: from, end: to };
}

/** Whether names are a project's; the same function as long as the names are the same. */
const knowing = new WeakMap<Names, (ref: TableRef) => boolean>();

function isKnownIn(names: Names): (ref: TableRef) => boolean {
  let isKnown = knowing.get(names);
  if (!isKnown) {
    isKnown = (ref) => names.relations(ref).length > 0;
    knowing.set(names, isKnown);
  }
  return isKnown;
}

const isOnChanged = (line: Line | undefined, changed: ReadonlySet<Element>) =>
  !line || line.pieces.some(({ drawn }) => changed.has(drawn.element));

function shownOf(table: SqlLineTable, lines: Line[], byNode: Known['byNode'], scene: Scene): Kept['shown'] {
  const { names } = scene;
  // What the text and the session leave open is not completed a second time: a USE may have made it unknown.
  const around = { ...scene.around, session: {} };
  const { ref, line, start, endLine, end, isInDoubt } = table;
  const [first, last] = [lines[line], lines[endLine]];
  if (isInDoubt || !first || !last || !names.hasTable(ref.name)) return undefined;
  const placed = trusted(ref, names, around);
  const [from, to] = [spotOf(first, start, false), spotOf(last, end, true)];
  if (!placed || !from || !to) return undefined;
  return detectionAt(byNode.get(from.node) ?? [], from, to, labelOf(table, lines), placed);
}

/** `isHeard`: what happened to the editor since it was last read in this scene was heard of. */
function readEditor({ editor, context }: Chosen, scene: Scene, isHeard: boolean): SqlFound {
  if (editor instanceof HTMLTextAreaElement)
    return { detections: readTextField(editor, context, scene), changed: none, isStill: true };
  const { names } = scene;
  const one = knownOf(editor, names.dialect);
  const isAgain = isHeard && one.scene === scene;
  const text = editorText(editor, isAgain);
  const { lines, changed, isStill } = text;
  const tables = tablesIn(one.reader, text, { context, isKnown: isKnownIn(names) });
  const before = new Map(isAgain ? one.kept.map((kept) => [kept.table, kept]) : []);
  one.kept = tables.map((table): Kept => {
    const same = before.get(table);
    const isWritten = !changed || isOnChanged(lines[table.line], changed) || isOnChanged(lines[table.endLine], changed);
    if (same && !isWritten) return same;
    const shown = same?.shown?.detection.label === labelOf(table, lines) ? same.shown : undefined;
    return { table, shown: shown ? moved(shown, table, lines) : shownOf(table, lines, one.byNode, scene) };
  });
  one.byNode = byNodeOf(one.kept);
  one.scene = scene;
  return { detections: one.kept.flatMap(({ shown }) => shown?.detection ?? []), changed, isStill };
}

function byNodeOf(all: Kept[]): Map<Text, Kept[]> {
  const byNode = new Map<Text, Kept[]>();
  for (const kept of all) {
    if (!kept.shown) continue;
    const { node } = kept.shown.start;
    const beside = byNode.get(node);
    if (beside) beside.push(kept);
    else byNode.set(node, [kept]);
  }
  return byNode;
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
const none: ReadonlySet<Element> = new Set();

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
export const editors: SqlReaderOfPage = {
  id: 'editors',
  read: (scene) => editorsOf(scene).flatMap((one) => readEditor(one, scene, false).detections),
  hear,
  miss(scene) {
    for (const { editor } of editorsOf(scene)) Object.assign(known.get(editor) ?? {}, { scene: undefined });
  },
  readHeard(scene) {
    const found = editorsOf(scene).map((one) => readEditor(one, scene, true));
    const isHeard = found.every(({ changed }) => changed);
    return {
      detections: found.flatMap(({ detections }) => detections),
      changed: isHeard ? new Set(found.flatMap(({ changed }) => [...(changed ?? [])])) : undefined,
      isStill: found.every(({ isStill }) => isStill),
    };
  },
};
