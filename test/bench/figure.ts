/** One line of the table. Times are milliseconds where nothing else is said; `spread` is the middle half of the runs. */
export type Row = {
  id: string;
  what: string;
  ours: number;
  floor?: number;
  ratio?: number;
  bar: string;
  ok: boolean;
  peers: Record<string, number | string>;
  spread?: [number, number];
};

/** The value in the middle; 0 of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function middleHalf(values: readonly number[]): [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** Runs things in turns, so that a machine that becomes busy is busy for all of them. */
export async function inTurns<Name extends string>(
  runs: number,
  ways: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  // as: the names are those of `ways`
  const names = Object.keys(ways) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let run = 0; run < runs; run++) for (const name of names) values[name].push(await ways[name]());
  return values;
}

const shown = (value: number | string | undefined) =>
  typeof value !== 'number' ? (value ?? '') : value >= 100 ? value.toFixed(0) : value.toFixed(2);

/** The table, for people. */
export function printed(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.id,
    row.what,
    `${shown(row.ours)}${row.spread ? ` (${shown(row.spread[0])}–${shown(row.spread[1])})` : ''}`,
    shown(row.floor),
    shown(row.ratio),
    row.bar,
    row.ok ? 'held' : 'MISSED',
    Object.entries(row.peers)
      .map(([name, value]) => `${name} ${shown(value)}`)
      .join(', '),
  ]);
  const head = ['id', 'what', 'ours', 'floor', 'ratio', 'bar', 'verdict', 'peers'];
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map((row) => (row[at] ?? '').length)));
  return [head, ...cells]
    .map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '))
    .join('\n');
}
