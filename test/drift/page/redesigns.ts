import type { Names } from '../../../lib/page/names';
import { dropAria, dropData, renameAll } from './attributes';
import { freeze, mirror } from './freeze';
import { pick, type Random } from './random';
import { flatten, nest, shuffle, virtualise } from './rows';
import { splitTexts, swapTags, wrapTexts } from './tags';
import { translate } from './words';

/** One way of rebuilding a page that a person would not notice, or would find as clear as before. */
type Redesign = { id: string; apply: (next: Random, names: Names) => void };

/** The page in an open shadow root, with its sheets. */
function intoShadow(): void {
  const host = document.createElement('app-root');
  host.style.cssText = 'display:block;height:100%';
  const root = host.attachShadow({ mode: 'open' });
  const sheets = [...document.styleSheets].map((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText).join('\n'));
  for (const text of sheets) {
    const style = document.createElement('style');
    style.textContent = text;
    root.append(style);
  }
  // What is moved to another tree is no longer scrolled.
  const scrolled = [...document.body.querySelectorAll('*')].filter(({ scrollTop }) => scrollTop > 0);
  const tops = scrolled.map(({ scrollTop }) => scrollTop);
  root.append(...document.body.childNodes);
  document.body.append(host);
  for (const [index, element] of scrolled.entries()) element.scrollTop = tops[index] ?? 0;
}

/** In the order in which several are done. The zoom of the browser and the frame around the app are made from outside. */
export const redesigns: Redesign[] = [
  {
    id: 'translate',
    apply: (next, { hasTable, hasSchema, hasDatabase }) =>
      translate((text) => hasTable(text) || hasSchema(text) || hasDatabase(text), next),
  },
  {
    id: 'rtl',
    apply() {
      freeze(document.body);
      mirror(document.body);
      document.documentElement.dir = 'rtl';
      document.body.style.direction = 'rtl';
    },
  },
  {
    id: 'rename',
    apply(next) {
      freeze(document.body);
      renameAll(next);
    },
  },
  {
    id: 'drop-data',
    apply() {
      freeze(document.body);
      dropData();
    },
  },
  {
    id: 'drop-aria',
    apply() {
      freeze(document.body);
      dropAria();
    },
  },
  {
    id: 'tags',
    apply(next) {
      freeze(document.body);
      swapTags(next);
    },
  },
  {
    id: 'flatten',
    apply() {
      freeze(document.body);
      flatten();
    },
  },
  {
    id: 'nest',
    apply(next) {
      freeze(document.body);
      nest(next);
    },
  },
  {
    id: 'shuffle',
    apply(next) {
      freeze(document.body);
      shuffle(next);
    },
  },
  {
    id: 'virtualise',
    apply(next) {
      freeze(document.body);
      virtualise(next);
    },
  },
  { id: 'wrap', apply: wrapTexts },
  { id: 'split', apply: splitTexts },
  {
    id: 'shadow',
    apply() {
      freeze(document.body);
      intoShadow();
    },
  },
  {
    id: 'scale',
    apply(next) {
      document.documentElement.style.setProperty('zoom', String(pick([0.8, 0.9, 1.1, 1.25, 1.5], next)));
    },
  },
];
