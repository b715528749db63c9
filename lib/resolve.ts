import { type BadgeFacts, type DialectId, nodeTypes, type Resolution, type TableRef } from './model';
import { nodeKeyOf } from './node-key';
import { agrees, isSpelledLike } from './sql/dialect';

/**
 * What dbt says of a name, given the nodes that bear it. Nodes whose known parts differ drop out; of several relations the
 * one spelled exactly like the name wins; several nodes of one relation are all told, never one in silence. The answer
 * does not depend on the order of the candidates.
 */
export function resolve(ref: TableRef, candidates: BadgeFacts[], dialect: DialectId): Resolution {
  const agreeing = candidates.filter((candidate) => agrees(dialect, ref, candidate.relation));
  const exact = agreeing.filter((candidate) => isSpelledLike(ref, candidate.relation));
  const remaining =
    exact.length === 0
      ? agreeing
      : agreeing.filter((candidate) => exact.some((other) => mayBeOneRelation(dialect, other, candidate)));
  const [first, ...others] = remaining.toSorted(byImportance);
  if (!first) return { status: 'unknown' };
  return others.length === 0 ? { status: 'matched', node: first } : { status: 'ambiguous', nodes: [first, ...others] };
}

/**
 * Whether two nodes may build the same table. Inside one project dbt refuses to build a relation twice, so two spellings
 * there are two relations; between projects a configured spelling says nothing about case.
 */
function mayBeOneRelation(dialect: DialectId, one: BadgeFacts, other: BadgeFacts): boolean {
  if (one.connectionId === other.connectionId) return isSpelledLike(one.relation, other.relation);
  return agrees(dialect, one.relation, other.relation) || agrees(dialect, other.relation, one.relation);
}

/** Models first; then by name and key, by code unit, so that every browser in every language lists them alike. */
function byImportance(one: BadgeFacts, other: BadgeFacts): number {
  return (
    nodeTypes.indexOf(one.type) - nodeTypes.indexOf(other.type) ||
    compare(one.name, other.name) ||
    compare(nodeKeyOf(one), nodeKeyOf(other))
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
