import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from '../e2e/browser';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['entrypoints', 'components', 'lib', 'public', 'wxt.config.ts', 'package.json'];

const changedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestIn(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** Builds the extension unless what was built is newer than every source. */
export function haveBuilt(): void {
  const built = changedAt(join(root, '.output', 'chrome-mv3', 'manifest.json'));
  if (built > Math.max(...sources.map((name) => newestIn(join(root, name))))) return;
  process.stderr.write('inspect: building the extension\n');
  buildExtension();
}
