import type { Page } from '@playwright/test';
import type { Connection } from '../../lib/model';
import { generateProject } from '../dbt-cloud/generate-project';
import { generatedNode, shapeOf } from '../dbt-cloud/generated-nodes';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import { type ExtensionBrowser, openBrowser } from '../e2e/browser';
import { controlExtension, type Sidelight } from '../e2e/sidelight';
import { type Site, startSite } from '../e2e/site';

/** Where pages of the benchmark live: the first is covered by the connection, the second is not. */
export const consoleOrigin = 'https://console.bench.example';
export const otherOrigin = 'https://elsewhere.bench.example';

/** A browser with the extension, connected to a generated project, and the site that is its internet. */
export type Stage = {
  site: Site;
  browser: ExtensionBrowser;
  sidelight: Sidelight;
  models: number;
  /** Serves a page at an address of the console and opens it in a tab of its own. */
  open: (html: string, where?: { origin?: string }) => Promise<Page>;
  close: () => Promise<void>;
};

/** A table of the generated project as the warehouse shows it. */
export type ShownTable = { schema: string; name: string };

/** The first tables of the project in reading order: by schema. */
export function shownTables(models: number): ShownTable[] {
  const shape = shapeOf({ models });
  return Array.from({ length: models }, (_, index) => {
    const node = generatedNode('model', index, shape);
    return { schema: (node.schema ?? '').toUpperCase(), name: (node.alias ?? node.name).toUpperCase() };
  }).toSorted((a, b) => (a.schema === b.schema ? 0 : a.schema < b.schema ? -1 : 1));
}

const connection: Connection = {
  id: 'bench',
  name: 'Bench',
  dialect: 'snowflake',
  sites: [`${consoleOrigin}/*`],
  onlyWhere: [],
  isStaging: false,
  source: {
    kind: 'dbt-cloud',
    accessUrl: `https://${smallHost}`,
    discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
    accountId: '100',
    projectId: '200',
    environmentId: String(smallEnvironment),
    linkStyle: 'catalog',
  },
};

/** Models of the project that all pages are about. */
export const projectModels = 1_000;

export async function openStage(models = projectModels): Promise<Stage> {
  const platform = smallPlatform({ limits: { discovery: 1e9, admin: 1e9 } });
  platform.setArtifacts(smallEnvironment, generateProject({ models, columns: 3 }));
  const site = await startSite(platform);
  const browser = await openBrowser({ port: site.port, spki: site.spki });
  try {
    // What tsx puts around named functions, in pages too.
    await browser.context.addInitScript('globalThis.__name = (named) => named');
    const sidelight = await controlExtension(browser.context, browser.extensionId);
    await sidelight.connect(connection, smallToken);
    let count = 0;
    return {
      site,
      browser,
      sidelight,
      models,
      async open(html, { origin = consoleOrigin } = {}) {
        count += 1;
        const address = `${origin}/page-${count}`;
        site.serve(address, html);
        const page = await browser.context.newPage();
        await page.goto(address);
        return page;
      },
      async close() {
        await browser.close();
        await site.close();
      },
    };
  } catch (problem) {
    await browser.close();
    await site.close();
    throw problem;
  }
}
