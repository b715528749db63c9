import { hearMoves } from './moves';

/** What happened to the page. Both are told at once, and answered by whoever listens. */
export type PageEvents = {
  /** Content changed: told inside the observer's callback, before the page is painted. The records are the page's own. */
  changed: (records: MutationRecord[]) => void;
  /** What is visible moved: something scrolled, slid or opened, the window was resized, the address changed. */
  moved: (event: Event) => void;
};

export type Watch = {
  /** Runs writes of our own to the page so that they are not taken for changes of the page's. */
  quietly: (write: () => void) => void;
};

/** Attributes whose change shows, hides, moves or renames something. */
const telling = [
  'class',
  'style',
  'hidden',
  'open',
  'href',
  'title',
  'aria-label',
  'aria-expanded',
  'aria-level',
  'data-id',
  'data-name',
  'selected',
];

/** What is heard of a page. The old value of a style tells what changed in it. */
export const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: telling,
  attributeOldValue: true,
};

/** Did we put it there? */
export const isOurs = (node: Node) => node.nodeName.startsWith('DBT-');

function isOwn(record: MutationRecord): boolean {
  if (record.type !== 'childList') return isOurs(record.target);
  const { addedNodes, removedNodes } = record;
  for (const node of addedNodes) if (!isOurs(node)) return false;
  for (const node of removedNodes) if (!isOurs(node)) return false;
  return true;
}

/** The page's own changes. What follows at the same place (a line is written node by node) is taken for what came before it. */
function foreignOf(records: MutationRecord[]): MutationRecord[] {
  let place: Node | undefined;
  return records.filter((record) => {
    const { target } = record;
    if (target === place) return true;
    if (isOwn(record)) return false;
    place = target;
    return true;
  });
}

/**
 * Tells when to read. Changed content is told of inside the observer's callback, so that no badge is ever seen beside a name that it does
 * not belong to. Nothing runs while the page is still. Ends with the signal.
 */
export function watch(document: Document, events: PageEvents, signal: AbortSignal): Watch {
  const view = document.defaultView;
  if (!view || signal.aborted) return { quietly: (write) => write() };
  const tell = (records: MutationRecord[]) => {
    const foreign = foreignOf(records);
    if (foreign.length > 0) events.changed(foreign);
  };
  const observer = new MutationObserver(tell);
  observer.observe(document, observed);
  const options = { signal, passive: true, capture: true };
  document.addEventListener('scroll', events.moved, options);
  document.addEventListener('toggle', events.moved, options);
  // A text field changes without a trace in the page.
  document.addEventListener('input', events.moved, options);
  document.addEventListener('transitionend', events.moved, options);
  for (const type of ['resize', 'pageshow']) view.addEventListener(type, events.moved, options);
  hearMoves(view, events.moved, signal);
  view.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', events.moved, { signal });
  // A console's own switch between light and dark may be any attribute of the root or the body.
  const switches = new MutationObserver((records) => {
    const foreign = records.filter(({ attributeName }) => !telling.includes(attributeName ?? ''));
    if (foreign.length > 0) events.changed(foreign);
  });
  for (const root of [document.documentElement, document.body]) if (root) switches.observe(root, { attributes: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    switches.disconnect();
  });

  return {
    quietly(write) {
      const pending = observer.takeRecords();
      write();
      observer.takeRecords();
      // What the page changed since the last callback is answered like everything else.
      tell(pending);
    },
  };
}
