import { begin, type Clause, type Clauses, definitions, k, rights, setOf, showIn } from './clause';
import { readString } from './names';
import { kindAt, newFrame, nothing, object, read, target, typed } from './reading';
import { close, comma, open, string } from './token';

const lists = setOf('drop truncate lock grant revoke');
// FOR, ADD, DROP and SET TABLE a, b of a publication or a datashare.
const beforeTables = setOf('for add drop set');
const viewVerbs = setOf('create drop alter refresh describe desc show comment grant revoke');
const attachedKinds = setOf('index trigger policy rule');
const selfNames = setOf('partitions tblproperties');
const attachers = setOf('attach detach');

/** A statement that names tables right after its first words. */
function naming(expects: number, list = nothing): Clause {
  return (reading, frame, isStart) => {
    if (isStart) begin(frame, kindAt(reading, 0), expects, list);
  };
}

/** Statements that create, change, describe, maintain or share tables. */
export const definitionClauses: Clauses = {
  create: (reading, frame) => {
    if (!rights[frame.verb]) begin(frame, kindAt(reading, 0), nothing, nothing);
  },
  'drop alter': (reading, frame, isStart) => {
    const isInside = frame.verb === k.alter || frame.verb === k.create || rights[frame.verb];
    if (isStart || !isInside) begin(frame, kindAt(reading, 0), nothing, nothing);
  },
  'schema database datashare catalog server index trigger policy rule function': (reading, frame) => {
    if (definitions[frame.verb]) frame.kind ||= kindAt(reading, 0);
  },
  'temp temporary volatile': (_reading, frame) => {
    if (frame.verb === k.create && !frame.hasQuery) frame.isTemporary = true;
  },
  table: (reading, frame) => {
    if (definitions[frame.verb]) frame.kind ||= k.table;
    const next = kindAt(reading, 1);
    const before = kindAt(reading, -1);
    if (before === k.returns || before === k.returnWord) return;
    if (next === k.function) {
      reading.at += 6;
    } else if (next !== open) {
      frame.expects = target;
      frame.list = lists[frame.verb] || beforeTables[before] ? target : nothing;
    } else if (kindAt(reading, 2) === string && kindAt(reading, 3) === close) {
      readString(reading, reading.at + 6);
      frame.expects = nothing;
      reading.at += 12;
    } else {
      frame.expects = read;
    }
  },
  view: (reading, frame) => {
    if (kindAt(reading, -1) === k.lateral) {
      frame.expects = nothing;
      frame.list = nothing;
    } else if (viewVerbs[frame.verb] && !frame.hasQuery) {
      frame.kind ||= k.view;
      frame.expects = target;
      frame.list = lists[frame.verb] ? target : nothing;
    }
  },
  on: (_reading, frame) => {
    if (frame.hasQuery) return;
    // CREATE RULE r AS ON UPDATE TO t.
    const isRule = frame.kind === k.rule;
    if (rights[frame.verb]) {
      frame.expects = typed;
      frame.list = typed;
    } else if (definitions[frame.verb] && attachedKinds[frame.kind] && !(isRule && frame.verb === k.create)) {
      frame.expects = target;
      // What the statement renames is not the table.
      frame.kind = 0;
    }
  },
  references: (_reading, frame) => {
    if (!rights[frame.verb]) frame.expects = target;
  },
  like: (reading, frame) => {
    const before = kindAt(reading, -1);
    const isInColumns = frame.parent !== undefined && (before === open || before === comma);
    const statement = isInColumns ? frame.parent : frame;
    if (statement?.verb === k.create && statement.kind === k.table && !statement.hasQuery && !frame.hasQuery) {
      frame.expects = isInColumns ? target : read;
    }
  },
  'clone copy': (reading, frame, isStart) => {
    const isCopy = kindAt(reading, 0) === k.copy;
    if (isCopy && isStart) {
      begin(frame, k.copy, target, nothing);
    } else if (frame.verb === k.create && frame.kind === k.table && !frame.hasQuery) {
      if (!isCopy || reading.id === 'bigquery') frame.expects = read;
    }
  },
  of: (reading, frame) => {
    if (frame.verb === k.create && kindAt(reading, -1) === k.partition) frame.expects = target;
  },
  partition: (reading, frame) => {
    if (attachers[kindAt(reading, -1)]) frame.expects = target;
  },
  to: (reading, frame) => {
    if (rights[frame.verb]) frame.list = nothing;
    const isTable = frame.kind === k.table || frame.kind === k.view;
    const isNewName = isTable && frame.verb === k.alter && kindAt(reading, -1) === k.rename;
    const isOfRule = frame.verb === k.create && frame.kind === k.rule;
    if (isNewName || isOfRule) frame.expects = target;
  },
  inherit: (_reading, frame) => {
    if (frame.verb === k.alter) frame.expects = target;
  },
  inherits: (reading, frame) => {
    if (frame.verb !== k.create || kindAt(reading, 1) !== open) return;
    const parents = newFrame(frame, reading.tables.length);
    parents.expects = target;
    parents.list = target;
    reading.frame = parents;
    reading.depth++;
    reading.at += 6;
  },
  'describe desc refresh': naming(typed),
  'analyze vacuum': naming(object, object),
  lock: naming(target, target),
  'optimize cluster': naming(target),
  'grant revoke': (reading, frame, isStart) => {
    // ALTER DEFAULT PRIVILEGES … GRANT names no table.
    const isDefault = frame.verb === k.alter;
    if (!isStart && !isDefault) return;
    begin(frame, kindAt(reading, 0), nothing, nothing);
    frame.hasQuery = isDefault;
  },
  'comment fetch move execute import prepare declare attach detach': naming(nothing),
  truncate: (reading, frame) => {
    if (!rights[frame.verb] && frame.kind !== k.trigger) begin(frame, kindAt(reading, 0), target, target);
  },
  show: (reading, frame, isStart) => {
    if (!isStart) return;
    const next = kindAt(reading, 1);
    begin(frame, k.show, selfNames[next] ? target : nothing, nothing);
    if (next === k.columns || next === k.primary) frame.kind = k.columns;
    if (selfNames[next]) reading.at += 6;
  },
  in: (_reading, frame) => {
    if (frame.verb === k.show) showIn(frame);
  },
};
