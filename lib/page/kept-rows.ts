import { isChangedAround, presentCall } from './changes';
import { areBeside, type Box, type Boxes, type Line, middleOf, nodesOf } from './lines';
import type { List } from './list';
import type { Names } from './names';
import { type Content, contentOf, sightTurned, type Turn, turn } from './row-content';
import type { Part, Parts } from './seen';
import { isNear, settledLines } from './settled-lines';

/** What was looked through: when (a call of the observer), rows by their elements, and the lists that their lines came to. */
export type Looked = { call: number; parts: ReadonlyMap<Element, Part>; lists: List[] };

/** Rows, of which those that nobody touched, and those that are what others were, are not read again. */
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
  /** Is an element in a row that says the same where it stands as before, with nothing new above or near it that might decide what it is? */
  isSettled: (element: Element) => boolean;
  /** The element that one of such a row has become: rows that are recycled take over from each other what they are. */
  present: (element: Element) => Element | undefined;
  looked: (lists: List[]) => Looked;
};

/** The same box, wherever it stands from top to bottom. */
const isAlike = (one: Box, other: Box) =>
  isNear(one.left, other.left) &&
  isNear(one.right, other.right) &&
  isNear(one.bottom - one.top, other.bottom - other.top);

/** `around`: what is looked through. */
export function keptRows(before: Looked | undefined, around: Element, names: Names, boxOf: Boxes): KeptRows {
  const call = presentCall();
  const parts = new Map<Element, Part>();
  const asked = new Map<Element, Part | undefined>();
  /** So far what stays where it was in the list has moved down since. */
  const scrolled = (before?.lists.find(({ scroller }) => scroller === around)?.top ?? 0) - around.scrollTop;
  /** Rows of before by the element that held them, and by what they were and said. */
  const likes = new Map<Element | null, Map<string, Part[]>>();
  for (const part of before?.parts.values() ?? []) {
    const { parent, content, box } = part;
    if (!content || !box) continue;
    const those = likes.get(parent) ?? new Map<string, Part[]>();
    likes.set(parent, those.set(content.key, [...(those.get(content.key) ?? []), part]));
  }
  /** What lines that only moved were. */
  const lineBefore = new Map<Line, Line>();
  /** Rows that are what these were at the same height. */
  const origins = new Map<Element, Content>();
  /** What rows were and are, where nothing new decides what that is. */
  const settled: { was: Content; is: Content }[] = [];
  const rowsOf = new Map<Text, Element>();

  function keep(row: Element, part: Part): void {
    parts.set(row, part);
    for (const text of part.sight.texts) rowsOf.set(text, row);
  }

  function moved(line: Line, by: number, turned: Turn | undefined): Line {
    const along = ({ left, right, top, bottom }: Box) => ({ left, right, top: top + by, bottom: bottom + by });
    const next = {
      words: line.words.map((word) => ({ ...(turned?.(word) ?? word), box: along(word.box) })),
      top: line.top + by,
      bottom: line.bottom + by,
    };
    lineBefore.set(next, line);
    return next;
  }

  /** What a row of the same parent gave that was what this one is, at its height if there was any. */
  function sameAs(row: Element): Part | undefined {
    const parent = row.parentElement;
    const known = parent && likes.get(parent);
    if (!before || !known || isChangedAround(parent, before.call)) return undefined;
    const content = contentOf(row);
    const those = (content && known.get(content.key)) ?? [];
    const [first] = those;
    const [text] = first?.sight.texts ?? [];
    if (!content || !first?.content || !text) return undefined;
    // as: the same markup has the same kinds of nodes
    const box = boxOf(content.nodes[first.content.nodes.indexOf(text)] as Text);
    // What is outside of the window is not read: between rows that are kept there others would be missing.
    if (box.top < 0 || box.bottom > innerHeight) return undefined;
    const fall = ({ box: was = box }: Part) => box.top - was.top;
    const stays = (part: Part) => isNear(fall(part), scrolled);
    const like = those.find(stays) ?? first;
    if (!like.content || !like.box || !isAlike(like.box, box)) return undefined;
    if (stays(like)) origins.set(row, like.content);
    const turned = turn(like.content, content);
    const part: Part = {
      ...like,
      ...(turned && { content, sight: sightTurned(like.sight, turned), run: turned(like.run) }),
      lines: like.lines.map((line) => moved(line, fall(like), turned)),
      box,
    };
    keep(row, part);
    return part;
  }

  /** Gives each row its lines. Rows that share a line are read anew each time. */
  function assign(lines: Line[]): void {
    for (const line of lines) {
      const those = new Set(nodesOf(line.words).map((node) => rowsOf.get(node)));
      const [row] = those;
      const part = row && parts.get(row);
      const [text] = part?.sight.texts ?? [];
      if (part && text && those.size === 1) {
        part.lines.push(line);
        part.box ??= boxOf(text);
      } else for (const one of those) if (one) parts.delete(one);
    }
  }

  return {
    same(row) {
      if (!asked.has(row)) asked.set(row, sameAs(row));
      return asked.get(row);
    },
    add(row, sight, run) {
      keep(row, { sight, run, parent: row.parentElement, content: contentOf(row), lines: [], box: undefined });
    },
    *lines(scroller, texts, measured) {
      const placeNow = () => `${scroller.scrollTop} ${scrollY}`;
      const place = placeNow();
      const own = new Set(texts);
      const same = [...asked.values()].flatMap((part) => (part?.sight.texts.some((text) => own.has(text)) ? part : []));
      const kept = same.flatMap((part) => part.lines);
      for (const part of same) part.lines = [];
      const known = new Set(kept.flatMap(({ words }) => nodesOf(words)));
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
      if (!old || String([...old.icons]) !== String([...list.icons])) return;
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
      const lines = settledLines(list, old, boxOf(scroller).top, names);
      for (const [row, part] of parts) {
        const was = origins.get(row);
        if (!was || !part.content || part.lines.length === 0) continue;
        if (part.lines.every((line) => lines.has(line))) settled.push({ was, is: part.content });
      }
    },
    isSettled: (element) => settled.some(({ is }) => is.nodes.includes(element)),
    present(element) {
      const row = settled.find(({ was }) => was.nodes.includes(element));
      // as: an element's place is taken by an element
      return row?.is.nodes[row.was.nodes.indexOf(element)] as Element | undefined;
    },
    // What changed since it was looked at may not be what was measured.
    looked: (lists) => ({ call, parts: presentCall() > call ? new Map() : parts, lists }),
  };
}
