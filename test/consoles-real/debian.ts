import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's packages of a real Adminer over a real PostgreSQL, and what dbt's virtual environment needs. */
const needed = ['postgresql', 'adminer', 'php-cli', 'php-pgsql', 'python3-venv'];

function isInstalled(name: string): boolean {
  try {
    const about = execFileSync('dpkg', ['-s', name], { stdio: ['ignore', 'pipe', 'ignore'] });
    return about.includes('Status: install ok installed');
  } catch {
    return false;
  }
}

/** Installs what is missing, as root on Debian; elsewhere says which packages are wanted. */
export function installPackages(): void {
  if (!existsSync('/etc/debian_version')) {
    throw new Error(
      'The real consoles run on Debian (or a Debian container): PostgreSQL, PHP and Adminer come from its packages.',
    );
  }
  const missing = needed.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) throw new Error(`Please install first: apt-get install ${missing.join(' ')}`);
  console.log(`installing Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 2, 2] });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    stdio: ['ignore', 2, 2],
  });
}
