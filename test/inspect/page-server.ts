import { readFile, stat } from 'node:fs/promises';
import { request as ask, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { dirname, extname, join, resolve, sep } from 'node:path';
import type { HostListener } from '../e2e/site';
import type { Wish } from './arguments';
import { refusal } from './refusal';

const artifactsHost = 'artifacts.sidelight.example';
/** Where the extension finds the folder of artifacts. */
export const artifactsAddress = `https://${artifactsHost}/`;

/** Markup, frames of a saved page included, may not run scripts; the extension's own are not the page's. */
const withoutScripts = { 'content-security-policy': "script-src 'none'; object-src 'none'" };

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
};

function missing(response: ServerResponse) {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page here.');
}

/** One file below a folder; what lies outside or is none is a 404. */
async function sendFile(response: ServerResponse, folder: string, name: string, headers = {}) {
  const file = resolve(join(folder, name));
  const isInside = file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  const content = isInside ? await readFile(file).catch(() => undefined) : undefined;
  if (!content) return missing(response);
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, ...headers }).end(content);
}

/** The saved page at its address, and the files beside it at the addresses that its relative links lead to. */
async function savedPage(file: string, url: URL, hasScripts: boolean): Promise<RequestListener> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw refusal(`there is no file ${file}`);
  const page = await readFile(file);
  const headers = hasScripts ? {} : withoutScripts;
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  return (request, response) => {
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname === url.pathname && asked.search === url.search) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(page);
    } else if (!asked.pathname.startsWith(folder)) missing(response);
    else void sendFile(response, dirname(file), decodeURIComponent(asked.pathname.slice(folder.length)), headers);
  };
}

/** Addresses in headers, from the one origin to the other. */
function moved(headers: IncomingMessage['headers'], names: string[], from: string, to: string) {
  const changed = names.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value.replace(from, to)]] : [];
  });
  return { ...headers, ...Object.fromEntries(changed) };
}

/** A live page at another address: each question is passed on to the server on this machine. */
function elsewhere(live: URL, url: URL): RequestListener {
  return (request, response) => {
    const asked = new URL(request.url ?? '/', url);
    const isPage = asked.pathname === url.pathname && asked.search === url.search;
    const path = isPage ? live.pathname + live.search : asked.pathname + asked.search;
    const headers = { ...moved(request.headers, ['origin', 'referer'], url.origin, live.origin), host: live.host };
    const passed = ask(new URL(path, live), { method: request.method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, moved(answer.headers, ['location'], live.origin, url.origin));
      answer.pipe(response);
    });
    passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(passed);
  };
}

async function listenerOf({ page, url, hasScripts }: Wish): Promise<RequestListener> {
  if ('file' in page) return await savedPage(page.file, url, hasScripts);
  const answer = await fetch(page.live, { redirect: 'manual' }).catch(() => undefined);
  if (!answer) throw refusal(`nothing answers at ${page.live.href}`);
  await answer.body?.cancel();
  return elsewhere(page.live, url);
}

/** All that the browser of one inspection can reach. Throws a refusal when the page is not there. */
export async function pageServer(wish: Wish): Promise<HostListener> {
  const page = await listenerOf(wish);
  return {
    answersHost: () => true,
    listener(request, response) {
      const { host } = request.headers;
      if (host === artifactsHost) {
        void sendFile(
          response,
          wish.artifacts,
          decodeURIComponent(new URL(request.url ?? '/', artifactsAddress).pathname),
        );
      } else if (host === wish.url.host) page(request, response);
      else missing(response);
    },
  };
}
