import type { BadgeShape, HealthState, NodeType } from '../lib/model';
import { glyph } from './badge-shapes';

/** The glyph of a node on our own surfaces. It says nothing aloud: the words stand beside it. */
export function Badge({ shape, state, type }: { shape: BadgeShape; state: HealthState; type: NodeType }) {
  const { outline, mark, isHollow } = glyph(shape, type);
  return (
    <svg class="glyph" viewBox="0 0 16 16" data-shape={shape} data-state={state} aria-hidden="true">
      <path class={isHollow ? 'outline' : 'outline is-filled'} d={outline} />
      {mark === '' ? undefined : <path class="mark" d={mark} />}
    </svg>
  );
}
