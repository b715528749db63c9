/** One request to the stand-in platform and its answer, apart from any transport. */

/** `host` is lower case, without port; `path` keeps its query; header names are lower case. */
export type PlatformRequest = {
  method: string;
  scheme: 'https' | 'http';
  host: string;
  path: string;
  headers: Record<string, string>;
  body: string;
};

/** A request as it is kept for traffic audits, with what became of it. `status` is 0 when nothing was answered (yet). */
export type LoggedRequest = PlatformRequest & { at: number; status: number };

/**
 * How the bytes of an answer reach the asker. `cut` ends the connection after so many bytes; `mislabelled` announces
 * another length than it sends; `broken-gzip` says gzip and sends half of it.
 */
export type Delivery =
  | { how: 'whole' }
  | { how: 'silent' }
  | { how: 'reset' }
  | { how: 'drip'; bytesPerSecond: number }
  | { how: 'cut'; after: number }
  | { how: 'mislabelled'; contentLength: number }
  | { how: 'broken-gzip' };

export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** Milliseconds before the first byte. */
  delayMs?: number;
  delivery?: Delivery;
};

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function textReply(status: number, text: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: text };
}

/** What a host that is no API host answers, whatever is asked: the page of its web application. */
export function webPage(status = 200, title = 'Sign in'): Reply {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

export function redirectReply(status: number, location: string): Reply {
  return { status, headers: { location, 'content-type': 'text/html; charset=utf-8' }, body: '' };
}

/** The bytes of an answer. */
export function bytesOf(reply: Reply): Uint8Array {
  return typeof reply.body === 'string' ? new TextEncoder().encode(reply.body) : reply.body;
}

/** The envelope of every JSON answer of the Administrative API. */
export function envelope(code: number, userMessage: string, data: unknown, extra?: unknown): Reply {
  const status = { code, is_success: code < 400, user_message: userMessage, developer_message: code < 400 ? '' : null };
  return jsonReply(code, extra === undefined ? { status, data } : { status, data, extra });
}

/** The shape of a GraphQL refusal. */
export function graphqlRefusal(status: number, message: string, code: string, path?: string[]): Reply {
  const error = { message, extensions: { code }, ...(path === undefined ? {} : { path }) };
  return jsonReply(status, { errors: [error], data: null });
}
