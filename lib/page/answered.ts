import { type BadgeFacts, type Detection, fromWorst, type Resolution } from '../model';

/** A detection together with what dbt says of it. */
export type Answered = { detection: Detection; resolution: Resolution };

/** What a person asks of a badge. `isDeliberate`: a click or a key, not a mere rest of the pointer. `at`: when, `performance.now()`. */
export type BadgeWish = { wish: 'open'; isDeliberate: boolean; at: number } | { wish: 'leave' };

/** The nodes of a resolution; none when dbt does not know the name. */
export function nodesOf(resolution: Resolution): BadgeFacts[] {
  if (resolution.status === 'unknown') return [];
  return resolution.status === 'matched' ? [resolution.node] : resolution.nodes;
}

/** The node in the worst state, the first of several; nothing when dbt does not know the name. */
export function worstOf(resolution: Resolution): BadgeFacts | undefined {
  const nodes = nodesOf(resolution);
  return fromWorst.flatMap((state) => nodes.filter(({ health }) => health.state === state))[0];
}
