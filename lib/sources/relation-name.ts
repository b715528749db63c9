import type { DialectId, Relation } from '../model';

/** What a part without quotes becomes when the warehouse stores it. BigQuery and Databricks names are not folded by quoting rules of theirs. */
const fold: Record<DialectId, (part: string) => string> = {
  snowflake: (part) => part.toUpperCase(),
  bigquery: (part) => part,
  databricks: (part) => part.toLowerCase(),
  redshift: (part) => part.toLowerCase(),
  postgres: (part) => part.toLowerCase(),
};

/** One part: quoted by `"` or a backtick with the quote doubled inside, or anything without dots and quotes. */
const part = /"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|([^."`]+)/y;

/** The parts of dbt's `relation_name` as the warehouse stores them; nothing when it is not one, two or three parts. */
export function relationParts(relationName: string, dialect: DialectId): string[] | undefined {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    part.lastIndex = at;
    const found = part.exec(relationName);
    if (!found) return undefined;
    const [, double, backtick, bare] = found;
    // BigQuery allows one pair of backticks around the whole path
    if (backtick?.includes('.') && parts.length === 0 && found[0].length === relationName.length) {
      parts.push(...backtick.split('.'));
    } else if (bare === undefined) {
      parts.push(double?.replaceAll('""', '"') ?? backtick?.replaceAll('``', '`') ?? '');
    } else {
      parts.push(fold[dialect](bare.trim()));
    }
    at = part.lastIndex;
    if (at === relationName.length) return parts.length <= 3 && parts.every((name) => name !== '') ? parts : undefined;
    if (relationName[at] !== '.') return undefined;
    at += 1;
  }
}

/** dbt puts quotes around a configured part and looks no further: whoever means a quote in a name has doubled it there. */
function undoubled(configured: string): string {
  return configured.replaceAll('""', '"').replaceAll('``', '`');
}

type Configured = {
  relationName?: string | null | undefined;
  database?: string | null | undefined;
  schema?: string | null | undefined;
  name: string;
};

/** A node's relation: exact where dbt gives its quoted form, else the parts as configured. */
export function relationOf(configured: Configured, dialect: DialectId): Relation {
  const parts = configured.relationName ? relationParts(configured.relationName.trim(), dialect) : undefined;
  const [name, schema, database] = parts
    ? parts.toReversed()
    : [configured.name, configured.schema, configured.database].map((one) => undoubled(one ?? ''));
  return {
    name: name ?? configured.name,
    ...(schema ? { schema } : {}),
    ...(database ? { database } : {}),
    isExact: parts !== undefined,
  };
}
