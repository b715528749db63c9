import type { Page } from '@playwright/test';
import { badges } from '../e2e/shadow';
import { detections } from '../inspect/detections';
import { checkIds, eventually, isBeside, type Walk } from './pages';
import { logInToPgadmin, openRow, type Pgadmin, type ShownRow, shownRows } from './pgadmin';
import { type Ground, photograph, screen, statement } from './walk';

/** pgAdmin loads its parts when first needed, each from a Python process. */
const patienceMs = 120_000;

/** The whole tree expanded, every row 24 pixels high, with room to spare. */
const tall = { width: 1280, height: 12_000 };

/** Levels of pgAdmin's tree: server group, server, "Databases", database, "Schemas", schema, group, object. */
const level = { databases: 3, database: 4, schemas: 5, schema: 6, group: 7, object: 8 };
const groups = ['Tables', 'Views', 'Materialized Views'];

/** What stands at each height of the whole tree: `schema.name` for tables and views. A virtual tree keeps its parents elsewhere. */
type Heights = Map<number, string>;

function heightsOf(rows: ShownRow[]): Heights {
  const heights: Heights = new Map();
  let [schema, group] = ['', ''];
  for (const { depth, name, top } of rows) {
    if (depth < level.schema) schema = '';
    if (depth === level.schema) schema = name;
    if (depth === level.group) group = name;
    if (depth === level.object && schema !== '' && groups.includes(group)) heights.set(top, `${schema}.${name}`);
  }
  return heights;
}

/** Every shown relation of dbt has one badge; everything else in the tree has none. */
async function checkRows(walk: Walk, place: string, heights: Heights): Promise<void> {
  const rows = await shownRows(walk.page);
  const isDbt = (path: string | undefined): path is string => path !== undefined && walk.known.has(path);
  const expected = rows.map(({ top }) => heights.get(top)).filter(isDbt);
  const withBadge = async () => {
    const seen = await badges(walk.page);
    return rows.flatMap((row) =>
      seen.filter((badge) => isBeside(row, badge)).map(() => heights.get(row.top) ?? `row ${row.name}`),
    );
  };
  const found = await eventually(walk.page, withBadge, (list) => list.toSorted().join() === expected.toSorted().join());
  walk.checks.same(`pgAdmin: ${place}`, found, expected);
  walk.checks.check(`pgAdmin: ${place}: one badge a name`, new Set(found).size === found.length, found);
}

/** Every schema of the database, and in it the tables and views, by clicks. */
async function expandAll({ page }: Walk, database: string): Promise<void> {
  await openRow(page, level.databases, 'Databases');
  await openRow(page, level.database, database);
  await openRow(page, level.schemas, 'Schemas');
  const ofDepth = async (depth: number) => (await shownRows(page)).filter((row) => row.depth === depth);
  await eventually(
    page,
    () => ofDepth(level.schema),
    (rows) => rows.length > 0,
  );
  const schemas = await ofDepth(level.schema);
  for (const [index, { name }] of schemas.entries()) {
    await openRow(page, level.schema, name);
    for (const group of groups) {
      // One of each name for every schema that is open by now.
      await eventually(
        page,
        () => page.locator(`.file-entry[data-depth="${level.group}"]`).count(),
        (count) => count > index,
      );
      await openRow(page, level.group, group, index).catch(() => undefined);
    }
  }
}

async function walkTree(walk: Walk, { paths, database }: Ground): Promise<Heights> {
  const { page, checks } = walk;
  await expandAll(walk, database.name);
  const whole = await eventually(
    page,
    () => shownRows(page),
    (rows) => heightsOf(rows).size === paths.length,
  );
  const heights = heightsOf(whole);
  checks.same('pgAdmin: the tree shows every table and view', [...heights.values()], paths);
  await checkRows(walk, 'the whole tree', heights);
  await checkIds(walk, 'pgAdmin tree', '');
  await page.setViewportSize(screen);
  const box = await page.locator('#id-object-explorer').boundingBox();
  if (!box) throw new Error('pgAdmin shows no tree.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 1; step <= 22; step += 1) {
    // Less than half of what the tree shows: where nothing of dbt's is to be waited for, the next step comes before this one was looked at.
    await page.mouse.wheel(0, 280);
    await page.waitForTimeout(300);
    await checkRows(walk, `scrolled, step ${step}`, heights);
  }
  await photograph(walk, 'pgadmin-tree');
  return heights;
}

/** Names in the query tool, a frame of its own. */
async function typedIn(control: Page, page: Page): Promise<string[]> {
  const { lines } = await detections(control, page);
  return lines
    .filter(({ reader, drawn }) => reader === 'editors' && drawn !== 'none')
    .flatMap(({ uniqueIds, label }) => (uniqueIds.length === 1 ? uniqueIds : [`ambiguous ${label}`]));
}

async function walkQueryTool(walk: Walk, { paths, strangers, database }: Ground): Promise<void> {
  const { page, checks, known, sidelight } = walk;
  const { text, mine } = statement(walk, paths, strangers);
  // A card that has opened under the pointer covers the rows.
  await page.mouse.move(screen.width / 2, screen.height / 2);
  const scroller = page.locator('#id-object-explorer .file-tree > div > div').first();
  await scroller.evaluate((list) => list.scrollTo(0, 0));
  await page
    .locator(`.file-entry[data-depth="${level.database}"] .file-name`)
    .getByText(database.name, { exact: true })
    .click();
  await page.keyboard.press('Alt+Shift+Q');
  const tool = page.frameLocator('iframe[id^="id-query-tool"]');
  const editor = tool.locator('#id-query .cm-content');
  await editor.click();
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    await page.keyboard.type(line);
    // Completions come with a delay, and would take the Enter.
    await page.waitForTimeout(400);
    await page.keyboard.press('Escape');
  }
  const shown = (await tool.locator('#id-query .cm-line').allTextContents()).join('\n');
  checks.check('pgAdmin: the editor holds what was typed', shown.trim() === text, shown);
  const control = await page.context().newPage();
  await control.goto(sidelight.address('options.html'));
  await page.bringToFront();
  const found = await typedIn(control, page);
  checks.same(
    'pgAdmin: typed names',
    found,
    mine.map((path) => known.get(path) ?? ''),
  );
  await control.close();
  await photograph(walk, 'pgadmin-editor');
}

/** Everything, in the order a person would go. */
export async function walkPgadmin(walk: Walk, ground: Ground, pgadmin: Pgadmin): Promise<void> {
  walk.page.setDefaultTimeout(patienceMs);
  await walk.page.setViewportSize(tall);
  await walk.page.emulateMedia({ colorScheme: 'light' });
  await logInToPgadmin(walk.page, pgadmin, ground.database);
  await walkTree(walk, ground);
  await walkQueryTool(walk, ground);
}
