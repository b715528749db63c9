import type { KeptRows } from './kept-rows';
import { type Boxes, type Line, linesOf } from './lines';
import { isKnown, type List, listOf } from './list';
import { labelText, type Names } from './names';
import type { RowMemory } from './row-memory';
import { rowsOf } from './rows';
import type { Sight } from './seen';
import type { Surfaces } from './surfaces';

/** What comes in pieces, without a pause. */
export function inOneGo<What>(pieces: Generator<void, What>): What {
  for (;;) {
    const { value, done } = pieces.next();
    if (done) return value;
  }
}

/** Is a label's line laid out from right to left? A name inside of it (`<bdi>`) may have a direction of its own. */
function isRtl(label: Element, scroller: Element): boolean {
  const view = label.ownerDocument.defaultView;
  let block = label;
  while (block.parentElement && block !== scroller) {
    const isInline = view?.getComputedStyle(block).display.startsWith('inline');
    if (!isInline && !view?.getComputedStyle(block.parentElement).display.includes('flex')) break;
    block = block.parentElement;
  }
  return view?.getComputedStyle(block).direction === 'rtl';
}

/** So many texts are asked for their list between two moments at which the thread may be given back. */
const pieceSize = 16;

/** Groups visible texts by the list that scrolls them, and by panes side by side; a list is measured when a reader first asks for it. */
export function lists(
  sight: Sight,
  { names, memory }: { names: Names; memory: RowMemory },
  surfaces: Surfaces,
  boxOf: Boxes,
  kept: KeptRows,
) {
  const byPane = new Map<Element, Text[]>();
  const lines = new Map<Element, Line[]>();
  const made = { ltr: new Map<Element, List>(), rtl: new Map<Element, List>() };
  /** A label is asked about by several readers. */
  const byElement = new Map<Element, List>();

  function* group(): Generator<void> {
    for (const [index, node] of sight.texts.entries()) {
      if (index % pieceSize === pieceSize - 1) yield;
      if (!node.parentElement) continue;
      const pane = surfaces.pane(node.parentElement);
      const texts = byPane.get(pane);
      if (texts) texts.push(node);
      else byPane.set(pane, [node]);
    }
  }

  function* measured(element: Element): Generator<void, List> {
    if (byPane.size === 0) yield* group();
    const pane = surfaces.pane(element);
    const known = isRtl(element, pane) ? made.rtl : made.ltr;
    let list = known.get(pane);
    if (!list) {
      const scroller = surfaces.of(element);
      const isFirst = !lines.has(pane);
      const isName = (text: string) => isKnown(text, names);
      const measuredLines = (texts: Text[]) => linesOf(texts, boxOf, isName);
      const texts = byPane.get(pane) ?? [];
      const own = lines.get(pane) ?? (yield* kept.lines(scroller, texts, measuredLines));
      lines.set(pane, own);
      list = listOf({ scroller, pane }, own, known === made.rtl, names, boxOf);
      kept.recall(list);
      known.set(pane, list);
      // Before anybody asks what was there: content that was replaced is forgotten first.
      if (isFirst) memory.see(list, yield* rowsOf(list, names));
    }
    byElement.set(element, list);
    return list;
  }

  const listOfElement = (element: Element) => byElement.get(element) ?? inOneGo(measured(element));

  const isParent = ({ data }: Text) => {
    const text = labelText(data);
    return names.hasSchema(text) || names.hasDatabase(text);
  };

  return {
    listOf: listOfElement,
    /** Measures the lists with names, which several readers ask for. */
    *measure(this: void): Generator<void> {
      for (const { element } of sight.names) yield* measured(element);
    },
    /** Lists in which parents pass by without their tables, and such as were seen before: nothing in them may be missed. */
    *seeParents(this: void): Generator<void> {
      if (byPane.size === 0) yield* group();
      for (const [pane, texts] of byPane) {
        const around = texts[0]?.parentElement;
        if (around && !lines.has(pane) && (memory.knows(pane) || texts.some(isParent))) yield* measured(around);
        yield;
      }
    },
    all: () => [...made.ltr.values(), ...made.rtl.values()],
  };
}
