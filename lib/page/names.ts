import { lateExpression } from '../late-expression';
import type { DialectId, Relation, TableRef, Vocabulary } from '../model';
import { agrees, keyOf } from '../sql/dialect';

/** Vocabulary of a page, ready for one hash look-up per text. */
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

type Group = { database?: string; schema?: string; isExact: boolean };

/** BigQuery shows date shards as `events_` or `events_20240101`; dbt knows them as `events_*`. */
function wildcardOf(text: string): string | undefined {
  const match = /^(.*_)(?:\d{8}|\*)?$/.exec(text);
  return match ? `${match[1]}*` : undefined;
}

/** Most labels are one plain word, which stays as it is. */
const plainWord = /^[\w.-]*$/;

/** Pictures that stand before a name. */
const picturesBefore = lateExpression('^(?:[\u25a0-\u25ff]|\\p{Extended_Pictographic}\\ufe0f?)+ ');

/**
 * Text as a label: trimmed, no-break and zero-width characters gone, an arrow or a picture beside it, a trailing count
 * ("events_ (42)") and the quotes of one name dropped.
 */
export function labelText(raw: string): string {
  if (plainWord.test(raw)) return raw;
  const text = raw
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  // No letter or sign on a keyboard is a picture
  const bare = /^[ -~]/.test(text) ? text : text.replace(picturesBefore(), '');
  return bare
    .replace(/ [\u25a0-\u25ff]$/, '')
    .replace(/ \([\d.,' ]+\)$/, '')
    .replace(/^(["`])([^"`.]+)\1$/, '$2');
}

/** Builds the look-up. Costs one map entry per name; nothing here grows with the page. */
export function namesOf(vocabulary: Vocabulary): Names {
  const { dialect } = vocabulary;
  const groupsByName = new Map<string, { group: Group; name: string }[]>();
  const schemas = new Set<string>();
  const databases = new Map<string, string>();
  for (const { names, ...group } of vocabulary.schemas) {
    if (group.schema) schemas.add(keyOf(dialect, group.schema, 'schema'));
    if (group.database) databases.set(keyOf(dialect, group.database, 'database'), group.database);
    for (const name of names) {
      const key = keyOf(dialect, name, 'name');
      const known = groupsByName.get(key);
      if (known) known.push({ group, name });
      else groupsByName.set(key, [{ group, name }]);
    }
  }

  const found = (name: string) => {
    const plain = groupsByName.get(keyOf(dialect, name, 'name')) ?? [];
    const wildcard = dialect === 'bigquery' ? wildcardOf(name) : undefined;
    return wildcard ? [...plain, ...(groupsByName.get(keyOf(dialect, wildcard, 'name')) ?? [])] : plain;
  };

  return {
    dialect,
    hasTable: (text) => found(text).length > 0,
    hasSchema: (text) => schemas.has(keyOf(dialect, text, 'schema')),
    hasDatabase: (text) => databases.has(keyOf(dialect, text, 'database')),
    relations: (ref) =>
      found(ref.name)
        .map(({ group, name }): Relation => ({ ...group, name }))
        .filter((relation) => agrees(dialect, ref, relation)),
    databases: [...databases.values()],
  };
}
