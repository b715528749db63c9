import { between, type Random } from './random';
import { elementsOf, isEditor } from './walk';

/** All style sheets of the page as text. */
function sheetTexts(): string[] {
  return [...document.styleSheets, ...document.adoptedStyleSheets].map((sheet) =>
    [...sheet.cssRules].map(({ cssText }) => cssText).join('\n'),
  );
}

/** Puts other sheets in the place of all that there are. */
function replaceSheets(texts: string[]): void {
  document.adoptedStyleSheets = [];
  for (const one of document.querySelectorAll('style, link[rel="stylesheet"]')) one.remove();
  for (const text of texts) {
    const style = document.createElement('style');
    style.textContent = text;
    document.head.append(style);
  }
}

function newName(next: Random): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: between(4, 9, next) }, () => letters[Math.floor(next() * 26)]).join('');
}

const references = [
  'for',
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'aria-owns',
  'aria-activedescendant',
  'headers',
  'list',
];

/** Every class and id gets another name; sheets and references follow. Editors keep theirs. */
export function renameAll(next: Random): void {
  const names = new Map<string, string>();
  const renamed = (name: string) => {
    const known = names.get(name) ?? newName(next);
    names.set(name, known);
    return known;
  };
  const inEditors = new Set<string>();
  for (const element of document.querySelectorAll('*')) {
    if (element.closest('.monaco-editor, .cm-editor, .CodeMirror, .ace_editor, pre, code, textarea'))
      for (const name of element.classList) inEditors.add(name);
  }
  const other = (name: string) => (inEditors.has(name) ? name : renamed(name));
  const elements = elementsOf(document.body).filter((element) => !isEditor(element));
  for (const element of elements) {
    const className = element.getAttribute('class');
    if (className) element.setAttribute('class', className.split(/\s+/).filter(Boolean).map(other).join(' '));
    if (element.id) element.id = renamed(element.id);
  }
  for (const element of elements) {
    for (const attribute of references) {
      const value = element.getAttribute(attribute);
      if (value)
        element.setAttribute(
          attribute,
          value
            .split(/\s+/)
            .map((id) => names.get(id) ?? id)
            .join(' '),
        );
    }
  }
  replaceSheets(
    sheetTexts().map((text) =>
      text.replace(
        /([.#])(-?[A-Za-z_][\w-]*)/g,
        (all, sign: string, name: string) => sign + (names.get(name) ?? all.slice(1)),
      ),
    ),
  );
}

function dropAttributes(isDropped: (name: string) => boolean): void {
  for (const element of elementsOf(document.body)) {
    if (isEditor(element)) continue;
    for (const name of element.getAttributeNames()) if (isDropped(name)) element.removeAttribute(name);
  }
}

export const dropData = () => dropAttributes((name) => name.startsWith('data-') || /^(test-?id|cy|qa)$/.test(name));
export const dropAria = () => dropAttributes((name) => name.startsWith('aria-') || name === 'role');
