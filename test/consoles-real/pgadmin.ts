import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { type Database, freePort, type ShownName } from './adminer';

/**
 * pgAdmin 9.17 asks for Flask-Security-Too 5.8, and lets nobody in with 5.8.2 and later, where the answer of `is_locked` was turned
 * round [2026-11-26].
 */
const requirements = ['pgadmin4==9.17', 'Flask-Security-Too==5.8.1'];

const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
/** dbt's own environment, which `demo/build` made: a Python that can make another. */
const python = join(cache, 'dbt-venv', 'bin', 'python');
const venv = join(cache, 'pgadmin-venv');
const venvPython = join(venv, 'bin', 'python');

const person = { email: 'ada@lantern.example.com', password: 'lantern1' };

/** A running pgAdmin in server mode, with one server that it knows. */
export type Pgadmin = { origin: string; stop: () => Promise<void> };

function isInstalled(): boolean {
  const asked = requirements.map((requirement) => requirement.split('=='));
  const names = JSON.stringify(asked.map(([name]) => name));
  const script = `import importlib.metadata as m, json; print(json.dumps([m.version(n) for n in ${names}]))`;
  try {
    const out = execFileSync(venvPython, ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    return out.toString().trim() === JSON.stringify(asked.map(([, version]) => version)).replaceAll(',', ', ');
  } catch {
    return false;
  }
}

/** Installs the pinned pgAdmin once, into .cache. Answers why there is none, or nothing when there is one. */
export function installPgadmin(): string | undefined {
  if (isInstalled()) return undefined;
  console.log(`installing ${requirements.join(', ')}`);
  try {
    execFileSync(python, ['-m', 'venv', '--clear', venv], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync(venvPython, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...requirements], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    return 'pip could not install it (see above): is the Python package index within reach?';
  }
  return undefined;
}

/** Everything of this pgAdmin stays in `folder`, and it asks nobody outside. */
const settings = (folder: string) => `
SERVER_MODE = True
DATA_DIR = ${JSON.stringify(folder)}
LOG_FILE = ${JSON.stringify(join(folder, 'log'))}
SQLITE_PATH = ${JSON.stringify(join(folder, 'pgadmin4.db'))}
SESSION_DB_PATH = ${JSON.stringify(join(folder, 'sessions'))}
STORAGE_DIR = ${JSON.stringify(join(folder, 'storage'))}
DEFAULT_SERVER = '127.0.0.1'
MASTER_PASSWORD_REQUIRED = False
UPGRADE_CHECK_ENABLED = False
CHECK_EMAIL_DELIVERABILITY = False
SHOW_GRAVATAR_IMAGE = False
`;

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/login`)).ok;
  } catch {
    return false;
  }
}

/** Sets up its own SQLite database in `folder` and starts it. Ends only the process it started. */
export async function startPgadmin(folder: string, { host, port, user, name }: Database): Promise<Pgadmin> {
  const config = join(folder, 'config.py');
  const servers = join(folder, 'servers.json');
  await writeFile(config, settings(folder));
  const server = { Name: 'warehouse', Group: 'Servers', Host: host, Port: port, MaintenanceDB: name, Username: user };
  await writeFile(servers, JSON.stringify({ Servers: { 1: { ...server, SSLMode: 'prefer' } } }));
  const own = await freePort();
  const env = {
    ...process.env,
    CONFIG_DISTRO_FILE_PATH: config,
    PGADMIN_SETUP_EMAIL: person.email,
    PGADMIN_SETUP_PASSWORD: person.password,
    PGADMIN_INT_PORT: String(own),
  };
  const where = execFileSync(venvPython, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
  const home = join(where.toString().trim(), 'pgadmin4');
  for (const words of [['setup-db'], ['load-servers', servers, '--user', person.email]])
    execFileSync(venvPython, [join(home, 'setup.py'), ...words], { env, stdio: 'ignore' });
  const pgadmin = spawn(venvPython, [join(home, 'pgAdmin4.py')], { env, stdio: 'ignore' });
  const ended = once(pgadmin, 'exit');
  const stop = async () => {
    if (pgadmin.exitCode === null && pgadmin.signalCode === null) pgadmin.kill();
    await ended;
  };
  const origin = `http://127.0.0.1:${own}`;
  for (let tries = 0; !(await answers(origin)); tries += 1) {
    if (tries === 600 || pgadmin.exitCode !== null) {
      await stop();
      throw new Error('pgAdmin did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { origin, stop };
}

/** Through the login form and the dialog for the server's password, as a person would; the tree then shows the server's parts. */
export async function logInToPgadmin(page: Page, { origin }: Pgadmin, { password }: Database): Promise<void> {
  await page.goto(origin);
  await page.locator('input[name=email]').fill(person.email);
  await page.locator('input[name=password]').fill(person.password);
  await page.keyboard.press('Enter');
  await openRow(page, 1, 'Servers');
  const asked = page.getByLabel('Connect to Server').locator('input[type=password]');
  await asked.fill(password);
  await page.keyboard.press('Enter');
  await asked.waitFor({ state: 'detached' });
}

const rowOf = (page: Page, depth: number, name: string) =>
  page
    .locator(`.file-entry[data-depth="${depth}"]`)
    .filter({ has: page.locator('.file-name').getByText(name, { exact: true }) });

/** Opens a closed row of the tree by its arrow and waits until it is open, or has turned out to be empty. */
export async function openRow(page: Page, depth: number, name: string, from = 0): Promise<void> {
  const toggle = rowOf(page, depth, name).nth(from).locator('.directory-toggle');
  await toggle.waitFor();
  if (!(await toggle.getAttribute('class'))?.includes('open')) await toggle.click();
  await page.waitForFunction(
    (arrow) => !arrow?.isConnected || arrow.classList.contains('open'),
    await toggle.elementHandle(),
  );
}

/** A row of the object tree: where it is in the whole tree, and the box of its name in the window. */
export type ShownRow = ShownName & { depth: number; top: number };

/** The rows that pgAdmin has drawn and that its tree does not cut off, top to bottom, by its own markup. */
export async function shownRows(page: Page): Promise<ShownRow[]> {
  return page.locator('#id-object-explorer .file-entry').evaluateAll((rows) =>
    rows
      .flatMap((row) => {
        const label = row.querySelector('.file-name');
        const slot = row.closest<HTMLElement>('[style*="position: absolute"]');
        const scroller = slot?.parentElement?.parentElement;
        if (!label || !slot || !scroller) return [];
        const { x, y, width, height } = label.getBoundingClientRect();
        const clip = scroller.getBoundingClientRect();
        if (y < clip.top || y + height > clip.bottom) return [];
        const name = label.textContent ?? '';
        const top = Number.parseFloat(slot.style.top);
        return [{ name, depth: Number(row.getAttribute('data-depth')), top, box: { x, y, width, height } }];
      })
      .sort((one, other) => one.top - other.top),
  );
}
