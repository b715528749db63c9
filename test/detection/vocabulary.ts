import { readFileSync } from 'node:fs';
import { factsOf } from '../../lib/generation';
import type { BadgeFacts, DbtNode, NodeType, TableRef, Vocabulary } from '../../lib/model';
import { resolve } from '../../lib/resolve';
import { relationOf } from '../../lib/sources/relation-name';
import { mergeNames, namesOf } from '../../lib/vocabulary';
import { type DemoWarehouse, demoArtifacts } from '../dbt-cloud/demo-platform';

type ManifestNode = {
  unique_id: string;
  name: string;
  resource_type: string;
  relation_name: string | null;
  database: string | null;
  schema: string;
  alias?: string;
  identifier?: string;
  config?: { materialized?: string; enabled?: boolean };
};

/** What a page of a warehouse is read with, and what dbt calls a name that was found: unique ids, several where it is ambiguous. */
export type KnownNames = { vocabulary: Vocabulary; facts: BadgeFacts[]; uniqueIds: (ref: TableRef) => string[] };

const types = new Set<string>(['model', 'source', 'seed', 'snapshot']);

function nodeOf(node: ManifestNode, dialect: DemoWarehouse): DbtNode[] {
  const { unique_id: uniqueId, resource_type: type, relation_name: relationName, config } = node;
  if (!types.has(type) || !relationName || config?.materialized === 'ephemeral' || config?.enabled === false) return [];
  const { database, schema } = node;
  const name = node.alias ?? node.identifier ?? node.name;
  return [
    {
      key: uniqueId,
      connectionId: 'test',
      uniqueId,
      type: type as NodeType, // as: one of `types`
      name: node.name,
      relation: relationOf({ relationName, database, schema, name }, dialect),
      columns: [],
      hasCatalog: false,
      tests: [],
      tags: [],
      meta: {},
      exposures: [],
      parents: [],
      children: [],
      upstream: [],
    },
  ];
}

/** The demo shop's names in one warehouse, without what has no relation there: ephemeral and disabled models. */
export async function knownNames(warehouse: DemoWarehouse): Promise<KnownNames> {
  // as: dbt's manifest/v12
  const manifest = JSON.parse(readFileSync(`${demoArtifacts(warehouse)}/manifest.json`, 'utf8')) as {
    nodes: Record<string, ManifestNode>;
    sources: Record<string, ManifestNode>;
  };
  const nodes = [...Object.values(manifest.nodes), ...Object.values(manifest.sources)].flatMap((node) =>
    nodeOf(node, warehouse),
  );
  const facts: BadgeFacts[] = nodes.map((node) => factsOf(node, Date.now()));
  const vocabulary = mergeNames(warehouse, [
    await namesOf(
      warehouse,
      nodes.map(({ relation }) => relation),
    ),
  ]);
  return {
    vocabulary,
    facts,
    uniqueIds(ref) {
      const resolution = resolve(ref, facts, warehouse);
      if (resolution.status === 'ambiguous') return resolution.nodes.map(({ uniqueId }) => uniqueId);
      return resolution.status === 'matched' ? [resolution.node.uniqueId] : [];
    },
  };
}
