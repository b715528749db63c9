import type { Box, Line } from './lines';
import type { Content } from './row-content';

/** A short run of visible text, and the text nodes that it is made of. `element` is the lowest one that holds them all. */
export type Label = { text: string; nodes: Text[]; element: Element };

/** An attribute that may name a table, read beside the text. */
export type NamedElement = { element: Element; attribute: string; value: string };

/** What a person can see of the page now, as far as it may matter. Order is that of the document. */
export type Sight = {
  /** Every short visible text: the rows around a name are among them. */
  texts: Text[];
  /** Labels in several texts, such as `shop` + `_dev`; also what merely stands side by side without a blank. */
  joined: Label[];
  /** Labels whose text is the name of a known table. */
  names: Label[];
  /** Labels that look like dotted names, or like a breadcrumb that is one text. */
  dotted: Label[];
  namedElements: NamedElement[];
  links: HTMLAnchorElement[];
  pickers: Element[];
  editors: Element[];
};

/** Texts of one element's visible part; `undefined` text when it is too long to be a label. `pieces`: children that gave any. */
export type Run = { text: string | undefined; nodes: Text[]; pieces: number };

/**
 * What one row gave: its sight, the lines that stand in it alone, and the box of its first text if there are any; what held it, and what it
 * is made of where that can be compared.
 */
export type Part = {
  sight: Sight;
  run: Run;
  parent: Element | null;
  content: Content | undefined;
  lines: Line[];
  box: Box | undefined;
};

/** Rows of a list that were looked through before. `same`: what one gave, if it still stands there unchanged. */
export type Parts = { same: (row: Element) => Part | undefined; add: (row: Element, sight: Sight, run: Run) => void };

export const emptySight = (): Sight => ({
  texts: [],
  joined: [],
  names: [],
  dotted: [],
  namedElements: [],
  links: [],
  pickers: [],
  editors: [],
});

/** Adds what a part of the page gave. */
export function gather(sight: Sight, part: Sight): void {
  // as: the keys of the type that it has
  for (const key of Object.keys(sight) as (keyof Sight)[]) (sight[key] as unknown[]).push(...part[key]);
}
