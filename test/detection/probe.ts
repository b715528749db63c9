import { consoles } from '../../lib/consoles';
import type { Vocabulary } from '../../lib/model';
import { namesOf } from '../../lib/page/names';
import { read } from '../../lib/page/read';
import { editors } from '../../lib/page/readers/editors';
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
  /** The anchor's text. */
  text: string;
  /** What the page itself says that this is (`data-is`), on pages made for it. */
  is?: string;
};

type Options = { vocabulary: Vocabulary; withHints: boolean; consoleId?: string };

const memory = rowMemory();

/** Places of all nodes in the document's order, open shadow roots at their hosts. */
function nodeOrder(): Map<Node, number> {
  const order = new Map<Node, number>();
  const visit = (node: Node) => {
    order.set(node, order.size);
    if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
    node.childNodes.forEach(visit);
  };
  visit(document);
  return order;
}

/** Reads the page as the content script would. What it found comes in the document's order, the page's own badge first. */
function probe({ vocabulary, withHints, consoleId }: Options) {
  const url = new URL(document.location.href);
  const known = consoles.find((one) => (consoleId ? one.id === consoleId : one.isConsole(url, document)));
  const console = known && !withHints ? { ...known, hints: [] } : known;
  const started = performance.now();
  const { detections, unplaced, failed } = read({
    document,
    url,
    names: namesOf(vocabulary),
    console,
    memory,
    editors,
  });
  const ms = performance.now() - started;
  const order = nodeOrder();
  const placeOf = (anchor: Element | Range | undefined) =>
    anchor instanceof Range
      ? (order.get(anchor.startContainer) ?? 0) + anchor.startOffset / 1e6
      : anchor
        ? (order.get(anchor) ?? 0)
        : -1;
  const found = detections
    .toSorted((one, other) => placeOf(one.anchor) - placeOf(other.anchor))
    .map(({ reader, evidence, label, ref, anchor }): ProbedDetection => {
      const kind = anchor === undefined ? 'page' : anchor instanceof Range ? 'range' : 'element';
      const text = anchor instanceof Range ? anchor.toString() : (anchor?.textContent ?? '');
      const spot = anchor instanceof Range ? anchor.startContainer.parentElement : anchor;
      const is = spot?.closest('[data-is]')?.getAttribute('data-is');
      return { reader, evidence, label, ...ref, anchor: kind, text, ...(is != null && { is }) };
    });
  return { found, unplaced, failed, ms };
}

export type Probe = typeof probe;

/** Ids of all consoles that take this page for theirs. Everything else a console can be asked is asked, too: nothing may throw. */
function claims(): string[] {
  const url = new URL(document.location.href);
  for (const console of consoles) {
    console.tableAt?.(url);
    console.openTables?.(url);
    console.session?.(document);
    for (const link of document.links) if (URL.canParse(link.href)) console.tableAt?.(new URL(link.href), 'x');
    for (const editor of document.querySelectorAll('.monaco-editor, .cm-editor, textarea'))
      console.session?.(document, editor);
  }
  return consoles.filter((one) => one.isConsole(url, document)).map(({ id }) => id);
}

export type Claims = typeof claims;

/** The whole page as text, open shadow roots included. */
function written(): string {
  const roots: string[] = [];
  const visit = (root: Document | ShadowRoot) => {
    roots.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
  return roots.join('\n');
}

// What the tests call in the page. It is never part of the product.
Object.assign(globalThis, { sidelightProbe: probe, sidelightClaims: claims, sidelightWritten: written });
