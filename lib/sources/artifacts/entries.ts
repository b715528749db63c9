import { fileNames } from './files';
import { oddFile, valueIn } from './json-text';
import type { ManifestEntry } from './survey';

/** An entry of the manifest as it stands there. */
export type ManifestRecord = { key: string; value: unknown };

/** So much of the file is read at once. */
const stretchBytes = 4_000_000;

/** The entries of a manifest in their order, read from where they lie. The file is not packed. */
export async function* entriesIn(manifest: Blob, entries: ManifestEntry[]): AsyncGenerator<ManifestRecord> {
  const decoder = new TextDecoder();
  for (let first = 0; first < entries.length; ) {
    const end = endOfStretch(entries, first);
    const start = entries[first]?.place.from ?? 0;
    const stretch = await bytesOf(manifest.slice(start, entries[end - 1]?.place.to));
    for (const { key, place } of entries.slice(first, end)) {
      yield {
        key,
        value: valueIn(decoder.decode(stretch.subarray(place.from - start, place.to - start)), fileNames.manifest),
      };
    }
    first = end;
  }
}

/** The entry behind the last one that lies in the stretch which an entry begins. */
function endOfStretch(entries: ManifestEntry[], first: number): number {
  const limit = (entries[first]?.place.from ?? 0) + stretchBytes;
  let end = first + 1;
  while ((entries[end]?.place.to ?? Number.POSITIVE_INFINITY) <= limit) end += 1;
  return end;
}

async function bytesOf(part: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    throw oddFile(fileNames.manifest);
  }
}
