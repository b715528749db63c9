import type { BadgeRecord } from './database';
import type { DbtNode } from './model';
import { isBadgeRecord, isDbtNode } from './stored-shapes';

/**
 * Several nodes in one record of the cache, as JSON text: a browser writes one long text many times faster than as many
 * objects. A badge says in which bundle its node is.
 */

/** More are cheaper to write, fewer cheaper to read one of. */
const bundleSize = 20;
/** No page has more nodes. */
const mostPerPage = 10_000;

/** The number of the bundle that holds the node at a place of a page. */
export function bundleAt(page: number, place: number): number {
  return page * mostPerPage + Math.floor(place / bundleSize);
}

/** The bundles of a page with their numbers. */
export function bundlesOf(nodes: DbtNode[], page: number): [number, string][] {
  const bundles: [number, string][] = [];
  for (let at = 0; at < nodes.length; at += bundleSize) {
    bundles.push([bundleAt(page, at), JSON.stringify(nodes.slice(at, at + bundleSize))]);
  }
  return bundles;
}

/** A node as it is shown, and the badge that led to it. */
export type NodeWithBadge = { node: DbtNode; badge: BadgeRecord };

export function isNodeWithBadge(found: unknown): found is NodeWithBadge {
  if (typeof found !== 'object' || found === null) return false;
  return 'badge' in found && isBadgeRecord(found.badge) && 'node' in found && isDbtNode(found.node);
}

/**
 * Nodes with their badges as they came from the disk, each bundle opened once; keys without a badge are left out. The two
 * functions read records, in one transaction. Whether what came is sound says `isNodeWithBadge`.
 */
export async function unbundle(
  keys: string[],
  readBadge: (key: string) => Promise<BadgeRecord | undefined>,
  readBundle: (number: number) => Promise<string | undefined>,
): Promise<unknown[]> {
  const badges = (await Promise.all(keys.map(readBadge))).map((badge, at) => ({ badge, key: keys[at] }));
  const there = badges.filter(({ badge }) => badge !== undefined);
  const numbers = [...new Set(there.map(({ badge }) => bundleOf(badge)))];
  const texts = await Promise.all(numbers.map(readBundle));
  const bundles = new Map(numbers.map((number, at) => [number, nodesOf(texts[at])]));
  return there.map(({ badge, key }) => {
    const node = bundles.get(bundleOf(badge))?.get(key);
    return { badge, node: node && isBadgeRecord(badge) ? { ...node, ...badge.finding } : undefined };
  });
}

function bundleOf(badge: unknown): number {
  return isBadgeRecord(badge) ? badge.bundle : -1;
}

/** The nodes of a bundle by their key; none when it is damaged. A node's shape is not looked at. */
function nodesOf(text: unknown): Map<unknown, object> {
  try {
    const list: unknown = JSON.parse(String(text));
    const nodes = Array.isArray(list) ? list : [];
    return new Map(nodes.flatMap((node) => (typeof node === 'object' && node ? [[node.key, node]] : [])));
  } catch {
    return new Map();
  }
}
