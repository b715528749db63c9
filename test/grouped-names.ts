import type { DialectId, ProjectSchema, Vocabulary } from '../lib/model';
import { listNames, namesIn } from '../lib/sql/name-list';

/** Names as a person writes them down: by schema. */
export type Group = ProjectSchema & { names: string[] };

/** The vocabulary of one project that has these names. */
export function vocabularyOf(dialect: DialectId, groups: Group[]): Vocabulary {
  const tables = groups.flatMap(({ names }, schema) => names.map((name) => ({ name, schema })));
  const schemas = groups.map(({ names: _listed, ...schema }) => schema);
  return { dialect, version: '1', projects: [{ version: '1', schemas, tables: listNames(dialect, tables) }] };
}

/** The names of a vocabulary by schema, in the order of either. */
export function groupsIn({ projects }: Vocabulary): Group[] {
  return projects.flatMap(({ schemas, tables }) => {
    const all = namesIn(tables);
    return schemas.map((group, at) => ({
      ...group,
      names: all.flatMap(({ name, schema }) => (schema === at ? name : [])),
    }));
  });
}
