import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A script of the benchmark with its packages, as one for a bare page; or a module (`es`), as it ships: without what tsx puts around functions. */
export async function bundled(file: string, format: 'iife' | 'es' = 'iife'): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: { output: { topLevelVar: false } },
      lib: { entry: fileURLToPath(new URL(file, import.meta.url)), formats: [format], name: 'bench' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunk = outputs.flatMap((output) => ('output' in output ? output.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error(`${file} could not be bundled.`);
  return chunk.code.replaceAll('</script', '<\\/script');
}
