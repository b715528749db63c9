import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from './adminer';
import { quoted, quotedPath } from './relations';

const buildScript = fileURLToPath(new URL('../../demo/build', import.meta.url));

/** A PostgreSQL that a real dbt project has just built. `artifacts` is the folder of that run's four files. */
export type Warehouse = { database: Database; artifacts: string };

/**
 * Starts `demo/build --serve` in a folder of its own; `ready` comes when dbt is done, minutes later on a fresh machine.
 * `stop` may be called at any time: it ends the script with everything below it, and the server.
 */
export function startWarehouse(folder: string): { ready: Promise<Warehouse>; stop: () => Promise<void> } {
  // A group of its own, so that dbt and all its children can be ended together.
  const script = spawn(buildScript, ['--serve', folder, '0'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(script, 'close');

  async function whenReady(): Promise<Warehouse> {
    const [code] = await ended;
    if (code !== 0) throw new Error(`demo/build ended with ${code}`);
    const port = Number(await readFile(join(folder, 'port'), 'utf8'));
    const database = { host: '127.0.0.1', port, user: 'shop', password: 'shop', name: 'shop' };
    return { database, artifacts: join(folder, 'artifacts') };
  }

  async function stop(): Promise<void> {
    if (script.exitCode === null && script.pid !== undefined) process.kill(-script.pid, 'SIGTERM');
    await ended.catch(() => undefined);
    if (script.exitCode === 0)
      execFileSync(buildScript, ['--stop', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  return { ready: whenReady(), stop };
}

/** As the role that owns the database. */
function psql({ host, port, user, password, name }: Database, query: string, ...flags: string[]): string {
  const where = ['-h', host, '-p', String(port), '-U', user, '-d', name];
  const env = { ...process.env, PGPASSWORD: password };
  return execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...flags, ...where], {
    input: query,
    env,
  }).toString();
}

/** Tables with one column and one row. */
export function createStrangers(database: Database, paths: string[]): void {
  const schemas = [...new Set(paths.map((path) => path.slice(0, path.indexOf('.'))))];
  const statements = [
    'set client_min_messages = warning;',
    ...schemas.map((schema) => `create schema if not exists ${quoted(schema)};`),
    ...paths.map((path) => `create table ${quotedPath(path)} as select 1 as id;`),
  ];
  psql(database, statements.join('\n'));
}

/** Every table and view outside PostgreSQL's own schemas, as `schema.name`, in order. */
export function tablePaths(database: Database): string[] {
  const query = `select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1;`;
  return psql(database, query, '-At').split('\n').filter(Boolean);
}
