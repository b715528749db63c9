import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../../lib/database';
import { deleteStrayTokens, deleteTokens, hasAnyToken, readToken, writeToken } from '../../lib/tokens';
import { aCloudConnection, freshBrowser } from './stand-ins';

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
    const [key] = await useDatabase((database) => database.getAll('keys'));
    const stored = new TextDecoder('latin1').decode(record?.cipher) + JSON.stringify(record);
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
      if (!record) throw new Error('nothing written');
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
