/** The platform as a `fetch` without sockets, with a browser's manners: abort, redirects, bodies that break off. */
import { bytesOf, type PlatformRequest, type Reply } from './exchange';

type Answer = (request: PlatformRequest) => Promise<Reply>;

const dropped = () => new TypeError('Failed to fetch');

function headersOf(headers: HeadersInit | undefined): Record<string, string> {
  // by shape, not by class: under a simulated browser there are two classes of that name
  const isList = headers !== undefined && Symbol.iterator in headers;
  const pairs: Iterable<readonly string[]> = isList ? headers : Object.entries(headers ?? {});
  return Object.fromEntries([...pairs].map(([name = '', value = '']) => [name.toLowerCase(), value]));
}

function bodyOf(body: BodyInit | null | undefined): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('the stand-in takes text bodies only');
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason ?? new DOMException('The operation was aborted.', 'AbortError'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The pieces of a body as they arrive; throws where the connection breaks. */
async function* pieces(reply: Reply): AsyncGenerator<Uint8Array> {
  const bytes = bytesOf(reply);
  const delivery = reply.delivery ?? { how: 'whole' };
  if (delivery.how === 'drip') {
    for (let sent = 0; sent < bytes.length; sent += delivery.bytesPerSecond) {
      await pause(1000);
      yield bytes.subarray(sent, sent + delivery.bytesPerSecond);
    }
    return;
  }
  if (delivery.how === 'cut') yield bytes.subarray(0, delivery.after);
  else if (delivery.how === 'mislabelled') yield bytes.subarray(0, delivery.contentLength);
  else if (delivery.how === 'whole') yield bytes;
  const isShort = delivery.how === 'mislabelled' && delivery.contentLength > bytes.length;
  if (delivery.how === 'cut' || delivery.how === 'broken-gzip' || isShort) throw new TypeError('network error');
}

function bodyStream(reply: Reply, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const source = pieces(reply);
  const aborted = signal === undefined ? undefined : whenAborted(signal);
  // nobody may be reading when the signal comes
  aborted?.catch(() => undefined);
  return new ReadableStream({
    async pull(controller) {
      const piece = await Promise.race([source.next(), ...(aborted === undefined ? [] : [aborted])]);
      if (piece.done) controller.close();
      else controller.enqueue(piece.value);
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}

function responseOf(url: string, reply: Reply, signal: AbortSignal | undefined): Response {
  const isEmpty = reply.status === 204 || reply.status === 304;
  const body = isEmpty ? null : bodyStream(reply, signal);
  const response = new Response(body, { status: reply.status, headers: reply.headers });
  return Object.defineProperty(response, 'url', { value: url });
}

/** What a browser shows of a redirect that it was told not to follow: nothing but that there was one. */
function opaqueRedirect(url: string): Response {
  const response = new Response(null, { status: 200 });
  return Object.defineProperties(response, {
    type: { value: 'opaqueredirect' },
    status: { value: 0 },
    ok: { value: false },
    url: { value: url },
  });
}

/** `fetch` against the platform. Hosts that it does not answer cannot be reached; `noteStray` hears of the attempt. */
export function inProcessFetch(
  answer: Answer,
  answersHost: (host: string) => boolean,
  noteStray: (request: PlatformRequest) => void,
): typeof globalThis.fetch {
  return async function fetchFromPlatform(input, init = {}) {
    const url = new URL(typeof input === 'string' ? input : 'url' in input ? input.url : input.href);
    const signal = init.signal ?? undefined;
    const aborted = signal === undefined ? [] : [whenAborted(signal)];
    for (const promise of aborted) promise.catch(() => undefined);
    if (signal?.aborted) await Promise.race(aborted);
    const request: PlatformRequest = {
      method: (init.method ?? 'GET').toUpperCase(),
      scheme: url.protocol === 'http:' ? 'http' : 'https',
      host: url.hostname,
      path: url.pathname + url.search,
      headers: { host: url.hostname, ...headersOf(init.headers) },
      body: bodyOf(init.body),
    };
    if (!answersHost(request.host)) {
      noteStray(request);
      throw dropped();
    }
    const reply = await Promise.race([answer(request), ...aborted]);
    if (reply.delayMs !== undefined) await Promise.race([pause(reply.delayMs), ...aborted]);
    if (reply.delivery?.how === 'reset') throw dropped();
    if (reply.delivery?.how === 'silent') return Promise.race([new Promise<never>(() => undefined), ...aborted]);
    const location = reply.headers.location;
    if (reply.status < 300 || reply.status >= 400 || location === undefined) return responseOf(url.href, reply, signal);
    if (init.redirect === 'manual') return opaqueRedirect(url.href);
    if (init.redirect === 'error') throw dropped();
    return fetchFromPlatform(new URL(location, url).href, init);
  };
}
