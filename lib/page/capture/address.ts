import type { Console } from '../../consoles/console';
import type { TableRef } from '../../model';
import { type Filler, fillAll } from './filler';

/**
 * What an address is weighed by: while this stays the same, a change of the address loses nothing. `label` is a link's own
 * text; without it the address is the page's own, from which a console may also read its session.
 */
export type AddressContext = { document: Document; console: Console | undefined; filler: Filler; label?: string };

/** Stands for hosts that are nobody's business. */
const plainHost = 'console.example';

function partsOf(ref: TableRef): string[] {
  return [ref.database, ref.schema, ref.name].filter((part) => part !== undefined);
}

/** The document as it would be at another address. */
function documentAt(document: Document, url: URL): Document {
  return new Proxy(document, {
    get(target, key) {
      if (key === 'location') return url;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The tables that an address names, as they would read afterwards, and whether and how it is the console's. */
function meaningOf(url: URL, { document, console, filler, label }: AddressContext): string {
  const read = (ref: Partial<TableRef> | undefined) =>
    ref && [ref.database, ref.schema, ref.name].map((part) => part && filler.text(part));
  if (label !== undefined) return JSON.stringify(read(console?.tableAt?.(url, label)));
  const there = documentAt(document, url);
  const tables = [console?.tableAt?.(url), ...(console?.openTables?.(url) ?? []), console?.session?.(there)];
  return JSON.stringify([console?.isConsole(url, there), tables.map(read)]);
}

/** A copy of an address after a change; nothing when the change makes it none. */
function changed(url: URL, change: (copy: URL) => void): URL | undefined {
  try {
    const copy = new URL(url);
    change(copy);
    return copy;
  } catch {
    return undefined;
  }
}

function decodedPiece(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** Pieces of a path, a query or a fragment, and what separates them at odd places. */
const piecesOf = (text: string) => text.split(/([/?#&=;,!:.]+)/);

type Attempt = (change: (copy: URL) => void) => boolean;

/** Names that are none of the vocabulary's, wherever the address spells them. */
function hideParts(url: URL, { console, filler, label }: AddressContext, attempt: Attempt): void {
  const tables = [console?.tableAt?.(url, label), ...(console?.openTables?.(url) ?? [])];
  for (const part of tables.flatMap((ref) => (ref ? partsOf(ref) : []))) {
    const hidden = filler.text(part);
    if (hidden === part) continue;
    for (const [spelled, instead] of [
      [encodeURIComponent(part), encodeURIComponent(hidden)],
      [part, hidden],
    ] as const) {
      attempt((copy) => {
        copy.pathname = copy.pathname.replaceAll(spelled, instead);
        copy.search = copy.search.replaceAll(spelled, instead);
        copy.hash = copy.hash.replaceAll(spelled, instead);
      });
    }
  }
}

/** Parameters go, unless they are read; those that name something of the vocabulary stay. */
function hideQuery(url: URL, { filler }: AddressContext, attempt: Attempt): void {
  for (const [key, value] of [...url.searchParams]) {
    if (filler.isName(value)) continue;
    if (attempt((copy) => copy.searchParams.delete(key))) continue;
    if (attempt((copy) => copy.searchParams.set(key, ''))) continue;
    attempt((copy) => copy.searchParams.set(key, fillAll(value)));
  }
  // Parameters are written back with more signs encoded than some consoles do.
  attempt((copy) => {
    copy.search = copy.search.replaceAll('%21', '!');
  });
}

/** Piece after piece, those that are needed stay. */
function hidePieces(read: (url: URL) => string, write: (copy: URL, text: string) => void, url: URL, attempt: Attempt) {
  return (fill: (piece: string) => string): void => {
    const pieces = piecesOf(read(url));
    for (const [index, piece] of pieces.entries()) {
      const plain = decodedPiece(piece);
      const hidden = fill(plain);
      if (hidden === plain) continue;
      const candidate = pieces.with(index, encodeURIComponent(hidden));
      if (attempt((copy) => write(copy, candidate.join('')))) pieces[index] = candidate[index] ?? piece;
    }
  };
}

/**
 * An address without what the console does not read: no query that is not needed, no host that does not tell the console,
 * all pieces that are no names of the vocabulary filled.
 */
export function plainAddress(from: URL, context: AddressContext): URL {
  const meaning = meaningOf(from, context);
  const { text } = context.filler;
  const after = context.label === undefined ? context : { ...context, label: text(context.label) };
  let url = new URL(from);
  const attempt: Attempt = (change) => {
    const copy = changed(url, change);
    if (!copy || meaningOf(copy, after) !== meaning) return false;
    url = copy;
    return true;
  };
  url.username = '';
  url.password = '';
  attempt((copy) => {
    copy.port = '';
    copy.hostname = plainHost;
  });
  hideParts(url, context, attempt);
  hideQuery(url, context, attempt);
  hidePieces(
    (one) => one.pathname,
    (copy, path) => {
      copy.pathname = path;
    },
    url,
    attempt,
  )(text);
  hidePieces(
    (one) => one.hash.slice(1),
    (copy, hash) => {
      copy.hash = hash;
    },
    url,
    attempt,
  )(text);
  if (url.hostname !== plainHost) {
    const labels = url.hostname.split(/([.-])/);
    for (const [index, piece] of labels.entries()) {
      const candidate = labels.with(index, fillAll(piece));
      if (candidate[index] === piece) continue;
      const isDone = attempt((copy) => {
        copy.hostname = candidate.join('');
      });
      if (isDone) labels[index] = candidate[index] ?? piece;
    }
  }
  return url;
}
