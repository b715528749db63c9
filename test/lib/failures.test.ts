import { beforeEach, describe, expect, it } from 'vitest';
import type { SyncTools } from '../../lib/build';
import { welcome } from '../../lib/look-up';
import type { SyncStatus } from '../../lib/model';
import { writeConnection } from '../../lib/settings';
import { dbtCloudSource } from '../../lib/sources/dbt-cloud/dbt-cloud';
import { syncConnection } from '../../lib/sync';
import { writeToken } from '../../lib/tokens';
import english from '../../public/_locales/en/messages.json';
import { speakEnglish } from '../components/screen';
import type { Fault } from '../dbt-cloud/faults';
import {
  smallDiscoveryHost,
  smallEnvironment,
  smallHost,
  smallPlatform,
  smallToken,
} from '../dbt-cloud/small-platform';
import { aConnection, fakeTools, freshBrowser } from './stand-ins';

const connection = aConnection({
  source: {
    kind: 'dbt-cloud',
    accessUrl: `https://${smallHost}`,
    discoveryUrl: `https://${smallDiscoveryHost}/graphql`,
    accountId: '100',
    projectId: '200',
    environmentId: String(smallEnvironment),
    linkStyle: 'catalog',
  },
});

type Source = Parameters<typeof dbtCloudSource>[0];

let platform: ReturnType<typeof smallPlatform>;
let tools: SyncTools;
let clock: { now: number };

beforeEach(async () => {
  await freshBrowser();
  speakEnglish();
  ({ tools, clock } = fakeTools(
    dbtCloudSource(connection.source as Source, connection),
    Date.parse('2026-08-21T00:00:00Z'),
  ));
  platform = smallPlatform({ now: () => clock.now });
  tools = { ...tools, fetch: platform.fetch };
  await writeConnection(connection);
  await writeToken(connection, smallToken, 1);
  await syncConnection(tools, connection.id, 'asked');
  clock.now += 16 * 60_000;
});

/** What a page is greeted with after the next due sync. */
async function nextStatus(): Promise<SyncStatus> {
  await syncConnection(tools, connection.id, 'due').catch(() => undefined);
  const [status] = (await welcome('https://app.snowflake.com/org/'))?.statuses ?? [];
  if (!status) throw new Error('no status');
  return status;
}

const discovery = { api: 'discovery' } as const;
const statusPage = 'https://status.getdbt.com';

/** Every class of dbt-cloud-api.md section 9 that a person can meet: kind, words of the sentence. */
const classes: [string, Fault, string, RegExp][] = [
  ['network', { fault: 'reset', ...discovery }, 'unavailable', /cannot be reached.*VPN.*status\.getdbt\.com/],
  [
    'not-an-api: a web page',
    { fault: 'web-page', ...discovery },
    'not-an-api',
    /web page instead of dbt\. Sign in to the network/,
  ],
  [
    'not-an-api: a redirect',
    { fault: 'redirect', to: 'https://elsewhere.example/', ...discovery },
    'not-an-api',
    /sends us elsewhere\. Check it in Settings/,
  ],
  [
    'unauthorized',
    { fault: 'unauthorized', ...discovery },
    'unauthorized',
    /401 Unauthorized.*Make a new service token in dbt.*Metadata Only/,
  ],
  [
    'forbidden',
    { fault: 'forbidden', ...discovery },
    'forbidden',
    /may not read dbt's metadata \(Discovery API\).*Metadata Only/,
  ],
  [
    'no-environment',
    { fault: 'no-environment', as: 'null' },
    'not-found',
    /no environment 300 for this token.*may have been deleted/,
  ],
  ['rate-limited', { fault: 'rate-limited', ...discovery }, 'rate-limited', /slow down/],
  [
    'service',
    { fault: 'status', status: 503, ...discovery },
    'unavailable',
    /trouble \(HTTP 503\).*status\.getdbt\.com/,
  ],
  [
    'rejected',
    { fault: 'status', status: 418, ...discovery },
    'bad-response',
    /unexpected way \(HTTP 418\).*status\.getdbt\.com/,
  ],
  [
    'unknown',
    { fault: 'errors', message: 'Strange.' },
    'bad-response',
    /answered with an error: Strange\..*status\.getdbt\.com/,
  ],
  ['cut off', { fault: 'cut', ...discovery }, 'unavailable', /cut off/],
];

describe('what people read of a failed sync', () => {
  it.each(classes)(
    '%s: the page learns kind and sentence, and since when the data are',
    async (_name, fault, kind, sentence) => {
      platform.faults.add(fault);
      const status = await nextStatus();
      expect(status.error?.kind).toBe(kind);
      expect(status.error?.message).toMatch(sentence);
      expect(status.error?.message).toMatch(/Showing data from /);
      expect(status.nodeCount).toBeGreaterThan(5);
      expect(status.error?.message).not.toContain(smallToken);
    },
  );

  it('no-jobs: is a note that says what to check, and stops nothing', async () => {
    const data = { status: { code: 200, is_success: true }, data: [] };
    platform.faults.add({ fault: 'body', text: JSON.stringify(data), api: 'admin', contentType: 'application/json' });
    const { notes, error } = await nextStatus();
    expect(notes[0]?.message).toMatch(/^No jobs found for this project .*Generate docs on run.*run it once/);
    expect(error).toBeUndefined();
  });

  it('permission-missing: names the hosts to allow', async () => {
    tools = { ...tools, isAllowed: async () => false };
    expect((await nextStatus()).error).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining(`Allow access to ${smallHost}, ${smallDiscoveryHost}`),
    });
  });

  it('has the status page in every sentence that blames dbt', () => {
    for (const key of ['dbtService', 'dbtRejected', 'dbtSaid', 'dbtNoJson', 'dbtTimeout', 'dbtTooMuch'] as const) {
      expect(english[key].message).toContain(statusPage);
    }
  });
});
