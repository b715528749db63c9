import { browser } from 'wxt/browser';
import { isInMemory, type TokenRecord, useDatabase } from './database';
import { AppError } from './errors';
import type { Connection, Keeping } from './model';
import { seal, unseal } from './passphrase';
import { isRecord } from './record';
import { words } from './words';

/**
 * Tokens at rest: encrypted in the extension's own database, which no page and no content script can open. Each token is
 * bound to the addresses and the account it was given for: a connection whose address changed has no token. Where the
 * browser cannot open that database, and where people want it so, a token stays in `storage.session`: in memory, gone with the
 * browser, closed to pages. With a passphrase it is there too, once unlocked; the disk has only what the phrase opens.
 */

const algorithm = 'AES-GCM';
const keyName = 'token';

/** A token with the stamp that tells it from an earlier one. */
export type StoredToken = { token: string; savedAt: number };

/** What a token is bound to: where it may travel and for whom. Empty for sources that need none. */
export function audienceOf(connection: Connection): string {
  const { source } = connection;
  if (source.kind !== 'dbt-cloud') return '';
  return JSON.stringify([source.accessUrl, source.discoveryUrl, source.accountId ?? '']);
}

/** Keeps a token for a connection; the one it had for the same audience is gone in the same moment. */
export async function writeToken(
  connection: Connection,
  token: string,
  savedAt: number,
  keeping: Keeping = { mode: 'disk' },
): Promise<void> {
  const audience = audienceOf(connection);
  const inMemory = await isInMemory();
  if (inMemory || keeping.mode !== 'disk') {
    await browser.storage.session.set({ [sessionKey(connection.id, audience)]: { token, savedAt } });
  } else {
    await browser.storage.session.remove(sessionKey(connection.id, audience));
  }
  if (inMemory) return;
  const record = await recordOf(connection, token, savedAt, keeping);
  await useDatabase((database) => database.put('tokens', record, [connection.id, audience]));
}

async function recordOf(
  connection: Connection,
  token: string,
  savedAt: number,
  keeping: Keeping,
): Promise<TokenRecord> {
  const bound = binding(connection.id, audienceOf(connection));
  if (keeping.mode === 'session') return { mode: 'session', savedAt };
  if (keeping.mode === 'passphrase') {
    const sealed = await seal(token, keeping.passphrase, bound);
    return { mode: 'passphrase', savedAt, wrongTries: 0, notBefore: 0, ...sealed };
  }
  const vector = crypto.getRandomValues(new Uint8Array(12));
  const cipher = await crypto.subtle.encrypt(
    { name: algorithm, iv: vector, additionalData: bound },
    await wrappingKey(),
    new TextEncoder().encode(token),
  );
  return { mode: 'disk', savedAt, vector, cipher };
}

/** How the connection's token is kept, be it locked or gone with the last session; nothing when it has none. */
export async function keepingOf(connection: Connection): Promise<TokenRecord['mode'] | undefined> {
  const record = await useDatabase((database) => database.get('tokens', [connection.id, audienceOf(connection)]));
  return record?.mode;
}

const longestDelayMs = 16_000;

/**
 * Opens a sealed token until the browser closes. A wrong phrase costs time before the next try is heard, 1 to 16 s, and
 * erases nothing. Throws AppError: `unauthorized` for a wrong phrase, `rate-limited` for a try that came too soon, `no-token`.
 */
export async function unlock(connection: Connection, passphrase: string, now: number): Promise<void> {
  const audience = audienceOf(connection);
  const place: [string, string] = [connection.id, audience];
  await navigator.locks.request(`unlock:${slot(...place)}`, async () => {
    const record = await useDatabase((database) => database.get('tokens', place));
    if (record?.mode !== 'passphrase') throw new AppError('no-token', words('bgTokenMissing', connection.name));
    const { notBefore, wrongTries, savedAt } = record;
    const waitMs = notBefore - now;
    if (waitMs > 0 && waitMs <= longestDelayMs) {
      throw new AppError('rate-limited', words('bgPassphraseWait', Math.ceil(waitMs / 1000)), { retryAt: notBefore });
    }
    const token = await unseal(record, passphrase, binding(...place));
    const tries = token === undefined ? wrongTries + 1 : 0;
    const delayMs = tries === 0 ? 0 : Math.min(longestDelayMs, 1000 * 2 ** (tries - 1));
    const counted = { ...record, wrongTries: tries, notBefore: delayMs === 0 ? 0 : now + delayMs };
    await useDatabase((database) => database.put('tokens', counted, place));
    if (token === undefined) throw new AppError('unauthorized', words('bgPassphraseWrong'));
    await browser.storage.session.set({ [sessionKey(...place)]: { token, savedAt } });
  });
}

/**
 * The token of a connection; nothing when it has none, or one that cannot be opened. The answer goes into a `SourceContext`
 * and nowhere else.
 */
export async function readToken(connection: Connection): Promise<StoredToken | undefined> {
  const audience = audienceOf(connection);
  const [record, key] = await useDatabase((database) =>
    Promise.all([database.get('tokens', [connection.id, audience]), database.get('keys', keyName)]),
  );
  if (record?.mode !== 'disk' || !key) {
    const kept = await readSessionToken(sessionKey(connection.id, audience));
    // A token that another one has replaced since is none
    return record && record.savedAt !== kept?.savedAt ? undefined : kept;
  }
  try {
    const plain = await crypto.subtle.decrypt(
      { name: algorithm, iv: record.vector, additionalData: binding(connection.id, audience) },
      key,
      record.cipher,
    );
    return { token: new TextDecoder().decode(plain), savedAt: record.savedAt };
  } catch {
    // Damaged on disk. The browser's own message says nothing more.
    return undefined;
  }
}

/** Whether a connection has any token, be it for another address. */
export async function hasAnyToken(connectionId: string): Promise<boolean> {
  const stored = await useDatabase((database) => database.count('tokens', tokensOf(connectionId)));
  return stored > 0 || (await sessionSlots()).some(([id]) => id === connectionId);
}

/** Deletes all tokens of a connection. */
export async function deleteTokens(connectionId: string): Promise<void> {
  await useDatabase((database) => database.delete('tokens', tokensOf(connectionId)));
  await deleteSessionTokens((id) => id === connectionId);
}

/** Deletes every token that belongs to none of the connections as they are now; those of unreadable ones are left. */
export async function deleteStrayTokens(connections: Connection[], allIds: string[]): Promise<void> {
  const wanted = new Set(connections.map((connection) => slot(connection.id, audienceOf(connection))));
  const readable = new Set(connections.map((connection) => connection.id));
  const isUnreadable = (id: string) => allIds.includes(id) && !readable.has(id);
  const isStray = (id: string, audience: string) => !wanted.has(slot(id, audience)) && !isUnreadable(id);
  await useDatabase(async (database) => {
    const write = database.transaction('tokens', 'readwrite');
    const strays = (await write.store.getAllKeys()).filter(([id, audience]) => isStray(id, audience));
    await Promise.all([...strays.map((key) => write.store.delete(key)), write.done]);
  });
  await deleteSessionTokens(isStray);
}

const sessionPrefix = 'token:';

function sessionKey(connectionId: string, audience: string): string {
  return sessionPrefix + slot(connectionId, audience);
}

async function readSessionToken(key: string): Promise<StoredToken | undefined> {
  const kept: unknown = (await browser.storage.session.get(key))[key];
  if (!isRecord(kept)) return undefined;
  const { token, savedAt } = kept;
  return typeof token === 'string' && typeof savedAt === 'number' ? { token, savedAt } : undefined;
}

/** Connection and audience of every token that only this browser session knows. */
async function sessionSlots(): Promise<[string, string][]> {
  const keys = Object.keys(await browser.storage.session.get(null)).filter((key) => key.startsWith(sessionPrefix));
  // The keys are made by `slot`
  return keys.map((key) => JSON.parse(key.slice(sessionPrefix.length)) as [string, string]);
}

async function deleteSessionTokens(isUnwanted: (connectionId: string, audience: string) => boolean): Promise<void> {
  const unwanted = (await sessionSlots()).filter(([id, audience]) => isUnwanted(id, audience));
  if (unwanted.length > 0) await browser.storage.session.remove(unwanted.map((key) => sessionKey(...key)));
}

/** The key that script cannot export. Two workers that make one at once end up with the same. */
async function wrappingKey(): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt']);
  return useDatabase(async (database) => {
    const write = database.transaction('keys', 'readwrite');
    const key = (await write.store.get(keyName)) ?? made;
    await write.store.put(key, keyName);
    await write.done;
    return key;
  });
}

function slot(connectionId: string, audience: string): string {
  return JSON.stringify([connectionId, audience]);
}

function binding(connectionId: string, audience: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(slot(connectionId, audience));
}

function tokensOf(connectionId: string): IDBKeyRange {
  return IDBKeyRange.bound([connectionId], [connectionId, []]);
}
