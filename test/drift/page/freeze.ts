import { boxOf, elementsOf, isEditor, textsOf } from './walk';

/** What makes an element look as it does, as far as layout goes. Written into the element, no sheet is needed any more. */
const looks =
  `display position box-sizing width height min-width min-height max-width max-height top right bottom left float clear
 margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
 border-top-width border-right-width border-bottom-width border-left-width border-top-style border-right-style
 border-bottom-style border-left-style border-collapse border-spacing table-layout vertical-align
 overflow-x overflow-y text-overflow white-space word-break overflow-wrap text-align text-indent text-transform direction
 font-family font-size font-weight font-style line-height letter-spacing list-style-type visibility opacity
 flex-direction flex-wrap flex-grow flex-shrink flex-basis justify-content align-items align-content align-self order
 row-gap column-gap grid-template-columns grid-template-rows grid-auto-flow grid-auto-rows grid-auto-columns
 grid-row-start grid-row-end grid-column-start grid-column-end
 transform transform-origin clip clip-path content-visibility contain color background-color box-shadow z-index`
    .split(/\s+/)
    .filter(Boolean);

/** Lengths that an inline box takes no notice of, or that would tie its text to the width it has now. */
const looksInline = looks.filter((property) => !/^(width|height)$/.test(property));

/** Is an element laid out, seen or not? One without a box of its own hands its children on. */
function isLaidOut(element: Element | null): boolean {
  if (!element || getComputedStyle(element).display !== 'contents') return element?.checkVisibility() ?? true;
  return isLaidOut(element.parentElement);
}

/** Widths are fixed here: what stands on one line would be broken where its letters come to be set a little wider, in pieces or boxes of their own. */
function unbroken(element: HTMLElement): string {
  const { whiteSpace } = getComputedStyle(element);
  const isInline = (child: Element) => getComputedStyle(child).display.startsWith('inline');
  const hasText = [...element.childNodes].some(
    (node) => node instanceof Text || (node instanceof Element && isInline(node)),
  );
  if (!hasText || !/^(normal|pre-wrap|break-spaces)$/.test(whiteSpace)) return '';
  const boxes = textsOf(element)
    .map(boxOf)
    .filter(({ width }) => width > 0);
  const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
  const isLine = height < 1.5 * Math.min(...boxes.map((box) => box.height));
  return isLine ? `;white-space:${whiteSpace === 'normal' ? 'nowrap' : 'pre'}` : '';
}

/** Gives every element its looks as its own, so that names, tags and places may change and nobody sees it. What is folded away has none. */
export function freeze(root: ParentNode): void {
  const laidOut = elementsOf(root).filter(({ parentElement }) => isLaidOut(parentElement));
  const measured = laidOut.map((element) => {
    const style = getComputedStyle(element);
    const own = style.display === 'inline' ? looksInline : looks;
    const text = own.map((property) => `${property}:${style.getPropertyValue(property)}`).join(';');
    return { element, text: text + unbroken(element) };
  });
  for (const { element, text } of measured) element.style.cssText = text;
}

/** Looks of a text, for an element that is to stand in for its parent. */
const ofText = [
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'line-height',
  'letter-spacing',
  'text-transform',
  'color',
  'visibility',
  'opacity',
];

export function textLooks(element: Element): string {
  const style = getComputedStyle(element);
  return ofText.map((property) => `${property}:${style.getPropertyValue(property)}`).join(';');
}

type Side = [left: string, right: string];
const sides: Side[] = [
  ['margin-left', 'margin-right'],
  ['padding-left', 'padding-right'],
  ['left', 'right'],
  ['border-left-width', 'border-right-width'],
  ['border-left-style', 'border-right-style'],
];
const mirrored: Record<string, string> = { left: 'right', right: 'left' };

/** Turns the page's looks round, as a style sheet for right-to-left writing does. Call after `freeze`. */
export function mirror(root: ParentNode): void {
  for (const { style, ...element } of elementsOf(root).map((one) => ({ style: one.style, isEditor: isEditor(one) }))) {
    for (const [left, right] of sides) {
      const was = style.getPropertyValue(left);
      style.setProperty(left, style.getPropertyValue(right));
      style.setProperty(right, was);
    }
    for (const property of ['text-align', 'float']) {
      const now = mirrored[style.getPropertyValue(property)];
      if (now) style.setProperty(property, now);
    }
    const matrix = /^matrix\(([^)]+)\)$/.exec(style.transform)?.[1]?.split(',').map(Number);
    if (matrix) style.transform = `matrix(${matrix.map((value, index) => (index === 4 ? -value : value)).join(',')})`;
    style.direction = element.isEditor ? 'ltr' : 'rtl';
  }
}
