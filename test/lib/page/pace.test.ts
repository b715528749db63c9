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

test('a list that takes longer than a frame allows is given up for the next change, and waits for its share', () => {
  expect(rhythm.begin(work(10, 3), 'list')).toBe(false);
  expect(rhythm.hasToWait()).toBe(true);
  expect(rhythm.isBusy()).toBe(false);
  now += 20;
  expect(rhythm.hasToWait()).toBe(true);
  now += 60;
  expect(rhythm.hasToWait()).toBe(false);
});

test('a list that was given up twice is left alone until its changes pause', () => {
  for (let time = 0; time < 2; time++) {
    now += 100;
    expect(rhythm.hasToWait()).toBe(false);
    expect(rhythm.begin(work(10, 3), 'list')).toBe(false);
    expect(rhythm.hasToWait()).toBe(true);
  }
  for (let frame = 0; frame < 20; frame++) {
    now += 16;
    expect(rhythm.hasToWait()).toBe(true);
  }
  now += 100;
  expect(rhythm.hasToWait()).toBe(false);
  expect(rhythm.begin(work(2, 3), 'list')).toBe(true);
});

test('a look that may wait gives way to a list at once, costs it no wait, and is begun again when there is time', () => {
  expect(rhythm.begin(work(10, 3), 'late')).toBe(false);
  expect(rhythm.isBusy()).toBe(false);
  expect(rhythm.hasToWait()).toBe(false);
  expect(rhythm.begin(work(2, 2), 'list')).toBe(true);
  expect(late).toBe(0);
  for (const run of timers) run();
  expect(late).toBe(1);
});
