import type { DbtNode, SyncStatus } from '../model';

/** One page of nodes on its way from a source to the store. `next` resumes behind it after the worker died. */
export type NodePage = {
  nodes: DbtNode[];
  /** Models of this page that have no relation: trouble above them reaches what is built from them. */
  ephemeral?: EphemeralModel[];
  /** Opaque to everybody but the source; JSON. Absent on the last page. */
  next?: string;
  /** How many nodes the source says there are; absent while unknown. */
  total?: number;
  /** What dbt calls the project, where the source knows: nodes of other packages are of those it has installed. */
  project?: string;
  /** The source counted others than it gave: nodes moved between pages while they were read. */
  isUneven?: true;
};

/** A model that stands only between others. */
export type EphemeralModel = { uniqueId: string; name: string; parents: string[] };

/** Whether a source's node stands for a table or view. */
export function hasRelation(node: DbtNode | EphemeralModel): node is DbtNode {
  return 'relation' in node;
}

/** What every source needs from the outside. `token` is absent for sources without one. */
export type SourceContext = {
  fetch: typeof globalThis.fetch;
  token?: string;
  /** The mark of the data now shown, for sources that can ask "changed since?". */
  mark?: string;
  signal: AbortSignal;
  /** Told how much of dbt's files has been read: all bytes so far, of all there are where that is known. */
  onBytes?: (done: number, total: number | undefined) => void;
  now: () => number;
};

/**
 * Where dbt metadata come from. Both methods throw AppError and nothing else. `nodes` never returns a node whose
 * relation dbt does not build (ephemeral, disabled).
 */
export type Source = {
  /** Cheap: has anything changed? The mark is compared with the last one; `notes` are told to people. */
  probe(context: SourceContext): Promise<{ mark: string; notes: SyncStatus['notes'] }>;
  /** One page, from the start (`undefined`) or from where an earlier page's `next` points. */
  page(context: SourceContext, from: string | undefined): Promise<NodePage>;
};
