import type { BuildingGeneration, BuildingRecord, LiveGeneration, SyncRecord } from './database';
import { AppError } from './errors';
import { fingerprintOf } from './fingerprint';
import {
  type Ancestry,
  ancestryIn,
  indexOf,
  mainPackageOf,
  nextGeneration,
  recordsOf,
  withoutRepeats,
  writtenAncestry,
} from './generation';
import { type Connection, mostPages } from './model';
import { pageWriter } from './page-writer';
import { type Patience, retry } from './retry';
import { readStatuses } from './settings';
import type { NodePage, Source, SourceContext } from './sources/source';
import { announce, progressTeller } from './status';
import { makeLive, scopeOf, writeIndex, writeSync } from './store';
import { tidy } from './tidy';
import { namesOf } from './vocabulary';
import { words } from './words';

/** Builds one generation of one connection, page by page, so that any worker can go on where another one died. */

/** What a sync needs from the outside. */
export type SyncTools = Patience & {
  fetch: typeof globalThis.fetch;
  /** Epoch ms. */
  now: () => number;
  sourceOf: (connection: Connection) => Source;
  /** Whether the extension may read from all these hosts, given as match patterns. */
  isAllowed: (hosts: string[]) => Promise<boolean>;
  /** Asks for `syncConnection(…, 'resume')` at a time (epoch ms), in this worker or another; `undefined` takes it back. */
  later: (connectionId: string, at: number | undefined) => Promise<void>;
};

/** One sync of one connection, as its steps pass it on. */
export type Task = {
  tools: SyncTools;
  connection: Connection;
  source: Source;
  context: SourceContext;
  /** Stamp of the token in use. */
  tokenStamp: number | undefined;
};

/** A generation under construction is gone on with for a day; after that too much of it may be stale. */
const dayMs = 86_400_000;
/** How long dbt must insist that there are no models. */
const emptyMs = 600_000;

/** A generation that was begun from other settings, or long ago, is not gone on with. */
export async function dropUseless({ connection, tools }: Task, record: SyncRecord): Promise<SyncRecord> {
  const { building } = record;
  if (!building) return record;
  const age = tools.now() - building.startedAt;
  const isUseful = building.source === fingerprintOf(connection) && age >= 0 && age < dayMs;
  return isUseful ? record : await dropBuilding(connection.id, record);
}

/** Gives up the generation under construction; `tidy` deletes it. */
export async function dropBuilding(connectionId: string, record: SyncRecord): Promise<SyncRecord> {
  const { building, ...rest } = record;
  if (!building) return record;
  const dropped = { ...rest, stale: [...record.stale, building.generation] };
  await writeSync(connectionId, dropped);
  return dropped;
}

/** Begins a new generation. Nothing of it is shown before `build` has ended. */
export async function begin(
  task: Task,
  record: SyncRecord,
  mark: string,
  isSecondPass: boolean,
): Promise<BuildingRecord> {
  const { connection, tools } = task;
  const told = (await readStatuses()).get(connection.id)?.generation ?? 0;
  const generation = nextGeneration(record, told);
  const begun: BuildingRecord = {
    ...record,
    building: {
      generation,
      source: fingerprintOf(connection),
      mark,
      startedAt: tools.now(),
      pages: 0,
      nodes: 0,
      models: 0,
      isWhole: false,
      isSecondPass,
    },
  };
  await writeSync(connection.id, begun);
  return begun;
}

/** Fetches the pages that are missing and finishes. While some are being written the next are already on their way. */
export async function build(task: Task, begun: BuildingRecord): Promise<void> {
  const { connection, tools, context, source } = task;
  const tell = progressTeller(connection.id, tools.now);
  let record = begun;
  // Of the pages that this worker reads: those that another one has read are on the disk
  const ancestry: Ancestry[] = [];
  const writer = pageWriter(connection.id);
  // Nobody waits for it: statuses are written in their order anyway
  const tellBytes: SourceContext['onBytes'] = (done, total) =>
    void tell(record.building, { bytes: { done, ...(total !== undefined && { total }) } }).catch(() => undefined);
  const fetchNext = async (building: BuildingGeneration) => {
    const { next: from, isWhole } = building;
    if (isWhole) return undefined;
    await tell(building);
    return quietly(retry(tools, context.signal, () => source.page({ ...context, onBytes: tellBytes }, from)));
  };
  let coming = quietly(fetchNext(record.building));
  try {
    for (let page = await coming; page; page = await coming) {
      context.signal.throwIfAborted();
      record = { ...record, building: advance(record.building, page) };
      coming = quietly(fetchNext(record.building));
      // The next question is on its way before this page's records are made
      await aTurn();
      const { pages } = record.building;
      for (const entry of ancestryIn(page, pages, connection.dialect, tools.now())) ancestry.push(entry);
      await writer.add(record, recordsOf(page, pages));
    }
  } finally {
    // Whoever cleans up after a failure must not meet a page that comes later
    await writer.end().catch(() => undefined);
  }
  await writer.end();
  const scope = scopeOf(connection.id, record.building.generation);
  const pause = () => tell(record.building);
  const earlier = await writtenAncestry(scope, begun.building.pages, connection.dialect, tools.now(), pause);
  await finish(task, record, withoutRepeats([...earlier, ...ancestry]));
}

/** Awaited a turn later; until then a failure must not count as unhandled. */
function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

function advance(building: BuildingGeneration, page: NodePage): BuildingGeneration {
  const { next: from, ...rest } = building;
  const pages = building.pages + 1;
  const isEndless = page.next !== undefined && (page.next === from || pages >= mostPages);
  if (isEndless) throw new AppError('bad-response', words('bgRepeated'));
  return {
    ...rest,
    pages,
    nodes: building.nodes + page.nodes.length,
    models: building.models + page.nodes.filter(({ type }) => type === 'model').length,
    ...(page.total !== undefined && { total: page.total }),
    ...(page.next !== undefined && { next: page.next }),
    isWhole: page.next === undefined,
    ...(page.project !== undefined && { project: page.project }),
    ...(page.isUneven && { isUneven: true }),
  };
}

async function finish(task: Task, record: BuildingRecord, ancestry: Ancestry[]): Promise<void> {
  const { connection, tools } = task;
  const { building, live } = record;
  const nodeCount = ancestry.filter(({ table }) => table).length;
  const isUneven = building.nodes > nodeCount || building.isUneven === true;
  if (isUneven && !building.isSecondPass) {
    // Nodes moved between pages while we read: others may have been missed. Once more, and only once.
    const dropped = await dropBuilding(connection.id, record);
    return await build(task, await begin(task, dropped, building.mark, true));
  }
  if (building.models === 0 && (live?.modelCount ?? 0) > 0) await doubtEmptiness(task, record);
  await fileAll(task, building, ancestry);
  const names = await namesOf(
    connection.dialect,
    ancestry.flatMap(({ table }) => table?.relation ?? []),
  );
  const { generation, source, mark, models } = building;
  const mainPackage = mainPackageOf(ancestry, building.project);
  const main = mainPackage === undefined ? {} : { mainPackage };
  const next: SyncRecord & { live: LiveGeneration } = {
    triedAt: tools.now(),
    live: { generation, source, mark, fetchedAt: tools.now(), nodeCount, modelCount: models, ...main },
    stale: [...record.stale, ...(live ? [live.generation] : [])],
  };
  task.context.signal.throwIfAborted();
  await makeLive(connection.id, next, names);
  await announce(connection.id, next.live);
  // The new data are whole and shown; what is left over is deleted now or at the next sync.
  await tidy(connection).catch(() => undefined);
}

/** Writes the index. A large one takes its time: people are told how far it is, which also keeps the worker alive. */
async function fileAll({ connection, tools }: Task, building: BuildingGeneration, ancestry: Ancestry[]): Promise<void> {
  const tell = progressTeller(connection.id, tools.now);
  const { length } = ancestry;
  const told = (done: number) => tell(building, { filing: { done: Math.round(done), total: 2 * length } });
  const index = await indexOf(connection.id, ancestry, tools.now(), async (done) => {
    await told(done);
    await aTurn();
  });
  const scope = scopeOf(connection.id, building.generation);
  await writeIndex(scope, index, (share) => told(length * (1 + share)));
}

/** Lets the worker answer whatever it was asked meanwhile. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A project does not lose all its models from one hour to the next: dbt must say so twice, ten minutes apart. */
async function doubtEmptiness({ connection, tools }: Task, record: BuildingRecord): Promise<void> {
  const { emptySince } = record;
  const now = tools.now();
  if (emptySince !== undefined && now - emptySince >= emptyMs) return;
  const since = emptySince !== undefined && emptySince <= now ? emptySince : now;
  const dropped = await dropBuilding(connection.id, { ...record, emptySince: since });
  await writeSync(connection.id, { ...dropped, emptySince: since });
  throw new AppError('bad-response', words('bgNoModels'), { retryAt: since + emptyMs });
}
