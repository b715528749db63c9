import type { DialectId } from '../lib/model';

/** The warehouses' own names, which no language translates. */
export const dialectNames: Record<DialectId, string> = {
  snowflake: 'Snowflake',
  bigquery: 'BigQuery',
  databricks: 'Databricks',
  redshift: 'Redshift',
  postgres: 'PostgreSQL',
};

/** All of them, in the order people choose from. */
export const dialectIds: DialectId[] = ['snowflake', 'bigquery', 'databricks', 'redshift', 'postgres'];
