import { AppError } from '../../errors';
import { joined } from '../../joined';
import type { Connection, DbtNode } from '../../model';
import { parseJson } from '../../parsed';
import { fieldsOf } from '../../record';
import { words } from '../../words';
import { encodedId, present, textOf } from '../facts';
import { type EphemeralModel, hasRelation, type NodePage, type Source } from '../source';
import { fileNames, markOf, markOfFiles } from './files';
import { valueIn } from './json-text';
import { isManifestNode, withId } from './manifest-nodes';
import { type Making, nodeOf } from './nodes';
import { folderOf } from './request';
import { type ArtifactSettings, type DroppedFiles, dropped, type Surveyed, surveyFiles } from './survey-files';

const pageSize = 200;

/** Where a sync stands: entries of the manifest behind it, how many of those made no node, and in which files. */
type Place = { at: number; dropped: number; skipped: number; mark: string };

/**
 * dbt's artifacts as a source: published at an address, or dropped in (`droppedFiles` gives them, nothing when they are lost).
 * All files are read once, to their end; what is kept of the manifest's nodes is their text, which page by page becomes
 * nodes. A worker that died reads the files again and goes on at its place.
 */
export function artifactsSource(
  settings: ArtifactSettings,
  connection: Connection,
  droppedFiles?: DroppedFiles,
): Source {
  let reading: Surveyed | undefined;
  return {
    async probe(context) {
      reading = undefined;
      if (settings.baseUrl) return { mark: await markOf(settings.baseUrl, context, context.mark), notes: [] };
      return { mark: await markOfFiles(await dropped(connection, droppedFiles)), notes: [] };
    },
    async page(context, from) {
      const place = from === undefined ? undefined : placeOf(from);
      if (!place || reading?.mark !== place.mark) {
        reading = await surveyFiles(settings, connection, context, droppedFiles);
      }
      if (place && place.mark !== reading.mark) {
        throw new AppError('bad-response', words('dbtFilesChanged', connection.name));
      }
      const start = place ?? { at: 0, dropped: 0, skipped: 0, mark: reading.mark };
      return pageOf(start, { connection, survey: reading.survey, link: linkOf(settings), now: context.now() });
    },
  };
}

function pageOf(start: Place, making: Making): NodePage {
  const { entries, metadata } = making.survey;
  const nodes: DbtNode[] = [];
  const ephemeral: EphemeralModel[] = [];
  const place = { ...start };
  for (const { key, text } of entries.slice(start.at, start.at + pageSize)) {
    place.at += 1;
    const read = withId(key, valueIn(text, fileNames.manifest));
    const isNode = isManifestNode(read);
    const node = isNode ? nodeOf(read, making) : undefined;
    if (node && hasRelation(node)) nodes.push(node);
    else if (isNode) place.dropped += 1;
    else place.skipped += 1;
    if (node && !hasRelation(node)) ephemeral.push(node);
  }
  const isEnd = place.at >= entries.length;
  if (isEnd && place.skipped * 20 > place.at) {
    throw new AppError('bad-response', words('dbtFilesOdd', making.connection.name));
  }
  const total = entries.length - place.dropped - place.skipped;
  const project = textOf(metadata.project_name);
  return { nodes, ephemeral, total, ...present({ project }), ...(isEnd ? {} : { next: JSON.stringify(place) }) };
}

/** The docs site that lies beside the files. */
function linkOf({ baseUrl }: ArtifactSettings): (uniqueId: string) => string | undefined {
  if (!baseUrl) return () => undefined;
  const folder = folderOf(baseUrl);
  return (uniqueId) => joined(folder, '#!/', uniqueId.slice(0, uniqueId.indexOf('.')), '/', encodedId(uniqueId));
}

function placeOf(text: string): Place | undefined {
  const { at, dropped, skipped, mark } = fieldsOf(parseJson(text)?.value);
  const isPlace = [at, dropped, skipped].every(Number.isSafeInteger) && typeof mark === 'string';
  return isPlace ? { at: Number(at), dropped: Number(dropped), skipped: Number(skipped), mark } : undefined;
}
