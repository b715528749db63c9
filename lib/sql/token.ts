/** Kinds of tokens. A keyword's kind is its code (`keywords.ts`); spaces, comments and runs of operators leave no token of their own. */
export const word = 1;
export const quotedName = 2;
export const string = 3;
export const dot = 4;
export const comma = 5;
export const open = 6;
export const close = 7;
export const semicolon = 8;
/** A stage, variable, parameter or template: stands for something we cannot see. */
export const opaque = 9;
/** `|>` of BigQuery and Databricks. */
export const pipe = 10;
/** An end of a comment that nobody opened: the text begins inside a comment. */
export const strayEnd = 11;
/** Numbers and operators. A run of them is one token. */
export const other = 12;

/** Three numbers a token: kind, start, end (offsets in the text). Once they are ended, a few zeros follow, so that looking ahead needs no check. */
export type Tokens = { data: Int32Array; length: number; mode: Mode };

/** An empty list with room for what so many characters usually hold: a token every three of them. */
export function newTokens(characters: number): Tokens {
  return { data: new Int32Array(characters + 64), length: 0, mode: '' };
}

/** Room that is kept for the next text, numbers: a statement or two; what a large text needed is given back. */
const keptRoom = 1 << 15;
let spare = newTokens(keptRoom);

/** An empty list that nobody else uses until it is asked for again: short texts are read without making room for each. */
export function spareTokens(): Tokens {
  if (spare.data.length > 2 * keptRoom) spare = newTokens(keptRoom);
  spare.length = 0;
  return spare;
}

/** Numbers that there is always room for behind the last token: some tokens more, and looking ahead. */
export const room = 24;
const lookAhead = 12;

/** Makes room for some tokens more, at least for so many numbers. */
export function makeRoom(tokens: Tokens, numbers = 0): void {
  const data = new Int32Array(2 * tokens.data.length + numbers);
  data.set(tokens.data.subarray(0, tokens.length));
  tokens.data = data;
}

/** Ends a list: no token follows. */
export function endTokens({ data, length }: Tokens): void {
  for (let at = length; at < length + lookAhead; at++) data[at] = 0;
}

export function push(out: Tokens, kind: number, start: number, end: number): void {
  const { data, length } = out;
  data[length] = kind;
  data[length + 1] = start;
  data[length + 2] = end;
  out.length = length + 3;
}

/**
 * What a line begins in: `''` for code, else a letter and what closes it. `c`: comment, with its depth. `s`: string
 * without escapes, `e`: string with backslash escapes, `d`: dollar quote, `j`: template.
 */
export type Mode = string;

/** Classes of characters; 0 is a sign that may begin something longer. Those that may stand in a name have the bit `inName`. */
export const space = 1;
export const letter = 2;
export const digit = 3;
export const mark = 4;
/** Stands for itself, whatever follows. */
export const operator = 5;
/** A letter beyond ASCII. */
export const foreignLetter = 6;
const inName = 2;

/** By code. Beyond ASCII all is a letter but what looks blank. */
export const classes = new Uint8Array(0x10000).fill(foreignLetter);
/** The kinds of tokens that are one character. */
export const markKinds = new Uint8Array(128);

for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (code < 33) classes[code] = space;
  else if (/\d/.test(character)) classes[code] = digit;
  else if (/\w/.test(character)) classes[code] = letter;
  else classes[code] = '=+<>!^&~?%[]}:\\'.includes(character) ? operator : 0;
}
// No-break space (Monaco draws spaces with it), general punctuation spaces, ideographic space, byte order mark.
classes[0xa0] = space;
classes.fill(space, 0x2000, 0x200c);
classes[0x3000] = space;
classes[0xfeff] = space;
for (const [character, kind] of Object.entries({ '.': dot, ',': comma, '(': open, ')': close, ';': semicolon })) {
  classes[character.charCodeAt(0)] = mark;
  markKinds[character.charCodeAt(0)] = kind;
}

/** Whether a character of this class may stand in a name. */
export function isInName(kind: number): boolean {
  return (kind & inName) !== 0;
}

/** Whether a character of this class may begin a name. */
export function isLetter(kind: number): boolean {
  return (kind & digit) === letter;
}

export function isNameCode(code: number): boolean {
  return isInName(classes[code] ?? 0);
}

/** Numbers and operators that touch each other are one token. */
export function pushOther(out: Tokens, start: number, end: number): void {
  const last = out.length - 3;
  if (last >= 0 && out.data[last] === other && out.data[last + 2] === start) out.data[last + 2] = end;
  else push(out, other, start, end);
}
