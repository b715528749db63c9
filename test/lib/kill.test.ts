import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection, DbtNode } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { groupsIn } from '../grouped-names';
import { countSteps, mortal, workAndDie } from './kill-rig';
import { aCloudConnection, aConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

/** More steps than any of these jobs has: a job that never ends would otherwise go unnoticed. */
const tooMany = 400;

beforeEach(async () => {
  await freshBrowser();
  countSteps();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Our modules as a worker that has just started finds them. */
async function worker() {
  const [sync, connect, adopt, settings, store, tokens, lookUp, database] = await Promise.all([
    import('../../lib/sync'),
    import('../../lib/connect'),
    import('../../lib/adopt'),
    import('../../lib/settings'),
    import('../../lib/store'),
    import('../../lib/tokens'),
    import('../../lib/look-up'),
    import('../../lib/database'),
  ]);
  return { ...sync, ...connect, ...adopt, ...settings, ...store, ...tokens, ...lookUp, ...database };
}

const oldPages = [[aNode('a'), aNode('b')], [aNode('c')]];
const newPages = [[aNode('b')], [aNode('d', { run: { status: 'error' } }), aNode('e', { parents: ['model.shop.d'] })]];

function toolsFor(pages: DbtNode[][], mark: string, later = 0) {
  const { source, asked } = pagedSource(pages, mark);
  const { tools } = fakeTools(mortal(source), Date.parse('2026-03-01T12:00:00Z') + later);
  return { tools: { ...tools, check: async () => ({ steps: [] }) }, asked };
}

/** What a page would see: names, and whether each of them leads to a badge and a card. */
async function shown(connection: Connection): Promise<string> {
  const { welcome, resolveAll, detailsIn } = await worker();
  const welcomed = await welcome('https://app.snowflake.com/');
  const names = welcomed ? groupsIn(welcomed.vocabulary).flatMap((schema) => schema.names) : [];
  const refs = names.map((name) => ({ database: 'ANALYTICS', schema: 'MARTS', name }));
  for (const resolution of await resolveAll([connection], refs)) {
    expect(resolution.status).toBe('matched');
    if (resolution.status === 'matched')
      expect(await detailsIn([connection], nodeKeyOf(resolution.node))).toBeDefined();
  }
  return names.join();
}

/** The cloud connection with another address. */
const moved = aCloudConnection({
  name: 'Moved',
  source: {
    ...aCloudConnection().source,
    kind: 'dbt-cloud',
    accessUrl: 'https://new.us1.dbt.com',
  } as Connection['source'],
});

/**
 * A work begun again and again in a fresh browser, killed one step later each time, until it comes to its end. Answers how often it died;
 * `attempt` tells whether it was done.
 */
async function deathsOf(
  attempt: (first: Awaited<ReturnType<typeof worker>>, steps: number) => Promise<boolean>,
): Promise<number> {
  let deaths = 0;
  while (deaths < tooMany) {
    await freshBrowser();
    const first = await worker();
    const isDone = await attempt(first, deaths);
    await first.closeDatabase();
    if (isDone) break;
    deaths += 1;
  }
  return deaths;
}

describe('a worker killed at every step', () => {
  it('W1, W2: of a sync leaves the whole old or the whole new cache, and the next one finishes', async () => {
    const connection = aConnection();
    const deaths = await deathsOf(async (first, steps) => {
      await first.writeConnection(connection);
      await first.syncConnection(toolsFor(oldPages, 'old').tools, connection.id, 'asked');
      const isDone = await workAndDie(steps, () =>
        first.syncConnection(toolsFor(newPages, 'new', 60_000).tools, connection.id, 'asked'),
      );
      expect(['A,B,C', 'B,D,E']).toContain(await shown(connection));

      const next = await worker();
      await next.syncConnection(toolsFor(newPages, 'new', 120_000).tools, connection.id, 'resume');
      expect(await shown(connection)).toBe('B,D,E');
      expect((await next.detailsIn([connection], aNode('e').key))?.node.upstream).toHaveLength(1);
      const status = (await next.readStatuses()).get(connection.id);
      expect(status).toMatchObject({ nodeCount: 3, generation: (await next.readSync(connection.id)).live?.generation });
      expect(status?.progress).toBeUndefined();
      expect(status?.error).toBeUndefined();
      expect(await next.useDatabase((base) => base.count('nodes'))).toBe(2);
      expect(await next.useDatabase((base) => base.count('badges'))).toBe(1);
      expect(await next.useDatabase((base) => base.count('names'))).toBe(1);
      await next.closeDatabase();
      return isDone;
    });
    expect(deaths).toBeGreaterThan(20);
    expect(deaths).toBeLessThan(tooMany - 1);
  });

  it('S11, W1: of connect with another address leaves a connection whose token is its own', async () => {
    const before = aCloudConnection();
    const deaths = await deathsOf(async (first, steps) => {
      const { tools } = toolsFor(oldPages, 'old');
      await first.connect(tools, { connection: before, token: 'dbtc_before', save: true });
      await first.syncConnection(tools, before.id, 'asked');
      const isDone = await workAndDie(steps, () =>
        first.connect(tools, { connection: moved, token: 'dbtc_after', save: true }),
      );
      const next = await worker();
      const [connection] = await next.readConnections();
      if (!connection) throw new Error('the connection is lost');
      const expected = connection.name === 'Moved' ? 'dbtc_after' : 'dbtc_before';
      expect((await next.readToken(connection))?.token).toBe(expected);
      await next.sweep();
      expect(await next.useDatabase((base) => base.count('tokens'))).toBe(1);
      expect((await next.readToken(connection))?.token).toBe(expected);
      await next.closeDatabase();
      return isDone;
    });
    expect(deaths).toBeGreaterThan(5);
    expect(deaths).toBeLessThan(tooMany - 1);
  });

  it('W1: of taking over a settings file leaves each connection as it was or as it came, and the next one completes it', async () => {
    const before = aCloudConnection();
    const added = aConnection({ id: 'added', name: 'Added' });
    const deaths = await deathsOf(async (first, steps) => {
      const { tools } = toolsFor(oldPages, 'old');
      await first.connect(tools, { connection: before, token: 'dbtc_before', save: true });
      const isDone = await workAndDie(steps, () => first.adopt([moved, added], tools.now()));
      const next = await worker();
      const kept = (await next.readConnections()).map(({ name }) => name).join();
      expect([before.name, 'Moved', 'Moved,Added']).toContain(kept);
      // A token never goes to the address that came with the file
      const [connection = moved] = await next.readConnections();
      const token = (await next.readToken(connection))?.token;
      expect(token).toBe(kept === before.name ? 'dbtc_before' : undefined);
      await next.adopt([moved, added], tools.now());
      expect((await next.readConnections()).map(({ name }) => name)).toEqual(['Moved', 'Added']);
      expect(await next.useDatabase((base) => base.count('tokens'))).toBe(0);
      await next.closeDatabase();
      return isDone;
    });
    expect(deaths).toBeGreaterThan(5);
    expect(deaths).toBeLessThan(tooMany - 1);
  });

  it('S11, W1: of disconnect leaves nothing behind once the next one has swept', async () => {
    const connection = aCloudConnection();
    const deaths = await deathsOf(async (first, steps) => {
      const { tools } = toolsFor(oldPages, 'old');
      await first.connect(tools, { connection, token: 'dbtc_canary', save: true });
      await first.syncConnection(tools, connection.id, 'asked');
      const isDone = await workAndDie(steps, () => first.disconnect(tools, connection.id));
      const next = await worker();
      await next.sweep();
      const isThere = (await next.readConnections()).length > 0;
      const tokens = await next.useDatabase((base) => base.count('tokens'));
      const nodes = await next.useDatabase((base) => base.count('nodes'));
      if (isThere) expect([tokens, nodes]).toSatisfy(([, kept]) => kept === 2);
      else expect([tokens, nodes, (await next.readStatuses()).size]).toEqual([0, 0, 0]);
      await next.closeDatabase();
      if (isDone) expect(isThere).toBe(false);
      return isDone;
    });
    expect(deaths).toBeGreaterThan(5);
    expect(deaths).toBeLessThan(tooMany - 1);
  });
});
