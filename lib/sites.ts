import { MatchPattern } from 'wxt/utils/match-patterns';
import type { Connection } from './model';
import { parseUrl } from './parsed';

type Sited = Pick<Connection, 'sites' | 'onlyWhere'>;

/** The connections (or other places) that describe the page at an address, in their own order; none for what is no address. */
export function connectionsAt<P extends Sited>(connections: P[], address: string): P[] {
  return connectionsOfSite(connections, address).filter(
    ({ onlyWhere }) => onlyWhere.length === 0 || onlyWhere.some((text) => holds(address, text)),
  );
}

/** Those of the console at an address, also the ones that are for other accounts or projects of it. */
export function connectionsOfSite<P extends Sited>(connections: P[], address: string): P[] {
  const url = parseUrl(address);
  return url ? connections.filter(({ sites }) => sites.some((site) => isAt(url, site))) : [];
}

/** All web pages that any connection applies to, as match patterns that browsers accept, each once. Our own need no leave. */
export function sitesOf(connections: Connection[]): string[] {
  return [...new Set(connections.flatMap((connection) => connection.sites.map((site) => splitPort(site).pattern)))]
    .filter((pattern) => /^(\*|https?):/.test(pattern))
    .toSorted();
}

/** The hosts that a connection's source is read from, as match patterns that permissions are asked with. */
export function hostsOf(connection: Connection): string[] {
  const { source } = connection;
  const addresses = source.kind === 'dbt-cloud' ? [source.accessUrl, source.discoveryUrl] : [source.baseUrl];
  return [...new Set(addresses.flatMap((address) => originPattern(address)))];
}

/** The match pattern of a whole host; none for what is no address on the web. */
export function originPattern(address: string | undefined): string[] {
  const url = parseUrl(address ?? '');
  return url && /^https?:$/.test(url.protocol) ? [`${url.protocol}//${url.hostname}/*`] : [];
}

function holds(address: string, text: string): boolean {
  return address.toLowerCase().includes(text.toLowerCase());
}

/** The library knows no ports, and neither do permissions in Firefox: a port is compared here. */
function isAt(url: URL, site: string): boolean {
  // One page of our own, the sample's console.
  if (site === url.href.split(/[?#]/)[0]) return true;
  const { pattern, port } = splitPort(site);
  if (port !== undefined && port !== url.port) return false;
  try {
    // As text: for a URL the library asks for `Location`, which workers do not have.
    return new MatchPattern(pattern).includes(url.href);
  } catch {
    // Somebody typed a pattern that is none: it matches nothing.
    return false;
  }
}

function splitPort(site: string): { pattern: string; port?: string } {
  const parts = /^(\*|https?)(:\/\/[^/:]+):(\d+)(\/.*)$/.exec(site);
  if (!parts) return { pattern: site };
  const [, scheme = '', host = '', port = '', path = ''] = parts;
  return { pattern: scheme + host + path, port };
}
