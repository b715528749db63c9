/** The tokens of the stand-in platform as they are now: they can be added, revoked and rotated while it runs. */
import type { Token } from './accounts';

export type Tokens = {
  find(token: string): Token | undefined;
  add(token: Token): void;
  revoke(token: string): void;
  /** The old token stops, the new one has its rights. */
  rotate(token: string, next: string): void;
};

export function tokenBox(list: Token[]): Tokens {
  const tokens = new Map(list.map((token) => [token.token, token]));
  return {
    find: (token) => tokens.get(token),
    add: (token) => void tokens.set(token.token, token),
    revoke: (token) => void tokens.delete(token),
    rotate(token, next) {
      const known = tokens.get(token);
      if (known === undefined) throw new Error('no such token');
      tokens.delete(token);
      tokens.set(next, { ...known, token: next });
    },
  };
}

/** The token of an Authorization header; undefined when the header is missing or lacks its word. */
export function tokenIn(header: string | undefined): string | undefined {
  return /^(?:Bearer|Token) (\S+)$/i.exec(header ?? '')?.[1];
}
