import { beforeEach, describe, expect, it } from 'vitest';
import { resolveAll } from '../../lib/look-up';
import type { DbtNode } from '../../lib/model';
import { writeConnection } from '../../lib/settings';
import { syncConnection } from '../../lib/sync';
import { aConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

beforeEach(freshBrowser);

describe('a name on a BigQuery page', () => {
  const connection = aConnection({ dialect: 'bigquery' });
  const place = { database: 'shop-prod', schema: 'web' };
  const node = (name: string, relation: string): DbtNode =>
    aNode(name, { type: 'source', relation: { ...place, name: relation, isExact: true } });
  const nodes = [node('events', 'events_*'), node('visits', 'visits'), node('day', 'events_20231231')];

  it.each([
    ['events_20240101', 'events'],
    ['events_', 'events'],
    ['events_*', 'events'],
    ['events_2024*', 'events'],
    ['events_20240101$20240101', 'events'],
    ['events_20240101@-3600000', 'events'],
    ['events_20231231', 'day'],
    ['visits', 'visits'],
    ['visits$20240101', 'visits'],
    ['visits@0', 'visits'],
    ['visits_20240101', undefined],
    ['events', undefined],
    ['EVENTS_20240101', undefined],
  ])('%s is %s', async (name, expected) => {
    await writeConnection(connection);
    await syncConnection(fakeTools(pagedSource([nodes]).source).tools, connection.id, 'asked');
    const [resolution] = await resolveAll([connection], [{ ...place, name }]);
    expect(resolution?.status === 'matched' ? resolution.node.name : undefined).toBe(expected);
  });
});
