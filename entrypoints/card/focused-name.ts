import type { SeenName } from '../../lib/page/late-parts';

/** What counts as one row of a list, table or tree. */
const rowSelector = 'tr, li, [role="row"], [role="treeitem"], [role="listitem"], [role="option"], [role="gridcell"]';

/** Rows marked by consoles that keep the focus on the whole list. */
const chosenSelector = '[aria-selected="true"], [aria-current]:not([aria-current="false"])';

/** The drawn caret of editors that keep the focus in a field of their own; class names are the libraries' own. */
const caretSelector = '.cursors-layer .cursor, .ace_cursor, .CodeMirror-cursor, .cm-cursor-primary';
const editorSelector = '.monaco-editor, .ace_editor, .CodeMirror, .cm-editor';

/** A caret at a name's edge still belongs to it, CSS pixels. */
const caretReach = 2;

/** The element that has the focus, through open shadow roots. */
export function deepActive(document: Document): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : undefined;
}

/** The row that stands for the focus: the one that the focused list names, or the focused element itself. */
function focusedRow(active: Element): Element {
  const id = active.getAttribute('aria-activedescendant');
  const root = active.getRootNode();
  const named = id !== null && id !== '' && 'getElementById' in root ? active.ownerDocument.getElementById(id) : null;
  return named ?? active;
}

const elementOf = ({ answered: { detection }, host }: SeenName): Element | undefined =>
  detection.anchor instanceof Element ? detection.anchor : host;

/** Names of a row itself: not those of rows inside it, as an opened branch of a tree has them. */
function namesIn(row: Element, seen: SeenName[]): SeenName[] {
  const isRow = row.matches(rowSelector);
  return seen.filter((name) => {
    const element = elementOf(name);
    if (!element || !row.contains(element)) return false;
    return !isRow || element === row || element.closest(rowSelector) === row || !element.closest(rowSelector);
  });
}

function nameOfRow(active: Element, seen: SeenName[]): SeenName | undefined {
  const row = focusedRow(active);
  const [own, ...others] = namesIn(row, seen);
  if (own && (others.length === 0 || row.matches(rowSelector))) return own;
  if (own) {
    // The focus is on a whole list: one of its rows may be marked as the chosen one.
    const chosen = [...row.querySelectorAll(chosenSelector)].flatMap((one) => namesIn(one, seen));
    return chosen.length === 1 ? chosen[0] : undefined;
  }
  // The focus is inside the name, or on something else in its row: an arrow, a box to tick.
  const around = row.closest(rowSelector);
  return seen.find((name) => elementOf(name)?.contains(row)) ?? (around ? namesIn(around, seen)[0] : undefined);
}

type Point = { x: number; y: number };

/** Where the caret is drawn, when the editor's own field tells nothing. */
function caretPoint(active: Element): Point | undefined {
  const drawn = active.closest(editorSelector)?.querySelector(caretSelector);
  const { left, top, height } = (drawn ?? active).getBoundingClientRect();
  return drawn || height < 40 ? { x: left, y: top + height / 2 } : undefined;
}

const isAt = (range: Range, { x, y }: Point) =>
  [...range.getClientRects()].some(
    ({ left, right, top, bottom }) => x >= left - caretReach && x <= right + caretReach && y >= top && y <= bottom,
  );

function nameAtCaret(active: HTMLElement, seen: SeenName[]): SeenName | undefined {
  const selection = active.isContentEditable ? active.ownerDocument.getSelection() : null;
  const ranges = seen.flatMap((name) => {
    const { anchor } = name.answered.detection;
    return anchor instanceof Range ? [{ name, range: anchor }] : [];
  });
  const { focusNode, focusOffset = 0 } = selection ?? {};
  const chosen = focusNode && ranges.find(({ range }) => range.isPointInRange(focusNode, focusOffset));
  if (chosen) return chosen.name;
  const point = caretPoint(active);
  return point && ranges.find(({ range }) => isAt(range, point))?.name;
}

/**
 * The name that the keyboard is on: at the caret of an editor, in the focused row, or, while nothing in the page has the
 * focus, the table that the page as such is about.
 */
export function focusedName(document: Document, seen: SeenName[]): SeenName | undefined {
  const active = deepActive(document);
  if (!active || active === document.body) return seen.find(({ answered }) => answered.detection.reader === 'address');
  return nameAtCaret(active, seen) ?? nameOfRow(active, seen);
}
