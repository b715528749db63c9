import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { badges } from '../e2e/shadow';
import { addressOf, type Database } from './adminer';
import { checkCard, checkIds, checkNames, checkOwnTable, checkTyped, closeCard, eventually, type Walk } from './pages';
import { quotedPath } from './relations';

const out = fileURLToPath(new URL('../../demo/out/real/', import.meta.url));

const inList = '#content th a[id^="Table-"]';
const inMenu = '#tables li a:not(.select)';

/** Tall enough for every name: badges are drawn where somebody can see them. */
const tall = { width: 1280, height: 4000 };
export const screen = { width: 1280, height: 900 };

const schemaOf = (path: string) => path.slice(0, path.indexOf('.'));
const nameOf = (path: string) => path.slice(path.indexOf('.') + 1);

/** What is walked: where Adminer is, and what the database holds. `paths` are all tables, `strangers` those dbt does not know. */
export type Ground = { origin: string; database: Database; paths: string[]; strangers: string[] };

export async function photograph({ page }: Walk, name: string): Promise<void> {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: `${out}${name}.png` });
}

/** Table list and side menu of every schema. */
async function walkSchemas(walk: Walk, { origin, database, paths }: Ground): Promise<void> {
  const schemas = [...new Set(paths.map(schemaOf))].toSorted();
  for (const schema of schemas) {
    await walk.page.setViewportSize(tall);
    await walk.page.goto(addressOf(origin, database, schema));
    await checkNames(walk, 'table list', schema, inList);
    await checkNames(walk, 'side menu', schema, inMenu);
    await checkIds(walk, 'schema page', schema);
    await walk.page.setViewportSize(screen);
    await photograph(walk, `schema-${schema.replaceAll(/\W/g, '-')}`);
  }
}

/** One table a schema and of each kind, and some that dbt does not know: structure page and data page. */
async function walkTables(walk: Walk, ground: Ground): Promise<void> {
  const { origin, database, paths, strangers } = ground;
  const kindOf = (path: string) => `${schemaOf(path)} ${walk.known.get(path)?.split('.')[0] ?? 'unknown'}`;
  const kinds = [...new Set(paths.map(kindOf))];
  const chosen = new Set([
    ...kinds.flatMap((kind) => paths.filter((path) => kindOf(path) === kind).slice(0, 2)),
    ...strangers.slice(0, 3),
  ]);
  await walk.page.setViewportSize(tall);
  for (const path of chosen) {
    const [schema, name] = [schemaOf(path), nameOf(path)];
    for (const [place, parameters] of [
      ['table page', { table: name }],
      ['data page', { select: name }],
    ] as const) {
      await walk.page.goto(addressOf(origin, database, schema, parameters));
      await checkOwnTable(walk, place, path);
      await checkNames(walk, `side menu on the ${place}`, schema, inMenu);
    }
    await checkIds(walk, 'data page', schema);
  }
}

/** A statement over tables that dbt knows, `mine`, quoted ones among them, and some that it does not. */
export function statement({ known }: Walk, paths: string[], strangers: string[]): { text: string; mine: string[] } {
  const isPlain = (path: string) => /^[a-z_]+\.[a-z_]+$/.test(path);
  const mine = paths.filter((path) => known.has(path) && isPlain(path)).slice(0, 4);
  const odd = paths.filter((path) => known.has(path) && !isPlain(path)).slice(0, 2);
  const others = strangers.filter(isPlain).slice(0, 2);
  const [first, ...rest] = [...mine, ...odd.map(quotedPath), ...others];
  const joins = rest.map((path, index) => `join ${path} t${index} on true`);
  return {
    text: [`-- from ${strangers[0]}`, `select * from ${first} a`, ...joins].join('\n'),
    mine: [...mine, ...odd],
  };
}

/** A statement typed key by key: names that dbt knows are marked, all others are not. */
async function walkEditor(walk: Walk, { origin, database, paths, strangers }: Ground): Promise<void> {
  const { page } = walk;
  const { text, mine } = statement(walk, paths, strangers);
  await page.setViewportSize(screen);
  await page.goto(addressOf(origin, database, schemaOf(mine[0] ?? ''), { sql: '' }));
  await page.locator('pre.sqlarea').click();
  await page.keyboard.type(text);
  await checkTyped(walk, 'SQL editor: typed names', mine);
  await photograph(walk, 'editor');
}

/** The background worker is stopped between two rests on badges: nobody notices. */
async function walkCards(walk: Walk, { origin, database, paths }: Ground): Promise<void> {
  const { page, sidelight, known, checks } = walk;
  const path = paths.find((one) => known.has(one)) ?? '';
  await page.setViewportSize(screen);
  await page.goto(addressOf(origin, database, schemaOf(path)));
  const seen = await eventually(
    page,
    () => badges(page),
    (all) => all.length > 1,
  );
  const [one, other] = [seen[0], seen.findLast((badge) => badge.box.y < screen.height - 50)];
  checks.check('cards: two badges to rest on', one !== undefined && other !== undefined, seen);
  if (!one || !other) return;
  await checkCard(walk, 'with a living worker', one);
  await photograph(walk, 'card-light');
  await closeCard(walk);
  await sidelight.killWorker();
  await checkCard(walk, 'after the worker was stopped', other);
  await page.emulateMedia({ colorScheme: 'dark' });
  await photograph(walk, 'card-dark');
  await closeCard(walk);
}

/** Everything, in the order a person would go. */
export async function walkAdminer(walk: Walk, ground: Ground): Promise<void> {
  await walkSchemas(walk, ground);
  await walkTables(walk, ground);
  await walkEditor(walk, ground);
  await walkCards(walk, ground);
}
