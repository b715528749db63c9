import type { DialectId } from '../../../lib/model';
import { bigquery } from './corpus/bigquery';
import { databricks } from './corpus/databricks';
import { postgres } from './corpus/postgres';
import { redshift } from './corpus/redshift';
import { snowflake } from './corpus/snowflake';
import type { CorpusText } from './score';

/** All texts of the dialect corpus. */
export const corpora: Record<DialectId, CorpusText[]> = { snowflake, bigquery, databricks, redshift, postgres };
