import { writeFileSync } from 'node:fs';
import type { DialectId } from '../../../lib/model';
import type { tablesInSql } from '../../../lib/sql/tables-in-sql';
import { bigquery } from '../../lib/sql/corpus/bigquery';
import { databricks } from '../../lib/sql/corpus/databricks';
import { postgres } from '../../lib/sql/corpus/postgres';
import { redshift } from '../../lib/sql/corpus/redshift';
import { snowflake } from '../../lib/sql/corpus/snowflake';
import { bundled } from '../bundle';
import { median, middleHalf, type Row } from '../figure';

type Peer = (text: string, dialect: DialectId) => number;

const corpus = (
  [
    ['bigquery', bigquery],
    ['databricks', databricks],
    ['postgres', postgres],
    ['redshift', redshift],
    ['snowflake', snowflake],
  ] as const
).map(([dialect, texts]) => ({
  dialect,
  texts: texts.filter(({ kind }) => kind === 'valid').map(({ sql }) => sql),
}));
const characters = corpus.flatMap(({ texts }) => texts).reduce((sum, { length }) => sum + length, 0);

/** The least that reading SQL can cost: one sticky expression that eats a token at a time. */
const tokens =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|[\s\S]/uy;

function eat(text: string): number {
  tokens.lastIndex = 0;
  let count = 0;
  while (tokens.lastIndex < text.length && tokens.test(text)) count++;
  return count;
}

/** Milliseconds per megabyte of the corpus; a text that a peer refuses is paid for as far as it was read. */
function time(read: Peer, rounds: number): number {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++)
    for (const { dialect, texts } of corpus)
      for (const text of texts) {
        try {
          read(text, dialect);
        } catch {
          // Half of them do not know every dialect.
        }
      }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000 / (characters * rounds)) * 1e6;
}

/**
 * Rounds that take a fifth of a second, after a second of them: each reader is measured when it is warm, for one that was compiled beside one
 * that is still being compiled says nothing of either.
 */
function roundsOf(read: Peer): number {
  const { user, system } = process.cpuUsage();
  const end = user + system + 1e6;
  for (let rounds = 1; ; rounds++) {
    time(read, 1);
    const now = process.cpuUsage();
    if (now.user + now.system >= end) return Math.ceil(rounds / 5);
  }
}

/** P6: table names out of SQL, on the corpus of the tests, beside a bare loop and beside parsers. */
export async function sqlRows(runs: number): Promise<Row[]> {
  const tables = await shippedReader();
  const own: Peer = (text, dialect) => tables(text, dialect).length;
  const [ours, floors]: [number[], number[]] = [[], []];
  const ownRounds = roundsOf(own);
  const floorRounds = roundsOf(eat);
  for (let run = 0; run < runs; run++) {
    ours.push(time(own, ownRounds));
    floors.push(time(eat, floorRounds));
  }
  // Only now: what some of them do to the language slows down all that runs after them.
  // as: peers/sql.js is plain JavaScript, for its packages are installed with the benchmark only
  const { peers } = (await import(new URL('../peers/sql.js', import.meta.url).href)) as { peers: Record<string, Peer> };
  // What they say of texts that they cannot read belongs to nobody's figures.
  const { error } = console;
  console.error = () => undefined;
  const others = Object.entries(peers).map(([name, read]): [string, number] => {
    const rounds = roundsOf(read);
    return [name, median([time(read, rounds), time(read, rounds), time(read, rounds)])];
  });
  console.error = error;
  const mine = median(ours);
  const ratio = mine / median(floors);
  const shown = others.map(([name, ms]): [string, string] => [name, `${(ms / mine).toFixed(0)} × ours`]);
  const least = Math.min(
    ...others.filter(([name]) => name !== 'Lezer SQL' && name !== 'sql-formatter').map(([, ms]) => ms / mine),
  );
  const lezer = (others.find(([name]) => name === 'Lezer SQL')?.[1] ?? 0) / mine;
  const row = { id: 'P6', peers: {} };
  return [
    {
      ...row,
      what: 'table names in SQL, ms per MB of the corpus',
      ours: mine,
      floor: median(floors),
      ratio,
      bar: '≤ 1.3 × sticky expression',
      ok: ratio <= 1.3,
      peers: Object.fromEntries(shown),
      spread: middleHalf(ours),
    },
    { ...row, what: 'Lezer against ours', ours: lezer, bar: '≥ 15 ×', ok: lezer >= 15 },
    { ...row, what: 'the fastest parser against ours', ours: least, bar: '≥ 100 ×', ok: least >= 100 },
    linearRow(tables),
  ];
}

/** Our reader in one file. */
async function shippedReader(): Promise<typeof tablesInSql> {
  const file = new URL('../../../.cache/bench-sql.mjs', import.meta.url);
  writeFileSync(file, await bundled('../../lib/sql/tables-in-sql.ts', 'es'));
  // as: what that file exports
  return ((await import(file.href)) as { tablesInSql: typeof tablesInSql }).tablesInSql;
}

/** One text of a megabyte against texts of a tenth of it. In many turns: each takes less than collecting what it leaves. */
function linearRow(tables: typeof tablesInSql): Row {
  const turns = 25;
  const statement =
    "SELECT a.x, b.y FROM shop.orders a JOIN shop.lines b ON a.id = b.id WHERE a.note = 'open' -- note\n;\n";
  const long = statement.repeat(Math.ceil(1e6 / statement.length));
  const short = long.slice(0, long.length / 10);
  const once = (text: string, times: number) => {
    const before = process.cpuUsage();
    for (let at = 0; at < times; at++) tables(text, 'postgres');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const ratios: number[] = [];
  const times: number[] = [];
  for (let run = 0; run <= turns; run++) {
    const all = once(long, 1);
    if (run > 0) ratios.push(all / once(short, 10));
    if (run > 0) times.push(all);
  }
  const ratio = median(ratios);
  return {
    id: 'P6',
    what: '1 MB of SQL against ten times 0.1 MB',
    ours: median(times),
    ratio,
    bar: '≤ 1.3',
    ok: ratio <= 1.3,
    peers: {},
    spread: middleHalf(times),
  };
}
