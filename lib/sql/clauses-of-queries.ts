import { begin, type Clauses, k, rights, setOf, showIn } from './clause';
import { readCteHead } from './ctes';
import { codeOf } from './keywords';
import { readString } from './names';
import { declareCte, isName, kindAt, nothing, object, read, target } from './reading';
import { readReset, readSet, readUse } from './session';
import { close, dot, open, string } from './token';

const placeKinds = setOf('schema database datashare catalog server');
const verbsWithoutInto = setOf('fetch execute import');
const verbsWithoutFrom = setOf('fetch move execute import grant revoke');
const notBeforeChange = setOf('for key on or after before share');

/** Queries, changes of rows, and the session. */
export const queryClauses: Clauses = {
  select: (_reading, frame) => {
    if (rights[frame.verb]) return;
    frame.verb ||= k.select;
    frame.hasQuery = true;
    frame.list = nothing;
  },
  'where by having limit qualify window values when returning': (_reading, frame) => {
    frame.list = nothing;
  },
  'union intersect except': (reading, frame) => {
    frame.list = nothing;
    // Snowflake lets a CTE name itself without RECURSIVE, but only after a UNION; before it, the name is a table.
    if (reading.id === 'snowflake' && frame.cte !== undefined && !frame.isDeclared) {
      frame.isDeclared = true;
      if (frame.parent) declareCte(reading, frame.parent, frame.cte);
    }
  },
  from: (reading, frame) => {
    if (frame.isCall) return;
    const before = kindAt(reading, -1);
    if (before === k.values || before === k.rows) return;
    if (verbsWithoutFrom[frame.verb]) {
      frame.list = nothing;
      return;
    }
    const two = kindAt(reading, -2);
    if (before === k.distinct && (two === k.is || two === k.not)) return;
    if (frame.verb === k.show) return showIn(frame);
    if (!frame.hasQuery && placeKinds[frame.kind]) return;
    if (frame.verb === k.copy && frame.kind !== k.into) return;
    frame.expects = read;
    frame.list = read;
  },
  join: (_reading, frame) => {
    frame.expects = read;
    frame.list = read;
  },
  using: (reading, frame) => {
    const isChange = frame.verb === k.merge || frame.verb === k.delete;
    // WITH … CYCLE a SET b USING c, before the statement's own verb.
    const isOther = frame.verb !== 0 || frame.ctes !== undefined || kindAt(reading, 1) === open;
    if (!isChange && isOther) return;
    if (frame.kind === k.with) return;
    // A second USING belongs to a join.
    frame.kind = k.with;
    frame.expects = read;
    frame.list = frame.verb === k.delete ? read : nothing;
  },
  with: (reading, frame) => {
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
  },
  'insert update delete merge': (reading, frame) => {
    const before = kindAt(reading, -1);
    if (before === k.vacuum) {
      frame.expects = object;
      return;
    }
    if (rights[frame.verb] || frame.kind === k.trigger || notBeforeChange[before]) return;
    const next = kindAt(reading, 1);
    // ON COMMIT DELETE ROWS.
    if (next === k.rows) return;
    if (before === k.thenWord && (frame.verb === k.merge || next === k.row)) return;
    const hasBranches = next === k.first && kindAt(reading, 2) === codeOf('when');
    begin(frame, kindAt(reading, 0), hasBranches ? nothing : target, nothing);
  },
  into: (_reading, frame) => {
    if (verbsWithoutInto[frame.verb]) return;
    if (frame.verb === k.copy) frame.kind = k.into;
    frame.expects = target;
    frame.list = nothing;
  },
  overwrite: (_reading, frame) => {
    frame.expects = target;
  },
  set: (reading, frame, isStart) => {
    frame.list = nothing;
    if (isStart) readSet(reading);
  },
  use: (reading, _frame, isStart) => {
    if (isStart) readUse(reading);
  },
  'begin then else do': (reading) => {
    reading.isStart = true;
  },
  explain: (reading, frame) => {
    reading.isStart = true;
    frame.verb ||= k.explain;
  },
  reset: (reading, _frame, isStart) => {
    if (isStart) readReset(reading);
  },
  identifier: (reading, frame) => {
    const isText = kindAt(reading, 1) === open && kindAt(reading, 2) === string && kindAt(reading, 3) === close;
    if (isText && frame.expects !== nothing) {
      // IDENTIFIER('schema').name is no name of this schema.
      if (kindAt(reading, 4) !== dot) readString(reading, reading.at + 6);
      reading.at += 12;
    }
    frame.expects = nothing;
  },
  unpivot: (reading, frame) => {
    if (isName(kindAt(reading, 1))) frame.expects = nothing;
  },
};
