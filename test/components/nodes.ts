import type { BadgeFacts, DbtNode, Health } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';

export const now = Date.parse('2026-08-20T12:00:00Z');

export const health: Health = { state: 'healthy', shape: 'tick', reasons: [{ what: 'tests-passed', count: 9 }] };

/** What a badge knows of a model of an invented shop. */
export function factsOf(changes: Partial<BadgeFacts> = {}): BadgeFacts {
  return {
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
    key: nodeKeyOf(facts),
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
