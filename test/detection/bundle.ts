import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The readers as one script for a bare page: layout needs a real browser, the extension around them does not matter here. */
export async function bundleProbe(entry = fileURLToPath(new URL('./probe.ts', import.meta.url))): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry,
        formats: ['iife'],
        name: 'sidelightReaders',
      },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunk = outputs.flatMap((output) => ('output' in output ? output.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error('The readers could not be bundled.');
  return chunk.code;
}
