/** The GraphQL texts that are sent. All are queries; there is no mutation anywhere. */

export const listNames = ['models', 'sources', 'seeds', 'snapshots'] as const;
export type ListName = (typeof listNames)[number];

/** Is there such an environment for this token, and has anything changed? */
export const probeQuery =
  'query Probe($env: BigInt!) { environment(id: $env) { dbtProjectName adapterType applied { lastUpdatedAt } } }';

/** How many nodes there are: for the progress line, in one small answer. */
export const totalsQuery = `query Totals($env: BigInt!) { environment(id: $env) { applied { ${listNames
  .map((list) => `${list}(first: 1) { totalCount }`)
  .join(' ')} } } }`;

const executionInfo =
  'executionInfo { lastRunId lastRunStatus lastRunError lastRunGeneratedAt lastJobDefinitionId executeCompletedAt ?executionTime }';
const catalog = 'catalog { columns { name index type description comment } }';
const tests =
  'tests { uniqueId name columnName testType testMetadata { name } ?lastKnownResult executionInfo { lastRunStatus lastRunError lastRunFailures lastRunGeneratedAt } }';
const freshness =
  'freshness { freshnessChecked freshnessStatus maxLoadedAt snapshottedAt criteria { warnAfter { count period } errorAfter { count period } } }';
const built = `alias packageName ${executionInfo}`;
const common = `uniqueId name description database schema ${catalog} ${tests} ?tags ?meta`;

/** A question mark: a field that some deployments lack. Without all of those the query is the one that every schema since 2024 knows. */
const fields: Record<ListName, string> = {
  models: `${common} ${built} materializedType ?relationName ?access ?group ?contractEnforced ?version ?latestVersion ?deprecationDate`,
  sources: `${common} sourceName sourceDescription identifier loader ${freshness}`,
  seeds: `${common} ${built}`,
  snapshots: `${common} ${built}`,
};

const optionalFields = new Set(
  Object.values(fields).flatMap((text) => [...text.matchAll(/\?(\w+)/g)].map(([, field]) => field)),
);

/** May the list be read without this field? */
export function isOptional(field: string): boolean {
  return optionalFields.has(field);
}

/** All fields that a list can be read without. */
export function allOptional(): string[] {
  return [...optionalFields].flatMap((field) => field ?? []);
}

/** One page of full nodes, without the fields this deployment does not know. */
export function listQuery(list: ListName, without: string[]): string {
  const asked = fields[list].replaceAll(/\?(\w+)/g, (_mark, field: string) => (without.includes(field) ? '' : field));
  return pageQuery(list, asked.replaceAll(/ +/g, ' '));
}

/**
 * The same page once more with nothing but the neighbours' ids. Neighbours count as complex, so they are asked for apart:
 * when dbt finds it too much, only the lineage is missing.
 */
export function kinQuery(list: ListName): string {
  const parents = list === 'models' || list === 'snapshots' ? 'parents { uniqueId } ' : '';
  return pageQuery(list, `uniqueId ${parents}children { uniqueId name }`);
}

function pageQuery(list: ListName, asked: string): string {
  return `query Page($env: BigInt!, $first: Int!, $after: String) { environment(id: $env) { applied { ${list}(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${asked} } } } } } }`;
}
