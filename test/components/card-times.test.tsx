// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cardView } from '../../entrypoints/card/card-view';
import { send } from '../../lib/messages/client';
import type { Preferences } from '../../lib/model';
import type { Answered, BadgeWish } from '../../lib/page/answered';
import { factsOf, nodeOf } from './nodes';
import { speakEnglish } from './screen';

vi.mock('../../lib/messages/client', () => ({ send: vi.fn() }));

/** What the simulated browser lacks: a top layer, and boxes. Each name of the page is 20 px below the one before. */
function stage(): void {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const at = [...(this.parentElement?.children ?? [])].indexOf(this);
    return DOMRect.fromRect({ x: 10, y: 20 * at, width: 80, height: 16 });
  });
  Object.assign(HTMLElement.prototype, { showPopover() {}, hidePopover() {} });
}

const open = (isDeliberate = false): BadgeWish => ({ wish: 'open', isDeliberate, at: performance.now() });
const leave: BadgeWish = { wish: 'leave' };
let ending: AbortController;

type Name = { answered: Answered; badge: HTMLElement };

/** Two names of a page, one below the other. */
function names(): [Name, Name] {
  document.body.replaceChildren();
  const nameAt = (at: number): Name => {
    const badge = document.body.appendChild(document.createElement('p'));
    badge.textContent = 'orders';
    const node = factsOf({ uniqueId: `model.shop.fct_${at}`, name: `fct_${at}` });
    const detection = { reader: 'tree', evidence: 'tree', label: 'orders', ref: { name: 'orders' }, anchor: badge };
    return { answered: { detection, resolution: { status: 'matched', node } }, badge };
  };
  return [nameAt(0), nameAt(1)];
}

function view(dwellMs: Preferences['dwellMs'] = 400) {
  ending = new AbortController();
  return cardView(document, { density: 'all', dwellMs, linkStyle: 'catalog', offSites: [] }, ending.signal);
}

/** Tells whether the skeleton is seen in any closed root from now on. */
function seeInside(): () => boolean {
  const { results } = vi.spyOn(Element.prototype, 'attachShadow').mock;
  return () => results.some(({ value }) => value instanceof ShadowRoot && value.querySelector('.skeleton'));
}

const isOpen = () => document.querySelector('dbt-card') !== null;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  speakEnglish();
  stage();
  vi.useFakeTimers();
  vi.mocked(send).mockReturnValue(new Promise(() => {}));
});
afterEach(() => {
  ending.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a card', () => {
  for (const dwellMs of [200, 400, 700] as const)
    it(`opens when the pointer has rested for ${dwellMs} ms, not sooner`, async () => {
      const [one] = names();
      view(dwellMs).wish(one.answered, one.badge, open());
      await pass(dwellMs - 1);
      expect(isOpen()).toBe(false);
      await pass(1);
      expect(isOpen()).toBe(true);
    });

  it('counts from when the pointer came, not from when the browser said so', async () => {
    const [one] = names();
    const came = open();
    await pass(30);
    view().wish(one.answered, one.badge, came);
    await pass(369);
    expect(isOpen()).toBe(false);
    await pass(1);
    expect(isOpen()).toBe(true);
  });

  it('never opens by itself where a click is asked for', async () => {
    const [one] = names();
    const card = view(0);
    card.wish(one.answered, one.badge, open());
    await pass(10_000);
    expect(isOpen()).toBe(false);
    card.wish(one.answered, one.badge, open(true));
    expect(isOpen()).toBe(true);
  });

  it('goes 300 ms after the pointer has left, and comes at once for whoever is going down a list', async () => {
    const [one, two] = names();
    const card = view();
    card.wish(one.answered, one.badge, open());
    await pass(400);
    card.wish(one.answered, one.badge, leave);
    await pass(299);
    expect(isOpen()).toBe(true);
    await pass(1);
    expect(isOpen()).toBe(false);
    await pass(299);
    card.wish(two.answered, two.badge, open());
    await pass(0);
    expect(isOpen()).toBe(true);
  });

  it('takes its time again when 300 ms have passed without one', async () => {
    const [one, two] = names();
    const card = view();
    card.wish(one.answered, one.badge, open(true));
    card.close();
    await pass(300);
    card.wish(two.answered, two.badge, open());
    await pass(399);
    expect(isOpen()).toBe(false);
    await pass(1);
    expect(isOpen()).toBe(true);
  });

  it('shows that it waits only after 600 ms', async () => {
    const isWaiting = seeInside();
    const [one] = names();
    view().wish(one.answered, one.badge, open(true));
    await pass(599);
    expect([isOpen(), isWaiting()]).toEqual([true, false]);
    await pass(1);
    // Preact draws a moment later.
    await pass(50);
    expect(isWaiting()).toBe(true);
  });

  it('says how long ago something was as long as it is open, and ticks no more when it is closed', async () => {
    vi.setSystemTime('2026-08-20T12:00:00Z');
    const { results } = vi.spyOn(Element.prototype, 'attachShadow').mock;
    const says = (words: string) =>
      results.some(({ value }) => value instanceof ShadowRoot && value.textContent?.includes(words));
    const details = { node: nodeOf(), facts: factsOf(), description: [], fullName: 'x', isFromPackage: false };
    const origin = { isStaging: false, syncedAt: '2026-08-20T11:00:00Z' };
    vi.mocked(send).mockResolvedValue({ ...details, origin });
    const [one] = names();
    const card = view();
    card.wish(one.answered, one.badge, open(true));
    await pass(50);
    expect(says('1 hour ago')).toBe(true);
    await pass(3_600_000);
    expect(says('2 hours ago')).toBe(true);
    card.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not show it for an answer that came in time', async () => {
    const isWaiting = seeInside();
    const details = { node: nodeOf(), facts: factsOf(), description: [], fullName: 'x', origin: { isStaging: false } };
    vi.mocked(send).mockResolvedValue({ ...details, isFromPackage: false });
    const [one] = names();
    view().wish(one.answered, one.badge, open(true));
    await pass(650);
    expect([isOpen(), isWaiting()]).toEqual([true, false]);
  });
});
