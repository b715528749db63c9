import { isGlyph } from '../../../lib/page/lines';
import { between, pick, type Random } from './random';
import { inherit } from './truth';
import { boxOf, elementsOf, isEditor, textsOf } from './walk';

/** Tags that do something of their own stay what they are: links, fields, editors, frames, closed details. */
const kept = /^(A|BUTTON|INPUT|SELECT|OPTION|TEXTAREA|LABEL|IFRAME|IMG|DETAILS|SUMMARY|VIDEO|CANVAS|BODY)$/;
const inline = ['span', 'b', 'em', 'ui-text', 'font', 'bdi'];
const block = ['div', 'section', 'article', 'ui-box', 'p-item', 'ul', 'dl'];

/** Between letters that run from right to left, pieces of one name with a direction of their own would change places. */
const tagFor = (tag: string) => (tag === 'bdi' && getComputedStyle(document.body).direction === 'rtl' ? 'span' : tag);

/** Other tags with the same looks (they were frozen before): lists and tables become boxes, boxes become lists. */
export function swapTags(next: Random): void {
  const chosen = new Map<string, string>();
  // Asked before anything is moved, for each answer would need the page laid out anew; told when all are in their places.
  const before = new Map(elementsOf(document.body).map((element) => [element, element.scrollTop]));
  const after = new Map<Element, number>();
  // From the leaves up: a parent moves the children it has by then.
  for (const element of elementsOf(document.body).reverse()) {
    if (kept.test(element.nodeName) || element.shadowRoot || isEditor(element)) continue;
    const isInline = element.style.display.startsWith('inline');
    const tag = chosen.get(element.nodeName + isInline) ?? pick(isInline ? inline : block, next);
    chosen.set(element.nodeName + isInline, tag);
    const other = document.createElement(tagFor(tag));
    for (const { name, value } of element.attributes) if (name !== 'open') other.setAttribute(name, value);
    other.append(...element.childNodes);
    element.replaceWith(other);
    after.set(other, before.get(element) ?? 0);
  }
  for (const [element, scrollTop] of after) if (scrollTop > 0) element.scrollTop = scrollTop;
}

const looksLikeAround = 'all:unset;display:inline';

/** Puts every text into one to four elements more. */
export function wrapTexts(next: Random): void {
  for (const node of textsOf(document.body)) {
    let outer: HTMLElement | undefined;
    let inner: HTMLElement | undefined;
    for (let level = between(1, 4, next); level > 0; level--) {
      const element = document.createElement(tagFor(pick(['span', 'ui-text', 'bdi', 'font'], next)));
      element.style.cssText = looksLikeAround;
      if (inner) inner.append(element);
      outer ??= element;
      inner = element;
    }
    if (!outer || !inner) continue;
    node.replaceWith(outer);
    inner.append(node);
  }
}

/** Cuts every text of two letters or more into two to four pieces, as marks of a search and React's fragments do. */
export function splitTexts(next: Random): void {
  // An icon that a font draws for a word is no label.
  const isLabel = (text: string, node: Text) => text.length >= 2 && !isGlyph(text, boxOf(node));
  for (const node of textsOf(document.body).filter((one) => isLabel(one.data.trim(), one))) {
    const letters = Array.from(node.data);
    const cuts = new Set(Array.from({ length: between(1, 3, next) }, () => between(1, letters.length - 1, next)));
    const pieces: string[] = [];
    let from = 0;
    for (const cut of [...cuts].toSorted((one, other) => one - other)) {
      pieces.push(letters.slice(from, cut).join(''));
      from = cut;
    }
    pieces.push(letters.slice(from).join(''));
    const isBare = next() < 0.25;
    const texts = pieces.map((piece) => document.createTextNode(piece));
    const parts = texts.map((text) => {
      if (isBare) return text;
      const element = document.createElement(pick(['span', 'mark', 'ui-hit'], next));
      element.style.cssText = looksLikeAround;
      element.append(text);
      return element;
    });
    node.replaceWith(...parts);
    inherit(
      node,
      texts.filter(({ data }) => data.trim() !== ''),
    );
  }
}
