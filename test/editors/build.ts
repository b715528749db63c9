import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { installPackage } from '../install-package';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The editors' page in two files, built once for each state of its sources. */
export async function buildEditors(): Promise<{ script: string; style: string }> {
  installPackage(here('.'));
  const sources = ['page/main.js', 'page/jush.js', 'package-lock.json'].map((file) => readFileSync(here(file)));
  const state = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 16);
  const folder = here(`../../.cache/editors-${state}`);
  const [script, style] = [`${folder}/page.js`, `${folder}/page.css`];
  if (!existsSync(style)) {
    const { js, css } = await bundle();
    mkdirSync(folder, { recursive: true });
    writeFileSync(script, js);
    writeFileSync(style, css);
  }
  return { script: readFileSync(script, 'utf8'), style: readFileSync(style, 'utf8') };
}

async function bundle(): Promise<{ js: string; css: string }> {
  const result = await build({
    configFile: false,
    root: here('.'),
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      assetsInlineLimit: 1_000_000,
      chunkSizeWarningLimit: 100_000,
      lib: { entry: here('page/main.js'), formats: ['iife'], name: 'editorsPage', cssFileName: 'page' },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const js = outputs.find((one) => one.type === 'chunk');
  const css = outputs.find((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
  if (js?.type !== 'chunk' || css?.type !== 'asset') throw new Error('The editors could not be bundled.');
  return { js: js.code, css: String(css.source) };
}
