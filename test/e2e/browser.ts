import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from '@playwright/test';
import { language } from './said';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builtExtension = join(root, '.output', 'chrome-mv3');

/** What a test browser needs to know of the server that is its internet. */
export type BrowserOptions = {
  port: number;
  spki: string;
  /** Names that are left alone, for a real server beside ours, e.g. `127.0.0.1`. */
  exclude?: string[];
  headless?: boolean;
  /** False: the extension as it was built, with no host granted, for tests about permissions. */
  isGranted?: boolean;
  viewport?: { width: number; height: number };
  /** Where the profile lies, in a folder that outlives the browser; without it the profile goes with the browser. */
  home?: string;
};

/** A Chromium with the built extension in it. `close` also deletes the profile. */
export type ExtensionBrowser = { context: BrowserContext; extensionId: string; close: () => Promise<void> };

/** `wxt build`: a second or two. */
export function buildExtension(): void {
  const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  execFileSync(process.execPath, [wxt, 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The browser that `test/setup.mjs --browser` found. */
async function browserPath(): Promise<string> {
  if (process.env.SIDELIGHT_CHROMIUM) return process.env.SIDELIGHT_CHROMIUM;
  try {
    return JSON.parse(await readFile(join(root, '.cache', 'browser.json'), 'utf8')).path;
  } catch {
    throw new Error('No browser is known: run `node test/setup.mjs --browser` first.');
  }
}

/** Copies the built extension; the one difference is that all hosts are granted, for the browser's own question is answered in `test/prompt` alone. */
async function copyExtension(to: string, isGranted: boolean) {
  await cp(builtExtension, to, { recursive: true });
  if (!isGranted) return;
  const file = join(to, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, host_permissions: ['https://*/*', 'http://*/*'] }));
}

function launchArguments({ port, spki, exclude = [] }: BrowserOptions): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--enable-unsafe-extension-debugging',
    `--host-resolver-rules=${[`MAP * 127.0.0.1:${port}`, ...exclude.map((name) => `EXCLUDE ${name}`)].join(',')}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    // The two calls home that Playwright's own switches leave.
    '--gaia-url=https://127.0.0.1:9/',
    '--component-updater=url-source=https://127.0.0.1:9/',
  ];
}

/**
 * Loads the extension through the debugging protocol and not by --load-extension, which Chrome (from 137 on) ignores:
 * so Chromium, Chrome and Edge all do.
 */
async function loadExtension(context: BrowserContext, path: string): Promise<string> {
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gave no browser for the context.');
  const session = await browser.newBrowserCDPSession();
  // as: Playwright's protocol types are older than this command
  const { id } = (await session.send('Extensions.loadUnpacked' as never, { path } as never)) as { id: string };
  const isOurs = (worker: { url(): string }) => worker.url().startsWith(`chrome-extension://${id}/`);
  if (!context.serviceWorkers().some(isOurs)) await context.waitForEvent('serviceworker', { predicate: isOurs });
  return id;
}

/**
 * A browser with the profile and the extension of one that was opened in `home` and closed, without Playwright, whose protocol keeps
 * Chromium from loading pages before they are wanted. Gives what ends it.
 */
export async function openBare(
  options: BrowserOptions & { home: string },
  address: string,
): Promise<() => Promise<void>> {
  const folders = [
    `--user-data-dir=${join(options.home, 'profile')}`,
    `--load-extension=${join(options.home, 'extension')}`,
  ];
  const switches = ['--headless=new', '--no-first-run', ...launchArguments(options), ...folders, address];
  const browser = spawn(await browserPath(), switches, { stdio: 'ignore' });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  return async () => {
    browser.kill();
    await ended;
  };
}

/** Opens a browser with a profile of its own. Nothing it does can leave this machine: every name leads to `port`. */
export async function openBrowser(options: BrowserOptions): Promise<ExtensionBrowser> {
  const folder = options.home ?? (await mkdtemp(join(tmpdir(), 'sidelight-')));
  const remove = async () => {
    if (options.home === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const extension = join(folder, 'extension');
    await copyExtension(extension, options.isGranted ?? true);
    // Without developer mode Chromium switches an unpacked extension off when it reloads itself.
    await mkdir(join(folder, 'profile', 'Default'), { recursive: true });
    const preferences = JSON.stringify({ extensions: { ui: { developer_mode: true } } });
    await writeFile(join(folder, 'profile', 'Default', 'Preferences'), preferences);
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: await browserPath(),
      headless: options.headless ?? true,
      args: launchArguments(options),
      // Chromium on Linux takes its language from there alone.
      env: { ...process.env, LANGUAGE: language },
      ignoreDefaultArgs: ['--disable-extensions'],
      // Whoever opened the browser closes it and deletes the profile; by itself Playwright would end the process before.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      viewport: (options.headless ?? true) ? (options.viewport ?? { width: 1280, height: 800 }) : null,
    });
    let closing: Promise<void> | undefined;
    // Once: a person may close the browser while the script does.
    const close = () => {
      closing ??= context.close().then(remove);
      return closing;
    };
    try {
      return { context, extensionId: await loadExtension(context, extension), close };
    } catch (problem) {
      await close();
      throw problem;
    }
  } catch (problem) {
    await remove();
    throw problem;
  }
}
