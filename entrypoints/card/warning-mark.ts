import glyphStyle from '../../components/glyph.css?inline';
import { addStyle } from '../../components/own-style';
import { ownLanguage } from '../../components/time';
import { visibleText } from '../../components/visible-text';
import type { SyncStatus } from '../../lib/model';
import { isOnDark } from '../../lib/page/placement';
import { words } from '../../lib/words';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** The glyph's sheet says which theme it is; of the card's sheet only these few colours are needed here. */
const markCss = `${glyphStyle}
.sidelight{--surface:light-dark(#fff,#1c1f23);--text:light-dark(#1b1f24,#e8eaed);--line:light-dark(#0000001a,#ffffff1f)}
:host{all:initial!important;direction:ltr!important;position:fixed!important;bottom:10px!important;right:10px!important;z-index:2147483000!important;display:block!important}
:host::before,:host::after{content:none!important;display:none!important}
.mark{all:unset;box-sizing:border-box;display:grid;place-items:center;inline-size:24px;block-size:24px;border-radius:50%;opacity:.75;cursor:help}
.mark:hover,.mark:focus-visible{opacity:1}
.mark:focus-visible{outline:2px solid var(--sl-focus)}
svg{inline-size:16px;block-size:16px;fill:var(--sl-caution)}
@media (forced-colors:active){svg{fill:CanvasText}.note{border:1px solid CanvasText}}
.note{position:absolute;inset-block-end:30px;inset-inline-end:0;inline-size:max-content;max-inline-size:320px;padding:8px 12px;border-radius:8px;visibility:hidden;
color:var(--text);background:var(--surface);box-shadow:0 0 0 1px var(--line),0 8px 24px #0003;font:13px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
.note p{margin:0}.note p+p{margin-block-start:6px}
.mark:hover+.note,.mark:focus-visible+.note,.note:hover{visibility:visible}`;

/**
 * One quiet mark in the corner while a connection of this page cannot be read; resting on it says why. Nothing is shown when
 * all is well. Gives what takes it away again.
 */
export function warningMark(document: Document, statuses: SyncStatus[]): () => void {
  const sentences = [...new Set(statuses.flatMap(({ error }) => (error ? [visibleText(error.message)] : [])))];
  const view = document.defaultView;
  if (sentences.length === 0 || !view || view !== view.top) return () => undefined;
  const host = document.createElement('dbt-overlay');
  const root = host.attachShadow({ mode: 'closed' });
  addStyle(root, markCss);
  const box = document.createElement('div');
  box.className = 'sidelight';
  Object.assign(box, ownLanguage());
  const mark = document.createElement('button');
  mark.type = 'button';
  mark.className = 'mark';
  mark.setAttribute('aria-label', words('badgeQuietWarning', sentences.join(' ')));
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', 'M8 1.5 15.2 14.5H.8ZM7.3 6v4.2h1.4V6Zm0 5.3v1.5h1.4v-1.5Z');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  mark.append(svg);
  const note = document.createElement('div');
  note.className = 'note';
  // The mark's own name says it all already.
  note.setAttribute('aria-hidden', 'true');
  for (const sentence of sentences) {
    const line = document.createElement('p');
    line.textContent = sentence;
    note.append(line);
  }
  box.append(mark, note);
  root.append(box);
  const followTheme = () => host.setAttribute('data-theme', isOnDark(document.body) ? 'dark' : 'light');
  followTheme();
  // A console's own switch rings no bell: it is asked again when somebody looks.
  for (const type of ['pointerenter', 'focusin']) host.addEventListener(type, followTheme);
  const scheme = view.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', followTheme);
  document.body.append(host);
  return () => {
    scheme.removeEventListener('change', followTheme);
    host.remove();
  };
}
