import * as z from 'zod/mini';
import { parseJson } from '../../parsed';
import { firstSize } from './discovery';
import { type ListName, listNames } from './queries';

/** Where a sync stands between two pages: all that another worker needs to go on. Kept as JSON. */
const shape = z.object({
  list: z.enum(listNames),
  /** Cursor of the next page; absent on a list's first. */
  after: z.optional(z.string()),
  size: z.number(),
  /** Fields that this deployment lacks. */
  without: z.array(z.string()),
  /** False once dbt found it too much to tell the neighbours. */
  hasKin: z.boolean(),
  /** How many nodes each list has: dbt's figure, and our own count once the list is read. */
  totals: z.record(z.string(), z.number()),
  /** Nodes read of this list, and of all lists. */
  readHere: z.number(),
  read: z.number(),
  /** Nodes that could not be read, and nodes that have no relation. */
  skipped: z.number(),
  dropped: z.number(),
  /** A list before this one had more or fewer nodes than dbt counted. */
  isUneven: z.optional(z.boolean()),
  /** Short hashes of the cursors met in this list, to notice a loop. */
  seen: z.array(z.string()),
});

/** No list has more: an API that never ends must not keep us. */
export const maxPagesOfList = 2000;

export type Cursor = z.infer<typeof shape>;

export function firstCursor(totals: Partial<Record<ListName, number>>): Cursor {
  return {
    list: listNames[0],
    size: firstSize(),
    without: [],
    hasKin: true,
    totals: { ...totals },
    readHere: 0,
    read: 0,
    skipped: 0,
    dropped: 0,
    seen: [],
  };
}

/** The cursor in a text of ours; nothing when it was written by another version. */
export function parseCursor(text: string): Cursor | undefined {
  return shape.safeParse(parseJson(text)?.value).data;
}

/** The start of the next list; nothing behind the last one. */
export function nextList({ after: _over, ...cursor }: Cursor): Cursor | undefined {
  const list = listNames[listNames.indexOf(cursor.list) + 1];
  const totals = { ...cursor.totals, [cursor.list]: cursor.readHere };
  return list === undefined ? undefined : { ...cursor, list, totals, readHere: 0, seen: [] };
}

/** How many nodes with a relation there are, as far as is known. */
export function totalOf({ totals, dropped, skipped }: Cursor): number {
  return Object.values(totals).reduce((sum, total) => sum + total, 0) - dropped - skipped;
}

/** A short name of a cursor: 53 bits, so that even thousands of pages never look alike by chance. */
export function hashOf(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code, 1_597_334_677);
  }
  return ((high >>> 0) * 2_097_152 + (low >>> 11)).toString(36);
}
