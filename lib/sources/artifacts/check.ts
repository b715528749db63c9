import { asAppError } from '../../errors';
import type { CheckResult, CheckStep } from '../../messages/protocol';
import type { Connection } from '../../model';
import { words } from '../../words';
import { adapterNotes } from '../adapters';
import { textOf } from '../facts';
import type { SourceContext } from '../source';
import { artifactNames, fileNames } from './files';
import type { Gaps } from './survey';
import { type ArtifactSettings, type DroppedFiles, type Surveyed, surveyFiles } from './survey-files';

/** Checks that the files can be read and which are there. Never throws: what went wrong is a failed step. `droppedFiles` as of `artifactsSource`. */
export async function checkArtifacts(
  settings: ArtifactSettings,
  connection: Connection,
  context: SourceContext,
  droppedFiles?: DroppedFiles,
): Promise<CheckResult> {
  try {
    return checked(await surveyFiles(settings, connection, context, droppedFiles), connection);
  } catch (thrown) {
    return { steps: [{ step: words('dbtStepFiles'), outcome: 'failed', message: asAppError(thrown).message }] };
  }
}

function checked({ survey, names }: Surveyed, connection: Connection): CheckResult {
  const { metadata, entries, gaps } = survey;
  const missing = artifactNames
    .filter((name) => !names.includes(name) && name !== 'freshness')
    .map((name) => fileNames[name]);
  const adapterType = textOf(metadata.adapter_type);
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

/** Commands of two words, which dbt notes by one of them. */
const commandOf: Partial<Record<string, string>> = { generate: 'docs generate', freshness: 'source freshness' };

/** One sentence for each thing that the other files cannot tell. */
function gapTexts({ strangers, idle, catalogErrors: [error] }: Gaps): string[] {
  return [
    ...strangers.map((name) => words('dbtFileOfAnother', fileNames[name])),
    ...(idle === undefined ? [] : [words('dbtFileIdle', commandOf[idle] ?? idle)]),
    ...(error === undefined ? [] : [words('dbtCatalogErrors', error.slice(0, 300))]),
  ];
}
