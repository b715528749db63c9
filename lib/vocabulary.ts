import type { DialectId, ProjectNames, Relation, Vocabulary } from './model';
import { listNames } from './sql/name-list';

/** The names of a whole generation. The order of the relations makes no difference. */
export async function namesOf(dialect: DialectId, relations: Relation[]): Promise<ProjectNames> {
  const names = listed(dialect, relations);
  const text = new TextEncoder().encode(JSON.stringify(names));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text)).slice(0, 12);
  return { version: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), ...names };
}

/** The names of several connections as one vocabulary. */
export function mergeNames(dialect: DialectId, projects: ProjectNames[]): Vocabulary {
  return { dialect, version: projects.map(({ version }) => version).join(' '), projects };
}

function listed(dialect: DialectId, relations: Relation[]): Omit<ProjectNames, 'version'> {
  const groups = new Map<string, { relation: Relation; names: Set<string> }>();
  for (const relation of relations) {
    const key = [relation.database, relation.schema, relation.isExact].join('\u0000');
    const group = groups.get(key) ?? { relation, names: new Set() };
    group.names.add(relation.name);
    groups.set(key, group);
  }
  const sorted = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  const tables = sorted.flatMap(({ names }, schema) => [...names].map((name) => ({ name, schema })));
  return {
    schemas: sorted.map(({ relation: { database, schema, isExact } }) => ({
      ...(database !== undefined && { database }),
      ...(schema !== undefined && { schema }),
      isExact,
    })),
    tables: listNames(dialect, tables),
  };
}
