import { fileURLToPath } from 'node:url';
import type { DialectId } from '../../lib/model';
import { tablesInSql } from '../../lib/sql/tables-in-sql';
import { installPackage } from '../install-package';
import { corpora } from '../lib/sql/corpora';
import { type CorpusText, type NameReader, ours, type Score, score, type TextKind } from '../lib/sql/score';
import { type Peer, peersFrom } from './peers';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dialects = Object.keys(corpora) as DialectId[]; // as: Object.keys widens
const kinds: TextKind[] = ['valid', 'half-typed', 'window'];

/** Case is no part of what the others tell: names count as found in any. */
const inAnyCase =
  (read: NameReader): NameReader =>
  (sql, dialect, kind) =>
    read(sql, dialect, kind).map(([database, schema, name]) => [
      database?.toLowerCase() ?? null,
      schema?.toLowerCase() ?? null,
      name.toLowerCase(),
    ]);

const lowered = (texts: CorpusText[]): CorpusText[] =>
  texts.map((text) => ({ ...text, names: inAnyCase(() => text.names)(text.sql, 'postgres', 'valid') }));

type Counts = Pick<Score, 'found' | 'missed' | 'extra'>;

/** Each text is read once: parsers are slow. */
function counts(read: NameReader, dialect: DialectId): Counts[] {
  return kinds.map((kind) =>
    score(lowered(corpora[dialect].filter((text) => text.kind === kind)), dialect, inAnyCase(read)),
  );
}

function f1(counted: Counts[]): string {
  const sum = (what: keyof Counts) => counted.reduce((total, one) => total + one[what], 0);
  return ((2 * sum('found')) / (2 * sum('found') + sum('missed') + sum('extra'))).toFixed(3);
}

/** MB/s, best of several runs: what the machine can do, not what else it was doing. */
function speed(texts: string[], run: (sql: string) => unknown, runs: number): number {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    const started = performance.now();
    for (const text of texts) {
      try {
        run(text);
      } catch {
        // What a parser does not read costs it what it costs.
      }
    }
    best = Math.min(best, performance.now() - started);
  }
  return characters / best / 1000;
}

const token = /[A-Za-z_][\w$]*|\d[\w.]*|'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\s+|[\s\S]/y;

/** The floor: one sticky regular expression over all tokens. */
function floor(sql: string): number {
  let count = 0;
  token.lastIndex = 0;
  while (token.test(sql)) count++;
  return count;
}

function table(head: string[], rows: string[][]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
}

installPackage(folder);
const peers: Peer[] = peersFrom(folder);
function printF1(): void {
  console.log('F1 over the dialect corpus, names in any case\n');
  const readers: [string, NameReader][] = [
    ['Sidelight', ours],
    ...peers.map(({ name, read }): [string, NameReader] => [name, read]),
  ];
  table(
    [
      '',
      ...dialects.map((dialect) => `${dialect} (${corpora[dialect].length})`),
      ...kinds.map((kind) => `all ${kind}`),
    ],
    readers.map(([name, read]) => {
      const all = dialects.map((dialect) => counts(read, dialect));
      const byKind = kinds.map((_, index) => f1(all.flatMap((counted) => counted[index] ?? [])));
      return [name, ...all.map(f1), ...byKind];
    }),
  );
}

// `npm run sql -- --speed` leaves out the first table.
if (!process.argv.includes('--speed')) printF1();
console.log('\nMB/s, best of the runs (the parsers: 60 valid texts, each alone)\n');
const joined = (dialect: DialectId) => {
  const text = corpora[dialect].flatMap(({ kind, sql }) => (kind === 'valid' ? [sql] : [])).join(';\n');
  return text.repeat(Math.ceil(1_000_000 / text.length)).slice(0, 1_000_000);
};
const valid = (dialect: DialectId) => corpora[dialect].flatMap(({ kind, sql }) => (kind === 'valid' ? [sql] : []));
const speeds: [string, (dialect: DialectId) => number][] = [
  ['sticky regular expression (floor)', (dialect) => speed([joined(dialect)], floor, 15)],
  ['Sidelight, 1 MB', (dialect) => speed([joined(dialect)], (sql) => tablesInSql(sql, dialect), 15)],
  [
    'Sidelight, 100 kB',
    (dialect) => speed([joined(dialect).slice(0, 100_000)], (sql) => tablesInSql(sql, dialect), 60),
  ],
  ['Lezer, 1 MB', (dialect) => speed([joined(dialect)], (sql) => peers[0]?.parse(sql, dialect), 3)],
  ...peers
    .slice(1)
    .map(({ name, parse }): [string, (dialect: DialectId) => number] => [
      name,
      (dialect) => speed(valid(dialect).slice(0, 60), (sql) => parse(sql, dialect), 2),
    ]),
];
// Row by row: the parsers take their time.
for (const [name, of] of speeds) {
  const row = dialects.map((dialect) => `${dialect} ${of(dialect).toFixed(2)}`);
  console.log(`${name.padEnd(34)}  ${row.join('  ')}`);
}
