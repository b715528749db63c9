/** The queries of dbt-cloud-api.md 6.2 and 6.3 as they stand there: what any client may ask of a service of 2024. */

export const probeQuery = `query Probe($env: BigInt!) {
  environment(id: $env) { dbtProjectName adapterType applied { lastUpdatedAt resourceCounts } }
}`;

const tests = `tests {
  uniqueId name columnName testType testMetadata { name }
  executionInfo { lastRunStatus lastRunError lastRunFailures lastRunGeneratedAt lastRunId }
}`;

const catalog = 'catalog { runGeneratedAt columns { name index type description comment } }';

const execution = `executionInfo {
  lastRunId lastRunStatus lastRunError lastRunGeneratedAt lastJobDefinitionId
  executeCompletedAt lastSuccessRunId lastSuccessJobDefinitionId runGeneratedAt
}`;

const built = `uniqueId name description database schema alias packageName ${execution} ${catalog} ${tests}`;

const freshness = `freshness {
  freshnessChecked freshnessStatus maxLoadedAt snapshottedAt maxLoadedAtTimeAgoInS
  freshnessRunGeneratedAt freshnessJobDefinitionId freshnessRunId
  criteria { warnAfter { count period } errorAfter { count period } }
}`;

const fields = {
  models: `materializedType ${built}`,
  seeds: built,
  snapshots: built,
  sources: `uniqueId name description sourceName sourceDescription database schema identifier loader
    ${catalog} ${tests} ${freshness}`,
};

export type ListQuery = keyof typeof fields;

/** The list query for a kind; `more` are fields of the node besides the usual ones. */
export function listQuery(list: ListQuery, more = ''): string {
  return `query List($env: BigInt!, $first: Int!, $after: String) {
    environment(id: $env) { applied { ${list}(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { ${fields[list]} ${more} } }
    } } }
  }`;
}
