import { measureLookUp } from './measure-look-up';
import { measureManifest } from './measure-manifest';
import { measureSearch } from './measure-search';
import { measureSync } from './measure-sync';
import { median, type Rig } from './rig';

/** One line of the table. Where there is a floor the bar is for the ratio, else for the figure itself. */
export type Row = { id: string; ours: number; floor?: number; ratio?: number; bar: number; ok: boolean };

function against(id: string, ours: number, floor: number, bar: number): Row {
  return { id, ours, floor, ratio: ours / floor, bar, ok: ours / floor <= bar };
}

function below(id: string, ours: number, bar: number): Row {
  return { id, ours, bar, ok: ours <= bar };
}

/**
 * P9: whole syncs against bare fetch and JSON.parse of the same pages, and against these with bare writing of the same
 * records: no sync can do without either. Each ratio is the median of the runs' own. Heap above an idle worker.
 */
export async function syncRows(rig: Rig, models: number, runs: number): Promise<Row[]> {
  const { ours, floors, writes, written, heapBefore, heapAfter } = await measureSync(rig, models, runs);
  const withWrites = floors.map((floor, at) => floor + (writes[at] ?? 0));
  const name = `P9 sync of ${models} models`;
  return [
    againstEach(`${name} / fetch and JSON.parse, ms`, ours, floors, 1.3),
    againstEach(`${name} / these and bare writes of ${written.toFixed(0)} MB, ms`, ours, withWrites, 1.3),
    below(`P9 heap after it, MB`, heapAfter - heapBefore, models > 20_000 ? 150 : 60),
  ];
}

function againstEach(id: string, ours: number[], floors: number[], bar: number): Row {
  const ratio = median(ours.map((time, at) => time / (floors[at] ?? time)));
  return { id, ours: median(ours), floor: median(floors), ratio, bar, ok: ratio <= bar };
}

/** P7: 500 names warm and cold at each size, and the largest size against the smallest. */
export async function lookUpRows(rig: Rig, sizes: number[], runs: number): Promise<Row[]> {
  const rows: Row[] = [];
  const warm: number[] = [];
  for (const size of sizes) {
    const { ours, floor, coldOurs, coldFloor } = await measureLookUp(rig, size, runs);
    warm.push(ours);
    rows.push(against(`P7 500 names at ${size} models / bare reads, ms`, ours, floor, 1.5));
    rows.push(against(`P7 the same, worker dead / start and bare reads, ms`, coldOurs, coldFloor, 1.5));
  }
  const [small = 1, large = 1] = [warm[0], warm.at(-1)];
  return [...rows, against(`P7 500 names at ${sizes.at(-1)} / at ${sizes[0]} models, ms`, large, small, 1.3)];
}

/** P10: a large manifest by address and dropped in. */
export async function manifestRows(rig: Rig): Promise<Row[]> {
  const rows: Row[] = [];
  for (const how of ['address', 'dropped'] as const) {
    const { size, ours, parse, fetchAndParse, heap, gap, isSameWorker } = await measureManifest(rig, how);
    const name = `P10 manifest of ${size.toFixed(0)} MB, ${how}`;
    rows.push(against(`${name} / JSON.parse, ms`, ours, parse, 2));
    rows.push(against(`${name} / fetch and JSON.parse, ms`, ours, fetchAndParse, 2));
    rows.push(against(`${name}: heap / file, MB`, heap, size, 3));
    rows.push(below(`${name}: longest stand-still of the progress, s`, gap / 1000, 1));
    rows.push(below(`${name}: workers killed`, isSameWorker ? 0 : 1, 0));
  }
  return rows;
}

/** P13: one key in the search page against a bare `includes` over the same strings. */
export async function searchRows(rig: Rig, models: number): Promise<Row[]> {
  const { ours, floor } = await measureSearch(rig, models);
  return [against(`P13 search of ${models} models, a key, ms`, ours, floor, 2)];
}
