import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BadgeFacts, DialectId, Relation } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { resolve } from '../../lib/resolve';

function facts(relation: Partial<Relation> & { name: string }, changes: Partial<BadgeFacts> = {}): BadgeFacts {
  const connectionId = changes.connectionId ?? 'prod';
  const uniqueId = changes.uniqueId ?? `model.shop.${relation.name}`;
  return {
    connectionId,
    uniqueId,
    type: 'model',
    name: relation.name.toLowerCase(),
    relation: { database: 'ANALYTICS', schema: 'MARTS', isExact: true, ...relation },
    health: { state: 'healthy', shape: 'tick', reasons: [{ what: 'tests-passed' }] },
    ...changes,
  };
}

const full = { database: 'ANALYTICS', schema: 'MARTS', name: 'FCT_ORDERS' };

describe('resolve', () => {
  it('matches the one node that agrees in every known part', () => {
    const node = facts({ name: 'FCT_ORDERS' });
    expect(resolve(full, [node, facts({ name: 'FCT_ORDERS', schema: 'STAGING' })], 'snowflake')).toEqual({
      status: 'matched',
      node,
    });
  });

  it('D3: knows nothing of a table of the same name in another schema or database', () => {
    const elsewhere = [facts({ name: 'FCT_ORDERS', schema: 'RAW' }), facts({ name: 'FCT_ORDERS', database: 'DEV' })];
    expect(resolve(full, elsewhere, 'snowflake')).toEqual({ status: 'unknown' });
  });

  it('D3: calls it ambiguous when the schema is unknown and two relations bear the name', () => {
    const both = [
      facts({ name: 'T', schema: 'A' }, { uniqueId: 'a' }),
      facts({ name: 'T', schema: 'B' }, { uniqueId: 'b' }),
    ];
    expect(resolve({ name: 'T' }, both, 'snowflake').status).toBe('ambiguous');
  });

  it('D2: lists two models that build one relation, in stable order, models first', () => {
    const source = facts({ name: 'FCT_ORDERS' }, { uniqueId: 'source.b', type: 'source', connectionId: 'b' });
    const model = facts({ name: 'fct_orders', isExact: false }, { connectionId: 'b', uniqueId: 'model.b' });
    const other = facts({ name: 'FCT_ORDERS' }, { connectionId: 'a', uniqueId: 'model.a', name: 'fct_orders' });
    const expected = { status: 'ambiguous', nodes: [other, model, source] };
    expect(resolve(full, [source, model, other], 'snowflake')).toEqual(expected);
    expect(resolve(full, [other, source, model], 'snowflake')).toEqual(expected);
  });

  it('prefers the exact spelling when two nodes of one project differ only in case', () => {
    const upper = facts({ name: 'ORDERS', isExact: false }, { uniqueId: 'model.upper' });
    const lower = facts({ name: 'orders', isExact: false }, { uniqueId: 'model.lower' });
    expect(resolve({ ...full, name: 'orders' }, [upper, lower], 'snowflake')).toEqual({
      status: 'matched',
      node: lower,
    });
  });

  it('D4: takes a relation without database or schema for what it says', () => {
    const bare: BadgeFacts = { ...facts({ name: 'T' }), relation: { name: 'T', isExact: true } };
    expect(resolve({ name: 'T' }, [bare], 'postgres').status).toBe('matched');
    expect(resolve({ name: 'U' }, [bare], 'postgres').status).toBe('unknown');
  });

  const part = fc.constantFrom('a', 'A', 'b', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'İ', '');
  const optional = fc.option(part, { nil: undefined });
  const relation = fc.record({ database: optional, schema: optional, name: part, isExact: fc.boolean() }).map(
    ({ database, schema, ...rest }): Relation => ({
      ...rest,
      ...(database !== undefined && { database }),
      ...(schema !== undefined && { schema }),
    }),
  );
  const node = fc
    .record({ relation, connectionId: fc.constantFrom('p', 'q'), uniqueId: fc.constantFrom('m.1', 'm.2', 'm.3') })
    .map(({ relation, ...rest }) => ({ ...facts({ name: 'x' }, rest), relation }));
  const dialect = fc.constantFrom<DialectId>('snowflake', 'bigquery', 'databricks', 'redshift', 'postgres');

  it('M5, D2: never drops a node in silence, never invents one, and does not care for the order', () => {
    fc.assert(
      fc.property(dialect, relation, fc.uniqueArray(node, { selector: nodeKeyOf, maxLength: 6 }), (id, ref, nodes) => {
        const one = resolve(ref, nodes, id);
        expect(resolve(ref, nodes.toReversed(), id)).toEqual(one);
        if (one.status === 'matched') expect(nodes).toContain(one.node);
        if (one.status === 'ambiguous') expect(one.nodes.length).toBeGreaterThan(1);
        const told = one.status === 'matched' ? [one.node] : one.status === 'ambiguous' ? one.nodes : [];
        const spelledAlike = nodes.filter(
          (candidate) => JSON.stringify(candidate.relation) === JSON.stringify({ ...ref }),
        );
        for (const candidate of spelledAlike) expect(told).toContain(candidate);
      }),
      { numRuns: 2000 },
    );
  });
});
