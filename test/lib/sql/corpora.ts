import type { DialectId } from '../../../lib/model';
import { bigquery } from './corpus/bigquery';
import { databricks } from './corpus/databricks';
import { features } from './corpus/features';
import { postgres } from './corpus/postgres';
import { redshift } from './corpus/redshift';
import { snowflake } from './corpus/snowflake';
import type { CorpusText } from './score';

/** All texts of the dialect corpus. */
export const corpora: Record<DialectId, CorpusText[]> = {
  snowflake: [...snowflake, ...features.snowflake],
  bigquery: [...bigquery, ...features.bigquery],
  databricks: [...databricks, ...features.databricks],
  redshift: [...redshift, ...features.redshift],
  postgres: [...postgres, ...features.postgres],
};
