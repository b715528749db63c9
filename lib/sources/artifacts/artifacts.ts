import { AppError } from '../../errors';
import type { Connection, DbtNode, SourceSettings } from '../../model';
import { words } from '../../words';
import { type EphemeralModel, hasRelation, type NodePage, type Source, type SourceContext } from '../source';
import { entriesIn, type ManifestRecord } from './entries';
import { type ArtifactFiles, fetchFiles, folderOf, markOf, markOfFiles, unpacked } from './files';
import { type Making, nodeOf } from './nodes';
import { manifestNode, withId } from './schema';
import { type Survey, surveyOf } from './survey';

type ArtifactSettings = Extract<SourceSettings, { kind: 'artifacts' }>;

const pageSize = 200;

/** Where a sync stands: entries of the manifest behind it, how many of those made no node, and in which files. */
type Place = { at: number; dropped: number; skipped: number; mark: string };

/** One reading of the files: surveyed once, then read entry by entry. */
type Reading = { survey: Survey; mark: string; entries: AsyncIterator<ManifestRecord>; at: number };

/**
 * dbt's artifacts as a source: published at an address, or dropped in (`droppedFiles` gives them, nothing when they are lost).
 * The manifest is walked through once for its tests, exposures and groups and for where its nodes lie; these are then read
 * from there, so that no file is ever whole in memory. A worker that died walks again and goes on at its place.
 */
export function artifactsSource(
  settings: ArtifactSettings,
  connection: Connection,
  droppedFiles?: () => Promise<ArtifactFiles | undefined>,
): Source {
  let reading: Reading | undefined;
  const filesOf = async (context: SourceContext) => {
    if (settings.baseUrl) return await fetchFiles(settings.baseUrl, context);
    const files = await droppedFiles?.();
    if (!files) throw new AppError('not-configured', words('dbtNoFiles', connection.name));
    return files;
  };
  return {
    async probe(context) {
      reading = undefined;
      if (settings.baseUrl) return { mark: await markOf(settings.baseUrl, context, context.mark), notes: [] };
      return { mark: await markOfFiles(await filesOf(context)), notes: [] };
    },
    async page(context, from) {
      const place = from === undefined ? undefined : placeOf(from);
      const isGoingOn = place !== undefined && reading?.mark === place.mark && reading.at === place.at;
      if (!reading || !isGoingOn) reading = await open(await filesOf(context), place?.at ?? 0, context);
      if (place && place.mark !== reading.mark) {
        throw new AppError('bad-response', words('dbtFilesChanged', connection.name));
      }
      const start = place ?? { at: 0, dropped: 0, skipped: 0, mark: reading.mark };
      const making = { connection, survey: reading.survey, link: linkOf(settings), now: context.now() };
      return await pageOf(reading, start, making);
    },
  };
}

async function open(files: ArtifactFiles, at: number, { onBytes }: SourceContext): Promise<Reading> {
  const mark = await markOfFiles(files);
  const manifest = await unpacked(files.manifest);
  const survey = await surveyOf({ ...files, manifest }, onBytes);
  return { survey, mark, entries: entriesIn(manifest, survey.entries.slice(at)), at };
}

async function pageOf(reading: Reading, start: Place, making: Making): Promise<NodePage> {
  const nodes: DbtNode[] = [];
  const ephemeral: EphemeralModel[] = [];
  const place = { ...start };
  let isEnd = false;
  while (!isEnd && place.at < start.at + pageSize) {
    const { done, value } = await reading.entries.next();
    isEnd = done === true;
    if (isEnd) break;
    place.at += 1;
    const { data } = manifestNode.safeParse(withId(value));
    const node = data && nodeOf(data, making);
    if (node && hasRelation(node)) nodes.push(node);
    else if (data) place.dropped += 1;
    else place.skipped += 1;
    if (node && !hasRelation(node)) ephemeral.push(node);
  }
  reading.at = place.at;
  if (isEnd && place.skipped * 20 > place.at) {
    throw new AppError('bad-response', words('dbtFilesOdd', making.connection.name));
  }
  const total = reading.survey.entries.length - place.dropped - place.skipped;
  return { nodes, ephemeral, total, ...(isEnd ? {} : { next: JSON.stringify(place) }) };
}

/** The docs site that lies beside the files. */
function linkOf({ baseUrl }: ArtifactSettings): (uniqueId: string) => string | undefined {
  if (!baseUrl) return () => undefined;
  const folder = folderOf(baseUrl);
  return (uniqueId) => `${folder}#!/${uniqueId.slice(0, uniqueId.indexOf('.'))}/${encodeURIComponent(uniqueId)}`;
}

function placeOf(text: string): Place | undefined {
  try {
    const { at, dropped, skipped, mark }: Record<string, unknown> = JSON.parse(text);
    const isPlace = [at, dropped, skipped].every((count) => Number.isSafeInteger(count)) && typeof mark === 'string';
    return isPlace ? { at: Number(at), dropped: Number(dropped), skipped: Number(skipped), mark } : undefined;
  } catch {
    return undefined;
  }
}
