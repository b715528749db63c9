import type { Dialect } from './dialect';
import { isReserved } from './keywords';
import { type Mode, strayEnd, type Tokens, tokenizeLine } from './tokens';

/** Appends the tokens of line `index`, which begins in `mode`, and returns the mode of the next line. */
export type ReadLine = (index: number, mode: Mode, out: Tokens, endsStrings: boolean) => Mode;

/** How often a string that never ends is closed at the end of its line. More is no text that a person is typing. */
const mostRepairs = 4;

/**
 * The tokens of `count` lines that begin in `mode`. A string, name or template that nothing closes before the end is being
 * typed: it ends with its line. A comment and a dollar quote stay open, as every editor colours them.
 */
export function tokenizeLines(count: number, mode: Mode, readLine: ReadLine): { tokens: Tokens; exit: Mode } {
  const tokens: Tokens = [];
  let current = mode;
  let repairs = 0;
  let opened = { line: -1, length: 0, mode: '' };
  let repaired = -1;
  for (let line = 0; ; line++) {
    if (line === count) {
      const canRepair = opened.line >= 0 && repairs < mostRepairs && isRepairable(current);
      if (!canRepair) return { tokens, exit: current };
      repairs++;
      line = opened.line;
      repaired = line;
      current = opened.mode;
      tokens.length = opened.length;
    }
    const before = { line, length: tokens.length, mode: current };
    const next = readLine(line, current, tokens, line === repaired);
    if (next !== '' && (current === '' || next !== current || isReopened(next, tokens, before.length))) opened = before;
    current = next;
  }
}

/** Whether an unclosed one is more likely half-typed than long: triple quotes are made for many lines. */
function isRepairable(mode: Mode): boolean {
  return /^[sej]/.test(mode) && mode.length < 4;
}

/** A line that begins and ends inside a string may hold two different ones; then it has tokens. */
function isReopened(mode: Mode, tokens: Tokens, length: number): boolean {
  return !mode.startsWith('c') && tokens.length > length;
}

/**
 * What a window of a longer text begins in, by what is seen in it: an end of a comment that nothing opens, or an odd
 * number of quotes where reading the first lines as a string leaves more of the text's words in the open.
 */
export function modeOfWindow(count: number, readLine: ReadLine): Mode {
  const plain = tokenizeOnce(count, '', readLine);
  for (let index = 0; index < plain.tokens.length; index += 3) {
    if (plain.tokens[index] === strayEnd) return 'c1';
  }
  if (!/^[sed]/.test(plain.exit)) return '';
  const inside = tokenizeOnce(count, plain.exit, readLine);
  const isClosed = inside.exit !== plain.exit;
  return isClosed && keywords(inside.tokens) > keywords(plain.tokens) ? plain.exit : '';
}

function tokenizeOnce(count: number, mode: Mode, readLine: ReadLine): { tokens: Tokens; exit: Mode } {
  const tokens: Tokens = [];
  let exit = mode;
  for (let line = 0; line < count; line++) exit = readLine(line, exit, tokens, false);
  return { tokens, exit };
}

function keywords(tokens: Tokens): number {
  let count = 0;
  for (let index = 0; index < tokens.length; index += 3) if (isReserved[tokens[index] ?? 0]) count++;
  return count;
}

/** Reads the lines of one text, whose starts are given; `starts` has one more entry, one past the text's end. */
export function linesOf(text: string, starts: readonly number[], dialect: Dialect): ReadLine {
  return (index, mode, out, endsStrings) => {
    const start = starts[index] ?? 0;
    const end = (starts[index + 1] ?? text.length + 1) - 1;
    return tokenizeLine(text, start, end, mode, dialect, out, endsStrings);
  };
}

/** Where each line of a text begins, and one past its end. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  return starts;
}
