import type { DialectId } from '../model';
import { type NameRules, nameRules } from './dialect';

/** How one warehouse writes names and the text around them. Each fact is from the vendor's own SQL reference. */
export type Dialect = NameRules & {
  /** `#` starts a comment (BigQuery), `//` starts a comment (Snowflake), comments nest (PostgreSQL and what grew from it, Databricks). */
  hasHashComments: boolean;
  hasSlashComments: boolean;
  hasNestedComments: boolean;
  /** Strings in double quotes, backslashes that escape in every string, `$tag$…$tag$`, `'''…'''`. */
  hasDoubleQuotedStrings: boolean;
  hasBackslashEscapes: boolean;
  dollarQuotes: 'none' | 'plain' | 'tagged';
  hasTripleQuotes: boolean;
  /** A string may go on in the next line. */
  hasMultilineStrings: boolean;
  /** `FROM t, t.list`: a path that starts at a table of the same FROM is a column. */
  hasCorrelatedPaths: boolean;
};

const plain: Omit<Dialect, keyof NameRules> = {
  hasHashComments: false,
  hasSlashComments: false,
  hasNestedComments: true,
  hasDoubleQuotedStrings: false,
  hasBackslashEscapes: false,
  dollarQuotes: 'tagged',
  hasTripleQuotes: false,
  hasMultilineStrings: true,
  hasCorrelatedPaths: false,
};

/** The five warehouses, each as what differs from PostgreSQL. */
export const dialects: Record<DialectId, Dialect> = {
  postgres: { ...nameRules.postgres, ...plain },
  redshift: { ...nameRules.redshift, ...plain, hasBackslashEscapes: true, hasCorrelatedPaths: true },
  snowflake: {
    ...nameRules.snowflake,
    ...plain,
    hasSlashComments: true,
    hasNestedComments: false,
    hasBackslashEscapes: true,
    dollarQuotes: 'plain',
  },
  databricks: {
    ...nameRules.databricks,
    ...plain,
    hasDoubleQuotedStrings: true,
    hasBackslashEscapes: true,
    dollarQuotes: 'plain',
  },
  bigquery: {
    ...nameRules.bigquery,
    ...plain,
    hasHashComments: true,
    hasNestedComments: false,
    hasDoubleQuotedStrings: true,
    hasBackslashEscapes: true,
    dollarQuotes: 'none',
    hasTripleQuotes: true,
    hasMultilineStrings: false,
    hasCorrelatedPaths: true,
  },
};
