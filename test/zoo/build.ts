import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const pages = fileURLToPath(new URL('pages', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/zoo', import.meta.url));

/** Names of all pages: a file each, `frame` and `shop` are what they share. */
export const pageIds = readdirSync(pages)
  .filter((file) => /\.jsx?$/.test(file) && !/^(frame|shop)\b/.test(file))
  .map((file) => file.replace(/\.jsx?$/, ''))
  .toSorted();

function hashOf(id: string): string {
  const hash = createHash('sha256');
  const shared = readdirSync(pages).filter((file) => /^(frame|shop)\b/.test(file));
  const own = readdirSync(pages).filter((file) => file.startsWith(`${id}.`));
  for (const file of [...shared, ...own]) hash.update(readFileSync(join(pages, file)));
  hash.update(readFileSync(join(pages, '..', 'package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}

/** The file of a page in one state of what it is made from; files of other states go. */
export function cacheFile(name: string, state: string): string {
  mkdirSync(cache, { recursive: true });
  const file = `${name}.${state}.html`;
  for (const old of readdirSync(cache)) if (old.startsWith(`${name}.`) && old !== file) rmSync(join(cache, old));
  return join(cache, file);
}

/** Some packages name modules of Node that they never use in a browser. */
const withoutNode: Plugin = {
  name: 'without-node',
  enforce: 'pre',
  resolveId: (id) => (isBuiltin(id) ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default {}' : undefined),
};

/** A page as one HTML text with its script and styles in it; built once for each state of its sources and the lock. */
export async function pageHtml(id: string): Promise<string> {
  const file = cacheFile(id, hashOf(id));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const source = readdirSync(pages).find((name) => name.replace(/\.jsx?$/, '') === id) ?? '';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: pages,
    plugins: [withoutNode],
    define: {
      'Buffer.isBuffer': '(() => false)',
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    resolve: { alias: { vue: 'vue/dist/vue.esm-bundler.js' } },
    build: {
      write: false,
      minify: false,
      cssCodeSplit: false,
      assetsInlineLimit: 1e8,
      rolldownOptions: {
        input: join(pages, source),
        output: { format: 'es', codeSplitting: false, entryFileNames: 'page.js' },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const script = outputs.flatMap((one) => (one.type === 'chunk' ? one.code : [])).join('\n');
  const style = outputs
    .flatMap((one) => (one.fileName.endsWith('.css') && 'source' in one ? one.source : []))
    .join('\n');
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tables</title><style>${style}</style><body><script type="module">${script.replaceAll('</script', '<\\/script')}</script></body></html>`;
  writeFileSync(file, html);
  return html;
}
