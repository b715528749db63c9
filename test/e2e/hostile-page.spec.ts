import type { Page } from '@playwright/test';
import { serveConsoles } from '../../demo/consoles/serve';
import { badgeOf, card, expect, openCard, test } from './harness';
import { pressInCard } from './in-card';
import { insideEach } from './shadow';

const adminer = 'https://adminer.lantern.example/?pgsql=warehouse&username=ada&db=shop&ns=sales';
const worksheet =
  'https://app.snowflake.com/lantern/shop/#/workspaces/ws/USER%24/PUBLIC/DEFAULT%24/Lanterns%20sold.sql';

const ours = 'dbt-badge, dbt-card, dbt-overlay, [popover]';

/** Style sheets that a page may have, by carelessness or on purpose. */
const sheets: Record<string, string> = {
  'takes everything away': '* { all: unset !important }',
  'makes what is ours huge': `${ours} { font-size: 80px !important; letter-spacing: 20px !important; word-spacing: 1em !important;
    line-height: 3 !important; text-transform: uppercase !important; text-indent: 40px !important; direction: rtl !important;
    pointer-events: none !important; color: red !important; background: yellow !important; margin: 9px !important;
    --sl-surface: red !important; --sl-state: red !important; --sl-healthy: red !important }`,
  'hides what is ours': `${ours} { display: none !important; visibility: hidden !important; opacity: 0 !important;
    content-visibility: hidden !important; clip-path: circle(0) !important; pointer-events: none !important }`,
  'moves what is ours': `${ours} { transform: scale(3) rotate(9deg) !important; filter: blur(9px) !important; zoom: 3 !important;
    position: static !important; inset: auto !important; width: 9px !important; height: 90px !important; color-scheme: dark !important;
    animation: spin 1s infinite !important; transition: all 9s !important; mix-blend-mode: difference !important }
    @keyframes spin { to { transform: rotate(1turn) } }`,
  'adds to what is ours': `dbt-card::backdrop, ::backdrop { display: block !important; background: red !important; opacity: 1 !important }
    :is(${ours})::before, :is(${ours})::after { content: "x" !important; display: block !important; position: fixed !important;
    inset: 0 !important; font-size: 99px !important; background: red !important; z-index: 9 !important }`,
};

/** What the card looks like, less its round corners, behind which the page is seen. */
async function pictureOfCard(page: Page, label: string): Promise<Buffer> {
  await page.getByRole('link', { name: label, exact: true }).first().scrollIntoViewIfNeeded();
  await openCard(page, label);
  await expect.poll(async () => (await card(page))?.text).toContain('Nightly build');
  // Pinned, it has the same place and room whatever becomes of the page.
  await pressInCard(page, 'Keep open');
  await page.mouse.move(640, 799);
  const box = (await card(page))?.box;
  if (!box) throw new Error('the card has gone');
  const clip = { x: box.x + 10, y: box.y + 10, width: box.width - 20, height: box.height - 20 };
  const picture = await page.screenshot({ clip });
  await pressInCard(page, 'Close');
  await page.mouse.move(0, 0);
  await expect.poll(() => card(page)).toBeUndefined();
  return picture;
}

/** Every badge's measures and paint: where it stands is the page's to say. */
function looksOfBadges(page: Page) {
  return insideEach(page, 'dbt-badge', function () {
    const of = (element: Element | null) => {
      if (!element) return '';
      const { width, height, fill, stroke, strokeWidth, opacity, visibility, pointerEvents, filter } =
        getComputedStyle(element);
      return [width, height, fill, stroke, strokeWidth, opacity, visibility, pointerEvents, filter].join(' ');
    };
    const { width, height } = this.host.getBoundingClientRect();
    const added = getComputedStyle(this.host, '::before').content + getComputedStyle(this.host, '::after').content;
    const parts = [this.querySelector('button'), this.querySelector('svg'), ...this.querySelectorAll('path')];
    return [`${width.toFixed(1)}×${height.toFixed(1)}`, added, ...parts.map(of)].join('\n');
  });
}

for (const [what, sheet] of Object.entries(sheets)) {
  test(`a page whose style sheet ${what} changes neither badge nor card`, async ({ page, site, connect }) => {
    test.slow();
    await serveConsoles(site);
    await connect('postgres');
    await page.goto(adminer);
    await badgeOf(page, 'payments');
    const [before, badgesBefore] = [await pictureOfCard(page, 'payments'), await looksOfBadges(page)];
    await page.addStyleTag({ content: sheet });
    const [after, badgesAfter] = [await pictureOfCard(page, 'payments'), await looksOfBadges(page)];
    expect(after.equals(before), 'the card’s pixels').toBe(true);
    expect(new Set(badgesAfter)).toEqual(new Set(badgesBefore));
  });
}

test('badges over an editor stay as they are under all of these at once', async ({ page, site, connect }) => {
  await serveConsoles(site);
  await connect('snowflake');
  await page.goto(worksheet);
  await expect.poll(async () => (await looksOfBadges(page)).length).toBeGreaterThan(2);
  const before = await looksOfBadges(page);
  const { 'takes everything away': _unset, ...others } = sheets;
  await page.addStyleTag({ content: Object.values(others).join('\n') });
  expect(await looksOfBadges(page)).toEqual(before);
});
