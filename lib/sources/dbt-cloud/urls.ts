import { joined } from '../../joined';
import type { SourceSettings } from '../../model';
import { parseUrl, withoutInvisible } from '../../parsed';
import { words } from '../../words';
import { encodedId } from '../facts';

/** Everything that is built from an address of the dbt platform, or read from one. */

/** What one pasted address tells. Origins have no trailing slash; ids are digits. */
export type DbtAddress = {
  accessUrl: string;
  discoveryUrl: string;
  accountId?: string;
  projectId?: string;
  environmentId?: string;
  jobId?: string;
};

/** `question`: it may be right, but somebody should confirm it before a token goes there. */
export type ReadAddress =
  | { status: 'ok'; address: DbtAddress }
  | { status: 'question'; address: DbtAddress; question: string }
  | { status: 'refused'; message: string };

/**
 * Reads any address of the dbt platform: an access URL, a page's address, a host alone. `typedDiscovery` replaces the
 * Discovery address that would follow from it.
 */
export function readDbtAddress(text: string, typedDiscovery?: string): ReadAddress {
  const url = httpsUrl(text);
  if (typeof url === 'string') return { status: 'refused', message: url };
  const discovery = typedDiscovery?.trim() ? httpsUrl(typedDiscovery) : undefined;
  if (typeof discovery === 'string') return { status: 'refused', message: discovery };
  const access = withoutMetadata(url);
  if (access.hostname === 'login.dbt.com') return { status: 'refused', message: words('dbtUrlLogin') };
  if (isWebsite(access.hostname)) return { status: 'refused', message: words('dbtUrlNone') };
  const address = {
    accessUrl: access.origin,
    discoveryUrl: discovery ? graphqlAt(discovery) : discoveryUrlOf(access.origin),
    ...idsIn(url),
  };
  const odd = [access, ...(discovery ? [discovery] : [])].find((one) => one.port !== '' || !isDbtHost(one.hostname));
  if (!odd) return { status: 'ok', address };
  const question = odd.port !== '' ? 'dbtUrlPort' : isLookAlike(odd.hostname) ? 'dbtUrlLookAlike' : 'dbtUrlForeign';
  return { status: 'question', address, question: words(question, odd.host, new URL(address.discoveryUrl).host) };
}

/** The address as a URL, or why it is refused. */
function httpsUrl(text: string): URL | string {
  const trimmed = addressIn(text);
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = parseUrl(withScheme);
  if (!url) return words('dbtUrlNone');
  if (url.protocol !== 'https:') return words('dbtUrlHttps');
  if (url.username !== '' || url.password !== '') return words('dbtUrlUser');
  // The parser has already turned every spelling of an IPv4 address into four decimal numbers
  if (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')) return words('dbtUrlNumbers');
  if (!/^[a-z\d-]+(\.[a-z\d-]+)+$/.test(url.hostname)) return words('dbtUrlNone');
  return url;
}

/** The first address in what was pasted, as people and programs wrap it in messages, or all of it. */
function addressIn(pasted: string): string {
  const text = withoutInvisible(pasted).trim();
  return /https?:\/\/[^\s<>"'`()[\]]+/i.exec(text)?.[0] ?? text;
}

/** dbt's own hosts. Regions are not listed: new ones appear. */
function isDbtHost(hostname: string): boolean {
  return /\.(?:get)?dbt\.com$/.test(hostname);
}

/** dbt's own pages, where no account lives. */
function isWebsite(hostname: string): boolean {
  return /^(?:(?:www|docs|docs-staging|learn|status|community|discourse|hub|roundup|auth|go|next)\.)?(?:get)?dbt\.com$/.test(
    hostname,
  );
}

/** Somebody else's host that reads like dbt's. */
function isLookAlike(hostname: string): boolean {
  return /dbt|xn--/.test(hostname);
}

/** The access host of one of the APIs' hosts; any other URL as it is. */
function withoutMetadata(url: URL): URL {
  const labels = url.hostname.split('.');
  const place = labels.findIndex((label) => label === 'metadata' || label === 'semantic-layer');
  if (!isDbtHost(url.hostname) || place < 0 || place > 1) return url;
  return new URL(`https://${labels.toSpliced(place, 1).join('.')}`);
}

/** The Discovery address that belongs to an access URL, by dbt's naming of hosts (rules of 2026; a guess on other hosts). */
export function discoveryUrlOf(accessUrl: string): string {
  const { host } = new URL(accessUrl);
  const labels = host.split('.');
  const isOld = host.endsWith('.getdbt.com') || host === 'emea.dbt.com' || host === 'au.dbt.com';
  const isPrefixed = !isOld && host.endsWith('.dbt.com') && labels.length >= 4;
  return `https://${isPrefixed ? labels.toSpliced(1, 0, 'metadata').join('.') : `metadata.${host}`}/graphql`;
}

/** The path is always the same, whatever was typed. */
function graphqlAt(url: URL): string {
  return `${url.origin}/graphql`;
}

const idPlaces = {
  accountId: /(?:\/accounts|^(?:\/next)?\/[a-z-]+)\/(\d{1,15})(?![\w-])/,
  projectId: /\/projects\/(\d{1,15})(?![\w-])/,
  environmentId: /\/environments\/(\d{1,15})(?![\w-])/,
  jobId: /\/jobs\/(\d{1,15})(?![\w-])/,
};

/** The ids in a page's address; old pages keep them behind a `#`. */
function idsIn(url: URL): Partial<DbtAddress> {
  const path = url.pathname + url.hash;
  const found = Object.entries(idPlaces).flatMap(([name, place]) => {
    const id = place.exec(path)?.[1];
    return id === undefined ? [] : [[name, id]];
  });
  return Object.fromEntries(found);
}

type CloudSettings = Extract<SourceSettings, { kind: 'dbt-cloud' }>;

const digits = /^\d+$/;

/** Builds links from checked parts only: the origin of the settings, ids made of digits, encoded unique ids. */
export function linksOf(settings: CloudSettings): {
  node: (uniqueId: string) => string | undefined;
  run: (runId: string | undefined) => string | undefined;
} {
  const { accessUrl, accountId = '', projectId = '', docsJobId = '', linkStyle, deploymentType } = settings;
  const url = parseUrl(accessUrl);
  const hasAccount = url?.protocol === 'https:' && digits.test(accountId);
  const hasProject = hasAccount && digits.test(projectId);
  const access = url?.origin ?? '';
  const docs = hasAccount && digits.test(docsJobId) && `${access}/accounts/${accountId}/jobs/${docsJobId}/docs/#!/`;
  const place = deploymentType === 'staging' ? 'staging' : 'production';
  const catalog = hasProject && `${access}/explore/${accountId}/projects/${projectId}/environments/${place}/details/`;
  const runs = `${access}/deploy/${accountId}/projects/${projectId}/runs/`;
  return {
    node(uniqueId) {
      const kind = uniqueId.slice(0, uniqueId.indexOf('.'));
      if (linkStyle === 'docs' && docs) return joined(docs, kind, '/', encodedId(uniqueId));
      return catalog ? joined(catalog, encodedId(uniqueId)) : undefined;
    },
    run(runId) {
      const isKnown = hasProject && runId !== undefined && digits.test(runId);
      return isKnown ? joined(runs, runId) : undefined;
    },
  };
}
