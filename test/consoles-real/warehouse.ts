import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Database } from './adminer';
import { quoted, quotedPath } from './relations';

const _buildScript = fileURLToPath(new URL('../../demo/build', import.meta.url));

/** A PostgreSQL that a real dbt project has just built. `artifacts` is the folder of that run's four files. */
export type Warehouse = { database: Database; artifacts: string; stop: () => Promise<void> };

/** Tables with one column and one row. */
export function createStrangers({ host, port, user, password, name }: Database, paths: string[]): void {
  const schemas = [...new Set(paths.map((path) => path.slice(0, path.indexOf('.'))))];
  const statements = [
    ...schemas.map((schema) => `create schema if not exists ${quoted(schema)};`),
    ...paths.map((path) => `create table ${quotedPath(path)} as select 1 as id;`),
  ];
  execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-h', host, '-p', String(port), '-U', user, '-d', name], {
    input: statements.join('\n'),
    env: { ...process.env, PGPASSWORD: password },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

/** Every table and view outside PostgreSQL's own schemas, as `schema.name`, in order. */
export function tablePaths({ host, port, user, password, name }: Database): string[] {
  const query = `select table_schema || '.' || table_name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') order by 1`;
  const answer = execFileSync('psql', ['-At', '-h', host, '-p', String(port), '-U', user, '-d', name, '-c', query], {
    env: { ...process.env, PGPASSWORD: password },
  });
  return answer.toString().split('\n').filter(Boolean);
}
