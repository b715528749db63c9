import type { Names } from './database';
import type { DialectId, Relation, Vocabulary, VocabularySchema } from './model';

/** The names of a whole generation, grouped by schema. The order of the relations makes no difference. */
export async function namesOf(relations: Relation[]): Promise<Names> {
  const schemas = groupBySchema(relations);
  const text = new TextEncoder().encode(JSON.stringify(schemas));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text)).slice(0, 12);
  return { version: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), schemas };
}

/** The names of several connections as one vocabulary. */
export function mergeNames(dialect: DialectId, all: Names[]): Vocabulary {
  return {
    dialect,
    version: all.map((names) => names.version).join(' '),
    schemas: all.flatMap((names) => names.schemas),
  };
}

function groupBySchema(relations: Relation[]): VocabularySchema[] {
  const groups = new Map<string, { relation: Relation; names: Set<string> }>();
  for (const relation of relations) {
    const key = [relation.database, relation.schema, relation.isExact].join('\u0000');
    const group = groups.get(key) ?? { relation, names: new Set() };
    group.names.add(relation.name);
    groups.set(key, group);
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([
        ,
        {
          relation: { database, schema, isExact },
          names,
        },
      ]) => ({
        ...(database !== undefined && { database }),
        ...(schema !== undefined && { schema }),
        isExact,
        names: [...names].toSorted(),
      }),
    );
}
