// Parsers and tokenizers that read SQL texts whole. Each takes one text and a dialect of ours; a text that it cannot read costs what it costs.
import { PostgreSQL, StandardSQL } from '@codemirror/lang-sql';
import { PostgreSQL as DtPostgres } from 'dt-sql-parser';
import nodeSqlParser from 'node-sql-parser';
import { parse as parsePgsql } from 'pgsql-ast-parser';
import { format } from 'sql-formatter';
import { parse as parseCst } from 'sql-parser-cst';

const nodeParser = new nodeSqlParser.Parser();
const dt = new DtPostgres();
const languages = {
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  databricks: 'spark',
  redshift: 'redshift',
  postgres: 'postgresql',
};
const nodeDialects = {
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  databricks: 'hive',
  redshift: 'redshift',
  postgres: 'postgresql',
};
const lezer = { postgres: PostgreSQL, redshift: PostgreSQL };

export const peers = {
  'Lezer SQL': (text, dialect) => (lezer[dialect] ?? StandardSQL).language.parser.parse(text).length,
  'sql-formatter': (text, dialect) => format(text, { language: languages[dialect] }).length,
  'node-sql-parser': (text, dialect) => nodeParser.tableList(text, { database: nodeDialects[dialect] }).length,
  'sql-parser-cst': (text, dialect) =>
    parseCst(text, { dialect: dialect === 'bigquery' ? 'bigquery' : 'postgresql' }).statements.length,
  'dt-sql-parser': (text) => dt.getAllTokens(text).length,
  'pgsql-ast-parser': (text) => parsePgsql(text).length,
};
