import { inTurns, median, middleHalf, type Row } from '../figure';

/** For the choice of a library, not for a bar of the product: checking one page of 500 models. */
export async function answerRows(runs: number): Promise<Row[]> {
  // as: peers/answers.js is plain JavaScript, for its packages are installed with the benchmark only
  const { ways } = (await import(new URL('../peers/answers.js', import.meta.url).href)) as {
    ways: Record<string, () => unknown>;
  };
  const rounds = 20;
  const timed = Object.fromEntries(
    Object.entries(ways).map(([name, read]) => [
      name,
      async () => {
        const before = process.cpuUsage();
        for (let round = 0; round < rounds; round++) read();
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000 / rounds;
      },
    ]),
  );
  const times = await inTurns(runs + 1, timed);
  const of = (name: string) => median((times[name] ?? []).slice(1));
  const peers = Object.fromEntries(['zod', 'valibot'].map((name) => [name, of(name)]));
  const [ours, floor] = [of('zod/mini'), of('JSON.parse')];
  return [
    {
      id: 'P9',
      what: 'check 500 models with zod/mini, beside bare JSON.parse (choice of library)',
      ours,
      floor,
      ratio: ours / floor,
      bar: '≤ zod, valibot',
      ok: ours <= Math.min(...Object.values(peers)) * 1.3,
      peers,
      spread: middleHalf(times['zod/mini'] ?? []),
    },
  ];
}
