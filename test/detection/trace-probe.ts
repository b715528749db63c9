import { pageView } from '../../entrypoints/console.content/page-view';
import { textMarks } from '../../entrypoints/editors/text-marks';
import { consoles } from '../../lib/consoles';
import type { BadgeFacts, Vocabulary } from '../../lib/model';
import { namesOf } from '../../lib/page/names';
import { read } from '../../lib/page/read';
import { editors } from '../../lib/page/readers/editors';
import { rowMemory } from '../../lib/page/row-memory';
import { watch } from '../../lib/page/watch';

/** Everything of a page that its own code could see of us. */
type Written = { tree: string; own: number; sheets: number; highlights: number; listeners: number };

/** Listeners that are on, by everything that tells them apart. Counted from the first script of the page on. */
const listeners = new Set<string>();
const ids = new WeakMap<object, number>();
let lastId = 0;
const idOf = (thing: object) => {
  const id = ids.get(thing) ?? ++lastId;
  ids.set(thing, id);
  return id;
};
const isOurs = (target: unknown) => target instanceof Node && isOwn(target);
const isOwn = (node: Node): boolean => {
  const root = node.getRootNode();
  if (node.nodeName.startsWith('DBT-')) return true;
  if (root instanceof ShadowRoot) return isOwn(root.host);
  return node.parentNode !== null && isOwn(node.parentNode);
};

function countListeners(): void {
  // as: what the browser has there
  const [on, off] = ['addEventListener', 'removeEventListener'].map((name) =>
    Reflect.get(EventTarget.prototype, name),
  ) as [() => void, () => void];
  const keyOf = (target: EventTarget, type: string, listener: object, options: unknown) => {
    const isCapture = options === true || (typeof options === 'object' && (options as { capture?: boolean })?.capture);
    return [idOf(target), type, idOf(listener), Boolean(isCapture)].join(' ');
  };
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (listener && !(this instanceof AbortSignal) && !isOurs(this)) {
      const key = keyOf(this, type, listener, options);
      listeners.add(key);
      const signal = typeof options === 'object' ? options.signal : undefined;
      if (signal) Reflect.apply(on, signal, ['abort', () => listeners.delete(key)]);
    }
    Reflect.apply(on, this, [type, listener, options]);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (listener) listeners.delete(keyOf(this, type, listener, options));
    Reflect.apply(off, this, [type, listener, options]);
  };
}

/** A page as text, node by node, without the elements that are ours. */
function written(): Written {
  let own = 0;
  let sheets = document.adoptedStyleSheets.length + document.styleSheets.length;
  const visit = (node: Node): string => {
    if (node.nodeName.startsWith('DBT-')) {
      own++;
      return '';
    }
    const children = [...node.childNodes].map(visit).join('');
    if (!(node instanceof Element)) return `${node.nodeName}(${node.nodeValue ?? ''}${children})`;
    const attributes = node.getAttributeNames().map((name) => `${name}=${node.getAttribute(name)}`);
    const shadow = node.shadowRoot ? visit(node.shadowRoot) : '';
    sheets += node.shadowRoot?.adoptedStyleSheets.length ?? 0;
    return `<${node.nodeName} ${attributes.join(' ')} ${node.scrollTop} ${node.scrollLeft}>${shadow}${children}</>`;
  };
  const tree = visit(document);
  return { tree, own, sheets, highlights: CSS.highlights.size, listeners: listeners.size };
}

const drained = (pieces: Generator<void, void>) => {
  while (!pieces.next().done);
};

/** Shows every badge that the page is to have, in several states, and takes all away. What the page was before, meanwhile and after. */
async function trace(given: { vocabulary: Vocabulary; consoleId?: string; facts: BadgeFacts }) {
  const before = written();
  const ending = new AbortController();
  const view = pageView(document, () => {}, ending.signal);
  const watching = watch(document, { changed: () => {}, moved: () => {} }, ending.signal);
  const { detections } = read({
    document,
    url: new URL(location.href),
    names: namesOf(given.vocabulary),
    console: consoles.find(({ id }) => id === given.consoleId),
    memory: rowMemory(),
    editors,
  });
  const states = ['degraded', 'healthy', 'caution'] as const;
  for (const shift of [0, 1]) {
    const answers = detections.map((detection, index) => {
      const state = states[(index + shift) % states.length] ?? 'healthy';
      const node = { ...given.facts, uniqueId: `${index}`, health: { ...given.facts.health, state } };
      return { detection, resolution: { status: 'matched' as const, node } };
    });
    watching.quietly(() => drained(view.show(answers, 'anything')));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const meanwhile = written();
  view.remove();
  ending.abort();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return { before, meanwhile, after: written(), detections: detections.filter(({ isListed }) => !isListed).length };
}

countListeners();
// As the editors' part brings it.
globalThis.sidelightMarks = textMarks;
export type Trace = typeof trace;

// What the test calls in the page. It is never part of the product.
Object.assign(globalThis, { sidelightTrace: trace });
