import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Bench } from '../bench';
import { median, middleHalf, type Row } from '../figure';

const built = new URL('../../../.output/chrome-mv3/', import.meta.url);
const kilobytes = (file: string) => gzipSync(readFileSync(new URL(file, built))).length / 1000;

/** P12: what ships, and what it costs to be read. Needs no browser but for the evaluations seen in other rows. */
export function sizeRows({ evaluations }: Bench): Row[] {
  const row = (what: string, ours: number, limit: number, unit: string): Row => ({
    id: 'P12',
    what,
    ours,
    ratio: ours / limit,
    bar: `≤ ${limit} ${unit}`,
    ok: ours <= limit,
    peers: {},
  });
  const rows = [
    row('content script at the start, gzip', kilobytes('content-scripts/console.js'), 20, 'kB'),
    row('background, gzip', kilobytes('background.js'), 45, 'kB'),
  ];
  if (evaluations.length > 0) {
    const evaluation = row('content script, parse and evaluate', median(evaluations), 5, 'ms');
    rows.push({ ...evaluation, spread: middleHalf(evaluations) });
  }
  return rows;
}
