import { AmbiguousCard } from '../../components/AmbiguousCard';
import type { CardHandles } from '../../components/CardFrame';
import { copyText } from '../../components/copy-text';
import { NodeCard } from '../../components/NodeCard';
import type { AppError } from '../../lib/errors';
import type { NodeDetails } from '../../lib/messages/protocol';
import type { BadgeFacts } from '../../lib/model';
import { nodeKeyOf } from '../../lib/node-key';
import { type Answered, nodesOf } from '../../lib/page/answered';
import { words } from '../../lib/words';

/** One node in the card; each is changed in place as its parts arrive. */
export type Page = { facts: BadgeFacts; details?: NodeDetails; error?: AppError; isWaiting?: boolean; notice?: string };

/** What the card holds: a node, or the list of candidates where `page` is absent. */
export function CardPage(
  props: CardHandles & {
    answered: Answered;
    page: Page | undefined;
    /** How many pages lie before this one; each is drawn anew, from its beginning. */
    depth: number;
    onOpen: (facts: BadgeFacts) => void;
    onOpenNode: (uniqueId: string) => void;
  },
) {
  const { answered, page, depth, onOpen, onOpenNode, ...handles } = props;
  const { evidence, label } = answered.detection;
  const now = Date.now();
  if (!page) {
    const candidates = nodesOf(answered.resolution);
    return <AmbiguousCard name={label} {...{ candidates, evidence, now, onOpen }} {...handles} />;
  }
  const { facts, details, error, isWaiting = false, notice } = page;
  return (
    <NodeCard
      key={`${String(depth)} ${nodeKeyOf(facts)}`}
      {...{ facts, error, isWaiting, notice, evidence, now, onOpenNode }}
      node={details?.node}
      description={details?.description}
      fullName={details?.fullName}
      isFromPackage={details?.isFromPackage}
      origin={details?.origin}
      onCopy={copyText}
      {...handles}
    />
  );
}

/** In place of a card: dbt knows nothing of what the keyboard is on. */
export function NothingHere() {
  return (
    <p class="card hint" role="status">
      {words('cardNothingHere')}
    </p>
  );
}
