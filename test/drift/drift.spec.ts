import { type BrowserContext, expect, test } from '@playwright/test';
import { random, shuffled } from './page/random';
import { redesignIds } from './redesign-ids';
import { outside, type Subject, stage, subjects, type Verdict } from './trial';

// A small part of `npm run drift`, the same at every run.
const seed = 4;
const pagesEach = 5;
const triples = 12;

const all = await subjects();
const ids = [...redesignIds, ...outside];
const next = random(seed);
let context: BrowserContext;
let at: Awaited<ReturnType<typeof stage>>;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  at = await stage(context);
});

test.afterAll(() => context.close());

async function verdicts(tasks: { subject: Subject; ids: string[] }[], withHints = true): Promise<Verdict[]> {
  const found: Verdict[] = [];
  for (const { subject, ids: which } of tasks) found.push(await at.tryOut(subject, which, seed, { withHints }));
  return found;
}

/** No badge is wrong, and of those that a person can tell not more than this share is missing. */
function expectFew(found: Verdict[], share: number): void {
  const due = found.reduce((sum, one) => sum + one.due, 0);
  const missed = found.flatMap((one) => one.missed);
  expect(found.flatMap((one) => one.wrong)).toEqual([]);
  expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(share * due);
}

for (const id of ids) {
  const chosen = shuffled(all, next).slice(0, pagesEach);
  test(`${id}: no badge is wrong, and what a person can tell has one`, async () => {
    test.setTimeout(90_000);
    const found = await verdicts(chosen.map((subject) => ({ subject, ids: [id] })));
    expectFew(found, 0.01);
    // A redesign that changes nothing would prove nothing; zoom and frame lie outside of the page.
    if (!outside.includes(id)) expect(found.filter(({ isChanged }) => isChanged)).not.toEqual([]);
  });
}

test('no hint of a console is needed', async () => {
  test.setTimeout(90_000);
  const chosen = shuffled(all, next).slice(0, 2 * pagesEach);
  expectFew(
    await verdicts(
      chosen.map((subject) => ({ subject, ids: [] })),
      false,
    ),
    0,
  );
});

test('three redesigns at once: no badge is wrong, nearly all are found', async () => {
  test.setTimeout(120_000);
  const chosen = shuffled(all, next).slice(0, triples);
  const tasks = chosen.map((subject) => ({ subject, ids: shuffled(ids, next).slice(0, 3) }));
  expectFew(await verdicts(tasks), 0.05);
});

test('a reader that ignores which database stands above a name is found out', async () => {
  const subject = all.find(({ name }) => name === 'snowflake/2026-11-20-explorer-flat');
  if (!subject) throw new Error('The page is gone.');
  expect((await at.tryOut(subject, ['wrap'], seed)).wrong).toEqual([]);
  expect((await at.tryOut(subject, ['wrap'], seed, { isBlind: true })).wrong).not.toEqual([]);
});
