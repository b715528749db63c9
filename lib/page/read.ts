import type { Console } from '../consoles/console';
import type { Detection, DialectId, TableRef } from '../model';
import { parseTableName } from '../sql/table-name';
import { boxes, linesOf } from './lines';
import type { Names } from './names';
import type { Surroundings } from './place';
import { address } from './readers/address';
import { crumbs } from './readers/crumbs';
import { dotted } from './readers/dotted';
import { links } from './readers/links';
import { outline } from './readers/outline';
import type { Reader, Scene } from './readers/reader';
import type { RowMemory } from './row-memory';
import { type List, listOf, rowsOf } from './rows';
import { look, type Sight } from './sight';

/** Strongest evidence first: where two readers see a name at one spot, the first is believed. */
const readers: Reader[] = [address, links, dotted, outline, crumbs];

/**
 * What a pass found. `unplaced`: known names that were seen without enough evidence for a badge. `lists`: the lists (by what
 * scrolls them) that were measured because names stand in them; `scrollerOf`: the list of an element, if it was looked at.
 */
export type Reading = {
  detections: Detection[];
  unplaced: string[];
  failed: string[];
  isEditorSeen: boolean;
  lists: Map<Element, List>;
  scrollerOf: (element: Element) => Element | undefined;
  scene: Scene | undefined;
};

/** Before the first pass. */
export const nothingRead: Reading = {
  detections: [],
  unplaced: [],
  failed: [],
  isEditorSeen: false,
  lists: new Map(),
  scrollerOf: () => undefined,
  scene: undefined,
};

/** What a page is read with. `editors`: the reader of SQL, which comes when an editor was seen (`isEditorSeen`). */
export type PageFacts = {
  document: Document;
  url: URL;
  names: Names;
  console: Console | undefined;
  memory: RowMemory;
  editors?: Reader | undefined;
};

/** Database and schema that the console has chosen, for the page or for an editor: by its own file, else by hints. */
export function sessionOf(document: Document, console: Console | undefined, dialect: DialectId, near?: Element) {
  const session: Partial<TableRef> = { ...console?.session?.(document, near) };
  for (const { selector, names: what } of console?.hints ?? []) {
    if (what !== 'session' || session.schema !== undefined) continue;
    const chosen = parseTableName(document.querySelector(selector)?.textContent?.trim() ?? '', dialect);
    // A picker shows `database.schema`: two parts, read one place to the left.
    if (chosen?.schema !== undefined && chosen.database === undefined)
      Object.assign(session, { database: chosen.schema, schema: chosen.name });
  }
  return session;
}

function surroundings({ document, names, console }: PageFacts): Surroundings {
  const session = sessionOf(document, console, names.dialect);
  return { session, pageDatabase: console?.isOneDatabase ? session.database : undefined };
}

/** Finds the element that scrolls another, or the page itself; each ancestor is asked once per pass. */
function scrollers(document: Document, known: WeakMap<Element, Element>): (element: Element) => Element {
  const view = document.defaultView;
  return function scrollerOf(element: Element): Element {
    const parent = element.parentElement;
    if (!parent || !view) return document.documentElement;
    let scroller = known.get(parent);
    if (!scroller) {
      const scrolls =
        parent.scrollHeight > parent.clientHeight + 1 &&
        /auto|scroll|overlay|hidden/.test(view.getComputedStyle(parent).overflowY);
      scroller = scrolls && parent !== document.body ? parent : scrollerOf(parent);
      known.set(parent, scroller);
    }
    return scroller;
  };
}

/** Groups visible texts by the list that scrolls them; a list is measured when a reader first asks for it. */
function lists(sight: Sight, facts: PageFacts) {
  const boxOf = boxes(facts.document);
  const byScroller = new Map<Element, Text[]>();
  const made = new Map<Element, List>();
  const known = new WeakMap<Element, Element>();
  const scrollerOf = scrollers(facts.document, known);
  return {
    listOf: (element: Element): List => {
      if (byScroller.size === 0) {
        for (const node of sight.texts) {
          if (!node.parentElement) continue;
          const scroller = scrollerOf(node.parentElement);
          const texts = byScroller.get(scroller);
          if (texts) texts.push(node);
          else byScroller.set(scroller, [node]);
        }
      }
      const scroller = scrollerOf(element);
      let list = made.get(scroller);
      if (!list) {
        list = listOf(scroller, linesOf(byScroller.get(scroller) ?? [], boxOf), facts.names);
        made.set(scroller, list);
      }
      return list;
    },
    made,
    scrollerOf: (element: Element) => known.get(element),
  };
}

/** A label may stand a few elements deep in a link that already has its badge. */
const labelDepth = 4;

/** Does the spot, or an element around it, already show a name? One name is shown once. */
function isFound(anchor: Detection['anchor'], found: Map<unknown, Detection>): boolean {
  if (!(anchor instanceof Element)) return found.has(anchor);
  let around: Element | null = anchor;
  for (let level = 0; around && level <= labelDepth; level++, around = around.parentElement)
    if (found.has(around)) return true;
  return false;
}

/**
 * One pass over what is visible: reads boxes and texts, writes nothing to the page. A reader that throws is counted, not raised. Comes in
 * pieces: whoever runs it may give the thread back between two of them.
 */
export function* reading(facts: PageFacts): Generator<void, Reading> {
  const { document, names, console, memory } = facts;
  const root = document.body ?? document.documentElement;
  const sight = yield* look(root, names, console?.leaveAlone ?? []);
  const around = surroundings(facts);
  const { listOf: list, made, scrollerOf } = lists(sight, facts);
  const scene: Scene = { ...facts, sight, around, listOf: list };
  const found = new Map<Element | Range | undefined, Detection>();
  const failed: string[] = [];
  for (const reader of facts.editors ? [...readers, facts.editors] : readers) {
    try {
      for (const detection of reader.read(scene)) {
        if (detection && !isFound(detection.anchor, found)) found.set(detection.anchor, detection);
        yield;
      }
    } catch {
      failed.push(reader.id);
    }
  }
  for (const seen of made.values()) {
    if (seen.scroller.scrollHeight > seen.scroller.clientHeight) memory.see(seen.scroller, rowsOf(seen, names));
    yield;
  }
  const unplaced = sight.names.filter(({ element }) => !isFound(element, found)).map(({ text }) => text);
  return {
    detections: [...found.values()],
    unplaced: [...new Set(unplaced)],
    failed,
    isEditorSeen: sight.editors.length > 0,
    lists: made,
    scrollerOf,
    scene,
  };
}

/** A pass in one go. */
export function read(facts: PageFacts): Reading {
  const pieces = reading(facts);
  for (;;) {
    const { value, done } = pieces.next();
    if (done) return value;
  }
}

/** The same page after a change that lies in its editors only: their SQL is read again, and nothing else. */
export function readEditors(before: Reading): Reading {
  const { scene } = before;
  const editors = scene?.editors;
  if (!scene || !editors) return before;
  const others = before.detections.filter(({ reader }) => reader !== editors.id);
  try {
    return { ...before, detections: [...others, ...editors.read(scene)].filter((one) => one !== undefined) };
  } catch {
    return { ...before, detections: others, failed: [...new Set([...before.failed, editors.id])] };
  }
}
