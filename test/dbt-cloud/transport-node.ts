/** The platform behind a node http or https server. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { bytesOf, type PlatformRequest, type Reply } from './exchange';

const zip = promisify(gzip);
const worthZipping = 1024;

async function received(message: IncomingMessage): Promise<PlatformRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) if (value !== undefined) headers[name] = String(value);
  return {
    method: message.method ?? 'GET',
    scheme: 'encrypted' in message.socket ? 'https' : 'http',
    host: headers.host ?? '',
    path: message.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function sendWhole(request: PlatformRequest, reply: Reply, response: ServerResponse): Promise<void> {
  const bytes = bytesOf(reply);
  const takesGzip = (request.headers['accept-encoding'] ?? '').includes('gzip');
  const isZipped = takesGzip && bytes.length > worthZipping && reply.headers['content-encoding'] === undefined;
  const sent = isZipped ? await zip(bytes, { level: 1 }) : bytes;
  const encoding = isZipped ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(reply.status, { ...reply.headers, ...encoding, 'content-length': sent.length });
  response.end(sent);
}

function sendDripping(reply: Reply, response: ServerResponse, bytesPerSecond: number): void {
  const bytes = bytesOf(reply);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + bytesPerSecond));
    sent += bytesPerSecond;
    if (sent >= bytes.length) response.end();
  }, 1000);
  response.on('close', () => clearInterval(timer));
}

/** Writes what there is under a content length, then hangs up. */
function sendThenHangUp(reply: Reply, response: ServerResponse, bytes: Uint8Array, contentLength: number): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': contentLength });
  response.write(bytes, () => response.socket?.destroySoon());
}

async function sendBrokenGzip(reply: Reply, response: ServerResponse): Promise<void> {
  const whole = await zip(bytesOf(reply));
  const half = whole.subarray(0, Math.ceil(whole.length / 2));
  response.writeHead(reply.status, { ...reply.headers, 'content-encoding': 'gzip', 'content-length': half.length });
  response.end(half);
}

async function deliver(request: PlatformRequest, reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
  const delivery = reply.delivery ?? { how: 'whole' };
  const bytes = bytesOf(reply);
  switch (delivery.how) {
    case 'whole':
      return sendWhole(request, reply, response);
    case 'silent':
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'drip':
      return sendDripping(reply, response, delivery.bytesPerSecond);
    case 'cut':
      return sendThenHangUp(reply, response, bytes.subarray(0, delivery.after), bytes.length);
    case 'mislabelled':
      return sendThenHangUp(reply, response, bytes, delivery.contentLength);
    case 'broken-gzip':
      return sendBrokenGzip(reply, response);
  }
}

/** A listener that answers every request of its server as the platform does. */
export function nodeListener(answer: (request: PlatformRequest) => Promise<Reply>): RequestListener {
  return (message, response) => {
    received(message)
      .then(async (request) => deliver(request, await answer(request), response))
      .catch((thrown: unknown) => {
        console.error('stand-in dbt platform:', thrown);
        response.socket?.destroy();
      });
  };
}
