/** Numbers from 0 to 1 that follow from a seed alone: mulberry32. */
export type Random = () => number;

export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Value>(from: readonly Value[], next: Random): Value {
  const value = from[Math.floor(next() * from.length)];
  if (value === undefined) throw new Error('Nothing to choose from.');
  return value;
}

/** A whole number from `least` to `most`, both included. */
export const between = (least: number, most: number, next: Random) => least + Math.floor(next() * (most - least + 1));

export function shuffled<Value>(values: readonly Value[], next: Random): Value[] {
  return values
    .map((value) => ({ value, at: next() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ value }) => value);
}
