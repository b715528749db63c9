import type { DialectId } from '../model';
import { cachedLines } from './cached-lines';
import {
  isMarked,
  linesAbove,
  type Mark,
  type Memory,
  recall,
  remember,
  rememberTyped,
  setMark,
} from './editor-memory';
import { changeIn } from './line-change';
import { placed, type SqlLineTable } from './line-tables';
import { modeOfWindow, tokenizeLines } from './lines';
import { newReading, newSession, type Reading, type Session } from './reading';
import { readTables } from './roles';
import { copySession, restore, save } from './saved';
import type { SqlOptions } from './tables-in-sql';
import type { Mode } from './token';
import type { Window } from './window';

/** What a look is told beside its lines. `isBroken`: the last line is longer than what is given of it. */
export type LookOptions = Pick<SqlOptions, 'context' | 'isKnown'> & { isBroken?: boolean };

/** What a look found in a window, with what was read above it. */
export type LastLook = Window & {
  isTop: boolean;
  options: LookOptions;
  /** The lines that were read: some above the window, and its own. */
  texts: readonly string[];
  above: number;
  /** By line: the session, where a statement begins with it and nothing else of what stands above matters. */
  sessions: (Session | undefined)[];
  /** Of the lines above, too. */
  tables: SqlLineTable[];
  /** A half-typed string was ended with its line: what follows it depends on all lines. */
  isRepaired: boolean;
};

/**
 * Lines that are read together. `number`: that of the first one in the file. `isWhole`: no others are. `isLast`: what follows them is out of sight.
 * `begin`: gives a new reading what is known at their beginning.
 */
type Stretch = {
  texts: readonly string[];
  number: number;
  isWhole: boolean;
  isLast: boolean;
  mode: Mode | undefined;
  begin: (reading: Reading) => void;
};

/** What a stretch gave. `end`: the session behind it, where a statement could begin there. */
type Found = Pick<LastLook, 'sessions' | 'tables' | 'isRepaired'> & {
  end: Session | undefined;
  marks: [number, Mark][];
};

function readStretch(memory: Memory, dialect: DialectId, stretch: Stretch, options: LookOptions, shift: number): Found {
  const { texts, number, isWhole, isLast } = stretch;
  const { lines, starts, beginnings, state } = cachedLines(memory, dialect, texts, isWhole);
  const tokens = tokenizeLines(lines, stretch.mode ?? modeOfWindow(lines));
  const reading = newReading(texts.join('\n'), tokens, dialect, options.context ?? {});
  reading.isKnown = options.isKnown;
  stretch.begin(reading);
  keepContext(reading, options);

  beginnings[texts.length] = { mode: tokens.mode, token: tokens.length };
  const sessions: (Session | undefined)[] = [];
  const marks: [number, Mark][] = [];
  let next = 0;
  readTables(reading, (at) => {
    for (let line = beginnings[next]; line && line.token <= at; line = beginnings[next]) {
      const isEdge = (isLast && next === texts.length) || (isWhole && next === 0);
      sessions[next] =
        line.mode === '' && reading.at === reading.statementAt ? copySession(reading.session) : undefined;
      if (isMarked(memory, number + next, isEdge))
        marks.push([number + next, { mode: line.mode, saved: save(reading) }]);
      next++;
    }
  });
  const { tables, doubtful } = reading;
  const { isRepaired } = state;
  return {
    sessions,
    tables: tables.map((table, index) => placed(table, starts, shift, index < doubtful)),
    isRepaired,
    end: isRepaired ? undefined : sessions[texts.length],
    marks,
  };
}

function keep(memory: Memory, { marks }: Found, end: number, { isBroken }: LookOptions): void {
  for (const [line, mark] of marks) if (line !== end || !isBroken) setMark(memory, line, mark);
  if (isBroken) memory.marks.delete(end);
}

/** Until a `USE` was seen, the console's own database and schema count, as they are now. */
function keepContext(reading: Reading, options: LookOptions): void {
  if (reading.session.isUsed) return;
  reading.session = { ...newSession(options.context ?? {}), temporary: reading.session.temporary };
}

/** All tables in a window's lines; those above it count down from -1. `isTop`: it begins with the first line of the file. */
export function look(
  memory: Memory,
  dialect: DialectId,
  { lines, first }: Window,
  isTop: boolean,
  options: LookOptions,
): SqlLineTable[] {
  remember(memory, lines, first);
  const above = isTop ? [] : linesAbove(memory, first);
  const texts = above.length > 0 ? [...above, ...lines] : lines;
  const number = first - above.length;
  const mark = isTop ? undefined : memory.marks.get(number);
  const stretch: Stretch = {
    texts,
    number,
    isWhole: true,
    isLast: true,
    mode: mark?.mode ?? (isTop ? '' : undefined),
    begin(reading) {
      if (mark) restore(reading, mark.saved);
      else if (!isTop) recall(memory, reading);
    },
  };
  const found = readStretch(memory, dialect, stretch, options, -above.length);
  keep(memory, found, number + texts.length, options);
  const { sessions, tables, isRepaired } = found;
  memory.previous = { lines, first, isTop, options, texts, above: above.length, sessions, tables, isRepaired };
  return tables;
}

const isSameSession = (one: Session | undefined, other: Session | undefined) =>
  one !== undefined &&
  other !== undefined &&
  one.database === other.database &&
  one.schema === other.schema &&
  one.isUsed === other.isUsed &&
  one.temporary?.size === other.temporary?.size &&
  [...(one.temporary ?? [])].every((name) => other.temporary?.has(name));

const isSameOptions = (one: LookOptions, other: LookOptions) =>
  one.isKnown === other.isKnown &&
  one.isBroken === other.isBroken &&
  one.context?.database === other.context?.database &&
  one.context?.schema === other.context?.schema;

/** So many lines are read at most, before it is clear that what follows is as it was; then all are. */
const longestStretch = 64;
/** Of so many lines tokens are kept; then those that nobody sees any more are forgotten. */
const mostCached = 2000;

/** What was found where it was before stays the same object. */
function again(found: SqlLineTable[], before: SqlLineTable[]): SqlLineTable[] {
  return found.map((table) => {
    const same = before.find(({ line, start }) => line === table.line && start === table.start);
    return same && JSON.stringify(same) === JSON.stringify(table) ? same : table;
  });
}

/**
 * The same for a window in which something was typed in one place, also where lines came or went: the statement around it is read again, down to
 * where the next one begins as it did before, and the one that the window's end cuts off, where that is another one. What was found elsewhere
 * stays the same object, wherever its line is now. Undefined: all has to be read.
 */
export function lookAgain(
  memory: Memory,
  dialect: DialectId,
  { lines, first }: Window,
  isTop: boolean,
  options: LookOptions,
): SqlLineTable[] | undefined {
  const before = memory.previous;
  if (!before || before.first !== first || before.isRepaired || memory.cached.size > mostCached) return undefined;
  if (before.isTop !== isTop || !isSameOptions(before.options, options)) return undefined;
  const change = changeIn(before.lines, lines);
  if (!change) return before.tables;
  const { at, end, shift, bottom } = change;
  const { above, sessions, tables } = before;
  const isMoved = shift !== 0 || before.lines.length !== lines.length;
  if (2 * (end - at) > lines.length || (isMoved && options.isBroken)) return undefined;
  let from = at + above;
  while (from >= 0 && !sessions[from]) from--;
  const texts = [...before.texts.slice(0, above), ...lines];
  /** Lines from a place where a statement begins. Their places are those of this look; `start` is that of the last one. */
  const read = (start: number, place: number, isLast: boolean, behind?: number): Found => {
    const begin = (reading: Reading) => {
      const session = sessions[start];
      if (session) reading.session = copySession(session);
    };
    const stretch = { texts: texts.slice(place, behind), number: first - above + place, isWhole: false, isLast };
    return readStretch(memory, dialect, { ...stretch, mode: '', begin }, options, place - above);
  };
  if (from < 0) return undefined;
  // The next statement first; where it now begins otherwise, some more.
  const last = bottom - shift + above;
  for (let least = end - shift + above; ; ) {
    let to = least;
    while (to < last && !sessions[to]) to++;
    if (to >= last || to - from > longestStretch) return undefined;
    const found = read(from, from, false, to + shift);
    if (!isSameSession(found.end, sessions[to])) {
      least = Math.max(to + 1, from + 2 * (to - from));
      continue;
    }
    let cut = sessions.length;
    let rest: Found | undefined;
    if (isMoved && (bottom < lines.length || bottom - shift < before.lines.length)) {
      cut = last;
      while (!sessions[cut]) cut--;
      rest = read(cut, cut + shift, true);
      if (rest.isRepaired) return undefined;
    }
    rememberTyped(memory, lines, first, change, first - above + to);
    keep(memory, found, first - above + to + shift, {});
    if (rest) keep(memory, rest, first + lines.length, options);
    const upper = tables.filter(({ line }) => line < from - above);
    const lower = tables.filter(({ line }) => line >= to - above && line < cut - above);
    for (const table of tables) {
      if (shift === 0 || table.line < end - shift) continue;
      table.line += shift;
      table.endLine += shift;
    }
    const next = {
      tables: [...upper, ...again(found.tables, tables), ...lower, ...again(rest?.tables ?? [], tables)],
      sessions: [
        ...sessions.slice(0, from),
        ...found.sessions.slice(0, to + shift - from),
        ...sessions.slice(to, cut),
        ...(rest?.sessions ?? []),
      ],
    };
    memory.previous = { ...before, lines, texts, ...next };
    return next.tables;
  }
}
