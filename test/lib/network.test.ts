// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../lib/connect';
import { readStatuses, writeConnection } from '../../lib/settings';
import { syncConnection } from '../../lib/sync';
import { writeToken } from '../../lib/tokens';
import english from '../../public/_locales/en/messages.json';
import type { Fault } from '../dbt-cloud/faults';
import { generateProject } from '../dbt-cloud/generate-project';
import { smallDiscoveryHost, smallEnvironment, smallHost, smallToken } from '../dbt-cloud/small-platform';
import { minute, type SyncedRig, syncedRig } from './synced-rig';

let rig: SyncedRig;

beforeEach(async () => {
  rig = await syncedRig();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const discovery = { api: 'discovery' } as const;
const models = { list: 'models' } as const;

/** Every class of dbt-cloud-api.md section 9 and every fault of an answer: kind, and what the person must learn. */
const refusals: [string, Fault, string, RegExp][] = [
  [
    'N1: a refused token',
    { fault: 'unauthorized', ...discovery },
    'unauthorized',
    /^dbt refused the token of "Prod" \(401 Unauthorized\).*new service token in dbt.*Metadata Only.*paste it in Settings/,
  ],
  [
    'N2: a token that may not read metadata',
    { fault: 'forbidden', ...discovery },
    'forbidden',
    /may not read dbt's metadata \(Discovery API\).*permission Metadata Only/,
  ],
  ...(['null', 'null-applied', 'errors', '404'] as const).map((as): (typeof refusals)[number] => [
    `N3: a deleted environment, told as ${as}`,
    { fault: 'no-environment', as, ...discovery },
    'not-found',
    /dbt has no environment 300 for this token.*may have been deleted/,
  ]),
  [
    'N4: too many requests',
    { fault: 'rate-limited', ...discovery },
    'rate-limited',
    /^dbt asked us to wait\. Next try at \d/,
  ],
  [
    'N5: trouble of the platform',
    { fault: 'status', status: 503, ...discovery },
    'unavailable',
    /the dbt platform has trouble \(HTTP 503\).*status\.getdbt\.com/,
  ],
  ['N7: a cut body', { fault: 'cut', ...discovery }, 'unavailable', /the answer of dbt was cut off/],
  [
    'N7: a body shorter than announced',
    { fault: 'wrong-length', by: 10, ...discovery },
    'unavailable',
    /the answer of dbt was cut off/,
  ],
  ['N7: broken gzip', { fault: 'broken-gzip', ...discovery }, 'unavailable', /the answer of dbt was cut off/],
  [
    'N8: a web page with 200',
    { fault: 'web-page', ...discovery },
    'not-an-api',
    /the network answered with a web page instead of dbt\. Sign in to the network, then try again\./,
  ],
  [
    'N9: a redirect to another host',
    { fault: 'redirect', to: 'https://elsewhere.example/graphql', ...discovery },
    'not-an-api',
    /^The address of "Prod" sends us elsewhere\. Check it in Settings/,
  ],
  [
    'N9: a redirect to http',
    { fault: 'redirect', to: `http://${smallDiscoveryHost}/graphql`, status: 307, ...discovery },
    'not-an-api',
    /^The address of "Prod" sends us elsewhere\. Check it in Settings/,
  ],
  [
    'N10: a host that cannot be reached',
    { fault: 'reset', ...discovery },
    'unavailable',
    /cannot be reached\. Check the address, the VPN.*status\.getdbt\.com/,
  ],
  ['N11: no JSON', { fault: 'body', text: '{"data":{]}', ...discovery }, 'bad-response', /a form we cannot read/],
  ['N11: deep nesting', { fault: 'deep', depth: 10_000, ...discovery }, 'bad-response', /dbt's answer has changed/],
  ['N11: 26 MB', { fault: 'huge', megabytes: 26, ...models }, 'bad-response', /larger than 25 MB and was not read/],
  [
    'N12: errors without data',
    { fault: 'errors', message: `Strange: ${smallToken}.` },
    'bad-response',
    /dbt answered with an error: Strange: \[redacted\]\..*status\.getdbt\.com/,
  ],
  [
    'N12: errors beside half of the data',
    { fault: 'errors', message: 'Half.', data: 'partial', ...models },
    'bad-response',
    /dbt answered with an error: Half\./,
  ],
  [
    'N13: nodes in another form',
    { fault: 'rename-field', field: 'uniqueId', to: 'id', ...models },
    'bad-response',
    /dbt's answer has changed\. Update the extension\./,
  ],
  [
    'N14: pages without end',
    { fault: 'empty-pages', ...models },
    'bad-response',
    /dbt repeated itself while its list was read/,
  ],
  [
    'a status of its own',
    { fault: 'status', status: 418, ...discovery },
    'bad-response',
    /unexpected way \(HTTP 418\).*status\.getdbt\.com/,
  ],
];

describe('what people read of a failed sync', () => {
  it.each(refusals)('%s: kind and sentence, the old data, and since when they are', async (_row, fault, kind, text) => {
    rig.platform.faults.add(fault);
    const { error, nodeCount } = await rig.sync('asked');
    expect(error?.kind).toBe(kind);
    expect(error?.message).toMatch(text);
    expect(error?.message).toMatch(/ Showing data from \d/);
    expect(error?.message).not.toContain(smallToken);
    expect(nodeCount).toBeGreaterThan(5);
    expect(await rig.isShown()).toBe(true);
    // N9: nobody else ever hears of the token.
    expect(new Set(rig.addresses.map((address) => new URL(address).origin))).toEqual(
      new Set([`https://${smallHost}`, `https://${smallDiscoveryHost}`]),
    );
    rig.platform.faults.clear();
    rig.clock.now += 90 * minute;
    const healed = kind === 'unauthorized' ? undefined : await rig.sync('asked');
    expect(healed?.error).toBeUndefined();
  });

  it('N2: a token that may not read jobs lacks only their names, and says which permission they need', async () => {
    rig.platform.faults.add({ fault: 'forbidden', api: 'admin' });
    const { error, notes } = await rig.sync('asked');
    expect(error).toBeUndefined();
    expect(notes[0]?.message).toMatch(/\(Administrative API\).*Job Viewer or Job Admin/);
    expect(await rig.isShown()).toBe(true);
  });

  it('N6: silence is given up after 20 s, as a sentence says', () => {
    expect(english.dbtTimeout.message).toMatch(/dbt did not answer in 20 s\./);
  });

  it('N10: a computer without network has a sentence of its own, and nothing is ever asked over http', async () => {
    rig.platform.faults.add({ fault: 'reset' });
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const { error } = await rig.sync('asked');
    expect(error?.message).toMatch(/^This computer is offline: \S+ cannot be reached\. Showing data from /);
    onLine.mockRestore();
    expect(rig.addresses.filter((address) => !address.startsWith('https://'))).toEqual([]);
  });

  it('N17: no models today are told as such, with the data from before, until dbt has said so twice', async () => {
    rig.platform.faults.add({ fault: 'no-nodes' });
    const { error } = await rig.sync('asked');
    expect(error?.message).toMatch(/^dbt returned no models\..* Showing data from \d/);
    expect(await rig.isShown()).toBe(true);
    rig.clock.now += 10 * minute;
    expect((await rig.sync('resume')).error).toBeUndefined();
    expect(await rig.isShown()).toBe(false);
  });

  it('no-jobs: is a note that says what to check, and stops nothing', async () => {
    const data = { status: { code: 200, is_success: true }, data: [] };
    const text = JSON.stringify(data);
    rig.platform.faults.add({ fault: 'body', text, api: 'admin', contentType: 'application/json' });
    const { notes, error } = await rig.sync('due');
    expect(notes[0]?.message).toMatch(/^No jobs found for this project .*Generate docs on run.*run it once/);
    expect((await readStatuses()).get('prod')?.error).toBeUndefined();
    // A page of its console is told it as trouble.
    expect(error).toMatchObject({ kind: 'no-jobs', message: notes[0]?.message });
  });

  it('permission-missing: names the hosts to allow', async () => {
    expect((await rig.sync('due', { isAllowed: async () => false })).error).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining(`Allow access to ${smallHost}, ${smallDiscoveryHost}`),
    });
  });

  it('W6: a sync under way whose hosts are withdrawn ends with what to allow, not with a network that fails', async () => {
    let isAllowed = true;
    const { error } = await rig.sync('asked', {
      isAllowed: async () => isAllowed,
      fetch: (url, init) => {
        if (JSON.stringify(init?.body ?? '').includes('seeds(first: $first')) isAllowed = false;
        return isAllowed ? rig.tools.fetch(url, init) : Promise.reject(new TypeError('Failed to fetch'));
      },
    });
    expect(error).toMatchObject({ kind: 'not-allowed', message: expect.stringContaining(smallHost) });
    // What was read stays, and is gone on with.
    rig.platform.requests.length = 0;
    expect((await rig.sync('resume')).error).toBeUndefined();
    expect(rig.platform.requests.filter(({ body }) => body.includes('models(first: $first'))).toEqual([]);
  });

  it('has the status page in every sentence that blames dbt', () => {
    for (const key of ['dbtService', 'dbtRejected', 'dbtSaid', 'dbtNoJson', 'dbtTimeout', 'dbtTooMuch'] as const) {
      expect(english[key].message).toContain('https://status.getdbt.com');
    }
  });
});

/** Two pages of models, and few other nodes. */
const project = generateProject({ models: 105, columns: 1, sources: 2, seeds: 1, snapshots: 1 });
const nodeCount = 109;

describe('a sync that goes on', () => {
  const pagesAsked = () =>
    rig.platform.requests.flatMap(({ body }) =>
      body.includes('executionInfo') && body.includes(' models(') ? [JSON.parse(body).variables.after] : [],
    );

  it.each<[string, number, Fault]>([
    ['500', 1, { fault: 'status', status: 500 }],
    ['502', 2, { fault: 'status', status: 502 }],
    ['503', 3, { fault: 'status', status: 503 }],
    ['504', 4, { fault: 'status', status: 504 }],
    ['a reset', 5, { fault: 'reset' }],
  ])('N5: has every model after %s, %i times, and asks no page twice that it has', async (_what, times, fault) => {
    rig.platform.setArtifacts(smallEnvironment, project);
    // A page is two requests: its nodes and their neighbours.
    rig.platform.faults.add({ ...fault, ...models, node: 100, times: 2 * times });
    const first = await rig.sync('asked');
    expect(first.error === undefined).toBe(times < 5);
    expect(rig.pauses).toHaveLength(Math.min(times, 4));
    if (times === 5) expect((await rig.sync('resume')).error).toBeUndefined();
    expect((await readStatuses()).get('prod')?.nodeCount).toBe(nodeCount);
    expect(pagesAsked().filter((after) => after === null)).toHaveLength(1);
  });

  it('N5: pauses between half and one and a half of the growing time, so that many do not come back in step', async () => {
    rig.platform.faults.add({ fault: 'status', status: 503, ...discovery });
    await rig.sync('asked', { random: () => 0 });
    await rig.sync('asked', { random: () => 1 });
    expect(rig.pauses).toEqual([500, 1000, 2000, 4000, 1500, 3000, 6000, 12_000]);
  });

  it.each([3, -3])('N15: has every node once when nodes moved by %i between pages, by looking again', async (by) => {
    rig.platform.setArtifacts(smallEnvironment, project);
    // The totals, and two pages with their neighbours: the second look meets no such move.
    rig.platform.faults.add({ fault: 'moving-nodes', by, ...models, times: 5 });
    expect((await rig.sync('asked')).nodeCount).toBe(nodeCount);
    expect(pagesAsked().filter((after) => after === null)).toHaveLength(2);
  });

  it('N15: does not look for ever when dbt always counts others than it gives', async () => {
    rig.platform.setArtifacts(smallEnvironment, project);
    rig.platform.faults.add({ fault: 'shrinking-total', by: 7, ...models });
    expect((await rig.sync('asked')).error).toBeUndefined();
    expect(pagesAsked().filter((after) => after === null)).toHaveLength(2);
  });
});

describe('one pause for a whole account', () => {
  /** Another project of the same account. */
  async function second() {
    const other = { ...rig.connection, id: 'second', name: 'Second' };
    await writeConnection(other);
    await writeToken(other, smallToken, 1);
    return other;
  }
  const limited = () => rig.platform.faults.add({ fault: 'rate-limited', retryAfter: '120', ...discovery });
  const check = async () => ({ steps: [] });

  it('N4: holds the other connections back, and the check of a new one, until it is over', async () => {
    const other = await second();
    const over = limited();
    await rig.sync('due');
    over();
    rig.platform.requests.length = 0;
    await expect(syncConnection(rig.tools, other.id, 'due')).rejects.toMatchObject({ kind: 'rate-limited' });
    const question = { connection: other, token: smallToken, save: false };
    await expect(connect({ ...rig.tools, check }, question)).rejects.toMatchObject({
      kind: 'rate-limited',
      message: expect.stringMatching(/^dbt asked us to wait\. Next try at \d/),
    });
    expect(rig.platform.requests).toEqual([]);
    rig.clock.now += 2 * minute;
    await syncConnection(rig.tools, other.id, 'resume');
    expect((await readStatuses()).get(other.id)?.error).toBeUndefined();
  });

  it('N4: stops a sync of the account that is under way, and the next one goes on there', async () => {
    const other = await second();
    rig.platform.setArtifacts(smallEnvironment, project);
    let told: Promise<void> | undefined;
    const tell = async () => {
      const over = limited();
      await rig.sync('due').catch(() => undefined);
      over();
    };
    const telling: typeof fetch = async (url, init) => {
      if (typeof init?.body === 'string' && /"after":"\w/.test(init.body)) {
        told ??= tell();
        await told;
      }
      return await rig.tools.fetch(url, init);
    };
    const stopped = syncConnection({ ...rig.tools, fetch: telling }, other.id, 'asked');
    await expect(stopped).rejects.toMatchObject({ kind: 'rate-limited' });
    await told;
    // Both requests of the second page were under way, and nothing came behind them.
    const behind = rig.platform.requests.filter(({ body }) => /"after":"\w/.test(body));
    expect(behind.length).toBeLessThanOrEqual(2);
    expect(rig.calls.get(other.id)).toBe(rig.clock.now + 2 * minute);
    rig.clock.now += 2 * minute;
    await syncConnection(rig.tools, other.id, 'resume');
    expect((await readStatuses()).get(other.id)?.nodeCount).toBe(nodeCount);
  });

  it('N4: begins also where dbt says so to a check', async () => {
    const question = { connection: await second(), token: smallToken, save: false };
    const wait = { until: rig.clock.now + 7 * minute };
    await connect({ ...rig.tools, check: async () => ({ steps: [], wait }) }, question);
    await expect(syncConnection(rig.tools, 'prod', 'due')).rejects.toMatchObject({ retryAt: wait.until });
    expect(rig.platform.requests).toEqual([]);
  });
});
