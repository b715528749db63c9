import { setOf } from './clause';
import { clauses } from './clauses';
import { readCteHead, readStrayCte } from './ctes';
import { codeOf, firstKeyword, isReserved } from './keywords';
import { noteAlias, passName, readBracketed, readTable } from './names';
import {
  declareCte,
  deepest,
  type Frame,
  isName,
  kindAt,
  localKey,
  newFrame,
  noNames,
  nothing,
  object,
  type Reading,
  read,
  type SqlTable,
  typed,
} from './reading';
import { close, comma, dot, open, other, pipe, quotedName, semicolon, word } from './token';

const as = codeOf('as');
const view = codeOf('view');
const ifWord = codeOf('if');
const onlyWord = codeOf('only');
const stream = codeOf('stream');
const account = codeOf('account');
const semanticView = codeOf('semantic_view');
const rows = codeOf('rows');
const from = codeOf('from');
const temporaryWords = setOf('temp temporary volatile');
const calls = setOf('extract trim substring overlay');
const keepsExpectation = setOf('table not exists lateral full');
const ownRoles = setOf('identifier unpivot');
const modifiers = setOf(
  'if only concurrently extended formatted external lazy verbose full temp temporary volatile unlogged sort recluster ' +
    'local reindex analyze freeze compression history detail materialized snapshot overwrite',
);
// Of these nobody calls a table; the others may be one that stands last in the text.
const onlyModifiers = setOf(
  'if concurrently extended formatted verbose temp temporary unlogged reindex recluster compression materialized overwrite',
);
const typeWords = setOf('schema database function view warehouse catalog server role share');
const afterModifier = setOf('table not exists into delete');

/** Reads all tokens. `onToken` is called before each step with the index of the next token. */
export function readTables(reading: Reading, onToken?: (index: number) => void): void {
  const { tokens, length } = reading;
  while (reading.at < length) {
    onToken?.(reading.at);
    const before = reading.at;
    step(reading, tokens[before] ?? 0);
    if (reading.at === before) reading.at += 3;
  }
  onToken?.(length);
  endStatement(reading);
}

function step(reading: Reading, kind: number): void {
  const isStart = reading.isStart;
  reading.isStart = false;
  if (kind >= firstKeyword) readKeyword(reading, kind, isStart);
  else if (kind === word || kind === quotedName) readWord(reading);
  else if (kind === open) openFrame(reading);
  else if (kind === close) closeFrame(reading);
  else if (kind === comma) reading.frame.expects = reading.frame.list;
  else if (kind === semicolon) endStatement(reading);
  else if (kind === pipe) {
    reading.frame.expects = nothing;
    reading.frame.list = nothing;
  } else {
    const isName = kind === other && reading.frame.expects === read && readBracketed(reading);
    reading.frame.expects = nothing;
    if (isName) return;
  }
}

function readWord(reading: Reading): void {
  if (reading.frame.expects !== nothing) readTable(reading);
  else if (kindAt(reading, 1) !== as || !readStrayCte(reading)) passName(reading);
}

function readKeyword(reading: Reading, kind: number, isStart: boolean): void {
  const { frame } = reading;
  const clause = clauses[kind];
  if (isReserved(kind)) {
    if (!keepsExpectation[kind]) frame.expects = nothing;
    clause?.(reading, frame, isStart);
  } else if (frame.expects !== nothing && !ownRoles[kind]) {
    const next = kindAt(reading, 1);
    if (kind === view && (isName(next) || next === ifWord)) clause?.(reading, frame, isStart);
    else if (!isModifier(reading, frame, kind, next)) readTable(reading);
    else if (temporaryWords[kind]) frame.isTemporary = true;
  } else if (clause && kindAt(reading, 1) !== dot) {
    clause(reading, frame, isStart);
  } else {
    readWord(reading);
  }
}

/** Whether a word stands before the name and is not the name itself. At the end of the text the name is still to come. */
function isModifier(reading: Reading, frame: Frame, kind: number, next: number): boolean {
  const isEnd = next === 0;
  if (kind === onlyWord) return isName(next) || next === open || isEnd;
  // PostgreSQL's FROM ROWS FROM (f(), g()).
  if (kind === rows) return next === from;
  if (kind === stream) return reading.id === 'databricks' && frame.expects === read && (isName(next) || next === open);
  // SEMANTIC_VIEW(v METRICS …).
  if (kind === semanticView) return next === open;
  if (frame.expects === read) return false;
  // Snowflake's IN ACCOUNT and ON ACCOUNT.
  if (kind === account) return reading.id === 'snowflake' && frame.expects === typed;
  if (isEnd) return onlyModifiers[kind] === 1 || (frame.expects === typed && typeWords[kind] === 1);
  return modifiers[kind] === 1 && (isName(next) || afterModifier[next] === 1);
}

function openFrame(reading: Reading): void {
  const { frame } = reading;
  if (reading.depth >= deepest) {
    reading.skippedDepth++;
    return;
  }
  const inner = newFrame(frame, reading.tables.length);
  inner.isCall = calls[kindAt(reading, -1)] === 1;
  inner.isSource = frame.opensSource || frame.expects === read;
  frame.opensSource = false;
  if (frame.expects === read) inner.expects = read;
  // VACUUM (options) t: the name is still to come.
  if (frame.expects !== object) frame.expects = nothing;
  reading.frame = inner;
  reading.depth++;
}

function closeFrame(reading: Reading): void {
  const { frame } = reading;
  if (reading.skippedDepth > 0) {
    reading.skippedDepth--;
    return;
  }
  const parent = frame.parent;
  if (parent === undefined) {
    // The parenthesis was opened above this window: whatever list we are in ends with it.
    frame.list = nothing;
    frame.expects = nothing;
    return;
  }
  endFrame(reading, frame);
  reading.frame = parent;
  reading.depth--;
  reading.at += 3;
  if (frame.cte !== undefined) endCte(reading, frame, frame.cte, parent);
  else if (frame.isSource) noteAlias(reading, undefined, -1);
}

function endCte(reading: Reading, frame: Frame, name: string, parent: Frame): void {
  if (!frame.isDeclared) declareCte(reading, parent, name);
  if (kindAt(reading, 0) === comma && readCteHead(reading, reading.at + 3)) return;
  if (parent.firstRecursive < 0) return;
  // In a recursive list a CTE may be named before it is defined.
  const names = new Set(parent.ctes?.slice(parent.firstCte));
  drop(
    reading,
    parent.firstRecursive,
    ({ ref, isQualified }) => !isQualified && names.has(localKey(reading, ref.name)),
  );
  parent.firstRecursive = -1;
}

function drop(reading: Reading, from: number, isWrong: (table: SqlTable, index: number) => boolean): void {
  const { tables } = reading;
  let kept = from;
  for (let index = from; index < tables.length; index++) {
    const table = tables[index];
    if (!table || isWrong(table, index)) continue;
    tables[kept] = table;
    kept++;
  }
  tables.length = kept;
}

/** Forgets the names that end with a frame, and the paths that started at one of its aliases. */
function endFrame(reading: Reading, frame: Frame): void {
  if (frame.ctes) forgetCtes(reading, frame.ctes);
  const { aliases, firstTable } = frame;
  const found = reading.tables.length - firstTable;
  // Nearly always there is one table with its own alias, of which it is no path.
  if (!aliases || found === 0 || (aliases.length + found === 2 && aliases[0]?.[1] === firstTable)) return;
  const owners = new Map<string, number>();
  for (const [alias, table] of aliases) owners.set(localKey(reading, alias), table);
  drop(reading, firstTable, (table, index) => {
    const own = owners.get(firstPart(reading, table));
    return own !== undefined && own !== index;
  });
}

function forgetCtes({ visibleCtes }: Reading, keys: readonly string[]): void {
  for (const key of keys) {
    const count = (visibleCtes?.get(key) ?? 1) - 1;
    if (count > 0) visibleCtes?.set(key, count);
    else visibleCtes?.delete(key);
  }
}

/** The first part as written; '' for a name of one part. */
function firstPart(reading: Reading, { ref, isQualified, completedBy }: SqlTable): string {
  if (!isQualified) return '';
  const first = completedBy ? ref.schema : (ref.database ?? ref.schema);
  return localKey(reading, first ?? '');
}

function endStatement(reading: Reading): void {
  let frame = reading.frame;
  endFrame(reading, frame);
  while (frame.parent) {
    frame = frame.parent;
    endFrame(reading, frame);
  }
  addCandidates(reading, frame.firstTable);
  if (reading.isCutOff) reading.doubtful = reading.tables.length;
  if (reading.at >= reading.length) return;
  reading.isCutOff = false;
  if (reading.statementNames.length > 0) reading.statementNames = [];
  reading.visibleCtes = undefined;
  reading.remembered = noNames;
  reading.frame = newFrame(undefined, reading.tables.length);
  reading.skippedDepth = 0;
  reading.depth = 0;
  reading.isStart = true;
  // The semicolon at `at` has just been read.
  reading.statementAt = reading.at + 3;
}

/** Adds the dotted names of the statement that the caller knows and that are no columns, in reading order. */
function addCandidates(reading: Reading, firstTable: number): void {
  if (reading.candidates.length === 0) return;
  const names = new Set(reading.statementNames.map((name) => localKey(reading, name)));
  const known = reading.candidates.filter((candidate) => !names.has(firstPart(reading, candidate)));
  reading.candidates = [];
  const all = [...reading.tables.slice(firstTable), ...known].sort((a, b) => a.start - b.start);
  reading.tables.length = firstTable;
  for (const table of all) reading.tables.push(table);
}
