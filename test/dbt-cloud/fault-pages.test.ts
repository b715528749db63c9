import { describe, expect, it } from 'vitest';
import type { Fault } from './faults';
import { connectionIn, faulty, models, nodesIn } from './small-platform';

/** Follows cursors for at most so many pages. */
async function walk(fault: Fault, pages: number) {
  const platform = faulty(fault);
  const connections: ReturnType<typeof connectionIn>[] = [];
  let after: string | null = null;
  while (connections.length < pages) {
    const found = connectionIn(await models(platform, after), 'models');
    connections.push(found);
    if (!found.pageInfo.hasNextPage || found.pageInfo.endCursor === null) break;
    after = found.pageInfo.endCursor;
  }
  const names = connections.map((each) => each.edges.map((edge) => String(edge?.node.uniqueId)));
  return { connections, names, cursors: connections.map((each) => each.pageInfo.endCursor) };
}

describe('fields', () => {
  it('drops, renames and changes fields, of every node or of some', async () => {
    const dropped = nodesIn(await models(faulty({ fault: 'drop-field', field: 'uniqueId', every: 5 })), 'models');
    expect(dropped.filter((node) => !('uniqueId' in node))).toHaveLength(2);
    const renamed = nodesIn(
      await models(faulty({ fault: 'rename-field', field: 'alias', to: 'identifier' })),
      'models',
    );
    expect(renamed[0]).toHaveProperty('identifier');
    expect(renamed[0]).not.toHaveProperty('alias');
    const word = { fault: 'set-field', field: 'executionInfo.lastRunStatus', value: 'reused' } as const;
    expect(nodesIn(await models(faulty(word)), 'models')[3]).toHaveProperty('executionInfo.lastRunStatus', 'reused');
    const deep = { fault: 'set-field', field: 'catalog.columns.name', value: 7 } as const;
    expect(nodesIn(await models(faulty(deep)), 'models')[3]).toHaveProperty('catalog.columns.1.name', 7);
  });
});

describe('pages', () => {
  it('promises a next page without a cursor', async () => {
    const { connections } = await walk({ fault: 'null-cursor' }, 5);
    expect(connections).toMatchObject([{ pageInfo: { hasNextPage: true, endCursor: null } }]);
  });

  it('gives the same cursor for ever', async () => {
    const { cursors } = await walk({ fault: 'same-cursor' }, 4);
    expect(new Set(cursors).size).toBe(1);
  });

  it('goes round in a loop of cursors', async () => {
    const { cursors } = await walk({ fault: 'cursor-loop', length: 2 }, 6);
    expect(cursors).toHaveLength(6);
    expect(new Set(cursors).size).toBe(2);
    expect(cursors[0]).toBe(cursors[2]);
  });

  it('has empty pages without end', async () => {
    const { connections, cursors } = await walk({ fault: 'empty-pages' }, 4);
    expect(connections.flatMap((each) => each.edges)).toEqual([]);
    expect(new Set(cursors).size).toBe(4);
  });

  it('counts fewer nodes on every page', async () => {
    const { connections } = await walk({ fault: 'shrinking-total', by: 10 }, 5);
    expect(connections.map((each) => each.totalCount)).toEqual([25, 15, 5]);
  });

  it('repeats nodes within a page', async () => {
    const { names } = await walk({ fault: 'repeat-nodes', count: 2 }, 1);
    expect(names[0]).toHaveLength(12);
    expect(new Set(names[0]).size).toBe(10);
  });

  it.each([
    [1, 26, 25],
    [-1, 24, 24],
  ])('moves nodes between pages by %i', async (by, count, distinct) => {
    const { names } = await walk({ fault: 'moving-nodes', by }, 5);
    expect(names.flat()).toHaveLength(count);
    expect(new Set(names.flat()).size).toBe(distinct);
  });

  it('has no nodes today', async () => {
    const { connections } = await walk({ fault: 'no-nodes' }, 5);
    expect(connections).toMatchObject([
      { totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    ]);
  });
});
