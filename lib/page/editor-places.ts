import type { Engine } from './editor-engines';

/** How far down something stands: CSS pixels, or any measure that grows from one line to the next by more than two. */
type Placed = { element: HTMLElement; top: number };

/** A line's number, from 0, and where it stands. */
type PlacedNumber = Placed & { number: number };

/** Lines from top to bottom, and their numbers. */
export type Places = { lines: Placed[]; numbers: PlacedNumber[] };

type Numbered = { element: HTMLElement; number: number };

/** Relative numbers, signs and what only keeps the margin wide give none. */
function numbersIn(margin: HTMLElement[]): Numbered[] {
  return margin.flatMap((element) => {
    const text = element.textContent?.trim() ?? '';
    return /^\d+$/.test(text) && element.style.visibility !== 'hidden' ? { element, number: Number(text) - 1 } : [];
  });
}

const topmostFirst = (one: Placed, other: Placed) => one.top - other.top;

/** Where they stand in the window. */
export function measuredPlaces(lines: HTMLElement[], margin: HTMLElement[]): Places {
  const topOf = (element: HTMLElement) => Math.round(element.getBoundingClientRect().top);
  return {
    lines: lines.map((element) => ({ element, top: topOf(element) })).sort(topmostFirst),
    numbers: numbersIn(margin).map((one) => ({ ...one, top: topOf(one.element) })),
  };
}

/**
 * The same as the editor itself has it, without a box: by the heights that it writes on its lines, or by their order, in which each has its number.
 * Undefined where it does not say enough. To be believed where it came to what was measured.
 */
export function toldPlaces(engine: Engine, lines: HTMLElement[], margin: HTMLElement[]): Places | undefined {
  const numbers = numbersIn(margin);
  return engine.isWrappedInRows ? writtenPlaces(lines, numbers) : orderedPlaces(engine, lines, numbers);
}

function writtenPlaces(lines: HTMLElement[], numbers: Numbered[]): Places | undefined {
  const topOf = (element: HTMLElement | null) => Number.parseFloat(element?.style.top ?? '');
  const placed = lines.map((element) => ({ element, top: topOf(element) }));
  const tops = new Set(placed.map(({ top }) => top));
  const margin = numbers.map((one) => ({ ...one, top: topOf(one.element.parentElement) }));
  if (
    numbers.length === 0 ||
    tops.has(Number.NaN) ||
    tops.size < lines.length ||
    !margin.every(({ top }) => tops.has(top))
  )
    return undefined;
  return { lines: placed.sort(topmostFirst), numbers: margin };
}

/** More than what a number and its line may differ by. */
const step = 10;

function orderedPlaces({ group }: Engine, lines: HTMLElement[], numbers: Numbered[]): Places | undefined {
  const placed = lines.map((element, index) => ({ element, top: index * step }));
  const groups = group === undefined ? [] : lines.map((element) => element.closest(group));
  const starts = placed.filter((_, index) => !groups[index] || groups[index] !== groups[index - 1]);
  if (numbers.length > 0 && numbers.length !== starts.length) return undefined;
  return { lines: placed, numbers: numbers.map((one, index) => ({ ...one, top: starts[index]?.top ?? 0 })) };
}
