/** Every open shadow root below a node, those inside of others too. */
function rootsIn(parent: ParentNode): ShadowRoot[] {
  return [...parent.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot ? [shadowRoot, ...rootsIn(shadowRoot)] : [],
  );
}

/** The sheets in force, in one: libraries write rules that stand in no element's text. */
function writeSheets(root: Document | ShadowRoot): void {
  const sheets = [...root.styleSheets, ...root.adoptedStyleSheets];
  const text = sheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join('\n');
  for (const old of root.querySelectorAll('style, link[rel="stylesheet"]')) old.remove();
  root.adoptedStyleSheets = [];
  const style = document.createElement('style');
  style.textContent = text;
  (root instanceof Document ? root.head : root).prepend(style);
}

/** The page as it stands, as HTML without scripts: nothing in it moves any more. The page itself is of no use afterwards. */
function save(): string {
  const roots = rootsIn(document);
  for (const script of document.querySelectorAll('script')) script.remove();
  for (const root of [document, ...roots]) {
    writeSheets(root);
    for (const field of root.querySelectorAll('input')) {
      field.setAttribute('value', field.value);
      field.toggleAttribute('checked', field.checked);
    }
  }
  return `<!doctype html><html lang="en">${document.documentElement.getHTML({ shadowRoots: roots })}</html>`;
}

export type Save = typeof save;

// What the tests call in the page.
Object.assign(globalThis, { sidelightSave: save });
