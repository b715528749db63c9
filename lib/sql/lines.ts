import type { Dialect } from './dialect';
import { codeOf, isReserved } from './keywords';
import { endTokens, type Mode, newTokens, semicolon, strayEnd, string, type Tokens } from './token';
import { tokenizeLine } from './tokens';

/** Appends the tokens of line `index`, which begins in `mode`, and returns the mode of the next line. */
export type ReadLine = (index: number, mode: Mode, out: Tokens, endsStrings: boolean) => Mode;

/** The lines of a text: how many, how many characters in all, and how to read one. */
export type Lines = { count: number; characters: number; read: ReadLine };

const end = codeOf('end');

/** How often a string that never ends is closed at the end of its line. More is no text that a person is typing. */
const mostRepairs = 4;

/**
 * The tokens of lines that begin in `mode`; their own `mode` is that after the last line. A string, name or template that nothing closes before the end is being
 * typed: it ends with its line. A comment and a dollar quote stay open, as every editor colours them. `tokens`: an empty list to fill.
 */
export function tokenizeLines(lines: Lines, mode: Mode, tokens: Tokens = newTokens(lines.characters)): Tokens {
  let current = mode;
  let repairs = 0;
  let repaired = -1;
  // The line in which what is open was opened, and what was known before it.
  let opened = -1;
  let openedLength = 0;
  let openedMode = mode;
  for (let line = 0; ; line++) {
    if (line === lines.count) {
      const canRepair = current !== '' && opened >= 0 && repairs < mostRepairs && isRepairable(current);
      if (!canRepair) break;
      repairs++;
      line = opened;
      repaired = line;
      current = openedMode;
      tokens.length = openedLength;
    }
    const length = tokens.length;
    const next = lines.read(line, current, tokens, line === repaired);
    if (next !== '' && (current === '' || next !== current || isReopened(next, tokens, length))) {
      opened = line;
      openedLength = length;
      openedMode = current;
    }
    current = next;
  }
  endTokens(tokens);
  tokens.mode = current;
  return tokens;
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
export function modeOfWindow(lines: Lines): Mode {
  const plain = tokenizeOnce(lines, '');
  for (let index = 0; index < plain.tokens.length; index += 3) {
    if (plain.tokens.data[index] === strayEnd) return 'c1';
  }
  if (!/^[sed]/.test(plain.exit)) return '';
  const inside = tokenizeOnce(lines, plain.exit);
  if (inside.exit !== plain.exit && isEndOfBody(plain.tokens)) return plain.exit;
  return inside.exit !== plain.exit && keywords(inside.tokens) > keywords(plain.tokens) ? plain.exit : '';
}

/** `END $$`, `; $$`: where a body ends, not where one begins. */
function isEndOfBody({ data, length }: Tokens): boolean {
  const before = data[length - 6];
  return length > 3 && data[length - 3] === string && (before === semicolon || before === end);
}

function tokenizeOnce(lines: Lines, mode: Mode): { tokens: Tokens; exit: Mode } {
  const tokens = newTokens(lines.characters);
  let exit = mode;
  for (let line = 0; line < lines.count; line++) exit = lines.read(line, exit, tokens, false);
  return { tokens, exit };
}

function keywords({ data, length }: Tokens): number {
  let count = 0;
  for (let index = 0; index < length; index += 3) if (isReserved(data[index] ?? 0)) count++;
  return count;
}

/** The lines of one text. */
export function linesOf(text: string, dialect: Dialect): Lines {
  const starts = lineStarts(text);
  return {
    count: starts.length - 1,
    characters: text.length,
    read: (index, mode, out, endsStrings) => {
      const end = (starts[index + 1] ?? text.length + 1) - 1;
      return tokenizeLine(text, starts[index] ?? 0, end, mode, dialect, out, endsStrings);
    },
  };
}

/** Where each line of a text begins, and one past its end. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  return starts;
}
