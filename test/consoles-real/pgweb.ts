import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { type Database, freePort, type ShownName } from './adminer';

const version = '0.17.0';
const moduleName = 'github.com/sosedoff/pgweb';
const bin = fileURLToPath(new URL('../../.cache/go/bin/', import.meta.url));
const program = join(bin, 'pgweb');

/** A running pgweb. */
export type Pgweb = { origin: string; stop: () => Promise<void> };

function saysItsVersion(): boolean {
  return existsSync(program) && execFileSync(program, ['--version']).includes(`v${version}`);
}

/**
 * Builds the pinned pgweb once, into .cache. `folder` takes the module that asks for it: unlike `go install` of a version,
 * a requirement does not need the list of all versions, which not every module proxy gives. Answers why there is none, or
 * nothing when there is one.
 */
export async function buildPgweb(folder: string): Promise<string | undefined> {
  if (saysItsVersion()) return undefined;
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    return 'there is no Go on this machine to build it with';
  }
  console.log(`building pgweb ${version}`);
  await writeFile(join(folder, 'go.mod'), `module consoles\n\ngo 1.22\n\nrequire ${moduleName} v${version}\n`);
  try {
    execFileSync('go', ['install', '-mod=mod', moduleName], {
      cwd: folder,
      env: { ...process.env, GOBIN: bin },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    return 'Go could not fetch or build it (see above): is the Go module proxy within reach?';
  }
  return undefined;
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(origin)).ok;
  } catch {
    return false;
  }
}

/** Ends only the process it started. */
export async function startPgweb({ host, port, user, password, name }: Database): Promise<Pgweb> {
  const own = await freePort();
  const origin = `http://127.0.0.1:${own}`;
  const url = `postgres://${user}:${password}@${host}:${port}/${name}?sslmode=disable`;
  const flags = ['--url', url, '--bind', '127.0.0.1', '--listen', String(own), '--skip-open'];
  const pgweb = spawn(program, flags, { stdio: 'ignore' });
  const ended = once(pgweb, 'exit');
  const stop = async () => {
    if (pgweb.exitCode === null && pgweb.signalCode === null) pgweb.kill();
    await ended;
  };
  for (let tries = 0; !(await answers(origin)); tries += 1) {
    if (tries === 100 || pgweb.exitCode !== null) {
      await stop();
      throw new Error('pgweb did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { origin, stop };
}

/** A row of the object tree with the box of its text. */
export type ShownObject = ShownName & { schema: string; kind: string };

/** What pgweb's tree shows just now, by its own markup: rows that nothing hides, with functions and sequences. */
export async function shownObjects(page: Page): Promise<ShownObject[]> {
  return page.locator('#objects li.schema-item').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const text = [...row.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
      if (!text) return [];
      const range = document.createRange();
      range.selectNodeContents(text);
      const { x, y, width, height } = range.getBoundingClientRect();
      const top = document.elementFromPoint(x + 1, y + height / 2);
      if (width === 0 || top?.closest('li.schema-item') !== row) return [];
      const schema = row.closest('.schema')?.querySelector('.schema-name');
      const words = [...(schema?.childNodes ?? [])].filter((node) => node.nodeType === Node.TEXT_NODE);
      return [
        {
          name: row.getAttribute('data-name') ?? '',
          schema: words
            .map((node) => node.nodeValue)
            .join('')
            .trim(),
          kind: row.getAttribute('data-type') ?? '',
          box: { x, y, width, height },
        },
      ];
    }),
  );
}
