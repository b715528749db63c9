import type { Bench } from '../bench';
import { bundled } from '../bundle';
import { median, middleHalf, type Row } from '../figure';
import { otherOrigin } from '../stage';

declare const benchStore: (
  records: number,
  runs: number,
) => Promise<Record<string, { writes: number[]; reads: number[] }>>;

const records = 4_000;

/** For the choice of a library, not for a bar of the product: records by key in a page that we leave alone. */
export async function storeRows(bench: Bench): Promise<Row[]> {
  const script = await bundled('./peers/store.js');
  const page = await bench.stage.open(`<!doctype html><body><script>${script}</script></body>`, {
    origin: otherOrigin,
  });
  const times = await page.evaluate(([count, runs]) => benchStore(count, runs), [
    records,
    Math.min(3, bench.runs),
  ] as const);
  await page.close();
  const row = (what: string, which: 'reads' | 'writes'): Row => {
    const of = (name: string) => median(times[name]?.[which] ?? []);
    const peers = Object.fromEntries(['Dexie', 'idb-keyval'].map((name) => [name, of(name)]));
    const [ours, floor] = [of('idb'), of('bare IndexedDB')];
    const least = Math.min(...Object.values(peers));
    return {
      id: 'P7',
      what: `${what} with idb, beside bare IndexedDB (choice of library)`,
      ours,
      floor,
      ratio: ours / floor,
      bar: '≤ 1.3 × Dexie, idb-keyval',
      ok: ours <= 1.3 * least,
      peers,
      spread: middleHalf(times.idb?.[which] ?? []),
    };
  };
  return [
    row(`read ${records / 40} of ${records.toLocaleString('en')} records`, 'reads'),
    row(`write ${records.toLocaleString('en')} records`, 'writes'),
  ];
}
