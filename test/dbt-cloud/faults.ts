/** Faults on demand: which requests a fault hits. What it does to them is in `fault-effects.ts`. */
import { parse, type SelectionSetNode, valueFromASTUntyped } from 'graphql';
import { listNames } from './content';
import { graphqlRequest } from './discovery-api';
import type { PlatformRequest, Reply } from './exchange';
import { effectOf, type FaultWord } from './fault-effects';
import { pageWanted } from './paging';

/** What a request asks for, as far as faults need to know. */
export type Asked = {
  request: PlatformRequest;
  api: 'discovery' | 'admin' | 'none';
  /** The list of a Discovery query (`models`, …); absent: none, as in the probe. */
  list?: string;
  /** Position of the page's first node, its length, and its number from 1 when pages have this length. */
  offset: number;
  first: number;
  page: number;
};

/** Which requests a fault hits: those that meet every condition given. */
export type FaultScope = {
  host?: string;
  api?: 'discovery' | 'admin';
  /** Start of the path, for the Administrative API. */
  path?: string;
  /** A list of the Discovery API, or `none` for queries without one (the probe). */
  list?: string;
  token?: string;
  page?: number;
  /** Pages that hold the node at this position, whatever their length. */
  node?: number;
  /** The first request hit, counted from 1 among those that meet the conditions above. */
  nth?: number;
  /** How many requests are hit; without it all, or one when `nth` is given. */
  times?: number;
};

export type Fault = FaultWord & FaultScope;

/** `instead` answers without the platform; `change` alters its answer; `shift` moves later pages by so many nodes. */
export type Effect = {
  instead?: (asked: Asked) => Reply | undefined;
  change?: (reply: Reply, asked: Asked) => Reply;
  shift?: number;
};

export type Faults = {
  /** Returns the function that takes the fault away again. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The effects that hit this request; asking counts as a hit. */
  effectsOn(asked: Asked): Effect[];
};

function isMet(scope: FaultScope, asked: Asked): boolean {
  const { host, api, path, list, token, page, node } = scope;
  if (host !== undefined && host !== asked.request.host) return false;
  if (api !== undefined && api !== asked.api) return false;
  if (path !== undefined && !asked.request.path.startsWith(path)) return false;
  if (list !== undefined && list !== (asked.list ?? 'none')) return false;
  if (token !== undefined && !(asked.request.headers.authorization ?? '').endsWith(token)) return false;
  if (page !== undefined && (asked.list === undefined || page !== asked.page)) return false;
  return node === undefined || (asked.list !== undefined && node >= asked.offset && node < asked.offset + asked.first);
}

function isItsTurn({ nth = 1, ...scope }: Fault, met: number): boolean {
  const times = scope.times ?? (nth > 1 ? 1 : Number.POSITIVE_INFINITY);
  return met >= nth && met < nth + times;
}

export function faultBox(): Faults {
  const faults = new Map<Fault, number>();
  return {
    add(fault) {
      const own = { ...fault };
      faults.set(own, 0);
      return () => void faults.delete(own);
    },
    clear: () => faults.clear(),
    effectsOn(asked) {
      const hitting = [...faults.keys()].filter((fault) => isMet(fault, asked));
      for (const fault of hitting) faults.set(fault, (faults.get(fault) ?? 0) + 1);
      return hitting.filter((fault) => isItsTurn(fault, faults.get(fault) ?? 0)).map(effectOf);
    },
  };
}

type ListAsked = { list: string; first: unknown; after: unknown };

/** The first field with a list's name and arguments, wherever it stands. */
function listIn(selections: SelectionSetNode, variables: Record<string, unknown>): ListAsked | undefined {
  for (const selection of selections.selections) {
    if (selection.kind !== 'Field') continue;
    const list = selection.name.value;
    if ([...listNames, 'resources', 'lineage'].includes(list)) {
      const argument = (name: string): unknown => {
        const found = selection.arguments?.find((each) => each.name.value === name);
        return found && valueFromASTUntyped(found.value, variables);
      };
      return { list, first: argument('first'), after: argument('after') };
    }
    const deeper = selection.selectionSet && listIn(selection.selectionSet, variables);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function listAsked(body: string): ListAsked | undefined {
  const asked = graphqlRequest(body);
  if (asked === undefined) return undefined;
  try {
    const operation = parse(asked.query).definitions.find((definition) => definition.kind === 'OperationDefinition');
    return operation && listIn(operation.selectionSet, asked.variables);
  } catch {
    return undefined;
  }
}

/** What faults need to know of a request. A query that does not parse asks for nothing. */
export function askedOf(request: PlatformRequest, api: Asked['api']): Asked {
  const nothing = { request, api, offset: 0, first: 0, page: 1 };
  const asked = api === 'discovery' ? listAsked(request.body) : undefined;
  if (asked === undefined) return nothing;
  try {
    const first = typeof asked.first === 'number' ? asked.first : null;
    const wanted = pageWanted({ first, after: typeof asked.after === 'string' ? asked.after : null });
    return { ...nothing, ...wanted, list: asked.list, page: Math.floor(wanted.offset / wanted.first) + 1 };
  } catch {
    return { ...nothing, list: asked.list };
  }
}
