import type { DialectId } from '../model';
import { dialects } from './dialects';
import type { Lines } from './lines';
import { type Mode, makeRoom, newTokens, room, type Tokens } from './token';
import { tokenize } from './tokens';

/** Tokens of one line, counted from its beginning, and the mode of the next line. */
export type CachedLine = { data: Int32Array; exit: Mode };

/** What is kept between two looks, and how many lines were tokenized so far. */
type Cache = { cached: Map<string, CachedLine>; tokenized: number };

/**
 * The lines, each tokenized once for all looks. While they are read, `beginnings` notes each line's mode and first token. `isWhole`: lines
 * that are not among them are forgotten. `isRepaired`: a string that nothing closes was ended with its line.
 */
export function cachedLines(memory: Cache, dialect: DialectId, texts: readonly string[], isWhole: boolean) {
  const { cached } = memory;
  const state = { isRepaired: false };
  const starts = startsOf(texts);
  const beginnings: { mode: Mode; token: number }[] = [];
  const used = isWhole ? new Map<string, CachedLine>() : cached;
  memory.cached = used;
  const lines: Lines = {
    end: texts.length,
    characters: starts[texts.length] ?? 0,
    read: (index, mode, out, endsStrings) => {
      const text = texts[index] ?? '';
      if (endsStrings) state.isRepaired = true;
      const key = `${endsStrings ? '!' : ''}${mode}\n${text}`;
      let line = used.get(key) ?? cached.get(key);
      if (!line) {
        line = tokenizeLine(text, mode, dialect, endsStrings);
        memory.tokenized++;
      }
      used.set(key, line);
      beginnings[index] = { mode, token: out.length };
      append(out, line.data, starts[index] ?? 0);
      out.mode = line.exit;
      return index + 1;
    },
  };
  return { lines, starts, beginnings, state };
}

function tokenizeLine(text: string, mode: Mode, dialect: DialectId, endsStrings: boolean): CachedLine {
  const out = newTokens(text.length);
  out.mode = mode;
  for (let at = 0; at <= text.length; ) at = tokenize(text, at, out.mode, dialects[dialect], out, endsStrings);
  return { data: out.data.slice(0, out.length), exit: out.mode };
}

function append(out: Tokens, line: Int32Array, shift: number): void {
  if (out.length + line.length + room > out.data.length) makeRoom(out, line.length);
  const { data } = out;
  let at = out.length;
  for (let index = 0; index < line.length; index += 3) {
    data[at] = line[index] ?? 0;
    data[at + 1] = (line[index + 1] ?? 0) + shift;
    data[at + 2] = (line[index + 2] ?? 0) + shift;
    at += 3;
  }
  out.length = at;
}

/** Where each line begins in the lines joined by line breaks, and one past the end. */
function startsOf(texts: readonly string[]): number[] {
  const starts = [0];
  let at = 0;
  for (const text of texts) {
    at += text.length + 1;
    starts.push(at);
  }
  return starts;
}
