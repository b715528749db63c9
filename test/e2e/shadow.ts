import type { CDPSession, Page } from '@playwright/test';

/** A rectangle in CSS pixels of the viewport. */
export type Box = { x: number; y: number; width: number; height: number };

/** A badge as a person meets it. `label` is the text it stands beside; `name` is what a screen reader says. */
export type SeenBadge = {
  label: string;
  name: string;
  /** The health state in the badge's own `data-state`. */
  state: string;
  /** Of the glyph. */
  box: Box;
  /** True when nothing clips or covers its middle. */
  isVisible: boolean;
};

/** An open card: all its text, and its box. */
export type SeenCard = { text: string; box: Box };

type Root = { backendNodeId: number };
type DomNode = Root & { nodeName: string; children?: DomNode[]; shadowRoots?: DomNode[]; contentDocument?: DomNode };

/**
 * Our shadow roots are closed and no switch opens them, so tests look inside as a debugger does. Runs `look` with each
 * shadow root below an element of the given name as `this`, in document order; `told` is handed to it.
 */
export async function insideEach<T>(
  page: Page,
  element: string,
  look: (this: ShadowRoot, told: string) => T,
  told = '',
): Promise<T[]> {
  const debug = await page.context().newCDPSession(page);
  try {
    const { root } = await debug.send('DOM.getDocument', { depth: -1, pierce: true });
    const found: T[] = [];
    for (const { backendNodeId } of shadowRootsOf(root, element.toUpperCase())) {
      const value = await call(debug, backendNodeId, look, told);
      if (value !== undefined) found.push(value);
    }
    return found;
  } finally {
    await debug.detach();
  }
}

function shadowRootsOf(node: DomNode, name: string): Root[] {
  const own = node.nodeName.toUpperCase() === name ? (node.shadowRoots ?? []) : [];
  const below = [
    ...(node.shadowRoots ?? []),
    ...(node.children ?? []),
    ...(node.contentDocument ? [node.contentDocument] : []),
  ];
  return [...own, ...below.flatMap((child) => shadowRootsOf(child, name))];
}

/** The page may drop a badge between the two questions; a node that is gone is no badge. */
async function call<T>(
  debug: CDPSession,
  backendNodeId: number,
  look: (this: ShadowRoot, told: string) => T,
  told: string,
): Promise<T | undefined> {
  try {
    const { object } = await debug.send('DOM.resolveNode', { backendNodeId });
    if (!object.objectId) return undefined;
    const { result } = await debug.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      functionDeclaration: look.toString(),
      arguments: [{ value: told }],
      returnByValue: true,
    });
    return result.value;
  } catch {
    return undefined;
  }
}

/** All badges of a page, frames of the same process included, in document order. */
export async function badges(page: Page): Promise<SeenBadge[]> {
  return insideEach(page, 'dbt-badge', function () {
    const button = this.querySelector('button') ?? this.host;
    // The button is larger than what is drawn, for fingers.
    const { x, y, width, height } = (this.querySelector('svg') ?? button).getBoundingClientRect();
    const root = this.host.getRootNode() as Document | ShadowRoot; // as: the badge is in the page or in our overlay
    const top = root.elementFromPoint(x + width / 2, y + height / 2);
    return {
      label: (this.host.previousSibling?.textContent ?? '').replace(/[\s\u200b]+/g, ' ').trim(),
      name: button.getAttribute('aria-label') ?? button.textContent ?? '',
      state: button.getAttribute('data-state') ?? this.host.getAttribute('data-state') ?? '',
      box: { x, y, width, height },
      isVisible: width > 0 && top === this.host,
    };
  });
}

/** The open card, or nothing. */
export async function card(page: Page): Promise<SeenCard | undefined> {
  const cards = await insideEach(page, 'dbt-card', function () {
    // The outermost element that is drawn; all that is around it has no box of its own.
    const drawn = [...this.querySelectorAll<HTMLElement>(':not(style)')].find(
      (one) => one.getBoundingClientRect().height > 0,
    );
    if (!drawn) return undefined;
    const { x, y, width, height } = drawn.getBoundingClientRect();
    return { text: drawn.innerText, box: { x, y, width, height } };
  });
  return cards.find((one) => one !== undefined);
}
