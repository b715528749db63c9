import { adminer } from './adminer';
import { bigquery } from './bigquery';
import { cloudSqlStudio } from './cloud-sql-studio';
import { cloudbeaver } from './cloudbeaver';
import type { Console } from './console';
import { databricks } from './databricks';
import { neon } from './neon';
import { pgadmin } from './pgadmin';
import { pgweb } from './pgweb';
import { phppgadmin } from './phppgadmin';
import { redshiftQe1 } from './redshift-qe1';
import { redshiftQe2 } from './redshift-qe2';
import { sagemakerUnifiedStudio } from './sagemaker-unified-studio';
import { snowflake } from './snowflake';
import { supabase } from './supabase';

/** All consoles that are known by name. Any other page works through its own address and a warehouse. */
export const consoles: Console[] = [
  snowflake,
  bigquery,
  databricks,
  redshiftQe2,
  redshiftQe1,
  sagemakerUnifiedStudio,
  adminer,
  pgadmin,
  pgweb,
  phppgadmin,
  cloudbeaver,
  supabase,
  neon,
  cloudSqlStudio,
];

/** The console of a page, or nothing when it is none that we know. */
export function consoleAt(url: URL, document: Document): Console | undefined {
  return consoles.find((console) => console.isConsole(url, document));
}
