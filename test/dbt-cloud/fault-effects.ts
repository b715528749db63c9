/** What each fault does to an answer, one word each (RELIABILITY N1 to N22). */
import { envelope, graphqlRefusal, jsonReply, type Reply, redirectReply, textReply, webPage } from './exchange';
import { changedNodes, changedPages, type NodeFault, type PageFault } from './fault-pages';
import type { Asked, Effect } from './faults';

/** A fault's word with what it needs. */
export type FaultWord =
  /** N1, N2: refused by status and in the shape of the API that was asked. */
  | { fault: 'unauthorized' }
  | { fault: 'forbidden' }
  /** N3 */
  | { fault: 'no-environment'; as: 'errors' | 'null' | 'null-applied' | '404' }
  /** N4: the header's value as it is; absent: no header. */
  | { fault: 'rate-limited'; retryAfter?: string }
  /** N5 and any other status. */
  | { fault: 'status'; status: number; text?: string }
  | { fault: 'reset' }
  /** N6: no headers ever; or the body in drops. */
  | { fault: 'silent' }
  | { fault: 'drip'; bytesPerSecond?: number }
  | { fault: 'slow'; ms: number }
  /** N7: `after` is the share of the body that still comes; `by` the bytes added to the announced length. */
  | { fault: 'cut'; after?: number }
  | { fault: 'wrong-length'; by: number }
  | { fault: 'broken-gzip' }
  /** N8 */
  | { fault: 'web-page'; status?: number }
  /** N9 */
  | { fault: 'redirect'; to: string; status?: number }
  /** N11 */
  | { fault: 'body'; text: string; contentType?: string }
  | { fault: 'byte-order-mark' }
  | { fault: 'deep'; depth: number }
  | { fault: 'huge'; megabytes: number }
  /** N12: what stays of the data: nothing, the upper half of the page, all of it. */
  | { fault: 'errors'; message: string; code?: string; data?: 'null' | 'partial' | 'whole' }
  /** Pages longer than `above` are too complex (400) or too large (413). */
  | { fault: 'too-complex'; above: number }
  | { fault: 'too-large'; above: number }
  /** N15: every page but the first starts `by` nodes earlier (positive: repeats) or later (negative: leaves out). */
  | { fault: 'moving-nodes'; by: number }
  /** S9, N12: the token comes back. */
  | { fault: 'echo-token'; in: 'body' | 'message' | 'location' }
  | PageFault
  | NodeFault;

function refusal(asked: Asked, status: number, message: string, code: string): Reply {
  return asked.api === 'discovery' ? graphqlRefusal(status, message, code) : envelope(status, message, null);
}

function withHeader(reply: Reply, name: string, value: string | undefined): Reply {
  return value === undefined ? reply : { ...reply, headers: { ...reply.headers, [name]: value } };
}

function textOf(reply: Reply): string {
  return typeof reply.body === 'string' ? reply.body : new TextDecoder().decode(reply.body);
}

/** Only the 404 makes sense for both APIs; the rest leaves the Administrative API alone. */
function noEnvironment(as: 'errors' | 'null' | 'null-applied' | '404', asked: Asked): Reply | undefined {
  if (as === '404') return refusal(asked, 404, 'Not found.', 'NOT_FOUND');
  if (asked.api !== 'discovery') return undefined;
  if (as === 'null') return jsonReply(200, { data: { environment: null } });
  if (as === 'null-applied') return jsonReply(200, { data: { environment: { applied: null } } });
  return graphqlRefusal(200, 'Environment not found: no data available for this input.', 'NOT_FOUND', ['environment']);
}

function echo(where: 'body' | 'message' | 'location', asked: Asked): Reply {
  const token = (asked.request.headers.authorization ?? '').replace(/^\S+ /, '');
  if (where === 'location') return redirectReply(302, `https://sso.example/login?token=${encodeURIComponent(token)}`);
  if (where === 'body') return textReply(500, `cannot serve the request with token ${token}`);
  return refusal(asked, 400, `Token ${token} was rejected by the upstream.`, 'BAD_REQUEST');
}

/** An answer that is nested `depth` times where an object belongs. */
function deepReply(depth: number): Reply {
  const reply = jsonReply(200, {});
  return { ...reply, body: `{"data":{"environment":{"applied":${'['.repeat(depth)}${']'.repeat(depth)}}}}` };
}

function padded(reply: Reply, megabytes: number): Reply {
  return { ...reply, body: `{"padding":"${'x'.repeat(megabytes * 1024 * 1024)}",${textOf(reply).slice(1)}` };
}

function withErrors(reply: Reply, word: Extract<FaultWord, { fault: 'errors' }>): Reply {
  const error = { message: word.message, ...(word.code === undefined ? {} : { extensions: { code: word.code } }) };
  const kept = word.data ?? 'null';
  if (kept === 'null') return jsonReply(200, { errors: [error], data: null });
  const whole = kept === 'partial' ? changedPages(reply, { fault: 'half-page' }) : reply;
  return { ...whole, body: JSON.stringify({ errors: [error], ...JSON.parse(textOf(whole)) }) };
}

function delivered(word: FaultWord): Effect | undefined {
  const by = (delivery: (length: number) => NonNullable<Reply['delivery']>): Effect => ({
    change: (reply) => ({ ...reply, delivery: delivery(Buffer.byteLength(textOf(reply))) }),
  });
  switch (word.fault) {
    case 'reset':
      return { instead: () => ({ ...textReply(500, ''), delivery: { how: 'reset' } }) };
    case 'silent':
      return { instead: () => ({ ...textReply(500, ''), delivery: { how: 'silent' } }) };
    case 'drip':
      return by(() => ({ how: 'drip', bytesPerSecond: word.bytesPerSecond ?? 1 }));
    case 'cut':
      return by((length) => ({ how: 'cut', after: Math.floor(length * (word.after ?? 0.5)) }));
    case 'wrong-length':
      return by((length) => ({ how: 'mislabelled', contentLength: Math.max(0, length + word.by) }));
    case 'broken-gzip':
      return by(() => ({ how: 'broken-gzip' }));
    case 'slow':
      return { change: (reply) => ({ ...reply, delayMs: (reply.delayMs ?? 0) + word.ms }) };
    default:
      return undefined;
  }
}

function refused(word: FaultWord): Effect | undefined {
  switch (word.fault) {
    case 'unauthorized':
      return { instead: (asked) => refusal(asked, 401, 'Invalid token.', 'UNAUTHENTICATED') };
    case 'forbidden':
      return {
        instead: (asked) => refusal(asked, 403, 'You do not have permission to perform this action.', 'FORBIDDEN'),
      };
    case 'no-environment':
      return { instead: (asked) => noEnvironment(word.as, asked) };
    case 'rate-limited':
      return {
        instead: (asked) =>
          withHeader(refusal(asked, 429, 'Too many requests.', 'RATE_LIMITED'), 'retry-after', word.retryAfter),
      };
    case 'status':
      return { instead: () => textReply(word.status, word.text ?? `upstream says ${word.status}`) };
    case 'web-page':
      return { instead: () => webPage(word.status ?? 200, 'Welcome to our network') };
    case 'redirect':
      return { instead: () => redirectReply(word.status ?? 302, word.to) };
    case 'echo-token':
      return { instead: (asked) => echo(word.in, asked) };
    default:
      return undefined;
  }
}

function tooMuch(above: number, refuse: () => Reply): Effect {
  return { change: (reply, asked) => (asked.list !== undefined && asked.first > above ? refuse() : reply) };
}

function rewritten(word: FaultWord): Effect | undefined {
  switch (word.fault) {
    case 'body':
      return {
        instead: () => ({
          status: 200,
          headers: { 'content-type': word.contentType ?? 'application/json' },
          body: word.text,
        }),
      };
    case 'byte-order-mark':
      return { change: (reply) => ({ ...reply, body: `\uFEFF${textOf(reply)}` }) };
    case 'deep':
      return { instead: () => deepReply(word.depth) };
    case 'huge':
      return { change: (reply) => padded(reply, word.megabytes) };
    case 'errors':
      return { change: (reply, asked) => (asked.api === 'discovery' ? withErrors(reply, word) : reply) };
    case 'too-complex':
      return tooMuch(word.above, () =>
        graphqlRefusal(400, 'Query exceeds the complexity limit.', 'COMPLEXITY_EXCEEDED'),
      );
    case 'too-large':
      return tooMuch(word.above, () => textReply(413, 'Payload Too Large'));
    case 'moving-nodes':
      return { shift: word.by };
    default:
      return undefined;
  }
}

function inPages(word: FaultWord): Effect {
  switch (word.fault) {
    case 'drop-field':
    case 'rename-field':
    case 'set-field':
      return { change: (reply) => changedNodes(reply, word) };
    case 'null-cursor':
    case 'same-cursor':
    case 'cursor-loop':
    case 'empty-pages':
    case 'shrinking-total':
    case 'repeat-nodes':
    case 'no-nodes':
    case 'half-page':
      return { change: (reply, asked) => changedPages(reply, word, asked) };
    default:
      throw new Error(`no effect for ${word.fault}`);
  }
}

export function effectOf(word: FaultWord): Effect {
  return refused(word) ?? delivered(word) ?? rewritten(word) ?? inPages(word);
}
