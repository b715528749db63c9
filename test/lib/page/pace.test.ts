import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Pace, pace, type Work } from '../../../lib/page/pace';

let now = 0;
let timers: (() => void)[] = [];
let stop: AbortController;
let late = 0;
let rhythm: Pace;

beforeEach(() => {
  now = 1_000;
  timers = [];
  late = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  stop = new AbortController();
  // as: what of a window it needs
  const view = {
    setTimeout: (run: () => void) => timers.push(run),
    clearTimeout: () => undefined,
    requestAnimationFrame: () => 1,
    cancelAnimationFrame: () => undefined,
  } as unknown as Window;
  const run = { follow: () => undefined, pass: () => undefined, late: () => void late++ };
  rhythm = pace(view, run, stop.signal);
});

afterEach(() => {
  stop.abort();
  vi.restoreAllMocks();
});

/** Work of so many steps that take so long each. */
const work = (steps: number, ms: number) =>
  function* (): Work {
    for (let step = 0; step < steps; step++) {
      now += ms;
      yield;
    }
  };

test('a list that is read within a frame is read in one go, a page in pieces', () => {
  expect(rhythm.begin(work(4, 2), 'list')).toBe(true);
  expect(rhythm.begin(work(4, 2), 'page')).toBe(false);
  expect(rhythm.isBusy()).toBe(true);
});

/** A list is looked at so often, which takes so many steps of 3 ms each time, and changes again. */
function scrolled(times: number, steps: number): void {
  for (let time = 0; time < times; time++) {
    now += 16;
    expect(rhythm.hasToWait()).toBe('no');
    rhythm.begin(work(steps, 3), 'list');
  }
}

test('a list that takes much longer than a frame allows is given up for the next change, and looked at again at once', () => {
  expect(rhythm.begin(work(10, 3), 'list')).toBe(false);
  expect(rhythm.isBusy()).toBe(true);
  expect(rhythm.hasToWait()).toBe('no');
  expect(rhythm.isBusy()).toBe(false);
});

test('a list that was too slow most of the time is left alone until its changes pause, but glanced at now and then', () => {
  scrolled(5, 5);
  const waits = Array.from({ length: 40 }, () => {
    now += 16;
    const wait = rhythm.hasToWait();
    // In one go: it would be given up for the next change.
    if (wait === 'glance') expect(rhythm.begin(work(10, 3), 'glance')).toBe(true);
    return wait;
  });
  expect(waits).not.toContain('no');
  expect(waits.filter((wait) => wait === 'glance')).toHaveLength(2);
  now += 150;
  expect(rhythm.hasToWait()).toBe('no');
  expect(rhythm.begin(work(2, 3), 'list')).toBe(true);
  now += 16;
  expect(rhythm.hasToWait()).toBe('no');
});

test('a list at which a glance took so long that the next one would be felt is not glanced at again', () => {
  scrolled(5, 20);
  const waits = Array.from({ length: 60 }, () => {
    now += 16;
    const wait = rhythm.hasToWait();
    if (wait === 'glance') rhythm.begin(work(20, 3), 'glance');
    return wait;
  });
  expect(waits.filter((wait) => wait === 'glance')).toHaveLength(1);
});

test('a list that is slow because the machine is busy is not left alone while every second look is quick', () => {
  for (let time = 0; time < 8; time++) {
    scrolled(1, 6);
    scrolled(1, 2);
  }
});

test('a page that is not read since its last change has to wait for its share', () => {
  expect(rhythm.begin(work(10, 3), 'page')).toBe(false);
  expect(rhythm.hasToWait()).toBe('yes');
  expect(rhythm.isBusy()).toBe(false);
  expect(rhythm.hasToWait()).toBe('no');
});

test('a look that may wait gives way to a list at once, costs it no wait, and is begun again when there is time', () => {
  expect(rhythm.begin(work(10, 3), 'late')).toBe(false);
  expect(rhythm.isBusy()).toBe(false);
  expect(rhythm.hasToWait()).toBe('no');
  expect(rhythm.begin(work(2, 2), 'list')).toBe(true);
  expect(late).toBe(0);
  const [soon] = timers;
  soon?.();
  // It would be given up again for the next step.
  expect(late).toBe(0);
  now += 100;
  timers[1]?.();
  expect(late).toBe(1);
});
