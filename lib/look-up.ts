import { factsOf } from './generation';
import type { NodeDetails, NodeOrigin, Welcome } from './messages/protocol';
import { type Connection, type FoundNode, isOfStaging, type Resolution, type SyncStatus, type TableRef } from './model';
import { nodeKeyOf } from './node-key';
import { parseUrl } from './parsed';
import { resolve } from './resolve';
import { foundNode, type Searchable, searchIn } from './search';
import { type SearchMemory, searchMemory } from './search-memory';
import { readConnections, readPreferences, readStatuses } from './settings';
import { connectionsAt, connectionsOfSite } from './sites';
import { keyOf } from './sql/dialect';
import { printTableName } from './sql/table-name';
import { findByName, findNodes, readNames, readSync } from './store';
import { mergeNames } from './vocabulary';

/** What a page at an address needs to begin; nothing when no connection is for its console or it is switched off. */
export async function welcome(address: string): Promise<Welcome | undefined> {
  const [all, preferences] = await Promise.all([readConnections(), readPreferences()]);
  const ofSite = connectionsOfSite(all, address);
  const connections = ofOneWarehouse(connectionsAt(ofSite, address));
  const first = connections[0] ?? ofSite[0];
  if (!first || preferences.offSites.includes(parseUrl(address)?.origin ?? '')) return undefined;
  const [told, names] = await Promise.all([readStatuses(), Promise.all(connections.map(({ id }) => readNames(id)))]);
  return {
    dialect: first.dialect,
    connectionIds: connections.map(({ id }) => id),
    places: [...new Set(ofSite.flatMap(({ onlyWhere }) => onlyWhere.map((text) => text.toLowerCase())))],
    preferences,
    vocabulary: mergeNames(
      first.dialect,
      names.flatMap((known) => known ?? []),
    ),
    statuses: connections.flatMap(({ id }) => withTrouble(told.get(id)) ?? []),
  };
}

/** The connections for a page. */
export async function connectionsFor(address: string): Promise<Connection[]> {
  return ofOneWarehouse(connectionsAt(await readConnections(), address));
}

/** Those of the first one's warehouse, because a page shows one. */
function ofOneWarehouse(connections: Connection[]): Connection[] {
  return connections.filter(({ dialect }) => dialect === connections[0]?.dialect);
}

/** What dbt says of each name, in the same order. Only connections of the first one's dialect are asked. */
export async function resolveAll(all: Connection[], refs: TableRef[]): Promise<Resolution[]> {
  const dialect = all[0]?.dialect;
  const connections = all.filter((connection) => connection.dialect === dialect);
  if (dialect === undefined) return refs.map(() => ({ status: 'unknown' }));
  const keys = refs.map(({ name }) => keyOf(dialect, name, 'name'));
  const distinct = [...new Set(keys)];
  const found = await Promise.all(connections.map(({ id }) => findByName(id, distinct)));
  const candidates = new Map(distinct.map((key, at) => [key, found.flatMap((byKey) => byKey[at] ?? [])]));
  return refs.map((ref, at) => tellApart(resolve(ref, candidates.get(keys[at] ?? '') ?? [], dialect), connections));
}

/** The same project read twice, production and staging, gives nodes that look alike: their connections are named. */
function tellApart(resolution: Resolution, connections: Connection[]): Resolution {
  if (resolution.status !== 'ambiguous') return resolution;
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const told = new Set(resolution.nodes.map(({ connectionId }) => connectionId));
  if (told.size === 1) return resolution;
  const nodes = resolution.nodes.map((node) => ({ ...node, connectionName: names.get(node.connectionId) ?? '' }));
  return { status: 'ambiguous', nodes };
}

/** Everything about the node with a key, from whichever of the connections has it. */
export async function detailsIn(connections: Connection[], key: string): Promise<NodeDetails | undefined> {
  // Made ready for the first card: a worker that wakes to answer a page has no time for it
  const { parseMarkdown } = await import('./markdown');
  for (const connection of connections) {
    const [node] = await findNodes(connection.id, [key]);
    if (!node) continue;
    const { mainPackage } = (await readSync(connection.id)).live ?? {};
    return {
      node,
      facts: factsOf(node, Date.now()),
      description: parseMarkdown(node.description ?? ''),
      fullName: printTableName(node.relation, connection.dialect),
      origin: originOf(connection, mainPackage, (await readStatuses()).get(connection.id)),
      // Of a package that the connection's project has installed
      isFromPackage: mainPackage !== undefined && (node.packageName ?? mainPackage) !== mainPackage,
    };
  }
  return undefined;
}

/** As a page is told it: that no job is there stops nothing, but it is trouble that people should see where they work. */
function withTrouble(status: SyncStatus | undefined): SyncStatus | undefined {
  const noJobs = status?.notes.find(({ kind }) => kind === 'no-jobs');
  return status && noJobs ? { ...status, error: status.error ?? { ...noJobs, at: status.syncedAt ?? '' } } : status;
}

/** The project is called as dbt's platform calls it; where that is not known, as it calls itself. */
function originOf(connection: Connection, mainPackage: string | undefined, status: SyncStatus | undefined): NodeOrigin {
  const { projectName, environmentName } = connection.source.kind === 'dbt-cloud' ? connection.source : {};
  const project = projectName ?? mainPackage;
  return {
    isStaging: isOfStaging(connection),
    ...(project !== undefined && { project }),
    ...(environmentName !== undefined && { environment: environmentName }),
    ...(status?.syncedAt !== undefined && { syncedAt: status.syncedAt }),
    ...(status?.error !== undefined && { trouble: status.error.message }),
  };
}

/** Nodes of any connection in which all words occur, at most `limit`, best first. */
export async function searchNodes(text: string, limit: number): Promise<FoundNode[]> {
  const memories = new Map<string, SearchMemory>();
  for (const { id } of await readConnections()) memories.set(id, await searchMemory(id));
  const nothing: Searchable[] = [];
  // `flatMap` takes 10 ms for 100,000 nodes, a hundred times as long
  const searchable = nothing.concat(...[...memories.values()].map((memory) => memory.searchable));
  const keys = searchIn(searchable, text, limit);
  const found = new Map<string, FoundNode>();
  for (const [connectionId, { nodes }] of memories) {
    const start = nodeKeyOf({ connectionId, uniqueId: '' });
    const own = keys.filter((key) => key.startsWith(start));
    for (const node of await nodes(own)) found.set(node.key, foundNode(node, text));
  }
  return keys.flatMap((key) => found.get(key) ?? []);
}
