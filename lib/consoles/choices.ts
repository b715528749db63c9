import type { DialectId } from '../model';
import { consoles } from './index';

/** A console as people choose it. */
export type ConsoleChoice = {
  id: string;
  /** Shown to people. */
  name: string;
  dialect: DialectId;
  /** Match patterns asked for at "Allow"; empty when the user adds the address. */
  addresses: string[];
};

/** What only those who choose need to know: it stands apart from the consoles, for every page loads these. */
const said: Record<string, Pick<ConsoleChoice, 'name' | 'addresses'>> = {
  snowflake: {
    name: 'Snowflake Snowsight',
    addresses: ['https://app.snowflake.com/*', 'https://*.privatelink.snowflakecomputing.com/*'],
  },
  bigquery: { name: 'BigQuery Studio', addresses: ['https://console.cloud.google.com/*'] },
  databricks: {
    name: 'Databricks',
    addresses: [
      'https://*.cloud.databricks.com/*',
      'https://*.azuredatabricks.net/*',
      'https://*.gcp.databricks.com/*',
      'https://*.databricks.azure.us/*',
      'https://*.databricks.azure.cn/*',
      'https://*.cloud.databricks.us/*',
    ],
  },
  'redshift-qe2': {
    name: 'Redshift Query Editor v2',
    addresses: [
      'https://*.console.aws.amazon.com/sqlworkbench/*',
      'https://*.console.amazonaws-us-gov.com/sqlworkbench/*',
      'https://*.console.amazonaws.cn/sqlworkbench/*',
    ],
  },
  'redshift-qe1': {
    name: 'Redshift query editor v1',
    addresses: [
      'https://*.console.aws.amazon.com/redshiftv2/*',
      'https://*.console.amazonaws-us-gov.com/redshiftv2/*',
      'https://*.console.amazonaws.cn/redshiftv2/*',
    ],
  },
  'sagemaker-unified-studio': { name: 'SageMaker Unified Studio', addresses: ['https://*.on.aws/*'] },
  adminer: { name: 'Adminer', addresses: [] },
  pgadmin: { name: 'pgAdmin 4', addresses: [] },
  pgweb: { name: 'pgweb', addresses: [] },
  phppgadmin: { name: 'phpPgAdmin', addresses: [] },
  cloudbeaver: { name: 'CloudBeaver', addresses: [] },
  supabase: { name: 'Supabase Studio', addresses: ['https://supabase.com/dashboard/*'] },
  neon: { name: 'Neon', addresses: ['https://console.neon.tech/*'] },
  'cloud-sql-studio': { name: 'Cloud SQL Studio', addresses: ['https://console.cloud.google.com/*'] },
};

/** All consoles that are known by name. */
export const choices: ConsoleChoice[] = consoles.flatMap(({ id, dialect }) => {
  const shown = said[id];
  return shown ? { ...shown, id, dialect } : [];
});
