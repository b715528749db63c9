import { AxeBuilder } from '@axe-core/playwright';
import { serveConsoles } from '../../demo/consoles/serve';
import { besideSurfaces } from '../looks/beside';
import { expect, test } from './harness';

for (const surface of besideSurfaces) {
  test(`axe finds nothing on ${surface.name}, light and dark`, async ({ page, site, platform, sidelight, connect }) => {
    await serveConsoles(site);
    await page.setViewportSize(surface.size);
    await surface.open({ page, context: page.context(), site, platform, sidelight, connect });
    const found = async (axe: AxeBuilder) =>
      (await axe.setLegacyMode(true).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    expect(await found(new AxeBuilder({ page }))).toEqual([]);
    // Dark differs in its colours alone.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await found(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
    for (const other of page.context().pages()) {
      if (other !== page && /^https:/.test(other.url())) await other.close();
    }
  });
}
