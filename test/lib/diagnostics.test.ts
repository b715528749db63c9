import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf, type Seen } from '../../lib/diagnostics';
import type { PageReport } from '../../lib/messages/protocol';
import { aCloudConnection, aConnection } from './stand-ins';

const report: PageReport = {
  url: 'https://console.canary.example/',
  ms: 3.4,
  unplaced: ['canary'],
  tables: [
    {
      label: 'canary',
      reader: 'outline',
      evidence: 'tree canary',
      ref: { name: 'canary' },
      resolution: { status: 'unknown' },
      drawn: 'badge',
      box: { x: 0, y: 0, width: 1, height: 1 },
    },
  ],
};

const seen: Seen = {
  version: '0.1.0',
  browser: 'Chrome/156',
  language: 'en-GB',
  preferences: { density: 'all', dwellMs: 400, offSites: ['https://canary.example'], linkStyle: 'catalog' },
  policyIgnored: 1,
  managedIds: ['a'],
  connections: [aCloudConnection({ id: 'a', name: 'canary', onlyWhere: ['canary'] }), aConnection({ id: 'b' })],
  statuses: new Map([
    [
      'a',
      {
        connectionId: 'a',
        nodeCount: 12,
        generation: 1,
        syncedAt: '2026-08-20T12:00:00.000Z',
        error: { kind: 'unauthorized', message: 'canary', at: '2026-08-20T12:00:00Z' },
        notes: [{ kind: 'no-jobs', message: 'canary' }],
        log: [{ at: '2026-08-20T12:00:00Z', outcome: 'unauthorized', nodeCount: 12 }],
      },
    ],
  ]),
  pages: [{ console: 'snowflake', report }],
};

describe('S8: the diagnostics report', () => {
  it('tells what each reader found, how syncs ended and which versions, and no name, address or sentence', () => {
    const made = diagnosticsOf(seen);
    expect(JSON.stringify(made)).not.toContain('canary');
    expect(made.pages).toEqual([
      {
        console: 'snowflake',
        ms: 3,
        readers: { outline: 1 },
        drawn: { badge: 1 },
        answers: { unknown: 1 },
        unplaced: 1,
      },
    ]);
    expect(made.connections[0]).toMatchObject({ isManaged: true, error: 'unauthorized', notes: ['no-jobs'] });
    expect(made.connections[0]?.log).toEqual([{ at: '2026-08-20T12:00:00.000Z', outcome: 'unauthorized', tables: 12 }]);
  });

  it('holds no canary, wherever one is put', () => {
    const canary = fc.constantFrom('dbtc_canary', 'a canary', 'https://canary.example/', 'canary');
    fc.assert(
      fc.property(canary, (text) => {
        const salted: Seen = JSON.parse(JSON.stringify(seen), (key, value) =>
          typeof value === 'string' && !['dialect', 'kind', 'density', 'linkStyle', 'drawn', 'status'].includes(key)
            ? text
            : value,
        );
        const statuses = new Map(
          [...seen.statuses].map(([, status]) => [
            text,
            {
              ...status,
              syncedAt: text,
              error: { kind: text, message: text, at: text },
              notes: [{ kind: text, message: text }],
              log: [{ at: text, outcome: text, nodeCount: 1 }],
            },
          ]),
        );
        const connections = salted.connections.map((connection) => ({ ...connection, id: text }));
        expect(JSON.stringify(diagnosticsOf({ ...salted, statuses, connections }))).not.toContain('canary');
      }),
    );
  });
});
