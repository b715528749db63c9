import { fileNames } from './files';
import { headBytes, readPieces } from './pieces';

/**
 * Which of dbt's files this is, by dbt's own name for it; nothing when it is none of them. People drop in copies: what stands
 * in the file decides, and the name only where a packed file hides it.
 */
export async function recogniseFile(file: File): Promise<string | undefined> {
  const schema = /"dbt_schema_version":\s*"[^"]*\/dbt\/([a-z-]+)\/v\d+/.exec(await textAhead(file))?.[1];
  const meant = schema?.replaceAll('-', '_') ?? copyName.exec(file.name)?.[1]?.toLowerCase();
  return Object.values(fileNames).find((name) => name === `${meant}.json`);
}

/** dbt's name, also as browsers and people change it: `manifest (1).json`, `catalog-2026-08-20.json.gz`, `sources copy.json`. */
const copyName =
  /^(manifest|catalog|run_results|sources|freshness)(?:[ ._(-]+(?:copy|kopie|\d)[\w ().-]*)?\.json(?:\.gz)?$/i;

/** How a file begins, unpacked. What cannot be unpacked to the end has begun all the same. */
async function textAhead(file: Blob): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const piece of readPieces(file, fileNames.manifest)) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > headBytes) break;
    }
  } catch {
    return text;
  }
  return text;
}
