import type { Layout } from './shop';

/** How each page of the zoo lays its tree out: what its library is used for, as far as is known. */
export const layouts: Record<string, Layout> = {
  antd: { warehouse: 'databricks', groups: [] },
  arborist: { warehouse: 'snowflake', groups: [] },
  aspen: { warehouse: 'postgres', groups: ['Tables'], columnGroup: 'Columns', server: 'Servers' },
  cloudscape: { warehouse: 'redshift', groups: ['Tables'], isStrangerFirst: true },
  'element-plus': { warehouse: 'databricks', groups: ['Tables'], isStrangerFirst: true },
  material: { warehouse: 'bigquery', groups: [] },
  'material-nested': { warehouse: 'bigquery', groups: ['Tables', 'Views'], isStrangerFirst: true },
  mui: { warehouse: 'postgres', groups: [] },
  'mui-rich': { warehouse: 'bigquery', groups: [], isStrangerFirst: true },
  radix: { warehouse: 'databricks', groups: ['Tables', 'Views'] },
  shoelace: { warehouse: 'postgres', groups: ['Tables'], isStrangerFirst: true },
  tanstack: { warehouse: 'redshift', groups: ['tables', 'views'], server: 'cluster-1' },
  window: { warehouse: 'snowflake', groups: ['Tables', 'Views'], isStrangerFirst: true },
  details: { warehouse: 'postgres', groups: ['Tabellen'], columnGroup: 'Spalten', server: 'warehouse-1' },
  aggrid: { warehouse: 'databricks', groups: [] },
  aria: { warehouse: 'bigquery', groups: [], isStrangerFirst: true },
  blueprint: { warehouse: 'redshift', groups: ['Tables'] },
  fluent: { warehouse: 'snowflake', groups: ['Tables'], isStrangerFirst: true },
  naive: { warehouse: 'snowflake', groups: [] },
  virtuoso: { warehouse: 'snowflake', groups: [], isStrangerFirst: true },
  wunderbaum: { warehouse: 'databricks', groups: ['Tables'] },
};
