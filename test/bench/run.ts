// `npm run bench [-- --only P3] [--json FILE] [--runs 7]`: every bar of docs/performance.md, ours beside a floor and beside others, in one run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildExtension } from '../e2e/browser';
import { type Bench, newBench } from './bench';
import { printed, type Row } from './figure';
import { cardRow } from './rows/card';
import { firstBadgeRow } from './rows/first-badge';
import { firstPassRows } from './rows/first-pass';
import { answerRows } from './rows/libraries';
import { memoryRows } from './rows/memory';
import { scrollRows } from './rows/scroll';
import { sizeRows } from './rows/size';
import { sqlRows } from './rows/sql';
import { idleRow, strangerRow } from './rows/still';
import { typingRows } from './rows/typing';
import { openStage, projectModels } from './stage';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    runs: { type: 'string', default: '7' },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1');
const isAsked = (id: string) => values.only === undefined || values.only.includes(id);

/** The packages that are measured beside us; they are the benchmark's own. */
function installPeers(): void {
  if (existsSync(join(here, 'node_modules', 'mark.js'))) return;
  process.stderr.write('bench: installing the packages that are measured beside us\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: ['ignore', 2, 2] });
}

/** The data side measures itself, in a browser of its own. */
function dataRows(id: string): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'sidelight-bench-'));
  const file = join(folder, 'rows.json');
  const script = join(root, 'test/data/figures.ts');
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  try {
    execFileSync(process.execPath, [tsx, script, '--only', id, '--json', file], { cwd: root, stdio: ['ignore', 2, 2] });
    // as: the rows that test/data/figures.ts writes
    const rows = JSON.parse(readFileSync(file, 'utf8')) as (Omit<Row, 'bar' | 'what' | 'peers'> & {
      bar: number | string;
    })[];
    return rows.map((row) => ({
      what: row.id,
      peers: {},
      ...row,
      id,
      bar: typeof row.bar === 'number' ? `≤ ${row.bar}` : row.bar,
    }));
  } catch {
    return [{ id, what: 'could not be measured', ours: Number.NaN, bar: '', ok: false, peers: {} }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** P4: what every trace of this run showed. Only as much as was measured in it. */
function longestRows({ longest, throttledLongest }: Bench): Row[] {
  const row = (what: string, { ms, where }: { ms: number; where: string }, limit: number): Row => ({
    id: 'P4',
    what: `${what} (${where})`,
    ours: ms,
    ratio: ms / limit,
    bar: `≤ ${limit} ms`,
    ok: ms <= limit,
    peers: {},
  });
  const rows = longest.where === '' ? [] : [row('longest piece of ours on a page', longest, 4)];
  return throttledLongest.where === '' ? rows : [...rows, row('the same, CPU ÷ 4', throttledLongest, 4)];
}

type Part = { id: string; measure: (bench: Bench) => Promise<Row[]> };

/** What needs a page. P4 is in all of them. */
const parts: Part[] = [
  { id: 'P1', measure: firstPassRows },
  { id: 'P2', measure: scrollRows },
  { id: 'P3', measure: typingRows },
  { id: 'P5', measure: async (bench) => [await idleRow(bench)] },
  { id: 'P8', measure: async (bench) => [await firstBadgeRow(bench)] },
  { id: 'P11', measure: async (bench) => [await cardRow(bench)] },
  { id: 'P14', measure: memoryRows },
  { id: 'P15', measure: async (bench) => [await strangerRow(bench)] },
];

const rows: Row[] = [];
function take(more: Row[]): void {
  rows.push(...more);
  process.stderr.write(`${printed(more)}\n`);
}

async function measured({ id, measure }: Part, bench: Bench): Promise<void> {
  try {
    take(await measure(bench));
  } catch (problem) {
    take([
      {
        id,
        what: `could not be measured: ${String(problem).slice(0, 120)}`,
        ours: Number.NaN,
        bar: '',
        ok: false,
        peers: {},
      },
    ]);
  }
}

const started = performance.now();
installPeers();
const needsPages = parts.some(({ id }) => isAsked(id)) || isAsked('P4') || isAsked('P12');
if (needsPages) {
  buildExtension();
  const bench = newBench(await openStage(projectModels), runs);
  try {
    for (const part of parts) if (isAsked(part.id) || isAsked('P4')) await measured(part, bench);
    if (isAsked('P12') && bench.evaluations.length === 0) await measured({ id: 'P12', measure: firstPassRows }, bench);
  } finally {
    await bench.stage.close();
  }
  if (isAsked('P4') || values.only !== undefined) take(longestRows(bench));
  if (isAsked('P12')) take(sizeRows(bench));
}
if (isAsked('P6')) take(await sqlRows(runs));
for (const id of ['P7', 'P9', 'P10', 'P13']) if (isAsked(id)) take(dataRows(id));
if (values.only === undefined) take(await answerRows(runs));

rows.sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
console.log(printed(rows));
console.log(
  `${Math.round((performance.now() - started) / 1000)} s, ${runs} runs in turns; medians, middle half in brackets.`,
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
const missed = rows.filter(({ ok }) => !ok);
if (missed.length > 0) {
  console.log(`${missed.length} of ${rows.length} bars are missed.`);
  process.exitCode = 1;
}
