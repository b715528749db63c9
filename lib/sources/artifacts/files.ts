import { AppError } from '../../errors';
import { words } from '../../words';
import type { SourceContext } from '../source';
import { oddFile } from './json-text';

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

const headersMs = 20_000;
const bodyMs = 120_000;
const maxBytes = 600_000_000;
/** dbt writes `metadata` first: the time of the run is in the first piece. */
export const headBytes = 65_536;

/** The folder's address, ending in a slash. Only https, or this machine. Throws `not-an-api`. */
export function folderOf(baseUrl: string): string {
  const url = parse(baseUrl);
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || isHere) || url.username || url.password) {
    throw new AppError('not-an-api', words('dbtFilesAddress'));
  }
  // A page or a file in the folder stands for the folder
  return url.origin + url.pathname.replace(/\/?(?:[^/]*\.(?:html?|json|json\.gz))?$/, '/');
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** All files of a published folder that are there. Throws AppError when there is no manifest. */
export async function fetchFiles(baseUrl: string, context: SourceContext): Promise<ArtifactFiles> {
  const manifest = await fetchFile(baseUrl, 'manifest', context);
  const others = artifactNames.filter((name) => name !== 'manifest');
  const fetched = await Promise.all(others.map((name) => optional(name, fetchFile(baseUrl, name, context))));
  return { manifest, ...Object.fromEntries(fetched.flat()) };
}

async function optional(name: ArtifactName, file: Promise<Blob>): Promise<[ArtifactName, Blob][]> {
  try {
    return [[name, await file]];
  } catch (thrown) {
    // A folder without the file answers in many ways: 404, 403 from buckets, a start page
    if (thrown instanceof AppError && ['not-found', 'forbidden', 'not-an-api'].includes(thrown.kind)) return [];
    throw thrown;
  }
}

async function fetchFile(baseUrl: string, name: ArtifactName, context: SourceContext): Promise<Blob> {
  return await request(baseUrl, name, context, {}, async (answer) => {
    const blob = await bodyOf(answer, name, context);
    if (blob.size > maxBytes) throw new AppError('bad-response', words('dbtFileTooLarge', fileNames[name]));
    return blob;
  });
}

/** Only the manifest is so large that people wonder how far it is. */
async function bodyOf(answer: Response, name: ArtifactName, { onBytes }: SourceContext): Promise<Blob> {
  if (name !== 'manifest' || !onBytes || !answer.body) return await answer.blob();
  const length = answer.headers.has('content-encoding') ? 0 : Number(answer.headers.get('content-length'));
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let [held, done] = [0, 0];
  for await (const piece of piecesOf(answer.body)) {
    pieces.push(piece);
    held += piece.byteLength;
    done += piece.byteLength;
    onBytes(done, length || undefined);
    if (held < partBytes) continue;
    // A blob lies outside of the worker's own memory
    parts.push(new Blob(pieces));
    [pieces, held] = [[], 0];
  }
  return new Blob([...parts, ...pieces]);
}

/** A file is held and read in parts of this size: as it streams it comes in thousands of pieces, each of which costs a turn. */
const partBytes = 4_000_000;

/** Lets bytes pass and tells how many there have been. */
function counter(tell: (done: number, total: number | undefined) => void, total: number | undefined) {
  let done = 0;
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      done += piece.byteLength;
      tell(done, total);
      controller.enqueue(piece);
    },
  });
}

/**
 * What tells one version of the folder from the next: per file the server's validator, else the time that dbt wrote into it.
 * `known` is an earlier answer; files that did not change since are then not sent again.
 */
export async function markOf(baseUrl: string, context: SourceContext, known: string | undefined): Promise<string> {
  const before = parseMark(known);
  const marks = await Promise.all(
    artifactNames.map(async (name): Promise<[string, string][]> => {
      const tag = before[name] ?? '';
      const headers: Record<string, string> = /^(?:W\/)?"/.test(tag) ? { 'if-none-match': tag } : {};
      const asked = request(baseUrl, name, context, headers, async (answer) => {
        if (answer.status === 304) return tag;
        return answer.headers.get('etag') ?? answer.headers.get('last-modified') ?? (await generatedAt(answer.body));
      });
      if (name === 'manifest') return [[name, await asked]];
      return await asked.then((mark): [string, string][] => [[name, mark]]).catch(() => []);
    }),
  );
  return JSON.stringify(Object.fromEntries(marks.flat()));
}

/** The same for files that were dropped in. */
export async function markOfFiles(files: ArtifactFiles): Promise<string> {
  const marks = await Promise.all(
    artifactNames.map(async (name) => {
      const file = files[name];
      return file ? [[name, `${file.size} ${await generatedAt(headOf(file))}`]] : [];
    }),
  );
  return JSON.stringify(Object.fromEntries(marks.flat()));
}

function parseMark(mark: string | undefined): Partial<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(mark ?? '{}');
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** The time of the run that wrote the file, from its first bytes; '' when it is not there. */
async function generatedAt(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of piecesOf(body)) {
    text += decoder.decode(piece, { stream: true });
    const time = /"generated_at":\s*"([^"]{1,40})"/.exec(text)?.[1];
    if (time !== undefined) return time;
    if (text.length > headBytes) break;
  }
  return '';
}

async function request<T>(
  baseUrl: string,
  name: ArtifactName,
  context: SourceContext,
  headers: Record<string, string>,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  const url = folderOf(baseUrl) + fileNames[name];
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), headersMs);
  try {
    const answer = await context.fetch(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: AbortSignal.any([stop.signal, context.signal]),
    });
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), bodyMs);
    refuse(answer, fileNames[name]);
    return await read(answer);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('unavailable', words('dbtFileUnreachable', url));
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function refuse(answer: Response, file: string): void {
  const { status } = answer;
  if (status === 304) return;
  if (answer.type === 'opaqueredirect' || status === 0 || (status >= 300 && status < 400)) {
    throw new AppError('not-an-api', words('dbtFileElsewhere', file));
  }
  if (status === 401 || status === 403) throw new AppError('forbidden', words('dbtFileForbidden', file, status));
  if (status === 429 || status >= 500) throw new AppError('unavailable', words('dbtFileTrouble', file, status));
  if (status >= 400) throw new AppError('not-found', words('dbtFileMissing', file, status));
  if ((answer.headers.get('content-type') ?? '').includes('html')) {
    throw new AppError('not-an-api', words('dbtFilePage', file));
  }
}

/** The file itself, or what is packed in it: beside the worker's own memory. Throws `bad-response` for a broken packing. */
export async function unpacked(file: Blob): Promise<Blob> {
  if (!(await isPacked(file))) return file;
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  } catch {
    throw oddFile(fileNames.manifest);
  }
}

/** As gzip marks its files. */
async function isPacked(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/** The bytes of a file, unpacked when it is packed. `name` is for people. `onBytes` is told how much of the file as it lies there is read. */
export async function* readPieces(
  file: Blob,
  name: string,
  onBytes?: SourceContext['onBytes'],
): AsyncGenerator<Uint8Array> {
  try {
    if (!(await isPacked(file))) return yield* partsOf(file, onBytes);
    const bytes = onBytes ? file.stream().pipeThrough(counter(onBytes, file.size)) : file.stream();
    yield* piecesOf(bytes.pipeThrough(new DecompressionStream('gzip')));
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw oddFile(name);
  }
}

async function* partsOf(file: Blob, onBytes: SourceContext['onBytes']): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += partBytes) {
    const part = new Uint8Array(await file.slice(at, at + partBytes).arrayBuffer());
    onBytes?.(at + part.byteLength, file.size);
    yield part;
  }
}

/** The first bytes as they lie there: of a packed file only the size counts. */
function headOf(file: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  return file.slice(0, headBytes).stream();
}

async function* piecesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>> | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early wants no more of it
    await reader.cancel().catch(() => undefined);
  }
}
