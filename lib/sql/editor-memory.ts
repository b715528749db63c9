import type { CachedLine } from './cached-lines';
import type { LineChange } from './line-change';
import type { Reading, Session } from './reading';
import { copySession, type Saved } from './saved';
import type { LastLook } from './sql-look';
import type { Mode } from './token';

/** How a line begins: inside of what, and what is known of the statement and the session. */
export type Mark = { mode: Mode; saved: Saved };

/** Every so many lines the beginning is remembered; from there the lines above a window are read again. */
const markEvery = 16;
/** Lines that are remembered at most: enough to scroll back through a long file. */
const mostLines = 4000;

/** What is kept of one editor between two looks. */
export type Memory = {
  /** Tokens of the lines of the last look, by mode and text. */
  cached: Map<string, CachedLine>;
  previous: LastLook | undefined;
  /** By line number: what the line said, and how it began. */
  texts: Map<number, string>;
  marks: Map<number, Mark>;
  /** All names of CTEs that were seen: below lines that nobody saw they may still hold. */
  ctesSeen: Set<string>;
  /** The session below some `USE`; `undefined` while none was seen. */
  used: Session | undefined;
  /** Lines tokenized so far. */
  tokenized: number;
};

export function newMemory(): Memory {
  return {
    cached: new Map(),
    previous: undefined,
    texts: new Map(),
    marks: new Map(),
    ctesSeen: new Set(),
    used: undefined,
    tokenized: 0,
  };
}

/** Takes note of lines that are visible. What follows a changed line may begin otherwise than it did. */
export function remember(memory: Memory, visible: readonly string[], first: number): void {
  const { texts, marks } = memory;
  if (isOtherText(memory, visible, first)) forget(memory);
  let changes = 0;
  let last = -2;
  for (const [index, text] of visible.entries()) {
    const before = texts.get(first + index);
    if (before === text) continue;
    if (before !== undefined) {
      if (index !== last + 1) changes++;
      last = index;
    }
    texts.set(first + index, text);
  }
  if (changes > 0) {
    forgetFrom(marks, first + 1);
    forgetFrom(texts, first + visible.length);
  }
  // Replaced here and there at once: perhaps above, too, where nobody looks.
  if (changes > 1) forgetAbove(memory, first);
  forgetOldest(texts);
  forgetOldest(marks);
}

/**
 * Whether another text stands where lines were seen before. One that was typed in, also a line more or less, leaves the greater
 * part as it was.
 */
function isOtherText({ texts }: Memory, visible: readonly string[], first: number): boolean {
  const known = visible.map((_, index) => texts.get(first + index));
  const isTelling = (text: string | undefined) => text !== undefined && text.trim() !== '';
  const count = known.filter(isTelling).length;
  if (count < 2) return false;
  const alike = (shift: number) =>
    visible.filter((text, index) => isTelling(text) && text === texts.get(first + index + shift)).length;
  if (2 * alike(0) >= count) return false;
  for (let shift = 1; shift < visible.length; shift++)
    if (2 * Math.max(alike(shift), alike(-shift)) >= count) return false;
  return true;
}

function forget(memory: Memory): void {
  memory.texts.clear();
  memory.marks.clear();
  memory.ctesSeen.clear();
  memory.used = undefined;
}

function forgetAbove({ texts, marks }: Memory, first: number): void {
  for (const line of texts.keys()) if (line < first) texts.delete(line);
  for (const line of marks.keys()) if (line <= first) marks.delete(line);
}

/** Whether the beginning of a line is worth a mark: where scrolling goes on, and every so often. */
export function isMarked({ marks }: Memory, line: number, isEdge: boolean): boolean {
  return isEdge || line % markEvery === 0 || marks.has(line);
}

export function setMark(memory: Memory, line: number, mark: Mark): void {
  const { marks, ctesSeen } = memory;
  const { session, visibleCtes } = mark.saved;
  marks.delete(line);
  marks.set(line, mark);
  if (session.isUsed) memory.used = session;
  for (const name of visibleCtes?.keys() ?? []) ctesSeen.add(name);
}

/**
 * Takes note of lines that were typed in, came or went, where what begins at the line `same` (as it was numbered) and below begins as it did. Nobody
 * looks at what is below the window.
 */
export function rememberTyped(
  { texts, marks }: Memory,
  lines: readonly string[],
  first: number,
  { at, end, shift }: LineChange,
  same: number,
): void {
  for (let index = at; index < (shift === 0 ? end : lines.length); index++)
    texts.set(first + index, lines[index] ?? '');
  if (shift !== 0) {
    const moved = [...marks].filter(([line]) => line >= same);
    forgetFrom(marks, first + at + 1);
    for (const [line, mark] of moved) marks.set(line + shift, mark);
  }
  forgetFrom(marks, first + lines.length + 1);
  forgetFrom(texts, first + lines.length);
}

/** The known lines from the nearest remembered beginning down to the window; none where that is out of reach. */
export function linesAbove({ texts, marks }: Memory, first: number): string[] {
  const above: string[] = [];
  for (let line = first; !marks.has(line); line--) {
    const text = texts.get(line - 1);
    if (text === undefined || above.length > 4 * markEvery) return [];
    above.push(text);
  }
  return above.reverse();
}

/**
 * What still holds below lines that were never seen: names that may be CTEs. A `USE` that was seen need not be the last one
 * above: no schema is certain then, neither its own nor the one that the console shows.
 */
export function recall({ ctesSeen, used }: Memory, reading: Reading): void {
  if (used) reading.session = { ...copySession(used), database: undefined, schema: undefined };
  reading.remembered = new Set(ctesSeen);
  reading.isCutOff = true;
  reading.statementAt = -1;
}

function forgetFrom(lines: Map<number, unknown>, line: number): void {
  for (const known of lines.keys()) if (known >= line) lines.delete(known);
}

function forgetOldest(lines: Map<number, unknown>): void {
  for (const line of lines.keys()) {
    if (lines.size <= mostLines) return;
    lines.delete(line);
  }
}
