/** A percent-encoded piece of an address, decoded once; nonsense stays as it is. Split at `/` first: names may hold one. */
export function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
