import { choices } from '../../lib/consoles/choices';
import type { Connection } from '../../lib/model';
import {
  type DemoWarehouse,
  demoAccountId,
  demoDiscoveryHost,
  demoHost,
  demoIds,
  demoPlatform,
  demoTokens,
} from '../dbt-cloud/demo-platform';
import type { Platform } from '../dbt-cloud/platform';
import { type Site, startSite } from './site';

/** Where the demo's own Adminer stands. */
export const adminerOrigin = 'https://adminer.lantern.example';

/** A connection of the demo account as the options page would make it. `sites` default to the warehouse's consoles. */
export function demoConnection(warehouse: DemoWarehouse, sites?: string[]): { connection: Connection; token: string } {
  const known = choices.filter(({ dialect }) => dialect === warehouse).flatMap(({ addresses }) => addresses);
  const ids = demoIds(warehouse);
  return {
    token: demoTokens.jobViewer,
    connection: {
      id: `demo-${warehouse}`,
      name: `Lantern on ${warehouse}`,
      dialect: warehouse,
      sites: sites ?? [...known, ...(warehouse === 'postgres' ? [`${adminerOrigin}/*`] : [])],
      onlyWhere: [],
      isStaging: false,
      source: {
        kind: 'dbt-cloud',
        accessUrl: `https://${demoHost}`,
        discoveryUrl: `https://${demoDiscoveryHost}/graphql`,
        accountId: String(demoAccountId),
        projectId: String(ids.project),
        environmentId: String(ids.production),
        environmentName: 'Production',
        projectName: `Lantern on ${warehouse}`,
        deploymentType: 'production',
        linkStyle: 'catalog',
      },
    },
  };
}

/** The site of a test or demo, with a stand-in platform behind dbt's host names. */
export async function startDemoSite(platform: Platform = demoPlatform()): Promise<Site & { platform: Platform }> {
  const site = await startSite(platform);
  return { ...site, platform };
}
