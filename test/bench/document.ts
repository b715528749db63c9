import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Row } from './figure';

const page = new URL('../../docs/performance.md', import.meta.url);
const heading = '## One whole run';

const shown = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(2);

/** Writes the table of a run into docs/performance.md, in the place of the last one. */
export function writeDocument(rows: readonly Row[], runs: number): void {
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf(heading) < 0 ? text.length : text.indexOf(heading)).trimEnd();
  const commit = execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8' }).trim();
  const cells = (row: Row) => [
    row.id,
    row.what,
    shown(row.ours),
    shown(row.floor),
    shown(row.ratio),
    row.bar,
    row.ok ? 'held' : 'missed',
    Object.entries(row.peers)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? shown(value) : value}`)
      .join('; '),
  ];
  const head = ['bar', 'what', 'ours', 'floor', 'ratio', 'limit', 'verdict', 'others'];
  const lines = [head, head.map(() => '---'), ...rows.map(cells)].map((line) => `| ${line.join(' | ')} |`);
  const said = `\`npm run bench -- --runs ${runs} --document\` at ${commit}, ${cpus().length} cores, load ${loadavg()[1]?.toFixed(0)}; milliseconds where nothing else is said.`;
  writeFileSync(page, `${before}\n\n${heading}\n\n${said}\n\n${lines.join('\n')}\n`);
}
