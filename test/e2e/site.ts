import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { makeCertificate } from './certificate';

/** The stand-in dbt platform, or anything else that answers for host names of its own. */
export type HostListener = { listener: RequestListener; answersHost: (host: string) => boolean };

/** One answer of a page: text with its type, HTML when none is given. */
export type Served = { body: string; type?: string; headers?: Record<string, string> };

/**
 * One server on loopback that is the whole internet of a test browser: it answers by the Host header, over TLS and in
 * the clear. Fragments never reach a server, so pages that differ only behind `#` are one page here.
 */
export type Site = {
  port: number;
  /** Fingerprint for `--ignore-certificate-errors-spki-list`. */
  spki: string;
  /** One page at one address. Without a query in the address it answers whatever the query. The newest page wins. */
  serve: (address: string, html: string, headers?: Record<string, string>) => void;
  /** Everything below one origin; `undefined` is a 404. */
  serveOrigin: (origin: string, answer: (url: URL) => Served | undefined) => void;
  /** Forgets all pages, and the addresses below. */
  clear: () => void;
  /** Addresses that were asked for and answered with 404, favicons left out. */
  misses: string[];
  close: () => Promise<void>;
};

function send(response: ServerResponse, served: Served) {
  response.writeHead(200, { 'content-type': served.type ?? 'text/html; charset=utf-8', ...served.headers });
  response.end(served.body);
}

/** TLS and plain HTTP on one port, told apart by the first byte: 0x16 opens a TLS handshake. */
function listenForBoth(answer: RequestListener, certificate: { key: string; cert: string }) {
  const secure = createHttpsServer(certificate, answer);
  const plain = createHttpServer(answer);
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      (first[0] === 0x16 ? secure : plain).emit('connection', socket);
    });
  });
  return { server, sockets };
}

/** Starts on a free port of 127.0.0.1. The platform is asked first, then pages, then origins. */
export async function startSite(platform?: HostListener): Promise<Site> {
  const pages = new Map<string, Served>();
  const origins = new Map<string, (url: URL) => Served | undefined>();
  const misses: string[] = [];
  const certificate = makeCertificate();

  const answer: RequestListener = (request, response) => {
    const host = request.headers.host ?? '';
    if (platform?.answersHost(host)) return platform.listener(request, response);
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    const url = new URL(request.url ?? '/', `${scheme}://${host}`);
    const served = pages.get(url.href) ?? pages.get(url.origin + url.pathname) ?? origins.get(url.origin)?.(url);
    if (served) return send(response, served);
    if (url.pathname !== '/favicon.ico') misses.push(url.href);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page here.');
  };

  const { server, sockets } = listenForBoth(answer, certificate);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // as: a server that listens on TCP has this form
    spki: certificate.spki,
    serve(address, html, headers) {
      const url = new URL(address);
      pages.set(url.origin + url.pathname + url.search, { body: html, ...(headers && { headers }) });
    },
    serveOrigin: (origin, serveOne) => void origins.set(origin, serveOne),
    clear() {
      pages.clear();
      origins.clear();
      misses.length = 0;
    },
    misses,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}
