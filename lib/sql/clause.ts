import { codeOf, firstKeyword, keywordCount } from './keywords';
import { type Frame, type Reading, typed } from './reading';

/** What a keyword does. It may move `reading.at`; where it does not, the keyword alone is passed. */
export type Clause = (reading: Reading, frame: Frame, isStart: boolean) => void;

/** Clauses by their keywords; words with the same clause stand in one key. */
export type Clauses = Record<string, Clause>;

/** A set of keywords, by code: 1 for those in it. */
export function setOf(words: string): Uint8Array {
  const set = new Uint8Array(firstKeyword + keywordCount);
  for (const word of words.split(' ')) set[codeOf(word)] = 1;
  return set;
}

/** Codes that clauses ask for. */
export const k = {
  alter: codeOf('alter'),
  columns: codeOf('columns'),
  copy: codeOf('copy'),
  create: codeOf('create'),
  delete: codeOf('delete'),
  distinct: codeOf('distinct'),
  drop: codeOf('drop'),
  explain: codeOf('explain'),
  first: codeOf('first'),
  function: codeOf('function'),
  into: codeOf('into'),
  is: codeOf('is'),
  lateral: codeOf('lateral'),
  lock: codeOf('lock'),
  merge: codeOf('merge'),
  not: codeOf('not'),
  partition: codeOf('partition'),
  primary: codeOf('primary'),
  recursive: codeOf('recursive'),
  rename: codeOf('rename'),
  returns: codeOf('returns'),
  returnWord: codeOf('return'),
  rule: codeOf('rule'),
  row: codeOf('row'),
  rows: codeOf('rows'),
  select: codeOf('select'),
  show: codeOf('show'),
  swap: codeOf('swap'),
  table: codeOf('table'),
  thenWord: codeOf('then'),
  trigger: codeOf('trigger'),
  vacuum: codeOf('vacuum'),
  values: codeOf('values'),
  view: codeOf('view'),
  with: codeOf('with'),
};

/** Statements about rights name tables, columns and changes, but read none of them. */
export const rights = setOf('grant revoke');

export const definitions = setOf('create drop alter comment attach detach');

/** Begins a statement inside of its frame. */
export function begin(frame: Frame, verb: number, expects: number, list: number): void {
  frame.verb = verb;
  frame.kind = 0;
  frame.hasQuery = false;
  frame.isTemporary = false;
  frame.expects = expects;
  frame.list = list;
}

/** `SHOW COLUMNS IN t` and `SHOW PRIMARY KEYS IN t` name a table, `SHOW TABLES IN s` does not. */
export function showIn(frame: Frame): void {
  if (frame.kind !== k.columns) return;
  frame.kind = 0;
  frame.expects = typed;
}
