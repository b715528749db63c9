import type { DbtNode, UpstreamTrouble } from '../lib/model';
import { type WordKey, words } from '../lib/words';
import { CardSection } from './CardFrame';
import { nameInUniqueId } from './dbt-code';
import { counted } from './health-words';
import { OutLink } from './OutLink';
import { PlainText } from './PlainText';
import { count } from './time';

const troubleKeys: Record<UpstreamTrouble['what'], WordKey> = {
  failed: 'cardUpstreamFailed',
  error: 'cardUpstreamError',
  skipped: 'cardUpstreamSkipped',
  late: 'cardUpstreamLate',
};

/** More names than this are counted. */
const shownNames = 30;

/** Opens the card of a node named in this one, where that can be done. */
export type OpenNode = ((uniqueId: string) => void) | undefined;

/** Trouble above, what people look at below, parents and children as names that open their card. */
export function CardLineage({ node, onOpenNode }: { node: DbtNode; onOpenNode: OpenNode }) {
  return (
    <>
      {node.upstream.length > 0 && (
        <CardSection title={words('cardUpstream')}>
          <ul class="plain names">
            {node.upstream.slice(0, shownNames).map(({ uniqueId, name, what }) => (
              <li key={uniqueId}>
                <NodeName uniqueId={uniqueId} name={name} onOpenNode={onOpenNode} />{' '}
                <span class="muted">{words(troubleKeys[what])}</span>
              </li>
            ))}
          </ul>
        </CardSection>
      )}
      {node.exposures.length > 0 && <Exposures node={node} />}
      <Names title={words('cardParents')} uniqueIds={node.parents} onOpenNode={onOpenNode} />
      <Names title={words('cardChildren')} uniqueIds={node.children} onOpenNode={onOpenNode} />
    </>
  );
}

function Exposures({ node }: { node: DbtNode }) {
  return (
    <CardSection
      title={words('cardExposures')}
      note={counted(['cardUsedByOne', 'cardUsedByOther'], node.exposures.length)}
    >
      <ul class="plain names">
        {node.exposures.slice(0, shownNames).map(({ name, type, url, owner }) => (
          <li key={name}>
            <OutLink href={url}>
              <PlainText text={name} limit={200} />
            </OutLink>{' '}
            <span class="muted">
              <PlainText text={[type, owner].filter((part) => part !== undefined && part !== '').join(', ')} />
            </span>
          </li>
        ))}
        {node.exposures.length > shownNames && (
          <li class="muted">{words('cardMore', count(node.exposures.length - shownNames))}</li>
        )}
      </ul>
    </CardSection>
  );
}

function Names({ title, uniqueIds, onOpenNode }: { title: string; uniqueIds: string[]; onOpenNode: OpenNode }) {
  if (uniqueIds.length === 0) return undefined;
  return (
    <CardSection title={title} note={count(uniqueIds.length)}>
      <ul class="plain names is-inline">
        {uniqueIds.slice(0, shownNames).map((uniqueId) => (
          <li key={uniqueId}>
            <NodeName uniqueId={uniqueId} name={nameInUniqueId(uniqueId)} onOpenNode={onOpenNode} />
          </li>
        ))}
        {uniqueIds.length > shownNames && (
          <li class="muted">{words('cardMore', count(uniqueIds.length - shownNames))}</li>
        )}
      </ul>
    </CardSection>
  );
}

/** A node's name, which opens its card where that can be done. */
export function NodeName({ uniqueId, name, onOpenNode }: { uniqueId: string; name: string; onOpenNode: OpenNode }) {
  if (onOpenNode === undefined) return <PlainText text={name} limit={200} />;
  return (
    <button type="button" class="link-button" onClick={() => onOpenNode(uniqueId)}>
      <PlainText text={name} limit={200} />
    </button>
  );
}
