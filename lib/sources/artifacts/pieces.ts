import { AppError } from '../../errors';
import type { SourceContext } from '../source';
import { oddFile } from './json-text';

/** The bytes of dbt's files, piece by piece. */

/** dbt writes `metadata` first: what a file is and the time of its run stand in so many bytes. */
export const headBytes = 65_536;

/** A file is read in parts of this size: as it streams it comes in hundreds of pieces, each of which costs a turn. */
export const partBytes = 4_000_000;

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

/** How a file with this beginning is written, where that is not plainly in UTF-8. Windows' shell keeps in UTF-16 what it is told to keep. */
export function codingOf([first, second]: Uint8Array): 'gzip' | 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0x1f && second === 0x8b) return 'gzip';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

/** The bytes of a file, unpacked when it is packed, in UTF-8. `name` is for people. `onBytes` is told how much of the file as it lies there is read. */
export async function* readPieces(
  file: Blob,
  name: string,
  onBytes?: SourceContext['onBytes'],
): AsyncGenerator<Uint8Array> {
  try {
    const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const coding = codingOf(head);
    if (!coding) return yield* partsOf(file, onBytes);
    const bytes = onBytes ? file.stream().pipeThrough(counter(onBytes, file.size)) : file.stream();
    if (coding === 'gzip') yield* piecesOf(bytes.pipeThrough(new DecompressionStream(coding)));
    else yield* piecesOf(bytes.pipeThrough(new TextDecoderStream(coding)).pipeThrough(new TextEncoderStream()));
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw oddFile(name);
  }
}

async function* partsOf(file: Blob, onBytes: SourceContext['onBytes']): AsyncGenerator<Uint8Array> {
  const partAt = (at: number) => file.slice(at, at + partBytes).arrayBuffer();
  let coming = partAt(0);
  for (let at = 0; at < file.size; at += partBytes) {
    const part = new Uint8Array(await coming);
    // The next one is read from the disk while this one is looked through
    coming = partAt(at + partBytes);
    // Whoever awaits it hears of a failure; nobody does when what came before was no good
    coming.catch(() => undefined);
    onBytes?.(at + part.byteLength, file.size);
    yield part;
  }
}

/** A server that says nothing for so long says no more: the browser ends a worker that waits for 30 s without a word. */
const silenceMs = 20_000;

/** What comes through a stream, until it ends or nobody wants more. `silent` is called where nothing comes. */
export async function* piecesOf<Piece>(
  stream: ReadableStream<Piece> | null,
  silent?: () => void,
): AsyncGenerator<Piece> {
  const reader = stream?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const timer = silent && setTimeout(silent, silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early wants no more of it
    await reader.cancel().catch(() => undefined);
  }
}
