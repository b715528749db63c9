import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Served, Site } from '../../test/e2e/site';
import { adminerPage } from './adminer/pages';
import { type DemoPage, demoPages } from './pages';
import { demoRelations } from './relations';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (path: string) => readFile(here + path, 'utf8');

/** The Snowflake console's script in one piece, editor included. */
async function bundledScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: here,
    build: { write: false, lib: { entry: `${here}snowflake/console.ts`, formats: ['es'], fileName: 'console' } },
  });
  const output = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = output.find((one) => one.type === 'chunk');
  if (!script) throw new Error('vite made no script of demo/consoles/snowflake/console.ts');
  return script.code;
}

async function snowflakeFiles(): Promise<Map<string, Served>> {
  const content = {
    relations: await demoRelations('snowflake'),
    worksheet: { session: (await read('snowflake/session.txt')).trim(), text: await read('snowflake/worksheet.sql') },
  };
  return new Map([
    ['/lantern/shop/', { body: await read('snowflake/console.html') }],
    ['/lantern/shop/console.css', { body: await read('snowflake/console.css'), type: 'text/css' }],
    ['/lantern/shop/console.js', { body: await bundledScript(), type: 'text/javascript' }],
    ['/lantern/shop/content.json', { body: JSON.stringify(content), type: 'application/json' }],
  ]);
}

function indexPage(pages: DemoPage[]): string {
  const lines = pages.map(
    ({ console: name, title, address }) =>
      `<li><a href="${address.replaceAll('&', '&amp;')}">${name}: ${title}</a></li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sidelight demo</title>
    <style>:root{color-scheme:light dark}body{font:17px/1.6 sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem}</style></head>
    <body><h1>Sidelight demo</h1><p>Pages in the manner of warehouse consoles, at the consoles' own addresses, on this machine only.
    Rest the pointer on a badge.</p><ol>${lines.join('')}</ol></body></html>`;
}

/** Where the list of all demo pages is. */
export const indexAddress = 'https://demo.lantern.example/';

/** Puts the demo consoles at their addresses: Snowflake's own, an invented one for Adminer. */
export async function serveConsoles(site: Site): Promise<void> {
  const files = await snowflakeFiles();
  site.serveOrigin('https://app.snowflake.com', (url) => files.get(url.pathname));
  const relations = await demoRelations('postgres');
  const styles = { body: await read('adminer/desk.css'), type: 'text/css' };
  site.serveOrigin('https://adminer.lantern.example', (url) =>
    url.pathname === '/desk.css' ? styles : { body: adminerPage(url, relations) },
  );
  site.serve(indexAddress, indexPage(await demoPages()));
}
