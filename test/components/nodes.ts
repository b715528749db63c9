import type { BadgeFacts, DbtNode, Health } from '../../lib/model';

export const now = Date.parse('2026-08-20T12:00:00Z');

export const health: Health = { state: 'healthy', shape: 'tick', reasons: [{ what: 'tests-passed', count: 9 }] };

/** What a badge knows of a model of an invented shop. */
export function factsOf(changes: Partial<BadgeFacts> = {}): BadgeFacts {
  return {
    key: 'c model.shop.fct_orders',
    connectionId: 'c',
    uniqueId: 'model.shop.fct_orders',
    type: 'model',
    name: 'fct_orders',
    relation: { database: 'ANALYTICS', schema: 'MARTS', name: 'FCT_ORDERS', isExact: true },
    health,
    ...changes,
  };
}

/** The same model with nothing said about it. */
export function nodeOf(changes: Partial<DbtNode> = {}): DbtNode {
  const { health: _health, ...facts } = factsOf();
  return {
    ...facts,
    columns: [],
    hasCatalog: true,
    tests: [],
    tags: [],
    meta: {},
    exposures: [],
    parents: [],
    children: [],
    upstream: [],
    ...changes,
  };
}
