import { AppError } from '../../errors';
import { parseJson } from '../../parsed';
import { type Fields, fieldsOf } from '../../record';
import { words } from '../../words';
import { textOf } from '../facts';
import type { SourceContext } from '../source';
import { codingOf, headBytes, partBytes, piecesOf, readPieces } from './pieces';
import { request } from './request';

/** The files of a dbt project's `target` folder, dropped in or fetched. Each may be compressed with gzip. */
export type ArtifactFiles = {
  manifest: Blob;
  catalog?: Blob;
  runResults?: Blob;
  sources?: Blob;
  /** What dbt v2 writes in place of sources.json. */
  freshness?: Blob;
};

export type ArtifactName = keyof ArtifactFiles;

/** How dbt names the files. */
export const fileNames: Record<ArtifactName, string> = {
  manifest: 'manifest.json',
  catalog: 'catalog.json',
  runResults: 'run_results.json',
  sources: 'sources.json',
  freshness: 'freshness.json',
};

// The keys of a constant are exactly the names
export const artifactNames = Object.keys(fileNames) as ArtifactName[];

/** The files among those that have dbt's names; nothing without a manifest. */
export function filesNamed(named: Partial<Record<string, Blob>>): ArtifactFiles | undefined {
  const found = artifactNames.flatMap((name) => {
    const file = named[fileNames[name]];
    return file ? [[name, file] as const] : [];
  });
  const { manifest, ...others }: Partial<ArtifactFiles> = Object.fromEntries(found);
  return manifest && { manifest, ...others };
}

const maxBytes = 600_000_000;

/** Every file but the manifest, which is too large to lie somewhere before it is read. */
export type OtherFiles = Omit<ArtifactFiles, 'manifest'>;

/**
 * Does some work with the files of a published folder: the manifest's bytes as they come, and the others that are there.
 * Throws AppError when there is no manifest.
 */
export async function withPublished<T>(
  baseUrl: string,
  context: SourceContext,
  work: (manifest: AsyncIterable<Uint8Array>, others: OtherFiles) => Promise<T>,
): Promise<T> {
  return await plainOrPacked((ending) =>
    request(baseUrl, fileNames.manifest + ending, context, {}, async (answer, silent, signal) => {
      const others = artifactNames.filter((name) => name !== 'manifest');
      let read = 0;
      // What is told also keeps the worker alive, however long the files take
      const tell = (bytes: number) => {
        read += bytes;
        context.onBytes?.(read, undefined);
      };
      const fetched = await Promise.all(
        // One that fails ends the others
        others.map((name) => optional(name, fetchFile(baseUrl, name, ending, { ...context, signal }, tell))),
      );
      return await work(manifestIn(answer, context, silent, read), Object.fromEntries(fetched.flat()));
    }),
  );
}

/** Packed files bear a name of their own; all files of a folder are written in one way. */
type Ending = '' | '.gz';

/** Does some work with files as they are named, and where they are not there, as they are named when they are packed. */
async function plainOrPacked<T>(work: (ending: Ending) => Promise<T>): Promise<T> {
  try {
    return await work('');
  } catch (thrown) {
    if (!isAbsent(thrown)) throw thrown;
    return await work('.gz').catch((packed: unknown) => {
      // What is said of the plain name is what people look for
      throw isAbsent(packed) ? thrown : packed;
    });
  }
}

/** A folder without a file answers in many ways: 404, 403 from buckets, a start page. */
function isAbsent(thrown: unknown): boolean {
  return thrown instanceof AppError && ['not-found', 'forbidden', 'not-an-api'].includes(thrown.kind);
}

async function optional(name: ArtifactName, file: Promise<Blob>): Promise<[ArtifactName, Blob][]> {
  try {
    return [[name, await file]];
  } catch (thrown) {
    if (isAbsent(thrown)) return [];
    throw thrown;
  }
}

async function fetchFile(
  baseUrl: string,
  name: ArtifactName,
  ending: Ending,
  context: SourceContext,
  tell: (bytes: number) => void,
): Promise<Blob> {
  return await request(baseUrl, fileNames[name] + ending, context, {}, async (answer, silent) => {
    // Laid aside part by part: the browser need not hold them in the worker
    const parts: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let done = 0;
    for await (const piece of piecesOf(answer.body, silent)) {
      done += piece.byteLength;
      if (done > maxBytes) throw tooLarge(name);
      tell(piece.byteLength);
      pieces.push(piece);
      if (done % partBytes >= piece.byteLength) continue;
      parts.push(new Blob(pieces));
      pieces = [];
    }
    return new Blob([...parts, ...pieces]);
  });
}

function tooLarge(name: ArtifactName): AppError {
  return new AppError('bad-response', words('dbtFileTooLarge', fileNames[name]));
}

/** A manifest as it comes, after so many bytes of other files. What is packed, or in UTF-16, comes first and is unpacked then: so it is known which of the two went wrong. */
async function* manifestIn(
  answer: Response,
  { onBytes }: SourceContext,
  silent: () => void,
  before: number,
): AsyncGenerator<Uint8Array> {
  const length = answer.headers.has('content-encoding') ? 0 : Number(answer.headers.get('content-length'));
  const coded: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  for await (const piece of piecesOf(answer.body, silent)) {
    const isKept = coded.length > 0 || (done === 0 && codingOf(piece) !== undefined);
    done += piece.byteLength;
    if (done > maxBytes) throw tooLarge('manifest');
    onBytes?.(before + done, length ? before + length : undefined);
    // Pieces that lie ready come without a pause: whatever else the worker was asked would wait for the last one
    if (done % partBytes < piece.byteLength) await new Promise((resolve) => setTimeout(resolve));
    if (isKept) coded.push(piece);
    else yield piece;
  }
  if (coded.length > 0) yield* readPieces(new Blob(coded), fileNames.manifest, onBytes);
}

/**
 * What tells one version of the folder from the next: per file the server's validator, else the time that dbt wrote into it.
 * `known` is an earlier answer; files that did not change since are then not sent again. '' where neither says anything.
 */
export async function markOf(baseUrl: string, context: SourceContext, known: string | undefined): Promise<string> {
  const before = fieldsOf(parseJson(known ?? '')?.value);
  return await plainOrPacked((ending) => markOfNamed(baseUrl, ending, context, before));
}

async function markOfNamed(baseUrl: string, ending: Ending, context: SourceContext, before: Fields): Promise<string> {
  const marks = await Promise.all(
    artifactNames.map(async (name): Promise<[string, string][]> => {
      const tag = textOf(before[name]) ?? '';
      const headers: Record<string, string> = /^(?:W\/)?"/.test(tag) ? { 'if-none-match': tag } : {};
      const asked = request(baseUrl, fileNames[name] + ending, context, headers, async (answer, silent) => {
        if (answer.status === 304) return tag;
        const { headers: told, body } = answer;
        return told.get('etag') ?? told.get('last-modified') ?? (await generatedAt(body, silent));
      });
      if (name === 'manifest') return [[name, await asked]];
      return await asked.then((mark): [string, string][] => [[name, mark]]).catch(() => []);
    }),
  );
  const found = marks.flat();
  return found.some(([, mark]) => mark === '') ? '' : JSON.stringify(Object.fromEntries(found));
}

/** The same for files that were dropped in. */
export async function markOfFiles(files: Partial<ArtifactFiles>): Promise<string> {
  const marks = await Promise.all(
    artifactNames.map(async (name) => {
      const file = files[name];
      return file ? [[name, `${file.size} ${await generatedAt(file.slice(0, headBytes).stream())}`]] : [];
    }),
  );
  return JSON.stringify(Object.fromEntries(marks.flat()));
}

/** The time of the run that wrote the file, from its first bytes; '' when it is not there. */
async function generatedAt(body: ReadableStream<Uint8Array<ArrayBuffer>> | null, silent?: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of piecesOf(body, silent)) {
    text += decoder.decode(piece, { stream: true });
    const time = /"generated_at":\s*"([^"]{1,40})"/.exec(text)?.[1];
    if (time !== undefined) return time;
    if (text.length > headBytes) break;
  }
  return '';
}
