import type { Connection, DialectId, SyncStatus } from '../model';
import { words } from '../words';

/** The dbt project builds in another warehouse than the connection says. */
export function adapterNotes({ name, dialect }: Connection, adapterType: string | undefined): SyncStatus['notes'] {
  const isOther =
    adapterType !== undefined && adapterType !== '' && !adapters[dialect].includes(adapterType.toLowerCase());
  return isOther ? [{ kind: 'other-warehouse', message: words('dbtOtherWarehouse', name, adapterType, dialect) }] : [];
}

/** dbt's adapters that speak to each warehouse. */
const adapters: Record<DialectId, string[]> = {
  snowflake: ['snowflake'],
  bigquery: ['bigquery'],
  databricks: ['databricks', 'spark'],
  redshift: ['redshift'],
  postgres: ['postgres', 'postgresql', 'alloydb'],
};
