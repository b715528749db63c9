import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { connect } from '../../lib/connect';
import { closeDatabase, useDatabase } from '../../lib/database';
import { resolveAll } from '../../lib/look-up';
import { writeConnection } from '../../lib/settings';
import { syncConnection } from '../../lib/sync';
import { deleteStrayTokens, deleteTokens, hasAnyToken, readToken, unlock, writeToken } from '../../lib/tokens';
import { aCloudConnection, aNode, fakeTools, freshBrowser, pagedSource } from './stand-ins';

const canary = 'dbtc_canary-7Qz0';
const connection = aCloudConnection();
const moved = aCloudConnection({
  source: { ...aCloudConnection().source, kind: 'dbt-cloud', accessUrl: 'https://other.us1.dbt.com' } as never,
});

beforeEach(freshBrowser);

describe('tokens at rest', () => {
  it('come back as they were written, with their stamp', async () => {
    await writeToken(connection, canary, 7);
    expect(await readToken(connection)).toEqual({ token: canary, savedAt: 7 });
  });

  it('hold no readable byte of the token, and a key that script cannot export', async () => {
    await writeToken(connection, canary, 7);
    const [record] = await useDatabase((database) => database.getAll('tokens'));
    if (record?.mode !== 'disk') throw new Error('not on disk');
    const [key] = await useDatabase((database) => database.getAll('keys'));
    const stored = new TextDecoder('latin1').decode(record.cipher) + JSON.stringify(record);
    expect(stored).not.toContain('canary');
    expect(key?.extractable).toBe(false);
  });

  it('S7: belong to one address and account: with another there is no token', async () => {
    await writeToken(connection, canary, 7);
    expect(await readToken(moved)).toBeUndefined();
    expect(await hasAnyToken(connection.id)).toBe(true);
    await deleteStrayTokens([moved], [moved.id]);
    expect(await hasAnyToken(connection.id)).toBe(false);
  });

  it('S11: keep the old token working until the stray ones are deleted', async () => {
    await writeToken(connection, 'old', 1);
    await writeToken(moved, 'new', 2);
    expect((await readToken(connection))?.token).toBe('old');
    expect((await readToken(moved))?.token).toBe('new');
    await deleteStrayTokens([moved], [moved.id]);
    expect(await readToken(connection)).toBeUndefined();
    expect((await readToken(moved))?.token).toBe('new');
  });

  it('of connections that cannot be read at the moment are left alone', async () => {
    await writeToken(connection, canary, 7);
    await deleteStrayTokens([], [connection.id]);
    expect(await hasAnyToken(connection.id)).toBe(true);
  });

  it('S17: are gone from the database after deletion', async () => {
    await writeToken(connection, canary, 7);
    await deleteTokens(connection.id);
    expect(await readToken(connection)).toBeUndefined();
    expect(await useDatabase((database) => database.count('tokens'))).toBe(0);
  });

  it('T9: read as no token when a bit has flipped', async () => {
    await writeToken(connection, canary, 7);
    await useDatabase(async (database) => {
      const [key] = await database.getAllKeys('tokens');
      const record = key && (await database.get('tokens', key));
      if (record?.mode !== 'disk') throw new Error('nothing written');
      const bytes = new Uint8Array(record.cipher);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await database.put('tokens', record, key);
    });
    expect(await readToken(connection)).toBeUndefined();
  });

  it('written at the same moment by two workers can both be read', async () => {
    const second = aCloudConnection({ id: 'second' });
    await Promise.all([writeToken(connection, 'one', 1), writeToken(second, 'two', 1)]);
    expect((await readToken(connection))?.token).toBe('one');
    expect((await readToken(second))?.token).toBe('two');
  });
});

describe('a token that is kept until the browser closes', () => {
  const session = { mode: 'session' } as const;

  it('S14: works while the browser is open, also for the next worker, and no byte of it is on disk', async () => {
    await writeToken(connection, canary, 7, session);
    expect(await readToken(connection)).toEqual({ token: canary, savedAt: 7 });
    await closeDatabase();
    expect((await readToken(connection))?.token).toBe(canary);
    expect(await useDatabase((database) => database.getAll('tokens'))).toEqual([{ mode: 'session', savedAt: 7 }]);
    expect(JSON.stringify(await fakeBrowser.storage.local.get(null))).not.toContain('canary');
  });

  it('S14: is asked for after a restart, and what was read before can still be read', async () => {
    await writeConnection(connection);
    await writeToken(connection, canary, 7, session);
    const { tools, clock } = fakeTools(pagedSource([[aNode('a')]]).source);
    await syncConnection(tools, connection.id, 'asked');
    await closeDatabase();
    await fakeBrowser.storage.session.clear();
    clock.now += 60_000;
    const again = syncConnection(tools, connection.id, 'asked');
    await expect(again).rejects.toMatchObject({ kind: 'unauthorized', message: 'bgTokenNeeded Prod' });
    const [found] = await resolveAll([connection], [{ database: 'ANALYTICS', schema: 'MARTS', name: 'A' }]);
    expect(found?.status).toBe('matched');
  });

  it('S14: leaves no ciphertext behind of the one that was kept on disk before', async () => {
    await writeToken(connection, 'dbtc_before', 1);
    await writeToken(connection, canary, 2, session);
    expect(await useDatabase((database) => database.getAll('tokens'))).toEqual([{ mode: 'session', savedAt: 2 }]);
    await writeToken(connection, 'dbtc_after', 3);
    expect(await fakeBrowser.storage.session.get(null)).toEqual({});
    expect((await readToken(connection))?.token).toBe('dbtc_after');
  });
});

describe('a token that is sealed with a phrase', () => {
  const sealed = (passphrase: string) => ({ mode: 'passphrase', passphrase }) as const;
  const locked = () => fakeBrowser.storage.session.clear();

  it('S15: opens with its phrase and with no other, of 1 or of 1,000 characters; no key to it is on disk', async () => {
    for (const phrase of ['x', 'long '.repeat(200)]) {
      await writeToken(connection, canary, 7, sealed(phrase));
      expect((await readToken(connection))?.token).toBe(canary);
      await locked();
      expect(await readToken(connection)).toBeUndefined();
      await expect(unlock(connection, `${phrase}!`, 0)).rejects.toMatchObject({ message: 'bgPassphraseWrong' });
      await unlock(connection, phrase, 1000);
      expect(await readToken(connection)).toEqual({ token: canary, savedAt: 7 });
    }
    const [record] = await useDatabase((database) => database.getAll('tokens'));
    if (record?.mode !== 'passphrase') throw new Error('not sealed');
    expect(record.rounds).toBeGreaterThanOrEqual(600_000);
    expect(await useDatabase((database) => database.count('keys'))).toBe(0);
  });

  it('S15: costs 1 to 16 s after each of six wrong tries, also in the next worker, and erases nothing', async () => {
    await writeToken(connection, canary, 7, sealed('right'));
    await locked();
    let now = Date.parse('2026-03-01T12:00:00Z');
    for (const seconds of [1, 2, 4, 8, 16, 16]) {
      await expect(unlock(connection, 'wrong', now)).rejects.toMatchObject({ message: 'bgPassphraseWrong' });
      await closeDatabase();
      await expect(unlock(connection, 'right', now + seconds * 1000 - 1)).rejects.toMatchObject({
        kind: 'rate-limited',
        message: 'bgPassphraseWait 1',
      });
      now += seconds * 1000;
    }
    await unlock(connection, 'right', now);
    expect((await readToken(connection))?.token).toBe(canary);
  });

  it.each(['salt', 'vector', 'cipher', 'rounds'])(
    'S15: takes a damaged %s for a wrong phrase, and throws nothing else',
    async (part) => {
      await writeToken(connection, canary, 7, sealed('right'));
      await locked();
      await useDatabase(async (database) => {
        const [key] = await database.getAllKeys('tokens');
        const [record] = await database.getAll('tokens');
        if (key) await database.put('tokens', { ...record, [part]: new Uint8Array(3) } as never, key);
      });
      await expect(unlock(connection, 'right', 0)).rejects.toMatchObject({ message: 'bgPassphraseWrong' });
      expect(await hasAnyToken(connection.id)).toBe(true);
    },
  );

  it('S15: is told to be locked, and a new token is not kept without a phrase', async () => {
    await writeConnection(connection);
    await writeToken(connection, canary, 7, sealed('right'));
    await locked();
    const { tools } = fakeTools(pagedSource([[aNode('a')]]).source);
    await expect(syncConnection(tools, connection.id, 'asked')).rejects.toMatchObject({
      kind: 'locked',
      message: 'bgTokenLocked Prod',
    });
    const asking = { ...tools, check: async () => ({ steps: [] }) };
    const question = { connection, token: 'dbtc_another_one', save: true };
    await expect(connect(asking, question)).rejects.toMatchObject({ message: 'bgPassphraseMissing' });
    await connect(asking, { ...question, keep: sealed('other') });
    expect((await readToken(connection))?.token).toBe('dbtc_another_one');
  });
});
