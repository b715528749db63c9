import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { savedZoo } from '../zoo/saved';
import { random, shuffled } from './page/random';
import { redesignIds } from './redesign-ids';
import { outside, type Subject, stage, subjects, type Verdict } from './trial';

const { values: options } = parseArgs({
  options: {
    triples: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    page: { type: 'string' },
    of: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

type Task = { column: string; ids: string[]; subject: Subject; seed: number; withHints?: boolean };
type Sum = { pages: number; due: number; found: number; wrong: number; moved: number };

const ids = [...redesignIds, ...outside];

function singles(all: Subject[], seed: number): Task[] {
  if (options.only === 'triples') return [];
  const wanted = options.only?.split(',') ?? ['none', 'no-hints', ...ids];
  return wanted.flatMap((column) =>
    all.map((subject) => ({
      column,
      ids: column === 'none' || column === 'no-hints' ? [] : column.split('+'),
      subject,
      seed,
      withHints: column !== 'no-hints',
    })),
  );
}

function triples(all: Subject[], seed: number, count: number): Task[] {
  if (options.only && options.only !== 'triples') return [];
  const next = random(seed);
  return Array.from({ length: count }, (_, index) => {
    const subject = all[index % all.length];
    if (!subject) throw new Error('There is no page to redesign.');
    return { column: 'three at once', ids: shuffled(ids, next).slice(0, 3), subject, seed: Math.floor(next() * 1e9) };
  });
}

const sums = new Map<string, Sum>();

function count(task: Task, verdict: Verdict): void {
  const sum = sums.get(task.column) ?? { pages: 0, due: 0, found: 0, wrong: 0, moved: 0 };
  sums.set(task.column, sum);
  sum.pages++;
  sum.due += verdict.due;
  sum.found += verdict.found;
  sum.wrong += verdict.wrong.length;
  if (verdict.moved > 0) sum.moved++;
  const how = `${task.subject.name} [${task.ids.join('+') || task.column}] seed ${task.seed}`;
  for (const wrong of verdict.wrong) console.log(`WRONG  ${how}: ${wrong}`);
  if (options.verbose) {
    for (const missed of verdict.missed) console.log(`missed ${how}: ${missed}`);
    if (verdict.moved > 0) console.log(`moved  ${how}: ${verdict.moved} texts`);
  }
}

const browser = await chromium.launch({
  executablePath: process.env.SIDELIGHT_CHROMIUM ?? JSON.parse(readFileSync('.cache/browser.json', 'utf8')).path,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const seed = Number(options.seed);
  const isWanted = (name: string) => name.includes(options.page ?? '');
  const pages = (await subjects()).filter(({ name }) => isWanted(name));
  if (options.of !== undefined && !/^(consoles|zoo)$/.test(options.of)) throw new Error('--of consoles or --of zoo.');
  const zoo = options.of === 'consoles' ? [] : await savedZoo(await browser.newContext(), isWanted);
  const all = [...(options.of === 'zoo' ? [] : pages), ...zoo];
  const tasks = [...singles(all, seed), ...triples(all, seed, Number(options.triples))];
  // Two pages at a time.
  await Promise.all(
    [0, 1].map(async () => {
      const at = await stage(await browser.newContext());
      for (let task = tasks.shift(); task; task = tasks.shift()) {
        const { subject, ids: which, seed: from, withHints } = task;
        const verdict = await at.tryOut(subject, which, from, { withHints: withHints ?? true }).catch(
          (error: Error): Verdict => ({
            due: 0,
            found: 0,
            wrong: [`FAILED ${error.message.split('\n')[0]}`],
            missed: [],
            moved: 0,
            isChanged: false,
          }),
        );
        count(task, verdict);
      }
    }),
  );
} finally {
  await browser.close();
}

console.log(`\n${'redesign'.padEnd(16)}  pages    due  found      %  wrong  pages with texts elsewhere`);
for (const [column, { pages, due, found, wrong, moved }] of sums) {
  const share = due === 0 ? 100 : (100 * found) / due;
  const cells = [
    String(pages).padStart(5),
    String(due).padStart(5),
    String(found).padStart(5),
    share.toFixed(1).padStart(5),
  ];
  console.log(`${column.padEnd(16)}  ${cells.join('  ')}  ${String(wrong).padStart(5)}  ${moved}`);
}
