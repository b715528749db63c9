import type { BadgeFacts, DbtNode } from '../lib/model';
import { words } from '../lib/words';
import { type Copy, CopyButton } from './CopyButton';
import { dbtReference, dottedName } from './dbt-code';

/** Open dbt, the run's log, copy. Nothing here changes any state. */
export function CardActions(props: {
  facts: BadgeFacts;
  node: DbtNode | undefined;
  fullName: string | undefined;
  isFromPackage: boolean | undefined;
  onCopy: Copy | undefined;
}) {
  const { node, onCopy } = props;
  const name = props.fullName ?? dottedName(props.facts.relation);
  return (
    <fieldset class="card-actions" aria-label={words('cardActions')}>
      {node?.link !== undefined && (
        <a class="button is-main" href={node.link} target="_blank" rel="noopener noreferrer">
          {words('cardOpenInDbt')}
        </a>
      )}
      {node?.runLink !== undefined && (
        <a class="button" href={node.runLink} target="_blank" rel="noopener noreferrer">
          {words('cardRunLog')}
        </a>
      )}
      {onCopy !== undefined && node !== undefined && (
        <CopyButton
          label={words(node.type === 'source' ? 'cardCopySource' : 'cardCopyRef')}
          text={dbtReference(node, props.isFromPackage)}
          onCopy={onCopy}
        />
      )}
      {onCopy !== undefined && <CopyButton label={words('cardCopyName')} text={name} onCopy={onCopy} />}
    </fieldset>
  );
}
