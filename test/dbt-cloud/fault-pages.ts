/** Faults inside a page of the Discovery API: cursors, counts, nodes and their fields. */
import type { Reply } from './exchange';
import { cursorOf } from './paging';

/** N14, N15, N17: what is wrong with a page as such. */
export type PageFault =
  | { fault: 'null-cursor' }
  | { fault: 'same-cursor' }
  /** After so many pages the cursors go round: 2 gives A, B, A, B. */
  | { fault: 'cursor-loop'; length: number }
  | { fault: 'empty-pages' }
  /** The total falls by so many with every page. */
  | { fault: 'shrinking-total'; by: number }
  /** So many nodes of a page stand in it twice. */
  | { fault: 'repeat-nodes'; count: number }
  | { fault: 'no-nodes' }
  /** The second half of the page is null. */
  | { fault: 'half-page' };

/** N13: a field (`name`, `executionInfo.lastRunStatus`, `catalog.columns.type`) of every `every`-th node; default each. */
export type NodeFault =
  | { fault: 'drop-field'; field: string; every?: number }
  | { fault: 'rename-field'; field: string; to: string; every?: number }
  | { fault: 'set-field'; field: string; value: unknown; every?: number };

type Tree = { [key: string]: unknown };

type Page = {
  totalCount?: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: (Tree | null)[];
};

type Where = { offset: number; first: number; page: number };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPage(value: Tree): boolean {
  return Array.isArray(value.edges) && isTree(value.pageInfo);
}

function* pagesIn(value: unknown): Generator<Page> {
  if (!isTree(value)) return;
  // checked by isPage: our own answer, whose schema says the rest
  if (isPage(value)) yield value as Page;
  else for (const inner of Object.values(value)) yield* pagesIn(inner);
}

const maker: {
  [Word in PageFault['fault']]: (page: Page, fault: Extract<PageFault, { fault: Word }>, where: Where) => void;
} = {
  'null-cursor': (page) => {
    page.pageInfo = { ...page.pageInfo, hasNextPage: true, endCursor: null };
  },
  'same-cursor': (page, _, { offset }) => {
    const endCursor = offset === 0 ? page.pageInfo.endCursor : cursorOf(offset - 1);
    page.pageInfo = { ...page.pageInfo, hasNextPage: true, endCursor };
  },
  'cursor-loop': (page, { length }, { first, page: number }) => {
    const endCursor = number > length ? cursorOf(first - 1) : page.pageInfo.endCursor;
    page.pageInfo = { ...page.pageInfo, hasNextPage: true, endCursor };
  },
  'empty-pages': (page, _, { offset, first }) => {
    page.edges = [];
    page.pageInfo = { ...page.pageInfo, hasNextPage: true, endCursor: cursorOf(offset + first - 1) };
  },
  'shrinking-total': (page, { by }, { page: number }) => {
    page.totalCount = Math.max(0, (page.totalCount ?? 0) - by * (number - 1));
  },
  'repeat-nodes': (page, { count }) => {
    page.edges = [...page.edges, ...page.edges.slice(0, count)];
  },
  'no-nodes': (page) => {
    page.edges = [];
    page.totalCount = 0;
    page.pageInfo = { ...page.pageInfo, hasNextPage: false, endCursor: null };
  },
  'half-page': (page) => {
    page.edges = page.edges.map((edge, index) => (index < page.edges.length / 2 ? edge : null));
  },
};

function rewrite(reply: Reply, change: (page: Page) => void): Reply {
  if (reply.status !== 200 || typeof reply.body !== 'string') return reply;
  const parsed: unknown = JSON.parse(reply.body);
  for (const page of pagesIn(parsed)) change(page);
  return { ...reply, body: JSON.stringify(parsed) };
}

export function changedPages(reply: Reply, fault: PageFault, where: Where = { offset: 0, first: 1, page: 1 }): Reply {
  // the table's entry for a word takes the fault of that word
  const change = maker[fault.fault] as (page: Page, fault: PageFault, where: Where) => void;
  return rewrite(reply, (page) => change(page, fault, where));
}

/** Applies a change to the last name of a path, through arrays. */
function atPath(value: unknown, path: string[], change: (owner: Tree, name: string) => void): void {
  if (Array.isArray(value)) for (const each of value) atPath(each, path, change);
  if (!isTree(value)) return;
  const [name = '', ...rest] = path;
  if (rest.length === 0) change(value, name);
  else atPath(value[name], rest, change);
}

function changeField(fault: NodeFault, owner: Tree, name: string): void {
  if (!(name in owner)) return;
  if (fault.fault === 'set-field') owner[name] = fault.value;
  if (fault.fault === 'rename-field') owner[fault.to] = owner[name];
  if (fault.fault !== 'set-field') delete owner[name];
}

export function changedNodes(reply: Reply, fault: NodeFault): Reply {
  return rewrite(reply, (page) => {
    page.edges.forEach((edge, index) => {
      if (index % (fault.every ?? 1) !== 0) return;
      atPath(edge?.node, fault.field.split('.'), (owner, name) => changeField(fault, owner, name));
    });
  });
}
