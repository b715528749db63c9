/** The files that a run saved, as the Administrative API gives them out. */
import type { Run } from './accounts';
import type { RunResults } from './artifact-files';
import type { Content } from './content';

const saved = ['manifest.json', 'catalog.json', 'run_results.json', 'sources.json'];

export function artifactNames(content: Content | undefined, run: Run): string[] {
  if (content === undefined || run.finishedAt === undefined) return [];
  return saved.filter((name) => content.artifact(name) !== undefined);
}

/**
 * Without a step, run_results.json is that of the last step. In a run that generated docs that is the compilation behind
 * the docs: every node is there once, with "success", and no test failed.
 */
export function savedArtifact(
  content: Content | undefined,
  run: Run,
  name: string,
  step: number | undefined,
): string | undefined {
  if (!artifactNames(content, run).includes(name)) return undefined;
  const text = content?.artifact(name);
  if (text === undefined || name !== 'run_results.json' || step !== undefined || run.hasDocs !== true) return text;
  // dbt's own file, as in artifact-files
  const results = JSON.parse(text) as RunResults;
  const compiled = results.results.map((result) => ({ ...result, status: 'success', message: null, failures: null }));
  return JSON.stringify({ ...results, results: compiled });
}
