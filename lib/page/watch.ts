/** What happened to the page: its content or address changed, or what is visible moved. */
export type PageEvent = 'changed' | 'moved';

export type Watch = {
  /** Runs writes of our own to the page so that they are not taken for changes of the page's. */
  quietly: (write: () => void) => void;
};

/** Attributes whose change shows, hides or renames something. `style` moves rows; it is answered like a scroll. */
const telling = [
  'class',
  'style',
  'hidden',
  'open',
  'href',
  'title',
  'aria-expanded',
  'aria-level',
  'data-id',
  'selected',
];

const isOurs = (node: Node) => node.nodeName.startsWith('DBT-');

function isOwn(record: MutationRecord): boolean {
  if (record.type !== 'childList') return isOurs(record.target);
  return [...record.addedNodes, ...record.removedNodes].every(isOurs);
}

/**
 * Tells when to read. `changed` is called inside the observer's callback, before the page is painted, so that no badge is ever seen
 * beside a name that it does not belong to; `moved` before the next frame. Nothing runs while the page is still. Ends with the signal.
 */
export function watch(document: Document, tell: (event: PageEvent) => void, signal: AbortSignal): Watch {
  const view = document.defaultView;
  if (!view || signal.aborted) return { quietly: (write) => write() };
  let frame = 0;

  const moved = () => {
    frame ||= view.requestAnimationFrame(() => {
      frame = 0;
      tell('moved');
    });
  };
  const heard = (records: MutationRecord[]) => {
    const foreign = records.filter((record) => !isOwn(record));
    if (foreign.length === 0) return;
    const isMove = foreign.every(({ attributeName }) => attributeName === 'style' || attributeName === 'class');
    if (isMove) moved();
    else tell('changed');
  };

  const observer = new MutationObserver(heard);
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: telling });
  const options = { signal, passive: true, capture: true };
  document.addEventListener('scroll', moved, options);
  document.addEventListener('toggle', moved, options);
  document.addEventListener('transitionend', moved, options);
  for (const type of ['resize', 'popstate', 'hashchange', 'pageshow']) view.addEventListener(type, moved, options);
  // The Navigation API also tells of addresses that the page changes by itself (pushState).
  if ('navigation' in view && view.navigation instanceof EventTarget) {
    view.navigation.addEventListener('currententrychange', moved, { signal });
  }
  signal.addEventListener('abort', () => {
    observer.disconnect();
    view.cancelAnimationFrame(frame);
  });

  return {
    quietly(write) {
      const pending = observer.takeRecords();
      write();
      observer.takeRecords();
      if (pending.some((record) => !isOwn(record))) moved();
    },
  };
}
