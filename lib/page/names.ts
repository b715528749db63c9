import { lateExpression } from '../late-expression';
import type { DialectId, Relation, TableRef, Vocabulary } from '../model';
import { agrees, keyOf } from '../sql/dialect';
import { findNames } from '../sql/name-list';

/** Vocabulary of a page, ready for one hash look-up per text that was met before. */
export type Names = {
  dialect: DialectId;
  /** Is the text, as it stands, the name of some relation? */
  hasTable: (text: string) => boolean;
  hasSchema: (text: string) => boolean;
  hasDatabase: (text: string) => boolean;
  /** All relations that the ref may mean: every part it has agrees. */
  relations: (ref: TableRef) => Relation[];
  databases: string[];
};

/** BigQuery shows date shards as `events_` or `events_20240101`; dbt knows them as `events_*`. */
function wildcardOf(text: string): string | undefined {
  const match = /^(.*_)(?:\d{8}|\*)?$/.exec(text);
  return match ? `${match[1]}*` : undefined;
}

/** Most labels are one plain word, which stays as it is. */
const plainWord = /^[\w.-]*$/;

/** Pictures that stand before a name. */
const picturesBefore = lateExpression('^(?:[\u2500-\u27bf]|\\p{Extended_Pictographic}\\ufe0f?)+ ');

/**
 * Text as a label: trimmed, no-break, zero-width and direction characters gone, an arrow or a picture beside it, a trailing count
 * ("events_ (42)") and the quotes of one name dropped.
 */
export function labelText(raw: string): string {
  if (plainWord.test(raw)) return raw;
  const text = raw
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  // No letter or sign on a keyboard is a picture
  const bare = /^[ -~]/.test(text) ? text : text.replace(picturesBefore(), '');
  return bare
    .replace(/ [\u2500-\u27bf]$/, '')
    .replace(/ \([\d.,' ]+\)$/, '')
    .replace(/^(["`])([^"`.]+)\1$/, '$2');
}

/** So many texts are remembered with what they name: more than a page shows at a time. */
const mostKnown = 5000;

/** The look-up. Each text costs a search in the projects' lists once; nothing here grows with the page, or with a project. */
export function namesOf({ dialect, projects }: Vocabulary): Names {
  const all = projects.flatMap(({ schemas }) => schemas);
  const schemas = new Set(all.flatMap(({ schema }) => (schema ? keyOf(dialect, schema, 'schema') : [])));
  const databases = new Map(
    all.flatMap(({ database }) => (database ? [[keyOf(dialect, database, 'database'), database] as const] : [])),
  );

  const listed = (name: string): Relation[] => {
    const key = keyOf(dialect, name, 'name');
    return projects.flatMap((project) =>
      findNames(dialect, project.tables, key).flatMap(({ name: stored, schema }) => {
        const group = project.schemas[schema];
        return group ? { ...group, name: stored } : [];
      }),
    );
  };
  const known = new Map<string, Relation[]>();
  const found = (name: string) => {
    const before = known.get(name);
    if (before) return before;
    const wildcard = dialect === 'bigquery' ? wildcardOf(name) : undefined;
    const relations = wildcard ? [...listed(name), ...listed(wildcard)] : listed(name);
    if (known.size >= mostKnown) known.clear();
    known.set(name, relations);
    return relations;
  };

  return {
    dialect,
    hasTable: (text) => found(text).length > 0,
    hasSchema: (text) => schemas.has(keyOf(dialect, text, 'schema')),
    hasDatabase: (text) => databases.has(keyOf(dialect, text, 'database')),
    relations: (ref) => found(ref.name).filter((relation) => agrees(dialect, ref, relation)),
    databases: [...databases.values()],
  };
}
