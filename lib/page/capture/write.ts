import type { Console } from '../../consoles/console';
import type { Removal } from '../../messages/protocol';
import { labelText } from '../names';
import { editorSelector } from '../sight';
import { plainAddress } from './address';
import { type AttributeContext, piecesOf, plainAttribute } from './attributes';
import type { Filler } from './filler';
import { scrollShift } from './scroll';
import { layoutOf, type Sheets, sheetsOf } from './styles';

/** What a document is written with. `removed` hears of everything that is left out. */
export type Writing = {
  filler: Filler;
  console: Console | undefined;
  url: URL;
  removed: (what: Removal) => void;
};

const empty = new Set('AREA BASE BR COL EMBED HR IMG INPUT LINK META SOURCE TRACK WBR'.split(' '));
const scripts = new Set(['SCRIPT', 'NOSCRIPT', 'TEMPLATE', 'OBJECT', 'EMBED', 'APPLET']);
const pictures = new Set(['IMG', 'SVG', 'CANVAS', 'VIDEO', 'AUDIO', 'PICTURE', 'MATH']);
const fields = new Set(['INPUT', 'TEXTAREA']);
/** One transparent point. */
const noPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
const longestName = 300;
/** So many elements up a name may be put together from pieces. */
const pieceLevels = 3;

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quoted = (text: string) => `"${escaped(text).replace(/"/g, '&quot;')}"`;

/** Text of a style element ends at the first end tag, whatever it says. */
const styleElement = (css: string, media = '') =>
  `<style${media && ` media=${quoted(media)}`}>${css.replace(/<\//g, '<\\/')}</style>`;

/** Pieces of all words that will be unreadable, so that ids do not give them away. */
function hiddenWords(root: Node, filler: Filler): Set<string> {
  const hidden = new Set<string>();
  const document = root.ownerDocument ?? (root as Document); // as: only a document has no owner
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    if (text.length > 10_000 || /^(SCRIPT|STYLE)$/.test(node.parentElement?.nodeName ?? '')) continue;
    const after = filler.text(text);
    if (after !== text) for (const piece of piecesOf(text)) hidden.add(piece);
  }
  return hidden;
}

/** Writes one document: pure reading of its tree, its boxes and its styles. */
export function writeDocument(document: Document, writing: Writing): string {
  const { filler, console, removed } = writing;
  const names = new Map<Element, boolean>();
  const zones = console?.leaveAlone?.join(', ') || undefined;
  const hints = console?.hints?.map(({ selector }) => selector) ?? [];
  const context: AttributeContext = {
    filler,
    hidden: hiddenWords(document, filler),
    selectors: [zones, ...hints].join(' '),
  };

  /** An element whose pieces together are a name: `fct_<mark>ord</mark>ers`. */
  function isNameInPieces(element: Element): boolean {
    let is = names.get(element);
    if (is === undefined) {
      const text = element.childNodes.length <= 12 ? (element.textContent ?? '') : '';
      is = text.length <= longestName && filler.isName(labelText(text));
      names.set(element, is);
    }
    return is;
  }

  function textOf(node: Node, isSql: boolean): string {
    const raw = node.nodeValue ?? '';
    const after = isSql ? filler.sql(raw) : filler.text(raw);
    if (after === raw) return raw;
    let element = node.parentElement;
    for (let level = 0; element && level < pieceLevels; level++, element = element.parentElement)
      if (isNameInPieces(element)) return raw;
    removed('texts');
    return after;
  }

  function linkOf(link: Element): string | undefined {
    const href = link.getAttribute('href');
    if (href === null || link.nodeName.toUpperCase() !== 'A') return undefined;
    const { url } = writing;
    const target = URL.canParse(href, link.baseURI) ? new URL(href, link.baseURI) : undefined;
    const label = labelText(link.textContent ?? '');
    const isTable = target !== undefined && console?.tableAt?.(target, label) !== undefined;
    removed('links');
    // Not `#`: that is the page's own address, which may name a table.
    if (!isTable) return '/';
    const plain = plainAddress(target, { document, console, filler, label });
    return target.origin === url.origin ? plain.href.slice(plain.origin.length) : plain.href;
  }

  function attributesOf(element: Element, more: { style: string; href?: string | undefined; src?: string }): string {
    const kept = new Map<string, string>();
    for (const { name, value } of element.attributes) {
      const plain = plainAttribute(name, value, context);
      if (plain === undefined && /^(value|checked)$/.test(name)) removed('values');
      else if (plain === undefined && name !== 'href' && name !== 'src') removed('attributes');
      if (plain !== undefined) kept.set(name, plain);
    }
    if (element.nodeName === 'OPTION' && element.matches(':checked')) kept.set('selected', '');
    const style = [kept.get('style'), more.style].filter(Boolean).join('; ');
    if (style === '') kept.delete('style');
    else kept.set('style', style);
    if (more.href !== undefined) kept.set('href', more.href);
    if (more.src !== undefined) kept.set('src', more.src);
    return [...kept].map(([name, value]) => ` ${name}=${quoted(value)}`).join('');
  }

  /** The box of what is emptied, so that all around it stays where it is. */
  function boxStyle(element: Element): string {
    const { width, height } = element.getBoundingClientRect();
    const isInline = document.defaultView?.getComputedStyle(element).display === 'inline';
    return `${isInline ? 'display: inline-block; ' : ''}box-sizing: border-box; width: ${Math.round(width)}px; height: ${Math.round(height)}px`;
  }

  function frameOf(frame: HTMLIFrameElement): string {
    try {
      const inner = frame.contentDocument;
      if (inner?.documentElement) return writeDocument(inner, { ...writing, url: new URL(inner.baseURI) });
    } catch {
      // Frames of other hosts do not let themselves be read.
    }
    removed('frames');
    return '';
  }

  function childrenOf(parent: Element | ShadowRoot, sheets: Sheets | undefined, isSql: boolean): string {
    const shift = parent instanceof Element ? scrollShift(parent) : () => '';
    let html = '';
    for (let child = parent.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) html += escaped(textOf(child, isSql));
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const element = child as Element; // as: told by its node type
        html += elementOf(element, sheets, isSql, shift(element));
      }
    }
    return html;
  }

  function shadowOf(element: Element, isSql: boolean): string {
    const root = element.shadowRoot;
    if (!root) return '';
    const sheets = sheetsOf(root, filler);
    const adopted = sheets?.adopted ? styleElement(sheets.adopted) : '';
    return `<template shadowrootmode="open">${childrenOf(root, sheets, isSql)}${adopted}</template>`;
  }

  /** Left out: our own elements, code, and style sheets, which are written as what they say. */
  function leftOut(element: Element, sheets: Sheets | undefined): string | undefined {
    const name = element.nodeName.toUpperCase();
    if (name.startsWith('DBT-') || name === 'META' || name === 'BASE') return '';
    if (name === 'STYLE' || name === 'LINK') {
      const sheet = sheets?.byOwner.get(element);
      if (!sheet && name === 'STYLE') removed('rules');
      return sheet ? styleElement(sheet.css, sheet.media) : '';
    }
    if (!scripts.has(name)) return undefined;
    removed('scripts');
    return '';
  }

  function elementOf(element: Element, sheets: Sheets | undefined, isSql: boolean, shift: string): string {
    const instead = leftOut(element, sheets);
    if (instead !== undefined) return instead;
    const name = element.nodeName.toUpperCase();
    const tag = element.nodeName.toLowerCase();
    const layout = sheets ? shift : [layoutOf(element), shift].filter(Boolean).join('; ');
    const open = (style: string, more: { src?: string } = {}) =>
      `<${tag}${attributesOf(element, { style, href: linkOf(element), ...more })}`;
    const isEmptied = (zones !== undefined && element.matches(zones)) || pictures.has(name) || fields.has(name);
    if (name === 'IFRAME') {
      const inner = frameOf(element as HTMLIFrameElement); // as: told by its name
      return `${open([layout, boxStyle(element)].filter(Boolean).join('; '))} srcdoc=${quoted(inner)}></iframe>`;
    }
    if (isEmptied) {
      removed(pictures.has(name) ? 'pictures' : fields.has(name) ? 'values' : 'results');
      const start = open(
        [layout, boxStyle(element)].filter(Boolean).join('; '),
        name === 'IMG' ? { src: noPicture } : {},
      );
      return empty.has(name) ? `${start}>` : `${start}></${tag}>`;
    }
    if (empty.has(name)) return `${open(layout)}>`;
    const isEditor = isSql || element.matches(editorSelector);
    const head = name === 'HEAD' ? '<meta charset="utf-8">' : '';
    const adopted = name === 'HEAD' && sheets?.adopted ? styleElement(sheets.adopted) : '';
    const children = shadowOf(element, isEditor) + childrenOf(element, sheets, isEditor);
    // A first line end in these is swallowed by the parser.
    const isPre = name === 'PRE' && children.startsWith('\n') ? '\n' : '';
    return `${open(layout)}>${head}${isPre}${children}${adopted}</${tag}>`;
  }

  const sheets = sheetsOf(document, filler);
  const type = document.compatMode === 'BackCompat' ? '' : '<!doctype html>\n';
  return `${type}${elementOf(document.documentElement, sheets, false, '')}\n`;
}
