import { codeOf, firstKeyword, keywordCount } from './keywords';
import { isName, readCteHead, readString } from './names';
import {
  declareCte,
  type Frame,
  kindAt,
  newFrame,
  nothing,
  object,
  type Reading,
  read,
  target,
  typed,
} from './reading';
import { readSet, readUse } from './session';
import { close, comma, open, string } from './tokens';

/** What a keyword does. It may move `reading.at`; where it does not, the keyword alone is passed. */
type Clause = (reading: Reading, frame: Frame, isStart: boolean) => void;

/** By keyword code; holes are words without a role of their own. */
export const clauses: (Clause | undefined)[] = new Array(firstKeyword + keywordCount);

function on(words: string, clause: Clause): void {
  for (const word of words.split(' ')) clauses[codeOf(word)] = clause;
}

/** A set of keywords, by code: 1 for those in it. */
export function setOf(words: string): Uint8Array {
  const set = new Uint8Array(firstKeyword + keywordCount);
  for (const word of words.split(' ')) set[codeOf(word)] = 1;
  return set;
}

const k = {
  alter: codeOf('alter'),
  columns: codeOf('columns'),
  copy: codeOf('copy'),
  create: codeOf('create'),
  delete: codeOf('delete'),
  distinct: codeOf('distinct'),
  drop: codeOf('drop'),
  first: codeOf('first'),
  function: codeOf('function'),
  into: codeOf('into'),
  is: codeOf('is'),
  lateral: codeOf('lateral'),
  lock: codeOf('lock'),
  merge: codeOf('merge'),
  not: codeOf('not'),
  partition: codeOf('partition'),
  recursive: codeOf('recursive'),
  rename: codeOf('rename'),
  returns: codeOf('returns'),
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

const rights = setOf('grant revoke');
const definitions = setOf('create drop alter comment attach detach');
const lists = setOf('drop truncate lock grant revoke');
const viewVerbs = setOf('create drop alter refresh describe desc show comment grant revoke');
const attachedKinds = setOf('index trigger policy rule');
const placeKinds = setOf('schema database datashare catalog server');
const verbsWithoutInto = setOf('fetch execute import');
const verbsWithoutFrom = setOf('fetch execute import grant revoke');
const notBeforeChange = setOf('for key on or after before');
const selfNames = setOf('partitions tblproperties');
const attachers = setOf('attach detach');

function begin(frame: Frame, verb: number, expects: number, list: number): void {
  frame.verb = verb;
  frame.kind = 0;
  frame.hasQuery = false;
  frame.isTemporary = false;
  frame.expects = expects;
  frame.list = list;
}

// Queries

on('select', (_reading, frame) => {
  if (rights[frame.verb]) return;
  frame.verb ||= k.select;
  frame.hasQuery = true;
  frame.list = nothing;
});

on('where group order having limit qualify window values when returning', (_reading, frame) => {
  frame.list = nothing;
});

on('union intersect except', (reading, frame) => {
  frame.list = nothing;
  // Snowflake lets a CTE name itself without RECURSIVE, but only after a UNION; before it, the name is a table.
  if (reading.id === 'snowflake' && frame.cte !== undefined && !frame.isDeclared) {
    frame.isDeclared = true;
    if (frame.parent) declareCte(reading, frame.parent, frame.cte);
  }
});

on('from', (reading, frame) => {
  if (frame.isCall) return;
  const before = kindAt(reading, -1);
  if (before === k.values || before === k.rows || verbsWithoutFrom[frame.verb]) return;
  const two = kindAt(reading, -2);
  if (before === k.distinct && (two === k.is || two === k.not)) return;
  if (frame.verb === k.show) return showIn(frame);
  if (!frame.hasQuery && placeKinds[frame.kind]) return;
  if (frame.verb === k.copy && frame.kind !== k.into) return;
  frame.expects = read;
  frame.list = read;
});

on('join', (_reading, frame) => {
  frame.expects = read;
  frame.list = read;
});

on('using', (reading, frame) => {
  const isChange = frame.verb === k.merge || frame.verb === k.delete;
  if (!isChange && (frame.verb !== 0 || kindAt(reading, 1) === open)) return;
  if (frame.kind === k.with) return;
  // A second USING belongs to a join.
  frame.kind = k.with;
  frame.expects = read;
  frame.list = frame.verb === k.delete ? read : nothing;
});

on('with', (reading, frame) => {
  if (kindAt(reading, -1) === k.swap) {
    frame.expects = target;
    return;
  }
  const isRecursive = kindAt(reading, 1) === k.recursive;
  const wasRecursive = frame.isRecursive;
  const firstCte = frame.ctes?.length ?? 0;
  frame.isRecursive = isRecursive;
  if (readCteHead(reading, reading.at + (isRecursive ? 6 : 3))) {
    if (isRecursive) Object.assign(frame, { firstRecursive: reading.tables.length, firstCte });
  } else {
    frame.isRecursive = wasRecursive;
  }
});

// Changes of rows

on('insert update delete merge', (reading, frame) => {
  const before = kindAt(reading, -1);
  if (before === k.vacuum) {
    frame.expects = object;
    return;
  }
  if (rights[frame.verb] || frame.kind === k.trigger || notBeforeChange[before]) return;
  const next = kindAt(reading, 1);
  if (before === k.thenWord && (frame.verb === k.merge || next === k.row)) return;
  const hasBranches = next === k.first && kindAt(reading, 2) === codeOf('when');
  begin(frame, kindAt(reading, 0), hasBranches ? nothing : target, nothing);
});

on('into', (_reading, frame) => {
  if (verbsWithoutInto[frame.verb]) return;
  if (frame.verb === k.copy) frame.kind = k.into;
  frame.expects = target;
  frame.list = nothing;
});

on('overwrite', (_reading, frame) => {
  frame.expects = target;
});

on('set', (reading, frame, isStart) => {
  frame.list = nothing;
  if (isStart) readSet(reading);
});

on('use', (reading, _frame, isStart) => {
  if (isStart) readUse(reading);
});

// Definitions

on('create', (reading, frame) => {
  if (!rights[frame.verb]) begin(frame, kindAt(reading, 0), nothing, nothing);
});

on('drop alter', (reading, frame, isStart) => {
  const isInside = frame.verb === k.alter || frame.verb === k.create || rights[frame.verb];
  if (isStart || !isInside) begin(frame, kindAt(reading, 0), nothing, nothing);
});

on('schema database datashare catalog server index trigger policy rule function', (reading, frame) => {
  if (definitions[frame.verb]) frame.kind ||= kindAt(reading, 0);
});

on('temp temporary volatile', (_reading, frame) => {
  if (frame.verb === k.create && !frame.hasQuery) frame.isTemporary = true;
});

on('table', (reading, frame) => {
  if (definitions[frame.verb]) frame.kind ||= k.table;
  const next = kindAt(reading, 1);
  if (kindAt(reading, -1) === k.returns) return;
  if (next === k.function) {
    reading.at += 6;
  } else if (next !== open) {
    frame.expects = target;
    frame.list = lists[frame.verb] ? target : nothing;
  } else if (kindAt(reading, 2) === string && kindAt(reading, 3) === close) {
    readString(reading, reading.at + 6);
    frame.expects = nothing;
    reading.at += 12;
  } else {
    frame.expects = read;
  }
});

on('view', (reading, frame) => {
  if (kindAt(reading, -1) === k.lateral) {
    frame.expects = nothing;
    frame.list = nothing;
  } else if (viewVerbs[frame.verb] && !frame.hasQuery) {
    frame.kind ||= k.view;
    frame.expects = target;
    frame.list = lists[frame.verb] ? target : nothing;
  }
});

on('on', (_reading, frame) => {
  if (frame.hasQuery) return;
  if (rights[frame.verb]) {
    frame.expects = typed;
    frame.list = typed;
  } else if (definitions[frame.verb] && attachedKinds[frame.kind]) {
    frame.expects = target;
    frame.kind = k.table;
  }
});

on('references', (_reading, frame) => {
  if (!rights[frame.verb]) frame.expects = target;
});

on('like', (reading, frame) => {
  const before = kindAt(reading, -1);
  const isInColumns = frame.parent !== undefined && (before === open || before === comma);
  const statement = isInColumns ? frame.parent : frame;
  if (statement?.verb === k.create && statement.kind === k.table && !statement.hasQuery && !frame.hasQuery) {
    frame.expects = isInColumns ? target : read;
  }
});

on('clone copy', (reading, frame, isStart) => {
  const isCopy = kindAt(reading, 0) === k.copy;
  if (isCopy && isStart) {
    begin(frame, k.copy, target, nothing);
  } else if (frame.verb === k.create && frame.kind === k.table && !frame.hasQuery) {
    if (!isCopy || reading.id === 'bigquery') frame.expects = read;
  }
});

on('of', (reading, frame) => {
  if (frame.verb === k.create && kindAt(reading, -1) === k.partition) frame.expects = target;
});

on('partition', (reading, frame) => {
  if (attachers[kindAt(reading, -1)]) frame.expects = target;
});

on('to', (reading, frame) => {
  const isTable = frame.kind === k.table || frame.kind === k.view;
  if (isTable && frame.verb === k.alter && kindAt(reading, -1) === k.rename) frame.expects = target;
});

on('inherit', (_reading, frame) => {
  if (frame.verb === k.alter) frame.expects = target;
});

on('inherits', (reading, frame) => {
  if (frame.verb !== k.create || kindAt(reading, 1) !== open) return;
  const parents = newFrame(frame, reading.tables.length);
  parents.expects = target;
  parents.list = target;
  reading.frame = parents;
  reading.depth++;
  reading.at += 6;
});

// Statements about tables

function statement(words: string, expects: number, list = nothing): void {
  on(words, (reading, frame, isStart) => {
    if (isStart) begin(frame, kindAt(reading, 0), expects, list);
  });
}

statement('describe desc refresh', typed);
statement('analyze vacuum', object, object);
statement('lock', target, target);
statement('optimize cluster', target);
statement('grant revoke comment fetch execute import prepare declare attach detach', nothing);

on('truncate', (reading, frame) => {
  if (!rights[frame.verb]) begin(frame, kindAt(reading, 0), target, target);
});

on('show', (reading, frame, isStart) => {
  if (!isStart) return;
  const next = kindAt(reading, 1);
  begin(frame, k.show, selfNames[next] ? target : nothing, nothing);
  if (next === k.columns) frame.kind = k.columns;
  if (selfNames[next]) reading.at += 6;
});

on('in', (_reading, frame) => {
  if (frame.verb === k.show) showIn(frame);
});

/** `SHOW COLUMNS IN t` names a table, `SHOW TABLES IN s` does not. */
function showIn(frame: Frame): void {
  if (frame.kind !== k.columns) return;
  frame.kind = 0;
  frame.expects = typed;
}

on('begin then else do explain', (reading) => {
  reading.isStart = true;
});

// Words before a name

on('identifier', (reading, frame) => {
  const isText = kindAt(reading, 1) === open && kindAt(reading, 2) === string && kindAt(reading, 3) === close;
  if (isText && frame.expects !== nothing) {
    readString(reading, reading.at + 6);
    reading.at += 12;
  }
  frame.expects = nothing;
});

on('unpivot', (reading, frame) => {
  if (isName(kindAt(reading, 1))) frame.expects = nothing;
});
