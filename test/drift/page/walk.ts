/** Editors are packages of their own: a console that is redesigned keeps their structure. */
export const editors =
  '.monaco-editor, .cm-editor, .CodeMirror, .ace_editor, textarea, pre.jush, code.jush, pre[class*="sql" i], code[class*="sql" i]';

export const isEditor = (element: Element) => element.matches(editors);

let zones = '';

/** Parts of the page that are rebuilt as a whole: what a console's file leaves alone would be elsewhere afterwards. */
export function keepZones(selectors: string[]): void {
  zones = selectors.join(', ');
}

export const isZone = (element: Element) => zones !== '' && element.matches(zones);

const notPage = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'svg', 'SVG']);

/** All elements of the page below `root` in document order, open shadow roots included, editors' insides left out. */
export function elementsOf(root: ParentNode): HTMLElement[] {
  const found: HTMLElement[] = [];
  const visit = (parent: ParentNode) => {
    for (const child of parent.children) {
      if (notPage.has(child.nodeName) || !(child instanceof HTMLElement)) continue;
      found.push(child);
      if (isEditor(child)) continue;
      if (child.shadowRoot) visit(child.shadowRoot);
      visit(child);
    }
  };
  visit(root);
  return found;
}

/** Texts of the page that say something, editors' left out. */
export function textsOf(root: ParentNode & Node): Text[] {
  const parents: (ParentNode & Node)[] = [root];
  for (const element of elementsOf(root)) {
    if (isEditor(element) || /^(SELECT|OPTION)$/.test(element.nodeName)) continue;
    parents.push(element);
    if (element.shadowRoot) parents.push(element.shadowRoot);
  }
  return parents.flatMap((parent) =>
    [...parent.childNodes].filter((node) => node instanceof Text && node.data.trim() !== ''),
  ) as Text[]; // as: filtered just now
}

/** The parent that a person would name: the host above a shadow root. */
export function parentOf(node: Node): Element | null {
  if (node.parentElement) return node.parentElement;
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** Box of what a text shows. */
export function boxOf(node: Node): DOMRect {
  if (node instanceof Element) return node.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
}

export function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}
