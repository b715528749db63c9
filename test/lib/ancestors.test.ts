import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AncestorGraph, findUpstream } from '../../lib/ancestors';
import { detailsIn, resolveAll, welcome } from '../../lib/look-up';
import type { DbtNode, Freshness, Run } from '../../lib/model';
import { writeConnection } from '../../lib/settings';
import type { NodePage, Source } from '../../lib/sources/source';
import { syncConnection } from '../../lib/sync';
import { groupsIn } from '../grouped-names';
import { aConnection, aNode, fakeTools, freshBrowser } from './stand-ins';

const connection = aConnection();

beforeEach(async () => {
  await freshBrowser();
  await writeConnection(connection);
});

/** A sync of these nodes and ephemeral models, and one of the nodes as its card then shows it. */
async function cardOf(name: string, nodes: DbtNode[], ephemeral: NodePage['ephemeral'] = []) {
  const source: Source = {
    probe: async () => ({ mark: '1', notes: [] }),
    page: async () => ({ nodes, ephemeral }),
  };
  await syncConnection(fakeTools(source).tools, connection.id, 'asked');
  const details = await detailsIn([connection], aNode(name).key);
  if (!details) throw new Error(`no node ${name}`);
  return details;
}

const at = (hour: string) => `2026-03-01T${hour}:00:00.000Z`;
const loaded = (hour: string, status: Freshness['status'] = 'pass') =>
  aNode('raw', { type: 'source', freshness: { status, loadedAt: at(hour) } });
const raw = 'source.shop.raw';
const built = (hour: string): Run => ({ status: 'success', lastSuccessAt: at(hour) });
const whats = ({ facts }: Awaited<ReturnType<typeof cardOf>>) => facts.health.reasons.map(({ what }) => what);

describe('a node and the sources it is built from', () => {
  it('is older than a source that was loaded after its last build', async () => {
    const table = aNode('a', { parents: [raw], run: built('04'), materialization: 'table' });
    const card = await cardOf('a', [table, loaded('09')]);
    expect(card.node.newerSource).toEqual({ uniqueId: raw, name: 'raw', loadedAt: at('09') });
    expect(card.facts.health.reasons).toContainEqual({ what: 'older-than-source', names: ['raw'], at: at('09') });
    expect(card.facts.health.state).toBe('caution');
  });

  it('is not when it was built after the load, or is not known to be built', async () => {
    const nodes = [aNode('a', { parents: [raw], run: built('10') }), aNode('b', { parents: [raw] }), loaded('09')];
    expect(whats(await cardOf('a', nodes))).not.toContain('older-than-source');
    expect(whats(await cardOf('b', nodes))).not.toContain('older-than-source');
  });

  it('looks through views and ephemeral models, which show what their parents hold, but not through tables', async () => {
    const nodes = [
      loaded('09'),
      aNode('view', { parents: ['model.shop.between'], run: built('01'), materialization: 'view' }),
      aNode('a', { parents: ['model.shop.view'], run: built('04'), materialization: 'incremental' }),
      aNode('b', { parents: ['model.shop.a'], run: built('04'), materialization: 'table' }),
    ];
    const between = [{ uniqueId: 'model.shop.between', name: 'between', parents: [raw] }];
    expect(whats(await cardOf('view', nodes, between))).not.toContain('older-than-source');
    expect(whats(await cardOf('a', nodes, between))).toContain('older-than-source');
    expect(whats(await cardOf('b', nodes, between))).not.toContain('older-than-source');
  });
});

describe('trouble above a node', () => {
  it('travels through ephemeral models and is named', async () => {
    const nodes = [loaded('09', 'error'), aNode('a', { parents: ['model.shop.one'] })];
    const ephemeral = [
      { uniqueId: 'model.shop.one', name: 'one', parents: ['model.shop.two'] },
      { uniqueId: 'model.shop.two', name: 'two', parents: [raw, 'model.shop.one'] },
    ];
    const { node, facts } = await cardOf('a', nodes, ephemeral);
    expect(node.upstream).toEqual([{ uniqueId: raw, name: 'raw', what: 'late' }]);
    expect(facts.health.reasons).toContainEqual({ what: 'upstream-trouble', count: 1, names: ['raw'] });
  });

  it('is told on a page by the nearest name alone, and without messages', async () => {
    const message = 'Got 2 results';
    const nodes = [
      aNode('b', { run: { status: 'error', message } }),
      aNode('c', { parents: ['model.shop.b'], run: { status: 'error', message } }),
      aNode('a', { parents: ['model.shop.c'], run: built('04') }),
    ];
    const card = await cardOf('a', nodes);
    expect(card.facts.health.reasons).toContainEqual({ what: 'upstream-trouble', count: 2, names: ['c', 'b'] });
    const place = { database: 'ANALYTICS', schema: 'MARTS' };
    const told = await resolveAll(
      [connection],
      [
        { ...place, name: 'A' },
        { ...place, name: 'B' },
      ],
    );
    const reasons = told.map((one) => (one.status === 'matched' ? one.node.health.reasons : []));
    expect(reasons).toEqual([
      [{ what: 'upstream-trouble', count: 2, names: ['c'] }, { what: 'no-tests' }],
      [{ what: 'run-error' }, { what: 'no-tests' }],
    ]);
  });

  it('is not made of a freshness check that could not run', async () => {
    const nodes = [loaded('09', 'runtime error'), aNode('a', { parents: [raw] })];
    expect((await cardOf('a', nodes)).node.upstream).toEqual([]);
  });

  it('leaves ephemeral models out of names and counts', async () => {
    const between = [{ uniqueId: 'model.shop.between', name: 'between', parents: [] }];
    await cardOf('a', [aNode('a')], between);
    const told = await welcome('https://app.snowflake.com/');
    expect(told && groupsIn(told.vocabulary)).toMatchObject([{ names: ['A'] }]);
    expect(told?.statuses[0]?.nodeCount).toBe(1);
  });
});

function graphOf(lines: Record<string, string[]>, troubled: string[]): AncestorGraph {
  return new Map(
    Object.entries(lines).map(([id, parents]) => [
      id,
      { name: id, parents, ...(troubled.includes(id) ? { trouble: 'failed' as const } : {}) },
    ]),
  );
}

describe('trouble above a node', () => {
  const lines = { a: [], b: ['a'], c: ['b', 'gone'], d: ['c', 'a'], e: [] };

  it('is told nearest first', () => {
    expect(findUpstream('d', graphOf(lines, ['a', 'b', 'c'])).map(({ uniqueId }) => uniqueId)).toEqual(['c', 'a', 'b']);
  });

  it('is not the node itself, nor what is below or beside it', () => {
    expect(findUpstream('b', graphOf(lines, ['b', 'c', 'd', 'e']))).toEqual([]);
  });

  it('reaches through nodes that are well', () => {
    expect(findUpstream('d', graphOf(lines, ['a']))).toEqual([{ uniqueId: 'a', name: 'a', what: 'failed' }]);
  });

  it('ends in graphs with loops and for ids that nobody knows', () => {
    const looped = graphOf({ a: ['b'], b: ['c'], c: ['a'] }, ['a']);
    expect(findUpstream('b', looped).map(({ uniqueId }) => uniqueId)).toEqual(['a']);
    expect(findUpstream('a', looped)).toEqual([]);
    expect(findUpstream('nobody', looped)).toEqual([]);
  });

  it('is cut at twenty', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, []]));
    expect(findUpstream('x', graphOf({ ...many, x: Object.keys(many) }, Object.keys(many))).length).toBe(20);
  });

  it('agrees with a plain search over all ancestors', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const anyGraph = fc.record({
      parents: fc.array(fc.subarray(ids), { minLength: 6, maxLength: 6 }),
      troubled: fc.subarray(ids),
    });
    fc.assert(
      fc.property(anyGraph, ({ parents, troubled }) => {
        const graph = graphOf(Object.fromEntries(ids.map((id, index) => [id, parents[index] ?? []])), troubled);
        const above = new Set<string>();
        const walk = (id: string) => {
          for (const parent of graph.get(id)?.parents ?? []) {
            if (above.has(parent)) continue;
            above.add(parent);
            walk(parent);
          }
        };
        walk('a');
        const expected = ids.filter((id) => id !== 'a' && above.has(id) && troubled.includes(id));
        expect(
          findUpstream('a', graph)
            .map(({ uniqueId }) => uniqueId)
            .toSorted(),
        ).toEqual(expected);
      }),
    );
  });
});
