import { AppError } from '../../errors';
import type { Connection, SourceSettings } from '../../model';
import { words } from '../../words';
import type { SourceContext } from '../source';
import {
  type ArtifactFiles,
  type ArtifactName,
  artifactNames,
  fileNames,
  markOfFiles,
  type OtherFiles,
  withPublished,
} from './files';
import { readPieces } from './pieces';
import { type Survey, surveyOf } from './survey';

export type ArtifactSettings = Extract<SourceSettings, { kind: 'artifacts' }>;
export type DroppedFiles = () => Promise<ArtifactFiles | undefined>;

/** The files that dbt wrote at one time, read. `mark` tells them from what lay there at another time. */
export type Surveyed = { survey: Survey; mark: string; names: ArtifactName[] };

/** Reads a connection's files, published or dropped in. Throws AppError, `not-configured` when dropped ones are lost. */
export async function surveyFiles(
  { baseUrl }: ArtifactSettings,
  connection: Connection,
  context: SourceContext,
  droppedFiles: DroppedFiles | undefined,
): Promise<Surveyed> {
  if (baseUrl) return await withPublished(baseUrl, context, surveyed);
  const { manifest, ...others } = await dropped(connection, droppedFiles);
  return await surveyed(readPieces(manifest, fileNames.manifest, context.onBytes), others);
}

/** The files that were dropped in. Throws AppError. */
export async function dropped(connection: Connection, droppedFiles: DroppedFiles | undefined): Promise<ArtifactFiles> {
  const files = await droppedFiles?.();
  if (!files) throw new AppError('not-configured', words('dbtNoFiles', connection.name));
  return files;
}

async function surveyed(manifest: AsyncIterable<Uint8Array>, others: OtherFiles): Promise<Surveyed> {
  const survey = await surveyOf(manifest, others);
  const { metadata, entries } = survey;
  const size = entries.reduce((sum, { text }) => sum + text.length, 0);
  const mark = JSON.stringify([metadata.generated_at ?? '', entries.length, size, await markOfFiles(others)]);
  return { survey, mark, names: artifactNames.filter((name) => name === 'manifest' || others[name]) };
}
