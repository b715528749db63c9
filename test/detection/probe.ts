import { consoles } from '../../lib/consoles';
import type { Vocabulary } from '../../lib/model';
import { namesOf } from '../../lib/page/names';
import { read } from '../../lib/page/read';
import { rowMemory } from '../../lib/page/row-memory';

/** One detection as plain values, so that it can leave the page. */
export type ProbedDetection = {
  reader: string;
  evidence: string;
  label: string;
  database?: string;
  schema?: string;
  name: string;
  anchor: 'element' | 'range' | 'page';
  /** The anchor's text, and the `data-is` of the nearest element that has one: what the fixture says is drawn there. */
  text: string;
};

type Options = { vocabulary: Vocabulary; withHints: boolean; consoleId?: string };

const memory = rowMemory();

function probe({ vocabulary, withHints, consoleId }: Options) {
  const url = new URL(document.location.href);
  const known = consoles.find((one) => (consoleId ? one.id === consoleId : one.isConsole(url, document)));
  const console = known && !withHints ? { ...known, hints: [] } : known;
  const started = performance.now();
  const { detections, unplaced, failed } = read({ document, url, names: namesOf(vocabulary), console, memory });
  const ms = performance.now() - started;
  const found = detections.map(({ reader, evidence, label, ref, anchor }): ProbedDetection => {
    const kind = anchor === undefined ? 'page' : anchor instanceof Range ? 'range' : 'element';
    const text = anchor instanceof Range ? anchor.toString() : (anchor?.textContent ?? '');
    return { reader, evidence, label, ...ref, anchor: kind, text };
  });
  return { found, unplaced, failed, ms };
}

export type Probe = typeof probe;

// What the tests call in the page. It is never part of the product.
Object.assign(globalThis, { sidelightProbe: probe });
