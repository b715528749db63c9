import { help, readArguments } from './arguments';
import { checkArtifacts } from './artifacts';
import type { Line } from './detections';
import { pageServer } from './page-server';
import { exitOf } from './refusal';
import { readSteps } from './steps';

// `npm run --silent inspect`: what the built extension detects on one page. `--help` tells all.

function print({ lines, ms }: { lines: Line[]; ms: number }): void {
  const count = (status: Line['status']) => lines.filter((line) => line.status === status).length;
  const drawn = lines.filter((line) => line.drawn !== 'none').length;
  const summary = { matched: count('matched'), ambiguous: count('ambiguous'), drawn, ms };
  process.stdout.write([...lines, summary].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function main(args: string[]): Promise<void> {
  const wish = readArguments(args);
  if (wish === 'help') {
    process.stdout.write(help);
    return;
  }
  const { adapterType } = await checkArtifacts(wish.artifacts);
  const steps = wish.steps === undefined ? [] : await readSteps(wish.steps);
  const server = await pageServer(wish);
  // Only now: a browser and a build are not needed to say what is wrong with an argument.
  const { look } = await import('./look');
  print(await look(wish, adapterType, server, steps));
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  const { line, code } = exitOf(thrown);
  process.stderr.write(`inspect: ${line}\n`);
  process.exitCode = code;
}
