import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** Where PostgreSQL is, and as whom to log in. */
export type Database = { host: string; port: number; user: string; password: string; name: string };

/** A name that Adminer shows, with the box of its text. `what` is the part of the page it stands in. */
export type ShownName = { name: string; box: { x: number; y: number; width: number; height: number } };

/** The real Adminer of Debian's package, served by PHP's own server. */
export type Adminer = { origin: string; stop: () => Promise<void> };

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(origin)).ok;
  } catch {
    return false;
  }
}

/** `folder` takes the one PHP file. Ends only the process it started. */
export async function startAdminer(folder: string): Promise<Adminer> {
  await writeFile(join(folder, 'index.php'), "<?php include '/usr/share/adminer/adminer.php';\n");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const php = spawn('php', ['-d', 'display_errors=0', '-S', `127.0.0.1:${port}`, '-t', folder], { stdio: 'ignore' });
  const ended = once(php, 'exit');
  const stop = async () => {
    if (php.exitCode === null && php.signalCode === null) php.kill();
    await ended;
  };
  for (let tries = 0; !(await answers(origin)); tries += 1) {
    if (tries === 100 || php.exitCode !== null) {
      await stop();
      throw new Error('PHP did not serve Adminer.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { origin, stop };
}

/** Through the login form, as a person would. */
export async function logIn(page: Page, origin: string, database: Database): Promise<void> {
  await page.goto(origin);
  await page.locator('select[name="auth[driver]"]').selectOption('pgsql');
  await page.locator('input[name="auth[server]"]').fill(`${database.host}:${database.port}`);
  await page.locator('input[name="auth[username]"]').fill(database.user);
  await page.locator('input[name="auth[password]"]').fill(database.password);
  await page.locator('input[name="auth[db]"]').fill(database.name);
  await page.locator('input[type="submit"]').first().click();
  await page.locator('#menu #dbs').waitFor();
}

/** The address of a page of this Adminer. `page` is the last parameter, e.g. `{ table: 'orders' }`. */
export function addressOf(
  origin: string,
  database: Database,
  schema: string,
  page: Record<string, string> = {},
): string {
  const { host, port, user, name } = database;
  const parameters = { pgsql: `${host}:${port}`, username: user, db: name, ns: schema, ...page };
  return `${origin}/?${new URLSearchParams(parameters)}`;
}

/** The names that a selector of Adminer's own markup finds: what the page really shows, whatever we think of it. */
export async function shownNames(page: Page, selector: string): Promise<ShownName[]> {
  return page.locator(selector).evaluateAll((elements) =>
    elements.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { name: one.textContent ?? '', box: { x, y, width, height } };
    }),
  );
}
