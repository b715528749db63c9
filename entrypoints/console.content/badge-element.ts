import { glyph } from '../../components/badge-shapes';
import type { BadgeFacts, BadgeShape, Resolution } from '../../lib/model';
import { type BadgeWish, nodesOf, worstOf } from '../../lib/page/answered';
import { styleBadge } from './badge-sheet';

const svgNamespace = 'http://www.w3.org/2000/svg';

function drawGlyph(document: Document, shape: BadgeShape, node: BadgeFacts): SVGElement {
  const { outline, mark, isHollow } = glyph(shape, node.type);
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'glyph');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('data-shape', shape);
  svg.setAttribute('data-state', node.health.state);
  svg.setAttribute('aria-hidden', 'true');
  const path = (name: string, d: string) => {
    const element = document.createElementNS(svgNamespace, 'path');
    element.setAttribute('class', name);
    element.setAttribute('d', d);
    svg.append(element);
  };
  path(isHollow ? 'outline' : 'outline is-filled', outline);
  if (mark !== '') path('mark', mark);
  return svg;
}

/** What a screen reader says of a badge; from a background that says nothing of it, the bare names. */
function spokenOf(resolution: Resolution): string {
  if (resolution.status !== 'unknown' && resolution.spoken !== undefined) return resolution.spoken;
  return [...new Set(nodesOf(resolution).map(({ name }) => name))].join(', ');
}

/** One badge: its host in the page, and what changes when another table comes to stand before it. */
export type BadgeElement = {
  host: HTMLElement;
  draw: (resolution: Resolution, isDark: boolean) => void;
};

/**
 * One badge: a host of ours with a closed shadow root, which holds a button and its glyph. Only trusted events count (a page's script
 * may forge others), and none of them reaches the row below.
 */
export function badgeElement(document: Document, wish: (wish: BadgeWish) => void): BadgeElement {
  const host = document.createElement('dbt-badge');
  const root = host.attachShadow({ mode: 'closed' });
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.className = 'sidelight badge';
  root.append(button);
  styleBadge(root);

  const on = (type: string, told?: (at: number) => BadgeWish) =>
    host.addEventListener(type, (event) => {
      if (type !== 'pointerenter' && type !== 'pointerleave') event.stopPropagation();
      // A click must not take the keyboard from the editor or row that has it.
      if (type === 'click' || type === 'mousedown') event.preventDefault();
      if (event.isTrusted && told) wish(told(event.timeStamp));
    });
  on('pointerenter', (at) => ({ wish: 'open', isDeliberate: false, at }));
  on('click', (at) => ({ wish: 'open', isDeliberate: true, at }));
  // No pointer is pressed or leaves where it has not entered.
  host.addEventListener(
    'pointerenter',
    () => {
      on('pointerleave', () => ({ wish: 'leave' }));
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'dblclick', 'contextmenu']) on(type);
    },
    { once: true },
  );

  let look = '';
  return {
    host,
    draw(resolution, isDark) {
      host.setAttribute('data-theme', isDark ? 'dark' : 'light');
      const worst = worstOf(resolution);
      const next = worst ? `${worst.type} ${worst.health.shape} ${worst.health.state}` : '';
      if (next !== look) {
        look = next;
        button.dataset.state = worst?.health.state ?? '';
        button.replaceChildren(...(worst ? [drawGlyph(document, worst.health.shape, worst)] : []));
      }
      button.setAttribute('aria-label', spokenOf(resolution));
    },
  };
}
