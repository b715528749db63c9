// Installs the zoo's packages when they are not the ones its lock names. Plain Node: it runs before anything else. Says
// nothing when nothing is missing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const stamp = `${folder}node_modules/.zoo-lock`;
const lock = createHash('sha256')
  .update(readFileSync(`${folder}package-lock.json`))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  process.stderr.write('zoo: installing component libraries (npm ci), which takes some minutes\n');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  const [command, all] = cli?.endsWith('js') ? [process.execPath, [cli, ...args]] : ['npm', args];
  execFileSync(command, all, { cwd: folder, stdio: ['ignore', 2, 2] });
  writeFileSync(stamp, lock);
}
