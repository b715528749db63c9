/** Seals a secret with a phrase that is kept nowhere: who has the disk alone has nothing. */

/** A sealed secret with all that opening it needs, but for the phrase. `rounds`: of PBKDF2 with SHA-256. */
export type Sealed = {
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  vector: Uint8Array<ArrayBuffer>;
  cipher: ArrayBuffer;
};

/** OWASP's figure for PBKDF2 with SHA-256, 2023. Stored with the record, so that it can grow. */
const leastRounds = 600_000;
const algorithm = 'AES-GCM';

/** `binding` is not secret: the secret only opens where it is the same. */
export async function seal(secret: string, phrase: string, binding: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const vector = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(phrase, salt, leastRounds);
  const how = { name: algorithm, iv: vector, additionalData: binding };
  const cipher = await crypto.subtle.encrypt(how, key, new TextEncoder().encode(secret));
  return { salt, rounds: leastRounds, vector, cipher };
}

/** The secret; nothing for another phrase and for what is damaged: from outside they are the same. */
export async function unseal(
  { salt, rounds, vector, cipher }: Sealed,
  phrase: string,
  binding: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  try {
    const key = await keyOf(phrase, salt, rounds);
    const how = { name: algorithm, iv: vector, additionalData: binding };
    return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, cipher));
  } catch {
    return undefined;
  }
}

async function keyOf(phrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(phrase.normalize('NFC'));
  const base = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return await crypto.subtle.deriveKey(how, base, { name: algorithm, length: 256 }, false, ['encrypt', 'decrypt']);
}
