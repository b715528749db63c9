// `npm run figures [-- --models 10000 --runs 5 --only P9 --json FILE]`: what the data side costs, side by side with the least it could cost.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { manifestSite } from './measure-manifest';
import { openRig } from './rig';
import { lookUpRows, manifestRows, type Row, searchRows, syncRows } from './rows';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '10000' },
    large: { type: 'string', default: '100000' },
    megabytes: { type: 'string', default: '150' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const [models, large, runs] = [values.models, values.large, values.runs].map(Number);
if (!models || !large || !runs) throw new Error('models, large and runs are numbers');
const searched = 20_000;

const rig = await openRig([1000, models, searched, large], manifestSite(Number(values.megabytes) * 1e6));
const rows: Row[] = [];
const parts: [string, () => Promise<Row[]>][] = [
  ['P9', () => syncRows(rig, models, runs)],
  ['P13', () => searchRows(rig, searched)],
  ['P10', () => manifestRows(rig)],
  ['P7', () => lookUpRows(rig, [1000, large], 9)],
];
try {
  for (const [id, measure] of parts) {
    if (values.only !== undefined && values.only !== id) continue;
    const measured = await measure();
    rows.push(...measured);
    for (const row of measured) console.error(JSON.stringify(row));
  }
} finally {
  await rig.close();
}
const short = (value: number | undefined) => (value === undefined ? '' : Number(value.toFixed(2)));
console.table(
  rows.map(({ id, ours, floor, ratio, bar, ok }) => ({
    id,
    ours: short(ours),
    floor: short(floor),
    ratio: short(ratio),
    bar,
    verdict: ok ? 'held' : 'missed',
  })),
);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, undefined, 2));
if (rows.some(({ ok }) => !ok)) process.exitCode = 1;
