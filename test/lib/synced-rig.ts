import type { SyncTools } from '../../lib/build';
import { resolveAll, welcome } from '../../lib/look-up';
import type { Connection, SyncStatus } from '../../lib/model';
import { writeConnection } from '../../lib/settings';
import { dbtCloudSource } from '../../lib/sources/dbt-cloud/dbt-cloud';
import { type Reason, syncConnection } from '../../lib/sync';
import { writeToken } from '../../lib/tokens';
import { speakEnglish } from '../components/screen';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import { aConnection, fakeTools, freshBrowser } from './stand-ins';

type Cloud = Extract<Connection['source'], { kind: 'dbt-cloud' }>;

export const smallSource: Cloud = {
  kind: 'dbt-cloud',
  accessUrl: `https://${smallHost}`,
  discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
  accountId: '100',
  projectId: '200',
  environmentId: String(smallEnvironment),
  linkStyle: 'catalog',
};

export const minute = 60_000;
const startedAt = Date.parse('2026-08-21T00:00:00Z');

export type SyncedRig = {
  connection: Connection;
  platform: ReturnType<typeof smallPlatform>;
  tools: SyncTools;
  clock: { now: number };
  pauses: number[];
  calls: Map<string, number>;
  /** Every address that was asked for, as `fetch` got it. */
  addresses: string[];
  /** Syncs as a worker would and gives what a page is then greeted with. */
  sync: (reason: Reason, by?: Partial<SyncTools>) => Promise<SyncStatus>;
  /** Whether a page that shows the small project's table of customers gets its badge. */
  isShown: () => Promise<boolean>;
};

/** A connection to the small platform, in English, synced once a quarter of an hour ago. */
export async function syncedRig(): Promise<SyncedRig> {
  await freshBrowser();
  speakEnglish();
  const connection = aConnection({ source: smallSource });
  const { tools, clock, pauses, calls } = fakeTools(dbtCloudSource(smallSource, connection), startedAt);
  const platform = smallPlatform({ now: () => clock.now, limits: { discovery: 10_000 } });
  const addresses: string[] = [];
  const all: SyncTools = {
    ...tools,
    fetch: (url, init) => {
      addresses.push(typeof url === 'string' ? url : '');
      return platform.fetch(url, init);
    },
    // A worker makes its source anew.
    sourceOf: (of) => dbtCloudSource(of.source.kind === 'dbt-cloud' ? of.source : smallSource, of),
  };
  await writeConnection(connection);
  await writeToken(connection, smallToken, 1);
  await syncConnection(all, connection.id, 'asked');
  clock.now += 16 * minute;
  platform.requests.length = 0;
  return {
    connection,
    platform,
    tools: all,
    clock,
    pauses,
    calls,
    addresses,
    async sync(reason, by = {}) {
      await syncConnection({ ...all, ...by }, connection.id, reason).catch(() => undefined);
      const [status] = (await welcome('https://app.snowflake.com/org/'))?.statuses ?? [];
      if (!status) throw new Error('no status');
      return status;
    },
    async isShown() {
      const ref = { database: 'ANALYTICS', schema: 'MARTS', name: 'DIM_CUSTOMERS' };
      return (await resolveAll([connection], [ref]))[0]?.status === 'matched';
    },
  };
}
