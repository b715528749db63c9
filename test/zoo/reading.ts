import type { TableRef, Vocabulary } from '../../lib/model';
import { type Names, namesOf } from '../../lib/page/names';
import { read } from '../../lib/page/read';
import { editors } from '../../lib/page/readers/editors';
import { rowMemory } from '../../lib/page/row-memory';
import { isInSight, textsIn } from '../drift/page/truth';

/** An entry that a page shows, as its own code says. `hasParents`: its schema and database are in the tree, seen or scrolled away. */
type Shown = { key: string; isInSight: boolean; hasParents: boolean; text: string };

/** A detection as plain values; `keys`: entries that stand at its spot. */
type Found = { keys: string[]; reader: string; evidence: string; label: string; ref: TableRef };

/** What the readers find on a page of the zoo, and what the page itself says that it shows. */
export type ZooReading = { shown: Shown[]; found: Found[]; failed: string[] };

type PageEntry = { element: Element; key: string; hasParents: boolean };
declare const zoo: { shown: () => PageEntry[] };

const memory = rowMemory();
let names: Names;

/** Two frames for what was done to be answered, then the end of all that slides and fades. */
async function quiet(): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const isMoving = ({ effect, playState }: Animation) =>
    playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime);
  await frame();
  await frame();
  for (let wait = 0; wait < 120 && document.getAnimations().some(isMoving); wait++) await frame();
  await frame();
}

/** Reads the page as the content script would, and asks the page itself what it shows. */
async function readZoo(vocabulary: Vocabulary): Promise<ZooReading> {
  await quiet();
  names ??= namesOf(vocabulary);
  const url = new URL(document.location.href);
  const { detections, failed } = read({ document, url, names, console: undefined, memory, editors });
  const entries = zoo.shown();
  const keysAt = (anchor: Element | Range | undefined) =>
    anchor instanceof Element
      ? entries.filter(({ element }) => element.contains(anchor) || anchor.contains(element)).map(({ key }) => key)
      : [];
  return {
    shown: entries.map(({ element, key, hasParents }) => {
      const texts = textsIn(element);
      return { key, hasParents, isInSight: texts.length > 0 && isInSight(texts), text: element.textContent ?? '' };
    }),
    found: detections.map(({ reader, evidence, label, ref, anchor }) => ({
      keys: keysAt(anchor),
      reader,
      evidence,
      label,
      ref,
    })),
    failed,
  };
}

export type ReadZoo = typeof readZoo;

/** Where the middle of an entry's label is in the window, if it is to be seen. */
function spotOf(key: string): { x: number; y: number } | undefined {
  const element = zoo.shown().find((entry) => entry.key === key)?.element;
  const texts = element ? textsIn(element) : [];
  if (!element || texts.length === 0 || !isInSight(texts)) return undefined;
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + Math.min(width / 2, 20), y: top + height / 2 };
}

export type SpotOf = typeof spotOf;

// What the tests call in the page.
Object.assign(globalThis, { sidelightReadZoo: readZoo, sidelightSpotOf: spotOf });
