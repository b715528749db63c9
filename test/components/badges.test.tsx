import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Badge } from '../../components/Badge';
import { glyph, stateColours } from '../../components/badge-shapes';
import { type Box, placeCard } from '../../components/placement';
import { mountInShadow } from '../../components/shadow';
import type { BadgeShape, HealthState, NodeType } from '../../lib/model';
import { draw, speakEnglish } from './screen';

beforeEach(speakEnglish);

const shapes: BadgeShape[] = ['tick', 'triangle', 'cross', 'clock', 'strike', 'ring', 'arrow'];
const types: NodeType[] = ['model', 'source', 'seed', 'snapshot'];
const states: HealthState[] = ['healthy', 'caution', 'degraded', 'unknown'];

describe('glyphs', () => {
  it('tell every state and every kind without colour', () => {
    const drawn = shapes.flatMap((shape) => types.map((type) => JSON.stringify(glyph(shape, type))));
    expect(new Set(drawn).size).toBe(shapes.length * types.length);
  });

  it('have a colour for every state', () => {
    expect(new Set(states.map((state) => stateColours[state])).size).toBe(4);
  });

  it('are silent: the words stand beside them', () => {
    const place = draw(<Badge shape="cross" state="degraded" type="seed" />);
    expect(place.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    expect(place.textContent).toBe('');
  });
});

describe('the shadow mount', () => {
  it('is closed, keeps our language in a page of another, and leaves nothing behind', () => {
    const host = document.createElement('dbt-card');
    document.body.replaceChildren(host);
    const mount = mountInShadow(host, '.a{}', <p>hello</p>);
    expect(host.shadowRoot).toBeNull();
    expect([mount.root.textContent, mount.root.lang, mount.root.dir]).toEqual(['hello', 'en', 'ltr']);
    mount.draw(<p>again</p>);
    expect(mount.root.textContent).toBe('again');
    mount.unmount();
    expect([mount.root.isConnected, mount.root.textContent]).toEqual([false, '']);
  });
});

describe('placing a card', () => {
  const viewport = { width: 1280, height: 800 };
  const overlaps = (a: Box, b: Box) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  it('goes below, above when there is no room below, beside when there is neither', () => {
    const card = { width: 360, height: 400 };
    expect(placeCard({ x: 100, y: 100, width: 80, height: 20 }, card, viewport, false)).toEqual({ x: 100, y: 126 });
    expect(placeCard({ x: 100, y: 700, width: 80, height: 20 }, card, viewport, false)).toEqual({ x: 100, y: 294 });
    const tall = { width: 360, height: 480 };
    expect(placeCard({ x: 100, y: 400, width: 80, height: 20 }, tall, viewport, false)).toEqual({ x: 186, y: 312 });
  });

  it('never covers the name it is about, and stays inside where it can', () => {
    const anchors = fc.record({
      x: fc.integer({ min: 0, max: 1200 }),
      y: fc.integer({ min: 0, max: 780 }),
      width: fc.integer({ min: 1, max: 300 }),
      height: fc.integer({ min: 8, max: 40 }),
    });
    const cards = fc.record({ width: fc.integer({ min: 320, max: 450 }), height: fc.integer({ min: 60, max: 480 }) });
    fc.assert(
      fc.property(anchors, cards, fc.boolean(), (anchor, card, isRtl) => {
        const spot = placeCard(anchor, card, viewport, isRtl);
        expect(overlaps({ ...spot, ...card }, anchor)).toBe(false);
        expect(spot.x).toBeGreaterThanOrEqual(8);
        expect(spot.x + card.width).toBeLessThanOrEqual(viewport.width - 8);
      }),
    );
  });
});
