import type { Filler } from './filler';

/** Style sheets larger than this together are left out; what they do is then written on each element. */
export const mostStyleText = 300_000;

/** A declaration list without addresses, and without words in `content` and custom properties. Fonts keep their names. */
export function plainDeclarations(css: string, filler: Filler): string {
  return css.replace(
    /((?:^|[;{\s])font(?:-family)?\s*:[^;}]*)|url\((?:"[^"]*"|'[^']*'|[^)]*)\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gi,
    (found: string, font: string | undefined) => {
      if (font !== undefined) return font;
      return /^url\(/i.test(found) ? 'none' : filler.text(found);
    },
  );
}

/** A selector without what it says of pseudo elements and states, which no element of a still page has. */
const bare = (selector: string) =>
  selector.replace(/::[\w-]+(?:\([^)]*\))?|:(?:before|after|first-line|first-letter)\b/g, '') || '*';

function isUsed(selector: string, root: ParentNode): boolean {
  if (/:host|::slotted|&/.test(selector)) return true;
  try {
    return selector.split(/,(?![^(]*\))/).some((one) => root.querySelector(bare(one).trim() || '*') !== null);
  } catch {
    return true;
  }
}

/** One rule as text; nothing for what changes no layout: fonts, animations, and rules that no element here obeys. */
function ruleText(rule: CSSRule, root: ParentNode, filler: Filler): string {
  if ('styleSheet' in rule && rule.styleSheet instanceof Object) {
    // as: of all rules only imports have a sheet
    return rulesText((rule as CSSImportRule).styleSheet?.cssRules ?? [], root, filler);
  }
  const rules = 'cssRules' in rule ? (rule.cssRules as CSSRuleList) : undefined; // as: the property's one type
  if ('selectorText' in rule && 'style' in rule) {
    const { selectorText, style } = rule as CSSStyleRule; // as: told by its properties, for frames have classes of their own
    if (!isUsed(selectorText, root)) return '';
    const nested = rules && rules.length > 0 ? rulesText(rules, root, filler) : '';
    return `${selectorText} { ${plainDeclarations(style.cssText, filler)} ${nested}}\n`;
  }
  if (!rules || /^@(?:-webkit-)?keyframes/.test(rule.cssText)) return '';
  const inside = rulesText(rules, root, filler);
  return inside === '' ? '' : `${rule.cssText.slice(0, rule.cssText.indexOf('{'))}{\n${inside}}\n`;
}

function rulesText(rules: Iterable<CSSRule>, root: ParentNode, filler: Filler): string {
  return [...rules].map((rule) => ruleText(rule, root, filler)).join('');
}

/** What a tree's style sheets say, each beside the element that brought it; undefined when one cannot be read or all are too much. */
export type Sheets = { byOwner: Map<Node, { css: string; media: string }>; adopted: string };

/** Reads all sheets of a document or shadow root. Only the browser knows rules that scripts added. */
export function sheetsOf(root: Document | ShadowRoot, filler: Filler): Sheets | undefined {
  try {
    const byOwner = new Map<Node, { css: string; media: string }>();
    for (const sheet of root.styleSheets) {
      if (!sheet.ownerNode || sheet.disabled) continue;
      byOwner.set(sheet.ownerNode, {
        css: rulesText(sheet.cssRules, root, filler),
        media: sheet.media?.mediaText ?? '',
      });
    }
    const adopted = [...(root.adoptedStyleSheets ?? [])].map((sheet) => rulesText(sheet.cssRules, root, filler));
    const sheets = { byOwner, adopted: adopted.join('') };
    const length = [...byOwner.values()].reduce((sum, { css }) => sum + css.length, sheets.adopted.length);
    return length <= mostStyleText ? sheets : undefined;
  } catch {
    // Sheets of other hosts do not let themselves be read.
    return undefined;
  }
}

/** What decides where a text stands. With the value that needs no word; the second list is handed down from the parent. */
const ownLayout: Record<string, string> = {
  position: 'static',
  top: 'auto',
  right: 'auto',
  bottom: 'auto',
  left: 'auto',
  float: 'none',
  width: 'auto',
  height: 'auto',
  'box-sizing': 'content-box',
  'flex-direction': 'row',
  'flex-wrap': 'nowrap',
  'flex-grow': '0',
  'flex-shrink': '1',
  'align-items': 'normal',
  'align-self': 'auto',
  'justify-content': 'normal',
  'column-gap': 'normal',
  'row-gap': 'normal',
  'grid-template-columns': 'none',
  'grid-template-rows': 'none',
  'grid-column-start': 'auto',
  'grid-row-start': 'auto',
  'overflow-x': 'visible',
  'overflow-y': 'visible',
  'text-overflow': 'clip',
  'vertical-align': 'baseline',
  transform: 'none',
  opacity: '1',
  'z-index': 'auto',
  'clip-path': 'none',
};
const inherited = [
  'font-family',
  'font-size',
  'font-weight',
  'line-height',
  'letter-spacing',
  'white-space',
  'text-align',
  'direction',
  'visibility',
  'list-style-type',
  'color',
];

/** The layout of one element as declarations, for pages whose sheets cannot be taken along. */
export function layoutOf(element: Element): string {
  const view = element.ownerDocument.defaultView;
  if (!view) return '';
  const style = view.getComputedStyle(element);
  const parent = element.parentElement && view.getComputedStyle(element.parentElement);
  const found = ['display', 'margin', 'padding', 'border-width', 'background-color'].map(
    (name) => `${name}:${style.getPropertyValue(name)}`,
  );
  const isInline = style.display === 'inline';
  for (const [name, plain] of Object.entries(ownLayout)) {
    const value = style.getPropertyValue(name);
    if (value !== '' && value !== plain && !(isInline && /^(width|height)$/.test(name))) found.push(`${name}:${value}`);
  }
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (value !== parent?.getPropertyValue(name)) found.push(`${name}:${value}`);
  }
  return found.join(';');
}
