import type { Relation, TableRef } from '../model';
import type { Names } from './names';

/** What a page or its console says beyond the label itself. */
export type Surroundings = {
  /** Database and schema chosen in the console, for bare names. */
  session: Partial<TableRef>;
  /** The one database everything on this page belongs to, when that is certain. */
  pageDatabase: string | undefined;
};

/** Labels above a name, nearest first; each level may show several texts (a name, a count, a type). */
export type Ancestry = {
  levels: string[][];
  /** True when nothing stands above the last level: then a missing database means that the page shows none. */
  isComplete: boolean;
};

/**
 * How well a relation agrees with the labels above its name. `whole`: schema and database are there. `schema`: the schema is, and no
 * database is shown. `other`: the schema is, but under something that is not its database. `column`: a table of the schema
 * stands between. `none`: no such schema.
 */
type Agreement = 'whole' | 'schema' | 'other' | 'column' | 'none';

/**
 * Relations that a name can be, by the labels above it; `isContradicted` when they would fit but for their database,
 * `isColumn` when they would fit but for a table in between.
 */
export type Placement = { relations: Relation[]; isWhole: boolean; isContradicted: boolean; isColumn: boolean };

/** DETECTION section 2, "Matching the ancestors": no level needs to be recognised, they only have to agree. */
export function placeByAncestors(name: string, ancestry: Ancestry, names: Names, around: Surroundings): Placement {
  const candidates = names.relations({ name });
  const agreement = candidates.map((relation) => agreementOf(relation, name, ancestry, names, around));
  const those = (wanted: Agreement) => candidates.filter((_, index) => agreement[index] === wanted);
  const whole = those('whole');
  const bySchema = those('schema');
  const against = { isContradicted: agreement.includes('other'), isColumn: agreement.includes('column') };
  if (whole.length > 0) return { relations: whole, isWhole: true, ...against };
  return { relations: isOneDatabase(bySchema) ? bySchema : [], isWhole: false, ...against };
}

function isOneDatabase(relations: Relation[]): boolean {
  return relations.every((relation) => relation.database === relations[0]?.database);
}

function agreementOf(
  relation: Relation,
  name: string,
  { levels, isComplete }: Ancestry,
  names: Names,
  around: Surroundings,
): Agreement {
  const { database, schema } = relation;
  const isHere = (ref: TableRef) => names.relations(ref).some((other) => isOne(other, relation));
  const isSchema = (texts: string[]) => texts.some((text) => isHere({ schema: text, name }));
  const isDatabase = (texts: string[]) => texts.some((text) => isHere({ database: text, name }));
  const at = schema === undefined ? -1 : levels.findIndex(isSchema);
  if (at < 0) return 'none';
  const higher = levels.slice(at + 1);
  // The same word again further up: the nearer one is a table named like its schema, and this is its column.
  if (higher.some((texts) => isSchema(texts) && !isDatabase(texts))) return 'none';
  if (isColumn(relation, levels.slice(0, at), names)) return 'column';
  if (database === undefined || higher.some(isDatabase)) return 'whole';
  if (higher.some((texts) => texts.some(names.hasDatabase))) return 'other';
  const { pageDatabase, session } = around;
  if (pageDatabase !== undefined) return isHere({ database: pageDatabase, name }) ? 'whole' : 'other';
  // Something else stands above the schema: it may be another database with the same schemas.
  if (higher.length > 0 || !isComplete) return 'other';
  return session.database === undefined || isHere({ database: session.database, name }) ? 'schema' : 'other';
}

function isOne(left: Relation, right: Relation): boolean {
  return left.name === right.name && left.schema === right.schema && left.database === right.database;
}

/** More levels between a schema and its tables than "Tables" or a folder in it are columns' levels. */
const mostGroups = 2;

/** Groups ("Tables", "Views") may stand between a schema and its tables; a table of it, or what is spelled like one, may not. */
function isColumn({ database, schema }: Relation, between: string[][], names: Names): boolean {
  if (between.length > mostGroups) return true;
  const isTable = (text: string) =>
    /[_$.]/.test(text) ||
    names.relations({ ...(database && { database }), ...(schema && { schema }), name: text }).length > 0;
  return between.some((texts) => texts.some(isTable));
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
