/** Pages of a list, as connections with opaque cursors, and the limits of the Discovery API. */
import { GraphQLError } from 'graphql';
import type { GraphNode, NodeList } from './content';

export const largestPage = 500;
const pageWithoutFirst = 100;

export type PageArguments = { first?: number | null; after?: string | null };

/** Where the page starts and how long it is. */
export type PageWanted = { offset: number; first: number };

export function cursorOf(index: number): string {
  return Buffer.from(`node:${index}`).toString('base64');
}

/** The position behind a cursor; undefined for what this service never gave out. */
export function indexOf(cursor: string): number | undefined {
  const match = /^node:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  return match === null ? undefined : Number(match[1]);
}

/** Throws GraphQLError for a page that is too long and for a cursor of somebody else's. */
export function pageWanted({ first, after }: PageArguments, largest = largestPage): PageWanted {
  const length = first ?? pageWithoutFirst;
  if (length < 1 || length > largest) {
    throw new GraphQLError(`Argument "first" must be between 1 and ${largest}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  if (after === undefined || after === null || after === '') return { offset: 0, first: length };
  const index = indexOf(after);
  if (index === undefined) throw new GraphQLError('Invalid cursor.', { extensions: { code: 'BAD_USER_INPUT' } });
  return { offset: index + 1, first: length };
}

type Connection = {
  totalCount: number;
  pageInfo: { startCursor: string | null; endCursor: string | null; hasNextPage: boolean; hasPreviousPage: boolean };
  edges: { cursor: string; node: GraphNode }[];
};

/** One page. `shift` moves every page but the first by so many nodes: the data changed meanwhile. */
export function connection(list: NodeList, wanted: PageWanted, shift = 0): Connection {
  const { first } = wanted;
  const offset = wanted.offset === 0 ? 0 : Math.max(0, wanted.offset - shift);
  const end = Math.min(list.length, offset + first);
  const edges: Connection['edges'] = [];
  for (let index = offset; index < end; index += 1) {
    edges.push({ cursor: cursorOf(index + shiftOf(wanted, shift)), node: list.at(index) });
  }
  return {
    totalCount: list.length,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < list.length,
      hasPreviousPage: offset > 0 && list.length > 0,
    },
    edges,
  };
}

function shiftOf(wanted: PageWanted, shift: number): number {
  return wanted.offset === 0 ? 0 : shift;
}
