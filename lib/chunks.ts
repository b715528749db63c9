/** The same in lists of so many, each made when it is asked for; the last one may be shorter. */
export function* chunksOf<One>(all: Iterable<One>, size: number): Generator<One[]> {
  let chunk: One[] = [];
  for (const one of all) {
    chunk.push(one);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
