import { badges } from '../e2e/shadow';
import { checkIds, checkTyped, eventually, isBeside, type Walk } from './pages';
import { type ShownObject, shownObjects } from './pgweb';
import { type Ground, photograph, screen, statement } from './walk';

/** The whole tree expanded, every row 30 pixels high, with room to spare. */
const tall = { width: 1280, height: 6_000 };

/** Where a click rests on no badge: a card would cover the rows below. */
const atIcon = { x: 20, y: 10 };

const relationKinds = ['table', 'view', 'materialized_view'];

/** Every shown relation of dbt has one badge; strangers, functions and sequences have none. */
async function checkObjects(walk: Walk, place: string): Promise<ShownObject[]> {
  const shown = await shownObjects(walk.page);
  const pathOf = ({ schema, name }: ShownObject) => `${schema}.${name}`;
  const isDbt = (one: ShownObject) => relationKinds.includes(one.kind) && walk.known.has(pathOf(one));
  const expected = shown.filter(isDbt).map(pathOf).toSorted();
  const withBadge = async () => {
    const seen = await badges(walk.page);
    return shown.flatMap((one) => seen.filter((badge) => isBeside(one, badge)).map(() => pathOf(one)));
  };
  const found = await eventually(walk.page, withBadge, (list) => list.toSorted().join() === expected.join());
  walk.checks.same(`pgweb: ${place}`, found, expected);
  walk.checks.check(`pgweb: ${place}: one badge a name`, new Set(found).size === found.length, found);
  return shown;
}

/** Every schema and every group in it, by clicks. */
async function expandAll({ page }: Walk): Promise<void> {
  await page.locator('#objects .schema').first().waitFor();
  for (const closed of [
    '.schema:not(.expanded) > .schema-name',
    '.schema-group:not(.expanded) > .schema-group-title',
  ]) {
    for (let row = page.locator(`#objects ${closed}`); (await row.count()) > 0; ) await row.first().click();
  }
}

async function walkTree(walk: Walk, { paths }: Ground): Promise<void> {
  const { page, checks } = walk;
  const shown = await checkObjects(walk, 'the whole tree');
  const relations = shown
    .filter(({ kind }) => relationKinds.includes(kind))
    .map(({ schema, name }) => `${schema}.${name}`);
  checks.same('pgweb: the tree shows every table and view', relations, paths);
  await checkIds(walk, 'pgweb tree', '');
  await page.locator('#filter_database_objects').pressSequentially('order');
  // pgweb waits a moment for the next key; a row in a closed group would look filtered before that.
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('#objects li.schema-item')].every(
      (row) => row.dataset.name?.includes('order') || row.style.display === 'none',
    ),
  );
  await checkObjects(walk, 'the filtered tree');
  await photograph(walk, 'pgweb-filtered');
  await page.locator('.clear-objects-filter').click();
  await page.locator('#objects li[data-name="sidelight_unknown"]').first().waitFor();
  await checkObjects(walk, 'the filter cleared');
  await page.setViewportSize(screen);
  const list = await page.locator('.tables-list').boundingBox();
  if (!list) throw new Error('pgweb shows no list of objects.');
  await page.mouse.move(list.x + 20, list.y + list.height / 2);
  for (let step = 1; step <= 8; step += 1) {
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(300);
    await checkObjects(walk, `scrolled, step ${step}`);
  }
  await photograph(walk, 'pgweb-tree');
}

/** Two of dbt's tables and a stranger of dbt's name: the tree keeps its badges, the results get none. */
async function walkTables(walk: Walk, { paths, strangers }: Ground): Promise<void> {
  const { page, checks, known } = walk;
  await page.setViewportSize(tall);
  for (const path of [...paths.filter((one) => known.has(one)).slice(0, 2), ...strangers.slice(0, 1)]) {
    await page.locator(`#objects li[data-id="${path}"]`).click({ position: atIcon });
    await page.locator('#table_content.selected').waitFor();
    await page.locator('#results_body tr').first().waitFor();
    await checkObjects(walk, `rows of ${path}`);
    const output = await page.locator('#output').boundingBox();
    const inResults = (await badges(page)).filter(({ box }) => output && box.x > output.x && box.y > output.y);
    checks.check(`pgweb: rows of ${path}: no badge in the results`, inResults.length === 0, inResults);
  }
}

async function walkEditor(walk: Walk, { paths, strangers }: Ground): Promise<void> {
  const { page, checks } = walk;
  const { text, mine } = statement(walk, paths, strangers);
  await page.setViewportSize(screen);
  await page.locator('#table_query').click();
  await page.locator('#custom_query .ace_content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    await page.keyboard.type(line);
    // Completions come with a delay, and would take the Enter.
    await page.waitForTimeout(400);
    await page.keyboard.press('Escape');
  }
  const lines = await page.locator('#custom_query .ace_line').allTextContents();
  checks.check('pgweb: the editor holds what was typed', lines.join('\n') === text, lines);
  await checkTyped(walk, 'pgweb: typed names', mine);
  await photograph(walk, 'pgweb-editor');
}

/** Everything, in the order a person would go. */
export async function walkPgweb(walk: Walk, ground: Ground): Promise<void> {
  await walk.page.setViewportSize(tall);
  await walk.page.emulateMedia({ colorScheme: 'light' });
  await walk.page.goto(ground.origin);
  await expandAll(walk);
  await walkTree(walk, ground);
  await walkTables(walk, ground);
  await walkEditor(walk, ground);
}
