import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { DialectId } from '../../lib/model';
import { parseTableName } from '../../lib/sql/table-name';
import type { NameReader, Triple } from '../lib/sql/score';
import { lezer } from './lezer';

/** A parser that others wrote, as a reader of table names. `parse` alone is what its speed is measured by. */
export type Peer = { name: string; read: NameReader; parse: (sql: string, dialect: DialectId) => unknown };

type Node = { [key: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every object below a value, the value among them. */
export function* nodesIn(value: unknown): Generator<Node> {
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) yield* nodesIn(child);
}

function tripleOf(written: string, dialect: DialectId): Triple[] {
  const ref = parseTableName(written, dialect);
  return ref ? [[ref.database ?? null, ref.schema ?? null, ref.name]] : [];
}

/** Names of one part that are CTEs of the text. The parsers leave it to their callers. */
function withoutCtes(names: Triple[], ctes: string[]): Triple[] {
  const known = new Set(ctes.map((name) => name.toLowerCase()));
  return names.filter(([, schema, name]) => schema !== null || !known.has(name.toLowerCase()));
}

type Loose = (...given: never[]) => unknown;

/** The parsers of a folder's packages. They are typed by what is called of them: they are installed when they are needed. */
export function peersFrom(folder = fileURLToPath(new URL('.', import.meta.url))): Peer[] {
  const load = createRequire(`${folder}/package.json`);
  return [lezer(load), nodeSqlParser(load), cst(load), pgsql(load), dt(load)];
}

function nodeSqlParser(load: NodeJS.Require): Peer {
  const names: Record<DialectId, string> = {
    snowflake: 'Snowflake',
    bigquery: 'BigQuery',
    databricks: 'Hive',
    redshift: 'Redshift',
    postgres: 'PostgresQL',
  };
  const { Parser } = load('node-sql-parser') as { Parser: new () => { astify: Loose } }; // as: its documentation
  const parser = new Parser();
  const parse = (sql: string, dialect: DialectId) =>
    (parser.astify as (sql: string, options: object) => unknown)(sql, { database: names[dialect] });
  return {
    name: 'node-sql-parser',
    parse,
    read(sql, dialect) {
      const tables: Triple[] = [];
      const ctes: string[] = [];
      for (const node of nodesIn(parse(sql, dialect))) {
        if (Array.isArray(node.with)) {
          for (const { name } of node.with) ctes.push(String(isNode(name) ? name.value : name));
        }
        if (typeof node.table !== 'string' || !('db' in node) || node.type === 'column_ref') continue;
        const parts = [node.catalog, node.db, node.schema, node.table].flatMap((part) =>
          typeof part === 'string' ? part.split('.') : [],
        );
        const [name = '', schema = null, database = null] = parts.toReversed();
        tables.push([database, schema, name]);
      }
      return withoutCtes(tables, ctes);
    },
  };
}

function cst(load: NodeJS.Require): Peer {
  const names: Record<DialectId, string> = {
    snowflake: 'postgresql',
    bigquery: 'bigquery',
    databricks: 'mysql',
    redshift: 'postgresql',
    postgres: 'postgresql',
  };
  const library = load('sql-parser-cst') as { parse: (sql: string, options: object) => unknown }; // as: its documentation
  const parse = (sql: string, dialect: DialectId) =>
    library.parse(sql, { dialect: names[dialect], includeRange: true });
  const places: Record<string, string[]> = {
    from_clause: ['expr'],
    join_expr: ['left', 'right'],
    insert_clause: ['table'],
    update_clause: ['tables'],
    delete_clause: ['tables'],
    merge_clause: ['target'],
    merge_using_clause: ['source'],
    create_table_stmt: ['name'],
    create_view_clause: ['name'],
    drop_table_stmt: ['tables'],
    drop_view_stmt: ['views'],
    alter_table_stmt: ['table'],
    truncate_stmt: ['tables'],
    references_specification: ['table'],
  };
  return {
    name: 'sql-parser-cst',
    parse,
    read(sql, dialect) {
      const tables: Triple[] = [];
      const ctes: string[] = [];
      const take = (value: unknown): void => {
        if (!isNode(value)) return;
        const { type, range } = value;
        if (Array.isArray(value.items)) value.items.forEach(take);
        else if (type === 'alias' || type === 'relation_expr') take(value.expr);
        else if (/^(identifier|member_expr|bigquery_quoted_member_expr)$/.test(String(type)) && Array.isArray(range))
          tables.push(...tripleOf(sql.slice(Number(range[0]), Number(range[1])), dialect));
      };
      for (const node of nodesIn(parse(sql, dialect))) {
        if (node.type === 'common_table_expr' && isNode(node.table)) ctes.push(String(node.table.name));
        for (const key of places[String(node.type)] ?? []) take(node[key]);
      }
      return withoutCtes(tables, ctes);
    },
  };
}

function pgsql(load: NodeJS.Require): Peer {
  const { parse } = load('pgsql-ast-parser') as { parse: (sql: string) => unknown }; // as: its documentation
  return {
    name: 'pgsql-ast-parser',
    parse: (sql) => parse(sql),
    read(sql) {
      const tables: Triple[] = [];
      const ctes: string[] = [];
      for (const node of nodesIn(parse(sql))) {
        if (Array.isArray(node.bind)) for (const { alias } of node.bind) ctes.push(String(alias?.name));
        for (const place of [node.type === 'table' ? node.name : node.into, node.table]) {
          if (isNode(place) && typeof place.name === 'string')
            tables.push([null, typeof place.schema === 'string' ? place.schema : null, place.name]);
        }
      }
      return withoutCtes(tables, ctes);
    },
  };
}

/** The parser tells the terminal of every text that it cannot read. */
function quietly<T>(run: () => T): T {
  const { error } = console;
  console.error = () => undefined;
  try {
    return run();
  } finally {
    console.error = error;
  }
}

function dt(load: NodeJS.Require): Peer {
  type Entity = { entityContextType: string; text: string };
  type Parser = { getAllEntities: (sql: string) => Entity[] | null; parse: (sql: string) => unknown };
  const library = load('dt-sql-parser') as Record<string, new () => Parser>; // as: its documentation
  const names: Record<DialectId, string> = {
    snowflake: 'TrinoSQL',
    bigquery: 'SparkSQL',
    databricks: 'SparkSQL',
    redshift: 'PostgreSQL',
    postgres: 'PostgreSQL',
  };
  const made = new Map<string, Parser>();
  const parserOf = (dialect: DialectId): Parser => {
    const name = names[dialect];
    const Parser = library[name];
    const parser = made.get(name) ?? (Parser && new Parser());
    if (!parser) throw new Error(`dt-sql-parser has no ${name}`);
    made.set(name, parser);
    return parser;
  };
  return {
    name: 'dt-sql-parser',
    parse: (sql, dialect) => quietly(() => parserOf(dialect).parse(sql)),
    read(sql, dialect) {
      const entities = quietly(() => parserOf(dialect).getAllEntities(sql)) ?? [];
      const tables = entities.filter(({ entityContextType }) => /^(table|view)/i.test(entityContextType));
      const ctes = [...sql.matchAll(/(\w+)\s+as\s*\(\s*(?:select|with|values)/gi)].map(([, name = '']) => name);
      return withoutCtes(
        tables.flatMap(({ text }) => tripleOf(text, dialect)),
        ctes,
      );
    },
  };
}
