import { badgeCss, glyph } from '../../components/badge-shapes';
import { spokenName } from '../../components/health-words';
import { addStyle } from '../../components/own-style';
import type { BadgeFacts, BadgeShape, HealthState, Resolution } from '../../lib/model';
import { type BadgeWish, nodesOf } from '../../lib/page/answered';
import { words } from '../../lib/words';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** How bad a state is; the worse of two tables is what an ambiguous badge shows. */
const severity: Record<HealthState, number> = { healthy: 0, unknown: 1, caution: 2, degraded: 3 };

function worstOf(nodes: BadgeFacts[]): BadgeFacts | undefined {
  return nodes.reduce<BadgeFacts | undefined>(
    (worst, node) => (!worst || severity[node.health.state] > severity[worst.health.state] ? node : worst),
    undefined,
  );
}

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

/** What a screen reader says: each node's name and state. */
export function spokenOf(resolution: Resolution, now: number): string {
  const nodes = nodesOf(resolution).map((node) => spokenName(node, now));
  return resolution.status === 'ambiguous' ? words('badgeAmbiguous', nodes.length, nodes.join('; ')) : (nodes[0] ?? '');
}

/**
 * One badge: a host of ours with a closed shadow root, which holds a style sheet, a button and its glyph. Only trusted events count
 * (a page's script may forge others), and none of them reaches the row below.
 */
export function badgeElement(
  document: Document,
  resolution: Resolution,
  isDark: boolean,
  wish: (wish: BadgeWish) => void,
): HTMLElement {
  const host = document.createElement('dbt-badge');
  host.setAttribute('data-theme', isDark ? 'dark' : 'light');
  const root = host.attachShadow({ mode: 'closed' });
  addStyle(root, badgeCss);
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  const worst = worstOf(nodesOf(resolution));
  button.className = 'sidelight badge';
  button.setAttribute('aria-label', spokenOf(resolution, Date.now()));
  if (worst) {
    button.dataset.state = worst.health.state;
    button.append(drawGlyph(document, worst.health.shape, worst));
  }
  root.append(button);

  const on = (type: string, told: BadgeWish | undefined) =>
    host.addEventListener(type, (event) => {
      if (type !== 'pointerenter' && type !== 'pointerleave') event.stopPropagation();
      if (type === 'click') event.preventDefault();
      if (event.isTrusted && told) wish(told);
    });
  on('pointerenter', { wish: 'open', isDeliberate: false });
  on('pointerleave', { wish: 'leave', isDeliberate: false });
  on('click', { wish: 'open', isDeliberate: true });
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'dblclick', 'contextmenu'])
    on(type, undefined);
  return host;
}
