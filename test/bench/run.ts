// `npm run bench [-- --only P3] [--json FILE] [--runs 7] [--document]`: every bar of docs/performance.md, ours beside a floor and beside others,
// in one run. `--document` writes its table into that page.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildExtension } from '../e2e/browser';
import { type Bench, newBench } from './bench';
import { writeDocument } from './document';
import { printed, type Row } from './figure';
import { cardRow } from './rows/card';
import { firstBadgeRow } from './rows/first-badge';
import { firstPassRows } from './rows/first-pass';
import { answerRows } from './rows/libraries';
import { memoryRows } from './rows/memory';
import { scrollRow, scrolls } from './rows/scroll';
import { sizeRows } from './rows/size';
import { sqlRows } from './rows/sql';
import { idleRow, strangerRow } from './rows/still';
import { storeRows } from './rows/store';
import { typingRow, typings } from './rows/typing';
import { openStage, projectModels } from './stage';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache');
/** No row takes longer than this; a whole run is to stay below twenty minutes. */
const longestMs = 6 * 60_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    runs: { type: 'string', default: '7' },
    document: { type: 'boolean', default: false },
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

/** A line that says why there is no figure. */
const unmeasured = (id: string, why: unknown): Row => ({
  id,
  what: `could not be measured: ${String(why).split('\n')[0]?.slice(0, 160)}`,
  ours: Number.NaN,
  bar: '',
  ok: false,
  peers: {},
});

/** The data side measures itself, in a browser of its own; a missed bar ends it with 1. */
function dataRows(id: string): Row[] {
  const file = join(cache, `bench-${id}.json`);
  rmSync(file, { force: true });
  const script = join(root, 'test/data/figures.ts');
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const more = id === 'P9' ? ['--runs', '2'] : [];
  spawnSync(process.execPath, [tsx, script, '--only', id, '--json', file, ...more], {
    cwd: root,
    stdio: ['ignore', 'ignore', 2],
    timeout: longestMs,
  });
  if (!existsSync(file)) throw new Error(`figures --only ${id} wrote nothing within ${longestMs / 60_000} minutes`);
  // as: the rows that test/data/figures.ts writes
  const written = JSON.parse(readFileSync(file, 'utf8')) as (Omit<Row, 'bar' | 'what' | 'peers'> & {
    bar: number | string;
  })[];
  return written.map((row) => ({
    what: row.id,
    peers: {},
    ...row,
    id,
    bar: typeof row.bar === 'number' ? `≤ ${row.bar}` : row.bar,
  }));
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

/** What needs a page. P4 is in all of them. The quick ones first: a run that is cut short has them. */
const parts: Part[] = [
  { id: 'P15', measure: async (bench) => [await strangerRow(bench)] },
  { id: 'P11', measure: async (bench) => [await cardRow(bench)] },
  { id: 'P8', measure: async (bench) => [await firstBadgeRow(bench)] },
  { id: 'P14', measure: memoryRows },
  { id: 'P7', measure: storeRows },
  ...typings.map((one) => ({ id: 'P3', measure: async (bench: Bench) => [await typingRow(bench, one)] })),
  ...scrolls.map((one) => ({ id: 'P2', measure: async (bench: Bench) => [await scrollRow(bench, one)] })),
  { id: 'P1', measure: firstPassRows },
  { id: 'P5', measure: async (bench) => [await idleRow(bench)] },
];

const started = performance.now();
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
const say = (line: string) => process.stderr.write(`bench: ${line}\n`);

/** What was measured so far is kept at once, so that a run that is ended early was not for nothing. */
const rows: Row[] = [];
function take(more: Row[]): void {
  rows.push(...more);
  rows.sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
  process.stderr.write(`${printed(more)}\n`);
  writeFileSync(join(cache, 'bench.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
}

/** One row that fails, or never ends, says so; the others run. False when it did not end well. */
async function attempt(id: string, measure: () => Row[] | Promise<Row[]>): Promise<boolean> {
  say(`${id} begins at ${seconds()}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${longestMs / 60_000} minutes`)), longestMs);
  });
  try {
    take(await Promise.race([measure(), late]));
    return true;
  } catch (problem) {
    take([unmeasured(id, problem)]);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** After a row that failed the browser is a new one: nobody knows what state the old one is in. */
async function measurePages(): Promise<void> {
  say('building the extension');
  buildExtension();
  const bench = newBench(await openStage(projectModels), runs);
  const asked = parts.filter(({ id }) => isAsked(id) || isAsked('P4'));
  try {
    for (const { id, measure } of asked) {
      if (await attempt(id, () => measure(bench))) continue;
      await bench.stage.close().catch(() => undefined);
      bench.stage = await openStage(projectModels);
    }
    if (isAsked('P12') && bench.evaluations.length === 0) await attempt('P12', () => firstPassRows(bench));
  } finally {
    await bench.stage.close().catch(() => undefined);
  }
  if (isAsked('P4') || values.only !== undefined) take(longestRows(bench));
  if (isAsked('P12')) take(sizeRows(bench));
}

mkdirSync(cache, { recursive: true });
installPeers();
const needsPages = parts.some(({ id }) => isAsked(id)) || isAsked('P4') || isAsked('P12');
if (isAsked('P6')) await attempt('P6', () => sqlRows(runs));
if (values.only === undefined) await attempt('P9', () => answerRows(runs));
if (needsPages) await measurePages().catch((problem: unknown) => take([unmeasured('P4', problem)]));
for (const id of ['P7', 'P13', 'P10', 'P9']) if (isAsked(id)) await attempt(id, () => dataRows(id));

console.log(printed(rows));
console.log(`${seconds()}, ${runs} runs in turns; medians, middle half in brackets. Kept in .cache/bench.json.`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
if (values.document) writeDocument(rows, runs);
const missed = rows.filter(({ ok }) => !ok);
if (missed.length > 0) {
  console.log(`${missed.length} of ${rows.length} bars are missed.`);
  process.exitCode = 1;
}
// A row that never ended may still hold the process.
process.exit();
