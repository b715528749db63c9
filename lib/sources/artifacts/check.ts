import { AppError, asAppError } from '../../errors';
import type { CheckResult, CheckStep } from '../../messages/protocol';
import type { Connection, SourceSettings } from '../../model';
import { words } from '../../words';
import { adapterNotes } from '../adapters';
import type { SourceContext } from '../source';
import { type ArtifactFiles, artifactNames, fetchFiles, fileNames } from './files';
import { type Gaps, surveyOf } from './survey';

/** Checks that the files can be read and which are there. Never throws: what went wrong is a failed step. `droppedFiles` as of `artifactsSource`. */
export async function checkArtifacts(
  { baseUrl }: Extract<SourceSettings, { kind: 'artifacts' }>,
  connection: Connection,
  context: SourceContext,
  droppedFiles?: () => Promise<ArtifactFiles | undefined>,
): Promise<CheckResult> {
  try {
    const files = baseUrl ? await fetchFiles(baseUrl, context) : await droppedFiles?.();
    if (!files) throw new AppError('not-configured', words('dbtNoFiles', connection.name));
    return await checkFiles(files, connection);
  } catch (thrown) {
    return { steps: [{ step: words('dbtStepFiles'), outcome: 'failed', message: asAppError(thrown).message }] };
  }
}

/** The same for files at hand. Throws AppError when they are none of dbt's. */
async function checkFiles(files: ArtifactFiles, connection: Connection): Promise<CheckResult> {
  const { metadata, entries, gaps } = await surveyOf(files);
  const missing = artifactNames.filter((name) => !files[name] && name !== 'freshness').map((name) => fileNames[name]);
  const adapterType = metadata.adapter_type ?? undefined;
  const [other] = adapterNotes(connection, adapterType);
  const steps: CheckStep[] = [
    { step: words('dbtStepFiles'), outcome: 'ok', message: words('dbtFilesFound', entries.length) },
  ];
  const lacks = missing.length > 0 ? [words('dbtFilesNotThere', missing.join(', '))] : [];
  for (const message of [...lacks, ...gapTexts(gaps)]) {
    steps.push({ step: words('dbtStepOtherFiles'), outcome: 'warning', message });
  }
  if (other) steps.push({ step: words('dbtStepMetadata'), outcome: 'warning', message: other.message });
  return { steps, ...(adapterType === undefined ? {} : { adapterType }) };
}

/** One sentence for each thing that the other files cannot tell. */
function gapTexts({ strangers, idle, catalogErrors: [error] }: Gaps): string[] {
  return [
    ...strangers.map((name) => words('dbtFileOfAnother', fileNames[name])),
    ...(idle === undefined ? [] : [words('dbtFileIdle', idle)]),
    ...(error === undefined ? [] : [words('dbtCatalogErrors', error.slice(0, 300))]),
  ];
}
