import { joined } from './joined';
import type { DbtNode } from './model';

/** A key that is unique over all connections. */
export function nodeKeyOf({ connectionId, uniqueId }: Pick<DbtNode, 'connectionId' | 'uniqueId'>): string {
  return joined(connectionId, ':', uniqueId);
}
