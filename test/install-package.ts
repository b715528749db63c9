import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Installs a package of the tests' own (real editors, other parsers) where its lock file is newer than what is there. */
export function installPackage(folder: string): void {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write(`installing packages in ${folder} (npm ci)\n`);
  const cli = process.env.npm_execpath;
  const [command, ...before] = cli?.endsWith('js') ? [process.execPath, cli] : ['npm'];
  execFileSync(command ?? 'npm', [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
}
