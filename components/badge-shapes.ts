import type { BadgeShape, HealthState, NodeType } from '../lib/model';
import badgeStyle from './badge.css?inline';
import glyphStyle from './glyph.css?inline';

/**
 * What a badge is drawn from, in a `viewBox` of `0 0 16 16`. The outline tells what the node is, the mark inside tells
 * its state, the colour repeats the state. `isHollow`: the outline is a line; otherwise it is filled and the mark cut out.
 */
export type Glyph = { outline: string; mark: string; isHollow: boolean };

/** Custom property that holds the colour of a state; defined on `.sidelight` in glyph.css. */
export const stateColours: Record<HealthState, string> = {
  healthy: '--sl-healthy',
  caution: '--sl-caution',
  degraded: '--sl-degraded',
  unknown: '--sl-unknown',
};

/**
 * Complete style sheet for the closed shadow root of one badge in a page. Inside it stands
 * `<button class="sidelight badge" data-state="…"><svg class="glyph" …>`; `data-theme` goes on the host.
 */
export const badgeCss: string = badgeStyle + glyphStyle;

/** A model is round, a source square, a seed a leaf, a snapshot a stack. `y` is where the mark has its centre. */
const outlines: Record<NodeType, { path: string; y: number }> = {
  model: { path: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z', y: 8 },
  source: {
    path: 'M4 1.75h8a2.25 2.25 0 0 1 2.25 2.25v8a2.25 2.25 0 0 1-2.25 2.25h-8a2.25 2.25 0 0 1-2.25-2.25v-8a2.25 2.25 0 0 1 2.25-2.25z',
    y: 8,
  },
  seed: { path: 'M1.75 1.75h6.25a6.25 6.25 0 0 1 6.25 6.25v6.25h-6.25a6.25 6.25 0 0 1-6.25-6.25z', y: 8 },
  snapshot: {
    path: 'M3.25 4.5h9.5a1.75 1.75 0 0 1 1.75 1.75v6.5a1.75 1.75 0 0 1-1.75 1.75h-9.5a1.75 1.75 0 0 1-1.75-1.75v-6.5a1.75 1.75 0 0 1 1.75-1.75zM3.75 2h8.5',
    y: 9.5,
  },
};

/** Each mark, drawn from its centre. */
const marks: Record<BadgeShape, { path: string; isHollow: boolean }> = {
  tick: { path: 'm-2.9.3l2 2l3.7-4.3', isHollow: true },
  triangle: { path: 'm0-3.1l3.3 5.6h-6.6z', isHollow: false },
  cross: { path: 'm-2.5-2.5l5 5m0-5l-5 5', isHollow: false },
  clock: { path: 'm0-4v4l2.6 1.7', isHollow: false },
  strike: { path: 'm-6.6 6.6l13.2-13.2', isHollow: true },
  ring: { path: '', isHollow: true },
  arrow: { path: 'm-3.4 0h6.6m-2.8-2.8l2.8 2.8l-2.8 2.8', isHollow: false },
};

/** The glyph for a state's shape on a kind of node. */
export function glyph(shape: BadgeShape, type: NodeType): Glyph {
  const { path, y } = outlines[type];
  const mark = marks[shape];
  return { outline: path, mark: mark.path === '' ? '' : `M8 ${y}${mark.path}`, isHollow: mark.isHollow };
}
