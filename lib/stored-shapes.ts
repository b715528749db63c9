import type { Place, SyncRecord } from './database';
import {
  type BadgeFacts,
  badgeShapes,
  type DbtNode,
  freshnessStatuses,
  fromWorst,
  largestGeneration,
  mostPages,
  nodeTypes,
  type ProjectNames,
  runStatuses,
  upstreamTroubles,
} from './model';
import { isRecord } from './record';

/**
 * Whether cached records still have the shape we wrote: disks flip bits. What does not fit is left out and fetched again.
 * Only what our own code would trip over is looked at, because every look-up passes through here.
 */
type Shape = (value: unknown) => boolean;

const string: Shape = (value) => typeof value === 'string';
const number: Shape = (value) => typeof value === 'number';
const upTo =
  (most: number): Shape =>
  (value) =>
    // as: asked in the same breath
    Number.isInteger(value) && Math.abs(value as number) <= most;
const counted = upTo(largestGeneration);
/** Epoch ms that a date can be made of. */
const time = upTo(8.64e15);
const boolean: Shape = (value) => typeof value === 'boolean';
const absent: Shape = (value) => value === undefined;
const orAbsent =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);
const oneOf =
  (words: readonly unknown[]): Shape =>
  (value) =>
    words.includes(value);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

/** An object in which these fields have their shapes; others are not looked at. */
function fields(shapes: Record<string, Shape>): Shape {
  const entries = Object.entries(shapes);
  return (value) => isRecord(value) && entries.every(([key, shape]) => shape(value[key]));
}

const text = orAbsent(string);
const named = {
  connectionId: string,
  uniqueId: string,
  type: oneOf(nodeTypes),
  name: string,
  relation: fields({ name: string, schema: text, database: text, isExact: boolean }),
};
const health = fields({
  state: oneOf(fromWorst),
  shape: oneOf(badgeShapes),
  reasons: listOf(fields({ what: string })),
});
const troubles = listOf(fields({ uniqueId: string, name: string, what: oneOf(upstreamTroubles) }));
const badge = fields({ ...named, health, updatedAt: text });
const place = fields({ bundle: number, finding: orAbsent(fields({ upstream: troubles })) });
const node = fields({
  ...named,
  key: string,
  description: text,
  link: text,
  hasCatalog: boolean,
  columns: listOf(fields({ name: string, type: text, description: text })),
  tests: listOf(fields({ uniqueId: string, name: string, status: string })),
  tags: listOf(string),
  meta: isRecord,
  exposures: listOf(fields({ name: string })),
  run: orAbsent(fields({ status: oneOf(runStatuses) })),
  freshness: orAbsent(fields({ status: oneOf(freshnessStatuses) })),
  parents: listOf(string),
  children: listOf(string),
  upstream: troubles,
});
const ephemeral = fields({ uniqueId: string, name: string, parents: listOf(string), relation: absent });
const names = fields({
  version: string,
  schemas: listOf(fields({ database: text, schema: text, isExact: boolean })),
  tables: string,
});
const generation = { generation: counted, source: string, mark: string };
const sync = fields({
  triedAt: orAbsent(time),
  emptySince: orAbsent(time),
  live: orAbsent(fields({ ...generation, fetchedAt: time, nodeCount: number, modelCount: number })),
  building: orAbsent(
    fields({
      ...generation,
      startedAt: time,
      pages: upTo(mostPages),
      nodes: number,
      models: number,
      next: text,
      isWhole: boolean,
      isSecondPass: boolean,
      project: text,
    }),
  ),
  stale: listOf(counted),
});

export function isBadge(value: unknown): value is BadgeFacts {
  return badge(value);
}

export function isPlace(value: unknown): value is Place {
  return place(value);
}

export function isText(record: unknown): record is string {
  return string(record);
}

export function isDbtNode(record: unknown): record is DbtNode {
  return node(record);
}

/** A node without a relation: a model that stands only between others. */
export function isEphemeral(record: unknown): record is { uniqueId: string; name: string; parents: string[] } {
  return ephemeral(record);
}

export function isNames(record: unknown): record is ProjectNames {
  return names(record);
}

export function isSyncRecord(record: unknown): record is SyncRecord {
  return sync(record);
}
