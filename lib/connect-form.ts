import { askForAccess } from './ask-access';
import { stageFiles } from './dropped-files';
import { send } from './messages/client';
import type { CheckResult, Question } from './messages/protocol';

/**
 * What a form does with a connection: asks the browser for access (in the click, so before anything else), lays dropped files
 * ready and has the background check and, with `save`, keep it all. Rejects with AppError.
 */
export async function connect({
  files,
  ...question
}: Question<'connect'> & { files?: Partial<Record<string, Blob>> }): Promise<CheckResult> {
  await askForAccess(question.connection);
  if (files) await stageFiles(question.connection.id, files);
  return await send('connect', question);
}
