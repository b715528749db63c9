import type { Dialect } from './dialects';
import { codeOf, isReserved } from './keywords';
import { endTokens, type Mode, newTokens, semicolon, strayEnd, string, type Tokens } from './token';
import { tokenize } from './tokens';

/**
 * Appends the tokens from `place` on, which is in `mode`, and returns the place that follows, whose mode is then `out.mode`. A place is where a line
 * begins; one step may take several lines that end in code.
 */
export type ReadLines = (place: number, mode: Mode, out: Tokens, endsStrings: boolean) => number;

/** The lines of a text: the place behind the last one, how many characters in all, and how to read on. */
export type Lines = { end: number; characters: number; read: ReadLines };

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
  // Where what is open was opened, and what was known before.
  let opened = -1;
  let openedLength = 0;
  let openedMode = mode;
  let place = 0;
  for (;;) {
    if (place >= lines.end) {
      const canRepair = current !== '' && opened >= 0 && repairs < mostRepairs && isRepairable(current);
      if (!canRepair) break;
      repairs++;
      repaired = opened;
      place = opened;
      current = openedMode;
      tokens.length = openedLength;
    }
    const { length } = tokens;
    const following = lines.read(place, current, tokens, place === repaired);
    const next = tokens.mode;
    if (next !== '' && (current === '' || next !== current || isReopened(next, tokens, length))) {
      opened = place;
      openedLength = length;
      openedMode = current;
    }
    current = next;
    place = following;
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
  for (let index = 0; index < plain.length; index += 3) {
    if (plain.data[index] === strayEnd) return 'c1';
  }
  const { mode } = plain;
  if (!/^[sed]/.test(mode)) return '';
  const inside = tokenizeOnce(lines, mode);
  if (inside.mode === mode) return '';
  return isEndOfBody(plain) || keywords(inside) > keywords(plain) ? mode : '';
}

/** `END $$`, `; $$`: where a body ends, not where one begins. */
function isEndOfBody({ data, length }: Tokens): boolean {
  const before = data[length - 6];
  return length > 3 && data[length - 3] === string && (before === semicolon || before === end);
}

function tokenizeOnce(lines: Lines, mode: Mode): Tokens {
  const tokens = newTokens(lines.characters);
  tokens.mode = mode;
  for (let place = 0; place < lines.end; ) place = lines.read(place, tokens.mode, tokens, false);
  return tokens;
}

function keywords({ data, length }: Tokens): number {
  let count = 0;
  for (let index = 0; index < length; index += 3) if (isReserved(data[index] ?? 0)) count++;
  return count;
}

/** The tokens of a text that begins in `mode`. `tokens`: an empty list to fill. */
export function tokenizeText(text: string, mode: Mode, dialect: Dialect, tokens: Tokens): Tokens {
  // Nearly every text is read in one step: nothing in it is open behind the end of its line.
  const isRead = tokenize(text, 0, mode, dialect, tokens) > text.length && tokens.mode === '';
  if (isRead) endTokens(tokens);
  else tokens.length = 0;
  return isRead ? tokens : tokenizeLines(linesOf(text, dialect), mode, tokens);
}

/** The lines of one text; a place is an offset. */
export function linesOf(text: string, dialect: Dialect): Lines {
  return {
    end: text.length + 1,
    characters: text.length,
    read: (place, mode, out, endsStrings) => tokenize(text, place, mode, dialect, out, endsStrings),
  };
}
