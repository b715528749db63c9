import { expect, test } from '@playwright/test';
import { pageIds } from './build';
import { layouts } from './pages';
import { cage } from './stage';
import { walk } from './walk';

/** What a person can tell, in all states of a page together, and what of it is found at least. */
const share = 0.99;

test('every page says how it lays its tree out', () => {
  expect(pageIds).toEqual(Object.keys(layouts).toSorted());
});

for (const id of pageIds) {
  test(`${id}: scrolled, searched, expanded and collapsed, it shows what a person can tell and nothing wrong`, async ({
    context,
  }) => {
    const states = await walk(await cage(context, id));
    const told = states.filter(({ isJump }) => !isJump);
    const sum = (of: 'due' | 'found') => told.reduce((all, { tally }) => all + tally[of], 0);
    const how = told.flatMap(({ name, tally }) => tally.missed.map((missed) => `${name}: missed ${missed}`));
    test.info().annotations.push({ type: 'found', description: `${sum('found')} of ${sum('due')}` });
    expect(states.flatMap(({ name, tally }) => tally.wrong.map((wrong) => `${name}: ${wrong}`))).toEqual([]);
    // Fewer would be a page that does not show its tree.
    expect(sum('due')).toBeGreaterThan(400);
    expect(sum('found') / sum('due'), how.join('\n')).toBeGreaterThanOrEqual(share);
  });
}
