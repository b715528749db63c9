import { AxeBuilder } from '@axe-core/playwright';
import { serveConsoles } from '../../demo/consoles/serve';
import { besideSurfaces } from '../looks/beside';
import { expect, test } from './harness';

for (const surface of besideSurfaces) {
  test(`axe finds nothing on ${surface.name}, light and dark`, async ({ page, site, platform, sidelight, connect }) => {
    await serveConsoles(site);
    await page.setViewportSize(surface.size);
    await surface.open({ page, context: page.context(), site, platform, sidelight, connect });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    for (const other of page.context().pages()) {
      if (other !== page && /^https:/.test(other.url())) await other.close();
    }
  });
}
