import { isChangedSince, presentCall } from './changes';
import { areBeside, type Box, type Boxes, isBold, type Line, middleOf } from './lines';
import type { List } from './list';
import type { Names } from './names';
import type { Row } from './rows';
import type { Part, Parts } from './seen';

/** What was looked through: when (a call of the observer), rows by their elements, and the lists that their lines came to. */
export type Looked = { call: number; parts: ReadonlyMap<Element, Part>; lists: List[] };

/** Rows, of which those that nobody touched are not read again. */
export type KeptRows = Parts & {
  /** A list's lines from top to bottom: those of rows that only moved, and what `measured` makes of all other texts. */
  lines: (
    scroller: Element,
    texts: Text[],
    measured: (texts: Text[]) => Generator<void, Line[]>,
  ) => Generator<void, Line[]>;
  /** Tells a list made of these lines what is known of its rows. */
  recall: (list: List) => void;
  /** To be told which lists the rows came to, before it is asked what is settled in one of them. */
  settle: (scroller: Element, lists: List[]) => void;
  /** Is an element in a row that nobody touched? */
  isKept: (element: Element) => boolean;
  /** Is an element in a row that stands where it stood, with nothing new above or near it that might decide what it is? */
  isSettled: (element: Element) => boolean;
  looked: (lists: List[]) => Looked;
};

const isNear = (one: number, other: number) => Math.abs(one - other) < 1;

const boxAt = ({ left, right, top, bottom }: Box): Box => ({ left, right, top, bottom });

/** The same box, wherever it stands from top to bottom. */
const isAlike = (one: Box, other: Box) =>
  isNear(one.left, other.left) &&
  isNear(one.right, other.right) &&
  isNear(one.bottom - one.top, other.bottom - other.top);

const depths = ['x', 'indent', 'inset', 'reach'] as const;

/** Does a row say the same as another did, at the same height and depth? */
const isSame = (one: Row, other: Row) =>
  isNear(one.y, other.y) &&
  isNear(one.height, other.height) &&
  depths.every((length) => isNear(one[length], other[length])) &&
  one.level === other.level &&
  one.texts.join('\n') === other.texts.join('\n');

/** Could a row above another be its parent, by any measure of depth? */
const mayHold = (upper: Row, lower: Row) =>
  upper.height > lower.height + 1 ||
  (['x', 'indent', 'inset'] as const).some((length) => upper[length] < lower[length] - 1) ||
  (upper.level ?? 0) < (lower.level ?? 0);

/** A change may tell on so many lines above and below it, whatever their depth. */
const nearLines = 4;

/** The rows of a list by its lines; none where a line says nothing. */
function rowsBy(list: List): (Row | undefined)[] {
  return list.lines.map((line) => {
    const word = list.named.get(line);
    return word && list.rows.get(word);
  });
}

/**
 * Lines that nothing new decides: what is above them is what it was, and what is new in the list, above or below, heads nothing and
 * is no parent of anything.
 */
function settledLines(list: List, before: List, top: number, names: Names): Set<Line> {
  const settled = new Set<Line>();
  const was = rowsBy(before).flatMap((row) => row ?? []);
  const now = rowsBy(list);
  const places = now.map((row) => (row ? was.findIndex((other) => isSame(row, other)) : -1));
  const isFresh = (at: number) => now[at] !== undefined && places[at] === -1;
  const isPlain = (row: Row, line: Line) => {
    const word = list.named.get(line);
    const isParent = row.texts.some((text) => names.hasSchema(text) || names.hasDatabase(text));
    return word && !isBold(word) && !isParent && !now.some((other) => other && mayHold(row, other));
  };
  let next = places.find((place) => place >= 0) ?? 0;
  // What is gone from above was scrolled away, not taken out.
  if (was.slice(0, next).some(({ y, height }) => y + height / 2 > top + 1)) return settled;
  if (list.lines.some((line, at) => now[at] && isFresh(at) && !isPlain(now[at], line))) return settled;
  for (const [at, line] of list.lines.entries()) {
    if (places[at] === -1) continue;
    // Rows above it are gone, or stand elsewhere.
    if (places[at] !== next) break;
    next += 1;
    const around = Array.from({ length: 2 * nearLines + 1 }, (_, far) => at - nearLines + far);
    if (!around.some(isFresh)) settled.add(line);
  }
  return settled;
}

export function keptRows(before: Looked | undefined, names: Names, boxOf: Boxes): KeptRows {
  const call = presentCall();
  const parts = new Map<Element, Part>();
  const asked = new Map<Element, Part | undefined>();
  /** What lines that only moved were. */
  const lineBefore = new Map<Line, Line>();
  const settled = new Set<Element>();
  const rowsOf = new Map<Text, Element>();

  function keep(row: Element, part: Part): void {
    parts.set(row, part);
    for (const text of part.sight.texts) rowsOf.set(text, row);
  }

  function moved(line: Line, by: number): Line {
    const along = (box: Box) => ({ ...boxAt(box), top: box.top + by, bottom: box.bottom + by });
    const next = {
      words: line.words.map((word) => ({ ...word, box: along(word.box) })),
      top: line.top + by,
      bottom: line.bottom + by,
    };
    lineBefore.set(next, line);
    return next;
  }

  function sameAs(row: Element): Part | undefined {
    const part = before?.parts.get(row);
    const [text] = part?.sight.texts ?? [];
    if (!before || !part?.box || !text || isChangedSince(row, before.call)) return undefined;
    const box = boxAt(boxOf(text));
    if (!isAlike(part.box, box)) return undefined;
    const by = box.top - part.box.top;
    const same = { ...part, box, lines: part.lines.map((line) => moved(line, by)) };
    keep(row, same);
    return same;
  }

  /** Gives each row its lines. Rows that share a line are read anew each time. */
  function assign(lines: Line[]): void {
    for (const line of lines) {
      const those = new Set(line.words.flatMap(({ nodes }) => nodes.map((node) => rowsOf.get(node))));
      const [row] = those;
      const part = row && parts.get(row);
      const [text] = part?.sight.texts ?? [];
      if (part && text && those.size === 1) {
        part.lines.push(line);
        part.box ??= boxAt(boxOf(text));
      } else for (const one of those) if (one) parts.delete(one);
    }
  }

  function isIn(element: Element, isRow: (around: Element) => boolean): boolean {
    let around: Element | null = element;
    while (around && !isRow(around)) around = around.parentElement;
    return around !== null;
  }

  return {
    same(row) {
      if (!asked.has(row)) asked.set(row, sameAs(row));
      return asked.get(row);
    },
    add(row, sight, run) {
      keep(row, { sight, run, lines: [], box: undefined });
    },
    *lines(scroller, texts, measured) {
      const placeNow = () => `${scroller.scrollTop} ${scroller.ownerDocument.defaultView?.scrollY}`;
      const place = placeNow();
      const own = new Set(texts);
      const same = [...asked.values()]
        .flatMap((part) => part ?? [])
        .filter(({ sight }) => sight.texts.some((text) => own.has(text)));
      const kept = same.flatMap((part) => part.lines);
      for (const part of same) part.lines = [];
      const known = new Set(kept.flatMap(({ words }) => words.flatMap(({ nodes }) => nodes)));
      const fresh = yield* measured(texts.filter((text) => !known.has(text)));
      const all = [...kept, ...fresh].sort((one, other) => middleOf(one) - middleOf(other));
      const isApart = all.every((line, at) => {
        const next = all[at + 1];
        return !next || !areBeside(line, next);
      });
      if (!isApart) lineBefore.clear();
      const lines = isApart ? all : yield* measured(texts);
      // Scrolled while it was measured, a row may be in pieces.
      if (placeNow() === place) assign(lines);
      return lines;
    },
    recall(list) {
      const { scroller } = list;
      const old = before?.lists.find((one) => one.scroller === scroller && one.isRtl === list.isRtl);
      if (!old || [...old.icons].join('\n') !== [...list.icons].join('\n')) return;
      for (const [line, was] of lineBefore) {
        const named = old.named.get(was);
        if (named) list.named.set(line, line.words[was.words.indexOf(named)]);
        for (const [at, word] of line.words.entries()) {
          const row = was.words[at] && old.rows.get(was.words[at]);
          if (row) list.rows.set(word, { ...row, y: middleOf(line) + scroller.scrollTop });
        }
      }
    },
    settle(scroller, lists) {
      const isOwn = (list: List) => list.scroller === scroller;
      const [list, ...others] = lists.filter(isOwn);
      const [old, ...olds] = before?.lists.filter(isOwn) ?? [];
      if (old?.isRtl !== list?.isRtl || !list || !old || others.length + olds.length > 0) return;
      const lines = settledLines(list, old, scroller.scrollTop + boxOf(scroller).top, names);
      for (const [row, part] of parts)
        if (asked.get(row) === part && part.lines.length > 0 && part.lines.every((line) => lines.has(line)))
          settled.add(row);
    },
    isKept: (element) => isIn(element, (row) => asked.get(row) !== undefined),
    isSettled: (element) => isIn(element, (row) => settled.has(row)),
    looked: (lists) => ({ call, parts, lists }),
  };
}
