import type { DialectId, Relation, TableRef } from '../model';
import { parseTableName } from '../sql/table-name';
import type { Names } from './names';
import { isOtherGroup, saysTables } from './other-kinds';

/** What a page or its console says beyond the label itself. */
export type Surroundings = {
  /** Database and schema chosen in the console, for bare names. */
  session: Partial<TableRef>;
  /** The one database everything on this page belongs to, when that is certain. */
  pageDatabase: string | undefined;
};

/**
 * What one row above a name says. `crumbs`: those of its texts that have a separator behind them, each inside the one before it.
 * `labels`: those that read on after a mere blank, and so only say what the next text is ("schema sales").
 */
export type Level = { texts: string[]; crumbs: string[]; labels?: string[] };

/** Labels above a name, nearest first; each level may show several texts (a name, a count, a type). */
export type Ancestry = {
  levels: Level[];
  /** True when nothing stands above the last level: then a missing database means that the page shows none. */
  isComplete: boolean;
};

/**
 * How well a relation agrees with the labels above its name. `whole`: schema and database are there. `schema`: the schema is, and no
 * database is shown. `other`: the schema is, but under something that is not its database. `column`: a table of the schema
 * stands between. `none`: no such schema, or one that is there twice.
 */
type Agreement = 'whole' | 'schema' | 'other' | 'column' | 'none';

/**
 * Relations that a name can be, by the labels above it, and the level that names their schema, or that of one in another database; `isContradicted` when they would
 * fit but for their database, `isColumn` when they would fit but for a table in between.
 */
export type Placement = {
  relations: Relation[];
  schemaLevel: number;
  isWhole: boolean;
  isContradicted: boolean;
  isColumn: boolean;
};

/** DETECTION section 2, "Matching the ancestors": no level needs to be recognised, they only have to agree. */
export function placeByAncestors(name: string, ancestry: Ancestry, names: Names, around: Surroundings): Placement {
  const placed = names.relations({ name }).map((relation) => ({
    relation,
    ...agreementOf(relation, name, ancestry, names, around),
  }));
  const those = (wanted: Agreement) => placed.filter(({ agreement }) => agreement === wanted);
  const whole = those('whole');
  const fitting = whole.length > 0 ? whole : those('schema');
  const other = those('other');
  const relations = fitting.map(({ relation }) => relation);
  return {
    relations: isOneTable(relations, names) ? relations : [],
    schemaLevel: [...fitting, ...other][0]?.level ?? -1,
    isWhole: whole.length > 0,
    isContradicted: other.length > 0,
    isColumn: those('column').length > 0,
  };
}

function isOneDatabase(relations: Relation[]): boolean {
  return relations.every((relation) => relation.database === relations[0]?.database);
}

/** Several spellings of one relation, from several projects, are one table; the same name in two schemas is two. */
function isOneTable(relations: Relation[], names: Names): boolean {
  const ref = refOf(relations);
  if (!ref) return true;
  const same = names.relations(ref);
  return relations.every((relation) => same.some((other) => isOne(relation, other)));
}

/** One way to read the labels: `level` names the schema. A label may say both (`database.schema`), or have the database before it. */
type Parse = { level: number; agreement: Agreement };

function agreementOf(relation: Relation, name: string, ancestry: Ancestry, names: Names, around: Surroundings): Parse {
  const { levels } = ancestry;
  const none: Parse = { level: -1, agreement: 'none' };
  if (relation.schema === undefined) return none;
  const isHere = (ref: Partial<TableRef>) => names.relations({ ...ref, name }).some((other) => isOne(other, relation));
  const parses = levels.flatMap(({ texts, crumbs, labels = [] }, level) =>
    texts.flatMap((text): Parse[] => {
      const path = pathOf(text, names.dialect);
      if (!isHere({ schema: path?.schema ?? text })) return [];
      // What goes on behind a crumb is inside of it, or a row of equals such as a menu.
      if (crumbs.includes(text) && texts.length - texts.indexOf(text) - 1 > mostGroups) return [];
      const before = texts.slice(0, texts.indexOf(text)).filter((one) => !labels.includes(one));
      const above = [{ texts: before }, ...levels.slice(level + 1)].map((one) => one.texts);
      const read = path?.database ? (isHere(path) ? 'whole' : 'other') : underSchema(text, above);
      const isOurs = read === 'whole' || read === 'schema';
      // What goes on behind a crumb is inside of it, too.
      const behind = crumbs.includes(text) ? [{ texts: texts.slice(texts.indexOf(text) + 1), crumbs: [] }] : [];
      const between = [...levels.slice(0, level), ...behind];
      return [{ level, agreement: isOurs && isBelowOther(relation, between, names) ? 'column' : read }];
    }),
  );

  /** What a schema's label says together with what stands above it, nearest first; a server may be called like a database. */
  function underSchema(text: string, above: string[][]): Agreement {
    if (relation.database === undefined) return 'whole';
    const at = above.findIndex((texts) => texts.some(names.hasDatabase));
    const database = above[at]?.findLast(names.hasDatabase);
    const isOther = above
      .slice(0, at)
      .some((texts) => mayBeDatabase(texts[0] ?? '') || isOtherGroup({ texts, crumbs: [] }));
    if (database !== undefined) return isHere({ database }) && !isOther ? 'whole' : 'other';
    const { pageDatabase, session } = around;
    // It may be the database itself, and the name below it a schema.
    if (isHere({ database: text })) return 'other';
    if (pageDatabase !== undefined) return isHere({ database: pageDatabase }) ? 'whole' : 'other';
    // Something else stands above the schema: it may be another database with the same schemas.
    if (above.flat().length > 0 || !ancestry.isComplete) return 'other';
    return session.database === undefined || isHere({ database: session.database }) ? 'schema' : 'other';
  }

  const first = (wanted: Agreement) => parses.find(({ agreement }) => agreement === wanted);
  const column = first('column');
  if (column) return column;
  // The same word on another row: the nearer one may be a table named like its schema, and this is its column.
  const rows = new Set(parses.map(({ level }) => level)).size;
  const own = isHere({ database: relation.schema }) ? 2 : 1;
  if (rows > own) return none;
  return first('whole') ?? first('schema') ?? first('other') ?? none;
}

/** One word in small letters or in capitals, as databases are called, and groups ("Recent") seldom are; "schemas", "esquemas", "datasets" are none. */
export const mayBeDatabase = (name: string) =>
  /^(?!(e?s(ch|qu)[eé]m\S{0,3}|(dataset|namespace)s?)$)\D\S*$/i.test(name) &&
  (name === name.toLowerCase()) !== (name === name.toUpperCase()) &&
  !saysTables(name);

/** Words for tables or views, in European languages, may help; they never decide against a name. */
const aroundPath = /^\(?((tab[el]|view|vista)\S* )?([a-z]{1,3} )?|\)$/gi;

/** `database.schema` as one label, in brackets or behind what says so ("in …", "Tables in …"). */
export function pathOf(text: string, dialect: DialectId): { database: string; schema: string } | undefined {
  const path = text.replace(aroundPath, '');
  const ref = path.includes('.') ? parseTableName(path, dialect) : undefined;
  // Two parts read as schema and name: they stand one place higher here.
  return ref?.schema !== undefined && ref.database === undefined
    ? { database: ref.schema, schema: ref.name }
    : undefined;
}

function isOne(left: Relation, right: Relation): boolean {
  return left.name === right.name && left.schema === right.schema && left.database === right.database;
}

/** More levels between a schema and its tables than "Tables" or a folder in it are columns' levels. */
const mostGroups = 2;

/**
 * Groups ("Tables", "Views") may stand between a schema and its tables; a table of it, what is spelled like one, or a group of other
 * things may not.
 */
function isBelowOther(relation: Relation, between: Level[], names: Names): boolean {
  if (between.length > mostGroups) return true;
  const isTable = (name: string) => /[_$]|\.\S/.test(name) || names.relations({ ...relation, name }).length > 0;
  return between.some((level) => level.texts.some(isTable) || isOtherGroup(level));
}

/**
 * Weighs a ref that a page spelled out (dotted names, links, SQL) against the trust table of DETECTION section 3; undefined: no badge.
 * Parts that the page left out are taken from what the console has chosen.
 */
export function trusted(ref: TableRef, names: Names, around: Surroundings): TableRef | undefined {
  const schema = ref.schema ?? around.session.schema;
  if (schema === undefined) return undefined;
  const database = ref.database ?? around.pageDatabase ?? around.session.database;
  const full = { ...(database !== undefined && { database }), schema, name: ref.name };
  const relations = names.relations(full);
  return relations.length > 0 && isOneDatabase(relations) ? full : undefined;
}

/** The ref that stands for relations which all fit. */
export function refOf(relations: Relation[]): TableRef | undefined {
  const [first] = relations;
  if (!first) return undefined;
  const { database, schema, name } = first;
  return { ...(database !== undefined && { database }), ...(schema !== undefined && { schema }), name };
}
