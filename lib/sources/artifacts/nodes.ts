import type { Column, Connection, DbtNode, Freshness, FreshnessLimit, NodeType, Owner, Run, Test } from '../../model';
import { nodeKeyOf } from '../../node-key';
import { fieldsOf, isRecord } from '../../record';
import {
  dayOf,
  freshnessStatus,
  idOf,
  isRelationId,
  limitOf,
  metaOf,
  pastTime,
  present,
  runStatus,
  spelledAs,
  testStatus,
  textOf,
  versionOf,
} from '../facts';
import { relationOf } from '../relation-name';
import type { EphemeralModel } from '../source';
import {
  flagOf,
  type ManifestNode,
  type ManifestTest,
  numberOf,
  parentsIn,
  textsOf,
  writtenColumns,
} from './manifest-nodes';
import { executedAt, type Result } from './results';
import type { CatalogColumn, Survey } from './survey';

/** What a node is made with. `link` is the node's page of the docs site, where there is one. */
export type Making = {
  connection: Connection;
  survey: Survey;
  link: (uniqueId: string) => string | undefined;
  now: number;
};

/** A node of the manifest with everything the other files say of it; nothing when it is disabled or none of ours. */
export function nodeOf(node: ManifestNode, making: Making): DbtNode | EphemeralModel | undefined {
  const { config, unique_id: uniqueId } = node;
  if (!isRelationId(uniqueId) || config?.enabled === false) return undefined;
  const parents = [...new Set(parentsIn(node).filter(isRelationId))];
  if (config?.materialized === 'ephemeral') return { uniqueId, name: node.name, parents };
  // isRelationId has just said so
  const type = uniqueId.slice(0, uniqueId.indexOf('.')) as NodeType;
  const { connection, survey, now } = making;
  const table = textOf(type === 'source' ? node.identifier : node.alias) ?? node.name;
  const { relation_name: relationName, database, schema } = node;
  const catalog = survey.catalog.get(uniqueId);
  const columns = columnsOf(node, catalog);
  return {
    key: nodeKeyOf({ connectionId: connection.id, uniqueId }),
    connectionId: connection.id,
    uniqueId,
    type,
    name: node.name,
    relation: relationOf({ relationName, database, schema, name: table }, connection.dialect),
    columns,
    hasCatalog: catalog !== undefined,
    tests: spelledAs(
      columns,
      (survey.tests.get(uniqueId) ?? []).map((test) => testOf(test, making)),
    ),
    tags: tagsOf(node),
    meta: { ...metaOf(config?.meta), ...metaOf(node.meta) },
    exposures: survey.exposures.get(uniqueId) ?? [],
    parents,
    children: survey.children.get(uniqueId) ?? [],
    upstream: [],
    ...present({
      description: textOf(node.description),
      link: making.link(uniqueId),
      freshness: freshnessOf(node, survey, now),
    }),
    ...(type === 'source' ? sourceFacts(node) : builtFacts(type, node, making)),
  };
}

function sourceFacts(node: ManifestNode): Partial<DbtNode> {
  return present({
    sourceName: textOf(node.source_name),
    sourceDescription: textOf(node.source_description),
    loader: textOf(node.loader),
  });
}

function builtFacts(type: NodeType, node: ManifestNode, { survey, now }: Making): Partial<DbtNode> {
  const config = fieldsOf(node.config);
  const facts = present({
    packageName: textOf(node.package_name),
    run: runOf(survey.results.get(node.unique_id), survey, now),
    owner: ownerOf(textOf(node.group) ?? textOf(config.group), survey),
  });
  if (type !== 'model') return facts;
  return {
    ...facts,
    ...present({
      materialization: textOf(config.materialized),
      access: (textOf(node.access) ?? textOf(config.access))?.toLowerCase(),
      hasContract: flagOf(fieldsOf(node.contract).enforced) ?? flagOf(fieldsOf(config.contract).enforced),
      version: versionOf(node.version),
      latestVersion: versionOf(node.latest_version),
      deprecationDate: dayOf(node.deprecation_date),
    }),
  };
}

function ownerOf(group: string | undefined, survey: Survey): Owner | undefined {
  return group === undefined ? undefined : (survey.groups.get(group) ?? { group });
}

function tagsOf({ tags, config }: ManifestNode): string[] {
  return [...new Set([...tagsIn(tags), ...tagsIn(config?.tags)])];
}

/** One or a list. */
function tagsIn(tags: unknown): string[] {
  return typeof tags === 'string' ? [tags] : textsOf(tags);
}

/** What the warehouse has, with what people wrote; without a catalog only what people wrote. */
function columnsOf(node: ManifestNode, catalog: CatalogColumn[] | undefined): Column[] {
  const written = writtenColumns(node.columns);
  if (!catalog) {
    return written.map(({ name, type, description }) => ({
      name,
      ...present({ type: textOf(type), description: textOf(description) }),
    }));
  }
  const descriptions = new Map(written.map(({ name, description }) => [name.toLowerCase(), textOf(description)]));
  return catalog.map(({ name, type, comment }) => ({
    name,
    ...present({ type: textOf(type), description: descriptions.get(name.toLowerCase()) ?? textOf(comment) }),
  }));
}

function testOf({ uniqueId, name, kind, column }: ManifestTest, { survey, now }: Making): Test {
  const result = survey.results.get(uniqueId);
  const status = testStatus(result?.status);
  return {
    uniqueId,
    name: name ?? uniqueId,
    status,
    ...present({
      kind,
      column,
      failures: numberOf(result?.failures),
      message: status === 'pass' ? undefined : textOf(result?.message),
      at: result && pastTime(survey.resultsOf.generated_at, now),
    }),
  };
}

function runOf(result: Result | undefined, { resultsOf }: Survey, now: number): Run | undefined {
  if (!result) return undefined;
  const status = runStatus(result.status);
  const isSuccess = status === 'success';
  const env = fieldsOf(resultsOf.env);
  return {
    status,
    ...present({
      at: pastTime(resultsOf.generated_at, now),
      message: isSuccess ? undefined : textOf(result.message),
      seconds: isSuccess ? numberOf(result.execution_time) : undefined,
      runId: idOf(env.DBT_CLOUD_RUN_ID),
      jobId: idOf(env.DBT_CLOUD_JOB_ID),
      lastSuccessAt: isSuccess ? pastTime(executedAt(result) ?? resultsOf.generated_at, now) : undefined,
    }),
  };
}

/** Nothing for what has no freshness rules; `none` for what has and was never checked. Models have theirs since dbt v2. */
function freshnessOf(node: ManifestNode, survey: Survey, now: number): Freshness | undefined {
  const result = survey.freshness.get(node.unique_id);
  const rules = fieldsOf([result?.criteria, node.freshness, node.config?.freshness].find(isRecord));
  const warnAfter = limitIn(rules.warn_after);
  const errorAfter = limitIn(rules.error_after);
  if (!result && !warnAfter && !errorAfter) return undefined;
  return {
    status: freshnessStatus(result?.status),
    ...present({
      loadedAt: pastTime(result?.max_loaded_at, now),
      checkedAt: pastTime(result?.snapshotted_at, now),
      message: textOf(result?.error),
      warnAfter,
      errorAfter,
    }),
  };
}

function limitIn(rule: unknown): FreshnessLimit | undefined {
  const { count, period } = fieldsOf(rule);
  return limitOf({ count: numberOf(count), period });
}
