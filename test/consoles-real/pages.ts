import type { Page } from '@playwright/test';
import type { PageTable } from '../../lib/messages/protocol';
import { badges, card, type SeenBadge, type SeenCard } from '../e2e/shadow';
import type { Sidelight } from '../e2e/sidelight';
import { type ShownName, shownNames } from './adminer';
import type { Checks } from './checks';
import type { KnownRelations } from './relations';

/** What every walk needs. */
export type Walk = { page: Page; sidelight: Sidelight; checks: Checks; known: KnownRelations };

/** Badges come within a second; this is for slow machines. */
const patienceMs = 4_000;

/** Asks again until the answer is good or our patience ends; the last answer is given. */
export async function eventually<T>(page: Page, ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || Date.now() > deadline) return answer;
    await page.waitForTimeout(100);
  }
}

/** A badge belongs to a name when it stands on its line, right behind it. */
export function isBeside({ box }: ShownName, badge: SeenBadge): boolean {
  const middle = badge.box.y + badge.box.height / 2;
  const gap = badge.box.x - (box.x + box.width);
  return middle > box.y - 2 && middle < box.y + box.height + 2 && gap > -4 && gap < 24;
}

/** Every dbt relation among the names that a selector finds has one badge, every other name none. */
export async function checkNames(walk: Walk, place: string, schema: string, selector: string): Promise<void> {
  const names = await shownNames(walk.page, selector);
  const expected = names.filter(({ name }) => walk.known.has(`${schema}.${name}`)).map(({ name }) => name);
  const withBadge = async () => {
    const seen = await badges(walk.page);
    return names.flatMap((shown) => seen.filter((badge) => isBeside(shown, badge)).map(() => shown.name));
  };
  const found = await eventually(walk.page, withBadge, (list) => list.toSorted().join() === expected.toSorted().join());
  walk.checks.same(`${place}: ${schema}`, found, expected);
  walk.checks.check(`${place}: ${schema}: one badge a name`, new Set(found).size === found.length, found);
}

/** The unique ids behind what is drawn are the manifest's own. */
export async function checkIds(walk: Walk, place: string, schema: string): Promise<void> {
  const { tables } = await walk.sidelight.report(walk.page);
  const drawn = tables.filter(({ drawn }) => drawn !== 'none');
  const wrong = drawn.filter(
    (table) => walk.known.get(`${table.ref.schema ?? schema}.${table.ref.name}`) !== idOf(table),
  );
  walk.checks.check(`${place}: ${schema}: each badge has its own node`, wrong.length === 0, wrong);
}

/** The nodes whose names are marked in the page's editors are exactly those of `paths`. */
export async function checkTyped(walk: Walk, place: string, paths: string[]): Promise<void> {
  const expected = paths.map((path) => walk.known.get(path) ?? '').toSorted();
  const marked = async () => {
    const { tables } = await walk.sidelight.report(walk.page);
    return tables
      .filter(({ reader, drawn }) => reader === 'editors' && drawn !== 'none')
      .map((table) => idOf(table) ?? table.label);
  };
  const found = await eventually(walk.page, marked, (ids) => ids.toSorted().join() === expected.join());
  walk.checks.same(place, found, expected);
}

export function idOf({ resolution }: PageTable): string | undefined {
  return resolution.status === 'matched' ? resolution.node.uniqueId : undefined;
}

/** The page's own table has a badge in its heading or breadcrumb if dbt knows it, and none otherwise. */
export async function checkOwnTable(walk: Walk, place: string, path: string): Promise<void> {
  const areas = await shownNames(walk.page, '#breadcrumb, #content h2');
  const inAreas = async () =>
    (await badges(walk.page)).filter(({ box }) =>
      areas.some(
        (area) => box.y + box.height / 2 > area.box.y && box.y + box.height / 2 < area.box.y + area.box.height,
      ),
    ).length;
  const isKnown = walk.known.has(path);
  const count = await eventually(walk.page, inAreas, (number) => number > 0 === isKnown);
  walk.checks.check(
    `${place}: ${path}: ${isKnown ? 'a badge' : 'no badge'} in heading or breadcrumb`,
    count > 0 === isKnown,
    count,
  );
}

/** Rests on a badge until its card is open and complete: the way to dbt comes with what the background was asked for. */
export async function checkCard(walk: Walk, place: string, badge: SeenBadge): Promise<void> {
  await walk.page.mouse.move(0, 0);
  await walk.page.mouse.move(badge.box.x + badge.box.width / 2, badge.box.y + badge.box.height / 2, { steps: 3 });
  const isComplete = (seen: SeenCard | undefined) =>
    [badge.label, 'Open in dbt'].every((text) => seen?.text.includes(text));
  const seen = await eventually(walk.page, () => card(walk.page), isComplete);
  walk.checks.check(`${place}: resting on the badge of ${badge.label} opens its card`, isComplete(seen), seen);
}

/** Closes the card and waits until it is gone. */
export async function closeCard(walk: Walk): Promise<void> {
  await walk.page.keyboard.press('Escape');
  await walk.page.mouse.move(0, 0);
  const seen = await eventually(
    walk.page,
    () => card(walk.page),
    (open) => open === undefined,
  );
  walk.checks.check('Escape closes the card', seen === undefined, seen);
}
