// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Badge } from '../../components/Badge';
import { glyph, stateColours } from '../../components/badge-shapes';
import { type Box, dockCard, placeCard } from '../../components/placement';
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
    const told = vi.fn();
    mount.draw(
      <button type="button" onClick={told}>
        again
      </button>,
    );
    mount.root.querySelector('button')?.click();
    expect(told, 'a forged click').not.toHaveBeenCalled();
    expect(mount.root.textContent).toBe('again');
    mount.unmount();
    expect([mount.root.isConnected, mount.root.textContent]).toEqual([false, '']);
  });
});

describe('placing a card', () => {
  const viewport = { width: 1280, height: 800 };
  const overlaps = (a: Box, b: Box) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  const at = (x: number, y: number, width = 80): Box => ({ x, y, width, height: 20 });
  const size = { width: 360, height: 300, tallest: 480 };
  const spotOf = (name: Box, isInList: boolean, isRtl = false, room = viewport) => {
    const { x, y, maxHeight } = placeCard(name, size, room, { isRtl, isInList });
    return [x, y, maxHeight];
  };

  it('goes below or above what it explains in a text, and beside it when there is no room for all that may come', () => {
    expect(spotOf(at(100, 100), false)).toEqual([100, 126, 480]);
    expect(spotOf(at(100, 700), false)).toEqual([100, 394, 480]);
    expect(spotOf(at(100, 400), false)).toEqual([186, 400, 480]);
    expect(spotOf(at(900, 400), false, true)).toEqual([534, 400, 480]);
  });

  it('goes beside a name in a list, so that the names below stay in sight, and elsewhere when there is no room', () => {
    expect(spotOf(at(100, 100), true)).toEqual([186, 100, 480]);
    expect(spotOf(at(100, 700), true)).toEqual([186, 492, 480]);
    expect(spotOf(at(900, 100), true)).toEqual([900, 126, 480]);
    expect(spotOf(at(900, 100), true, true)).toEqual([534, 100, 480]);
    expect(spotOf(at(900, 400), true)).toEqual([534, 400, 480]);
  });

  it('is lower where no side has room for all of it', () => {
    const zoomed = { width: 640, height: 400 };
    expect(
      placeCard(at(100, 250, 500), { width: 360, height: 240, tallest: 240 }, zoomed, { isRtl: false, isInList: true }),
    ).toEqual({ x: 100, y: 8, maxHeight: 236 });
  });

  it('never covers the name it is about, and stays in the window', () => {
    const windows = fc.record({
      width: fc.integer({ min: 340, max: 1920 }),
      height: fc.integer({ min: 200, max: 1080 }),
    });
    const names = fc.record({
      x: fc.double({ min: 0, max: 0.95, noNaN: true }),
      y: fc.double({ min: 0, max: 0.9, noNaN: true }),
      width: fc.integer({ min: 1, max: 400 }),
      height: fc.integer({ min: 8, max: 40 }),
    });
    const heights = fc.double({ min: 0.1, max: 1, noNaN: true });
    fc.assert(
      fc.property(windows, names, heights, fc.boolean(), fc.boolean(), (room, name, share, isRtl, isInList) => {
        const box = { ...name, x: name.x * room.width, y: name.y * room.height };
        const card = { width: 320, height: share * 0.6 * room.height, tallest: 0.6 * room.height };
        const { x, y, maxHeight } = placeCard(box, card, room, { isRtl, isInList });
        const height = Math.min(card.height, maxHeight);
        expect(overlaps({ x, y, width: 320, height }, box)).toBe(false);
        expect([x >= 8, x + 320 <= room.width - 8, y >= 0, y + height <= room.height]).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }),
    );
  });

  it('is docked in the upper corner at the end of the line, or in the other when its name is there', () => {
    const dock = (name: Box, isRtl: boolean) => dockCard(name, size, viewport, isRtl);
    expect(dock(at(100, 100), false)).toEqual({ x: 904, y: 16 });
    expect(dock(at(1000, 100), false)).toEqual({ x: 16, y: 16 });
    expect(dock(at(1000, 700), false)).toEqual({ x: 904, y: 16 });
    expect(dock(at(1000, 100), true)).toEqual({ x: 16, y: 16 });
  });
});
