import type { Connection } from '../../lib/model';
import type { HostListener } from '../e2e/site';
import { largeManifest } from './large-manifest';
import { type Rig, syncEnd } from './rig';
import { backgroundOf, heapIn, sessionOf } from './worker';

/** Times in ms, sizes in MB. `gap`: the longest time in which the progress line stood still. */
export type ManifestMeasure = {
  size: number;
  ours: number;
  /** `JSON.parse` alone, and with fetching the file and making text of it. */
  parse: number;
  fetchAndParse: number;
  heap: number;
  gap: number;
  isSameWorker: boolean;
};

/** A click right after a sync brings nothing. */
const freshMs = 10_500;
const host = 'docs.figures.example';
const address = `https://${host}/`;

/** A docs site that has nothing but a large manifest. */
export function manifestSite(bytes: number): HostListener {
  let made: Buffer | undefined;
  return {
    answersHost: (asked) => asked.split(':')[0] === host,
    listener: (request, response) => {
      if (request.url !== '/manifest.json') return void response.writeHead(404).end();
      made ??= largeManifest(bytes).file;
      const headers = { 'content-type': 'application/json', 'content-length': made.length, etag: `"${made.length}"` };
      response.writeHead(200, headers).end(made);
    },
  };
}

/** Loads the manifest of `manifestSite` in the background, by address or dropped in. */
export async function measureManifest(rig: Rig, how: 'address' | 'dropped'): Promise<ManifestMeasure> {
  const { context, extensionId, sidelight } = rig;
  const connection = connectionBy(how);
  const worker = await sessionOf(context, extensionId);
  // Making the file takes time of its own
  const size = await prepare(rig, how === 'dropped' ? connection.id : undefined);
  const before = await heapIn(worker);
  await backgroundOf(context, extensionId).evaluate(() => void Object.assign(globalThis, { isSame: true }));
  let heap = 0;
  const sampling = setInterval(
    () => void heapIn(worker, false).then((now) => (heap = Math.max(heap, now - before))),
    250,
  );
  const connected = Date.now();
  // `connect` also checks the file, which reads it once more: the sync alone is timed
  await sidelight.ask('connect', { connection, save: true });
  await syncEnd(rig, connection.id, connected);
  await new Promise((resolve) => setTimeout(resolve, freshMs));
  await listen(rig, connection.id);
  const since = Date.now();
  const start = performance.now();
  await sidelight.ask('sync', { connectionId: connection.id });
  await syncEnd(rig, connection.id, since);
  const ours = performance.now() - start;
  clearInterval(sampling);
  const isSameWorker = await backgroundOf(context, extensionId).evaluate(() => 'isSame' in globalThis);
  const gap = await rig.control.evaluate(longestGap);
  const floors = await bareParse(rig);
  await sidelight.ask('disconnect', { connectionId: connection.id });
  await worker.close();
  return { size, ours, heap, gap, isSameWorker, ...floors };
}

function connectionBy(how: 'address' | 'dropped'): Connection {
  return {
    id: `manifest-${how}`,
    name: `Manifest, ${how}`,
    dialect: 'snowflake',
    sites: ['https://app.snowflake.com/*'],
    onlyWhere: [],
    isStaging: false,
    source:
      how === 'address' ? { kind: 'artifacts', baseUrl: address } : { kind: 'artifacts', fileNames: ['manifest.json'] },
  };
}

/** Has the file made, and for a connection laid where the options page lays dropped files. Its size in MB. */
function prepare({ control }: Rig, dropFor: string | undefined): Promise<number> {
  return control.evaluate(
    async ([url, id]) => {
      const blob = await (await fetch(`${url}manifest.json`)).blob();
      if (id === undefined) return blob.size / 1e6;
      const opening = indexedDB.open('sidelight');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const write = opening.result.transaction('files', 'readwrite');
      write.objectStore('files').put(blob, [id, 'staged', 'manifest.json']);
      await new Promise((resolve) => write.addEventListener('complete', resolve));
      opening.result.close();
      return blob.size / 1e6;
    },
    [address, dropFor] as const,
  );
}

type Bells = { bells: number[] };
declare const chrome: {
  storage: {
    local: { get: (key: string) => Promise<Record<string, object>> };
    onChanged: { addListener: (listener: (changes: Record<string, { newValue?: object }>) => void) => void };
  };
};

/** Notes in the control page when the progress of a connection changed. */
function listen({ control }: Rig, id: string): Promise<void> {
  return control.evaluate((connectionId) => {
    const noted: Bells & { last: string } = { bells: [], last: '' };
    Object.assign(globalThis, noted);
    chrome.storage.onChanged.addListener(({ syncStatus }) => {
      const statuses = Object.values(syncStatus?.newValue ?? {}) as { connectionId: string; progress?: object }[];
      const progress = JSON.stringify(statuses.find((one) => one.connectionId === connectionId)?.progress);
      const page = globalThis as unknown as Bells & { last: string }; // as: put there above
      if (progress === undefined || progress === page.last) return;
      page.last = progress;
      page.bells.push(performance.now());
    });
  }, id);
}

function longestGap(): number {
  const { bells } = globalThis as unknown as Bells; // as: put there by listen
  return Math.max(...bells.slice(1).map((bell, at) => bell - (bells[at] ?? bell)));
}

/** The same file in the same worker with nothing but `fetch`, `text` and `JSON.parse`. */
function bareParse({ context, extensionId }: Rig): Promise<{ parse: number; fetchAndParse: number }> {
  return backgroundOf(context, extensionId).evaluate(async (url) => {
    const before = performance.now();
    const text = await (await fetch(`${url}manifest.json`, { cache: 'no-store' })).text();
    const fetched = performance.now();
    JSON.parse(text);
    return { parse: performance.now() - fetched, fetchAndParse: performance.now() - before };
  }, address);
}
