// Makes ready what the npm scripts need: packages, WXT's generated types and, with --browser, a Chromium that loads the
// extension. Plain Node, because it runs before there is anything else. Says nothing when nothing is missing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const browserFile = join(root, '.cache', 'browser.json');

/** Without these Debian's Chromium draws boxes for letters. */
const fontPackages = ['fonts-dejavu-core', 'fonts-liberation', 'fonts-noto-color-emoji'];

function say(sentence) {
  process.stderr.write(`setup: ${sentence}\n`);
}

function run(command, args, env = {}) {
  // A script's own stdout may be read by a program; everything said here goes to stderr.
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js') || cli?.endsWith('.cjs')) return run(process.execPath, [cli, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

function isOlder(file, than) {
  return !existsSync(file) || statSync(file).mtimeMs < statSync(than).mtimeMs;
}

function preparePackages() {
  if (!isOlder(join(root, 'node_modules', '.package-lock.json'), join(root, 'package-lock.json'))) return;
  say('installing packages (npm ci)');
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
}

function prepareTypes() {
  if (existsSync(join(root, '.wxt', 'tsconfig.json'))) return;
  run(process.execPath, [join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs'), 'prepare']);
}

/** Chromium first: it is what the tests are written against; Chrome and Edge do as well. */
function systemBrowsers() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].filter(
      Boolean,
    );
    const places = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return places.flatMap((place) => roots.map((folder) => join(folder, place)));
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** On Linux a browser without its system libraries exists and still does not start; `--version` tells. */
function isUsable(path) {
  if (!path || !existsSync(path)) return false;
  if (process.platform !== 'linux') return true;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function playwrightBrowser() {
  return createRequire(join(root, 'package.json'))('playwright-core').chromium.executablePath();
}

function installFromPlaywright() {
  say('no Chromium, Chrome or Edge found; downloading the Chromium of Playwright');
  try {
    run(process.execPath, [
      join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
      'install',
      '--no-shell',
      'chromium',
    ]);
  } catch {
    say('that download did not work');
  }
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  say('installing the Debian package chromium');
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', ...fontPackages], quiet);
  } catch {
    say('apt-get could not install chromium');
  }
}

function findBrowser() {
  const asked = process.env.SIDELIGHT_CHROMIUM;
  if (asked) {
    if (isUsable(asked)) return asked;
    throw new Error(`SIDELIGHT_CHROMIUM is ${asked}, but no browser starts from there.`);
  }
  const found = systemBrowsers().find(isUsable) ?? [playwrightBrowser()].find(isUsable);
  if (found) return found;
  installFromPlaywright();
  if (isUsable(playwrightBrowser())) return playwrightBrowser();
  installFromDebian();
  return systemBrowsers().find(isUsable);
}

function knownBrowser() {
  if (process.env.SIDELIGHT_CHROMIUM) return undefined;
  try {
    const { path } = JSON.parse(readFileSync(browserFile, 'utf8'));
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function prepareBrowser() {
  if (knownBrowser()) return;
  const path = findBrowser();
  if (!path)
    throw new Error(
      'no Chromium could be found or installed. Install Chromium, Chrome or Edge, or set SIDELIGHT_CHROMIUM to its path.',
    );
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(browserFile, `${JSON.stringify({ path })}\n`);
}

try {
  preparePackages();
  prepareTypes();
  if (process.argv.includes('--browser')) prepareBrowser();
} catch (problem) {
  say(problem.message);
  process.exitCode = 1;
}
