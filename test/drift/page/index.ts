import { consoles } from '../../../lib/consoles';
import type { Detection, TableRef, Vocabulary } from '../../../lib/model';
import { type Names, namesOf } from '../../../lib/page/names';
import { read } from '../../../lib/page/read';
import { editors } from '../../../lib/page/readers/editors';
import { rowMemory } from '../../../lib/page/row-memory';
import { isScroller } from './panes';
import { random } from './random';
import { redesigns } from './redesigns';
import { allTruths, isDue, isOutOfZone, learn, truthsAt } from './truth';
import { boxOf, elementsOf, isShown, keepZones, textsOf } from './walk';

/**
 * How a page is read. Without `consoleId` it is "any console". `isBlind`: as a broken reader would that ignores which database stands
 * above a name. `isScrolled`: with what its lists show when somebody scrolls through them.
 */
export type Reading = {
  vocabulary: Vocabulary;
  withHints: boolean;
  consoleId?: string;
  isBlind?: boolean;
  isScrolled?: boolean;
};

/** A detection as plain values. `truths`: places of what the untouched page said at that spot. */
export type Sighting = {
  reader: string;
  evidence: string;
  label: string;
  ref: TableRef;
  truths: number[];
  /** SQL of a zone that its console left alone, until the redesign took the zone's marks. */
  isOutOfZone: boolean;
  is?: string;
};

const memory = rowMemory();
let names: Names;

/** Where things stand, in the document's order. */
function order(): Map<Node, number> {
  const places = new Map<Node, number>();
  const visit = (node: Node) => {
    places.set(node, places.size);
    if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
    node.childNodes.forEach(visit);
  };
  visit(document);
  return places;
}

function withoutDatabases(vocabulary: Vocabulary): Vocabulary {
  const projects = vocabulary.projects.map(({ schemas, ...project }) => ({
    ...project,
    schemas: schemas.map(({ database: _unseen, ...schema }) => schema),
  }));
  return { ...vocabulary, projects };
}

function detect({ vocabulary, withHints, consoleId, isBlind }: Reading, seen = memory) {
  names ??= namesOf(vocabulary);
  const found = consoles.find(({ id }) => id === consoleId);
  const console = found && !withHints ? { ...found, hints: [] } : found;
  const started = performance.now();
  const { detections, failed } = read({
    document,
    url: new URL(document.location.href),
    names: isBlind ? namesOf(withoutDatabases(vocabulary)) : names,
    console,
    memory: seen,
    editors,
  });
  const ms = performance.now() - started;
  return { detections: sorted(detections), failed, ms };
}

function sorted(detections: Detection[]): Detection[] {
  const places = order();
  const at = (anchor: Element | Range | undefined) => {
    if (!anchor) return -1;
    const node = anchor instanceof Range ? anchor.startContainer : anchor;
    return (places.get(node) ?? 0) + (anchor instanceof Range ? anchor.startOffset / 1e6 : 0);
  };
  return detections.toSorted((one, other) => at(one.anchor) - at(other.anchor));
}

/** What is found when every list, and the page, is scrolled from its top to its end. All of them stand as before afterwards. */
function scrolledThrough(reading: Reading): Detection[] {
  const seen = rowMemory();
  const scrollers = [document.documentElement, ...elementsOf(document.body)].filter(
    (one) => isScroller(one) || one.scrollHeight > innerHeight + 1,
  );
  return scrollers.flatMap((scroller) => {
    const { scrollTop, clientHeight } = scroller;
    const found: Detection[] = [];
    for (let top = 0; ; top += 0.8 * clientHeight) {
      scroller.scrollTop = top;
      found.push(...detect(reading, seen).detections);
      if (scroller.scrollTop < top - 1 || clientHeight === 0) break;
    }
    scroller.scrollTop = scrollTop;
    return found;
  });
}

/** What a page says: in sight, and with `isScrolled` beyond. */
function survey(reading: Reading): Detection[] {
  const { detections } = detect(reading);
  if (!reading.isScrolled) return detections;
  const byAnchor = new Map<unknown, Detection>(detections.map((one) => [one.anchor, one]));
  for (const one of scrolledThrough(reading))
    if (one.anchor instanceof Element && !byAnchor.has(one.anchor)) byAnchor.set(one.anchor, one);
  return sorted([...byAnchor.values()]);
}

function sightings(detections: Detection[]): Sighting[] {
  return detections.map(({ reader, evidence, label, ref, anchor }): Sighting => {
    const is = anchor instanceof Element ? anchor.closest('[data-is]')?.getAttribute('data-is') : undefined;
    const isOut = reader === 'editors' && isOutOfZone(anchor);
    return { reader, evidence, label, ref, truths: truthsAt(anchor), isOutOfZone: isOut, ...(is != null && { is }) };
  });
}

/** Reads the untouched page and remembers what it says where. */
function start(reading: Reading) {
  keepZones(consoles.find(({ id }) => id === reading.consoleId)?.leaveAlone ?? []);
  const detections = survey(reading);
  learn(detections, names);
  return { found: sightings(detections) };
}

/** Farther than this a label must not move in a redesign that keeps places, CSS pixels. */
const shift = 3;

/** Redesigns the page; says how many texts did not stay where they were, and whether the page is another one at all. */
function redesign(ids: string[], seed: number): { moved: number; isChanged: boolean } {
  const written = document.documentElement.outerHTML;
  // Boxes of what is folded away cost a layout each.
  const shown = textsOf(document.body).filter(({ parentElement }) => parentElement && isShown(parentElement));
  const before = new Map(shown.map((node) => [node, boxOf(node)]));
  const next = random(seed);
  for (const { id, apply } of redesigns) if (ids.includes(id)) apply(next, names);
  let moved = 0;
  for (const [node, box] of before) {
    if (!node.isConnected || box.width < 1) continue;
    const now = boxOf(node);
    if (Math.abs(now.left - box.left) > shift || Math.abs(now.top - box.top) > shift) moved++;
  }
  return { moved, isChanged: document.documentElement.outerHTML !== written };
}

/** Reads the page again. `due`: what a person can still tell, and so must be found. */
function judge(reading: Reading) {
  const { detections, failed, ms } = detect(reading);
  return { found: sightings(detections), failed, ms, due: allTruths().map(isDue) };
}

export const drift = { start, redesign, judge };
export type Drift = typeof drift;

// What the tests call in the page.
Object.assign(globalThis, { sidelightDrift: drift });
