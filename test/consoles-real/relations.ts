import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `schema.name` as PostgreSQL stores them → dbt's unique id. */
export type KnownRelations = Map<string, string>;

type ManifestNode = {
  unique_id: string;
  resource_type: string;
  /** `"database"."schema"."name"`, quotes doubled; null where dbt builds nothing. */
  relation_name: string | null;
  config?: { materialized?: string };
};
type Manifest = { nodes: Record<string, ManifestNode>; sources: Record<string, ManifestNode> };

const withRelation = ['model', 'seed', 'snapshot', 'source'];

function pathOf(relationName: string): string {
  const parts = [...relationName.matchAll(/"((?:[^"]|"")*)"/g)].map(([, part = '']) => part.replaceAll('""', '"'));
  return parts.slice(-2).join('.');
}

/** Everything that this dbt run says is a table or view, straight from its manifest. */
export async function knownRelations(folder: string): Promise<KnownRelations> {
  // as: written by dbt, in its manifest form
  const { nodes, sources } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const known: KnownRelations = new Map();
  for (const node of [...Object.values(nodes), ...Object.values(sources)]) {
    const isBuilt = withRelation.includes(node.resource_type) && node.config?.materialized !== 'ephemeral';
    if (isBuilt && node.relation_name) known.set(pathOf(node.relation_name), node.unique_id);
  }
  return known;
}

/**
 * Tables that dbt knows nothing of: in a schema of their own with the names of dbt's tables, and beside dbt's tables with
 * names of their own. At least ten.
 */
export function strangersBeside(known: KnownRelations): string[] {
  const paths = [...known.keys()].toSorted();
  const schemas = [...new Set(paths.map((path) => path.slice(0, path.indexOf('.'))))];
  const sameNames = paths
    .filter((_, index) => index % Math.ceil(paths.length / 6) === 0)
    .map((path) => path.slice(path.indexOf('.') + 1));
  const beside = schemas.map((schema) => `${schema}.sidelight_unknown`);
  const alone = ['orders_backup', 'tmp_export', 'Odd "name" here', 'über.punkt'].map(
    (name) => `sidelight_other.${name}`,
  );
  const all = [...sameNames.map((name) => `sidelight_other.${name}`), ...beside, ...alone];
  return [...new Set(all)].filter((path) => !known.has(path));
}

/** One part of a name, quoted for PostgreSQL. */
export const quoted = (part: string) => `"${part.replaceAll('"', '""')}"`;

/** `schema.name` of the lists above, quoted for PostgreSQL. */
export function quotedPath(path: string): string {
  const dot = path.indexOf('.');
  return `${quoted(path.slice(0, dot))}.${quoted(path.slice(dot + 1))}`;
}
