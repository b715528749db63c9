import { AxeBuilder } from '@axe-core/playwright';
import { serveConsoles } from '../../demo/consoles/serve';
import { consoleSurfaces } from '../looks/console';
import { expect, test } from './harness';
import { openedCopy } from './opened-copy';

const wanted = ['console-badges', 'console-card-tests', 'console-card-ambiguous', 'console-warning'];

for (const surface of consoleSurfaces.filter(({ name }) => wanted.includes(name))) {
  test(`axe finds nothing on ${surface.name}, light and dark`, async ({ page, site, platform, sidelight, connect }) => {
    test.slow();
    await serveConsoles(site);
    await page.setViewportSize(surface.size);
    await surface.open({ page, context: page.context(), site, platform, sidelight, connect });
    // Both first: a page behind another draws no frames.
    const copies: [colorScheme: 'light' | 'dark', copy: string][] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      copies.push([colorScheme, await openedCopy(page)]);
    }
    for (const [colorScheme, copy] of copies) {
      await page.goto('about:blank');
      await page.emulateMedia({ colorScheme });
      await page.setContent(copy);
      await page.evaluate(() => {
        for (const one of document.querySelectorAll<HTMLElement>('[popover]')) one.showPopover();
      });
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      expect(
        passes.some(({ id }) => id === 'button-name'),
        'axe saw our buttons',
      ).toBe(true);
      expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
}
