import type { Place, SyncRecord } from './database';
import type { BadgeFacts, DbtNode, ProjectNames } from './model';

/**
 * Whether cached records still have the shape we wrote: disks flip bits. What does not fit is left out and fetched again.
 * Only what our own code would trip over is looked at, because every look-up passes through here.
 */
type Shape = 'string' | 'number' | 'boolean' | 'undefined' | [Shape] | { [key: string]: Shape } | { orAbsent: Shape };

const text: Shape = { orAbsent: 'string' };
const relation: Shape = { name: 'string', schema: text, database: text, isExact: 'boolean' };
const named: Record<string, Shape> = {
  key: 'string',
  connectionId: 'string',
  uniqueId: 'string',
  type: 'string',
  name: 'string',
  relation,
};
const health: Shape = { state: 'string', shape: 'string', reasons: [{ what: 'string' }] };
const troubles: Shape = [{ uniqueId: 'string', name: 'string', what: 'string' }];
const badge: Shape = { ...named, health, updatedAt: text };
const place: Shape = { bundle: 'number', finding: { orAbsent: { upstream: troubles } } };
const node: Shape = {
  ...named,
  description: text,
  link: text,
  hasCatalog: 'boolean',
  columns: [{ name: 'string', type: text, description: text }],
  tests: [{ uniqueId: 'string', name: 'string', status: 'string' }],
  tags: ['string'],
  meta: {},
  exposures: [{ name: 'string' }],
  parents: ['string'],
  children: ['string'],
  upstream: troubles,
};
const ephemeral: Shape = { uniqueId: 'string', name: 'string', parents: ['string'], relation: 'undefined' };
const names: Shape = {
  version: 'string',
  schemas: [{ database: text, schema: text, isExact: 'boolean' }],
  tables: 'string',
};
const generation: Record<string, Shape> = { generation: 'number', source: 'string', mark: 'string' };
const sync: Shape = {
  triedAt: { orAbsent: 'number' },
  live: { orAbsent: { ...generation, fetchedAt: 'number', nodeCount: 'number', modelCount: 'number' } },
  building: {
    orAbsent: {
      ...generation,
      startedAt: 'number',
      pages: 'number',
      nodes: 'number',
      models: 'number',
      next: text,
      isWhole: 'boolean',
      isSecondPass: 'boolean',
    },
  },
  stale: ['number'],
};

export function isBadge(value: unknown): value is BadgeFacts {
  return fits(value, badge);
}

export function isPlace(value: unknown): value is Place {
  return fits(value, place);
}

export function isText(record: unknown): record is string {
  return typeof record === 'string';
}

export function isDbtNode(record: unknown): record is DbtNode {
  return fits(record, node);
}

/** A node without a relation: a model that stands only between others. */
export function isEphemeral(record: unknown): record is { uniqueId: string; name: string; parents: string[] } {
  return fits(record, ephemeral);
}

export function isNames(record: unknown): record is ProjectNames {
  return fits(record, names);
}

export function isSyncRecord(record: unknown): record is SyncRecord {
  return fits(record, sync);
}

function fits(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'string') return typeof value === shape;
  if (Array.isArray(shape)) return Array.isArray(value) && value.every((member) => fits(member, shape[0]));
  if ('orAbsent' in shape && shape.orAbsent !== undefined) return value === undefined || fits(value, shape.orAbsent);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // Just seen to be an object that is no list.
  const record = value as Record<string, unknown>;
  return Object.entries(shape).every(([key, member]) => fits(record[key], member));
}
