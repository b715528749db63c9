import type { Console } from '../consoles/console';
import type { Detection } from '../model';
import { boxes } from './boxes';
import { isDoubtful } from './doubts';
import type { RowChanges } from './editor-rows';
import { keptRows, type Looked } from './kept-rows';
import type { List } from './list';
import { inOneGo, lists } from './lists';
import type { Names } from './names';
import { pickersOf } from './pickers';
import { address } from './readers/address';
import { crumbs } from './readers/crumbs';
import { dotted } from './readers/dotted';
import { links } from './readers/links';
import { outline } from './readers/outline';
import type { Reader, Scene, SqlReaderOfPage } from './readers/reader';
import { headRows, type RowMemory } from './row-memory';
import type { Sight } from './seen';
import { sessions } from './session';
import { look } from './sight';
import { type Surfaces, surfacesOf } from './surfaces';

/** Strongest evidence first: where two readers see a name at one spot, the first is believed. */
const readers: Reader[] = [address, links, dotted, outline, crumbs];

/**
 * What a pass found. `unplaced`: known names that were seen without enough evidence for a badge. `lists`: the lists (by what
 * scrolls them) that were measured because names stand in them; `looked`: how each was looked through last; `heads`: texts that detections stand by; `surfaces`: which list an element stands in.
 */
export type Reading = {
  detections: Detection[];
  unplaced: string[];
  failed: string[];
  isEditorSeen: boolean;
  lists: Map<Element, List>;
  looked: ReadonlyMap<Element, Looked>;
  heads: ReadonlySet<Node>;
  surfaces: Surfaces | undefined;
  scene: Scene | undefined;
};

/** Before the first pass. */
export const nothingRead: Reading = {
  detections: [],
  unplaced: [],
  failed: [],
  isEditorSeen: false,
  lists: new Map(),
  looked: new Map(),
  heads: new Set(),
  surfaces: undefined,
  scene: undefined,
};

/** Readers that go by what a label looks like; an address and SQL say by themselves that they name a table. */
const guessing = new Set(['dotted', 'outline', 'crumbs']);

/** What a page is read with. `editors`: the reader of SQL, which comes when an editor was seen (`isEditorSeen`). */
export type PageFacts = {
  document: Document;
  url: URL;
  names: Names;
  console: Console | undefined;
  memory: RowMemory;
  editors?: SqlReaderOfPage | undefined;
};

const headsOf = (found: Map<unknown, Detection>) => new Set([...found.values()].flatMap(({ heads }) => heads ?? []));

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

/** What the readers find, the strongest evidence first; what is `found` already stays. A reader that throws is counted, not raised. */
function* findIn(scene: Scene, believed: Reader[], found: Map<unknown, Detection>): Generator<void, string[]> {
  const failed: string[] = [];
  const isTrusted = ({ reader, anchor, label }: Detection) =>
    !guessing.has(reader) || !(anchor instanceof Element) || !isDoubtful(anchor, label, reader === 'outline', scene);
  for (const reader of believed) {
    try {
      for (const detection of reader.read(scene)) {
        // Kept under itself: no spot is taken by what is only listed.
        if (detection?.isListed) found.set(detection, detection);
        else if (detection && !isFound(detection.anchor, found) && isTrusted(detection))
          found.set(detection.anchor, detection);
        yield;
      }
    } catch {
      failed.push(reader.id);
    }
  }
  return failed;
}

/**
 * One pass over what is visible: reads boxes and texts, writes nothing to the page. Comes in pieces: whoever runs it may give the
 * thread back between two of them.
 */
export function* reading(facts: PageFacts): Generator<void, Reading> {
  const { document, names, console, memory } = facts;
  const root = document.body ?? document.documentElement;
  const boxOf = boxes(document);
  const kept = keptRows(undefined, root, names, boxOf);
  const sight = yield* look(root, names, console?.leaveAlone ?? [], boxOf, 0, kept);
  const surfaces = surfacesOf(document);
  const { listOf: list, all, measure, seeParents } = lists(sight, facts, surfaces, boxOf, kept);
  yield* measure();
  const seen = all().flatMap(({ pane }) => memory.above(pane, Number.POSITIVE_INFINITY).rows.slice(-headRows));
  const heads = seen.flatMap(({ texts }) => texts);
  const pickers = pickersOf(sight.pickers, boxOf);
  const session = sessions(document, console, sight, pickers, heads, names, boxOf);
  yield;
  const chosen = session();
  yield;
  const around = { session: chosen, pageDatabase: console?.isOneDatabase ? chosen.database : undefined };
  const scene: Scene = { ...facts, sight, pickers, around, session, listOf: list, isFloating: surfaces.isFloating };
  const found = new Map<unknown, Detection>();
  const failed = yield* findIn(scene, facts.editors ? [...readers, facts.editors] : readers, found);
  yield* seeParents();
  const unplaced = sight.names.filter(({ element }) => !isFound(element, found)).map(({ text }) => text);
  const looked = kept.looked(all());
  return {
    detections: [...found.values()],
    unplaced: [...new Set(unplaced)],
    failed,
    isEditorSeen: sight.editors.length > 0,
    lists: new Map(all().map((one) => [one.scroller, one])),
    looked: new Map(all().map(({ scroller }) => [scroller, looked])),
    heads: headsOf(found),
    surfaces,
    scene,
  };
}

/** Readers whose evidence may lie anywhere on the page: what they found stays until the whole page is read again. */
const wideReaders = new Set(['address', 'editors']);
/** A list lies so far below the body that what is outside the window is left out, whatever it holds. */
const listDepth = 3;

/** What is seen but in elements of which all is known. */
function without(sight: Sight, isKnown: (element: Element) => boolean): Sight {
  const unknown = <Seen extends { element: Element }>(seen: Seen[]) => seen.filter(({ element }) => !isKnown(element));
  return {
    ...sight,
    names: unknown(sight.names),
    dotted: unknown(sight.dotted),
    namedElements: unknown(sight.namedElements),
    links: sight.links.filter((link) => !isKnown(link)),
  };
}

/**
 * The same page after changes that lie in some of its lists only: those are looked at again, and nothing else. `isStill`: nothing has
 * changed around them since the whole page was read.
 */
export function* readingLists(
  before: Reading,
  changed: ReadonlySet<Element>,
  isStill: boolean,
): Generator<void, Reading> {
  const { scene, surfaces } = before;
  if (!scene || !surfaces) return before;
  const isInside = (node: Node) => [...changed].some((scroller) => scroller.contains(node));
  const found = new Map<unknown, Detection>();
  const inside: Detection[] = [];
  for (const detection of before.detections) {
    const { anchor, reader, isListed } = detection;
    const node = anchor instanceof Range ? anchor.startContainer : anchor;
    // A row that was thrown away is in no list any more, but what it said may be.
    const isGone = node?.isConnected === false;
    if (node && !wideReaders.has(reader) && (isGone || isInside(node))) inside.push(detection);
    else if (!isGone) found.set(isListed ? detection : anchor, detection);
  }
  // A list without a name for the moment is still one that has names.
  const isMade = (scroller: Element) => changed.has(scroller) || !isInside(scroller);
  const made = new Map([...before.lists].filter(([scroller]) => scroller.isConnected && isMade(scroller)));
  const looked = new Map([...before.looked].filter(([scroller]) => made.has(scroller)));
  const failed: string[] = [];
  const scrollers = [...before.lists.keys()].filter((scroller) => scroller !== scene.document.documentElement);
  for (const scroller of changed) {
    const boxOf = boxes(scene.document);
    const kept = keptRows(before.looked.get(scroller), scroller, scene.names, boxOf);
    const whole = yield* look(scroller, scene.names, scene.console?.leaveAlone ?? [], boxOf, listDepth, kept);
    const part = lists(whole, scene, surfaces, boxOf, kept);
    yield* part.measure();
    kept.settle(scroller, part.all());
    for (const detection of inside) {
      const anchor = detection.anchor instanceof Element ? kept.present(detection.anchor) : undefined;
      if (anchor) found.set(anchor, anchor === detection.anchor ? detection : { ...detection, anchor });
    }
    const sight = without(whole, kept.isSettled);
    const own = readers.filter(({ id }) => !wideReaders.has(id));
    // What they show may have changed with the list.
    const pickers = pickersOf(
      scene.pickers.map(({ element }) => element),
      boxOf,
    );
    const isInOther = scrollers.some((other) => other !== scroller && other.contains(scroller));
    // What heads a list stands around it. Where something has changed there, that waits for the whole page.
    const listOf: Scene['listOf'] = (element) =>
      (isStill && !isInOther && !scroller.contains(element) ? scene : part).listOf(element);
    failed.push(...(yield* findIn({ ...scene, sight, pickers, listOf }, own, found)));
    yield* part.seeParents();
    for (const list of part.all()) made.set(list.scroller, list);
    looked.set(scroller, kept.looked(part.all()));
  }
  return { ...before, detections: [...found.values()], failed, lists: made, looked, heads: headsOf(found) };
}

/** A pass in one go. */
export const read = (facts: PageFacts): Reading => inOneGo(reading(facts));

/** The same page after changes that lie in its editors only, and of which its reader of SQL heard. */
export function readEditors(before: Reading): RowChanges & { reading: Reading } {
  const { scene } = before;
  const editors = scene?.editors;
  const unknown = { changed: undefined, isStill: false };
  if (!scene || !editors) return { reading: before, ...unknown };
  const others = before.detections.filter(({ reader }) => reader !== editors.id);
  try {
    const { detections, changed, isStill } = editors.readHeard(scene);
    return { reading: { ...before, detections: [...others, ...detections] }, changed, isStill };
  } catch {
    const failed = [...new Set([...before.failed, editors.id])];
    return { reading: { ...before, detections: others, failed }, ...unknown };
  }
}
